package dev.sfa.cli.command;

import dev.sfa.cli.graphics.ColourDepth;
import dev.sfa.cli.graphics.Drawing;
import dev.sfa.cli.graphics.Screen;
import dev.sfa.cli.graphics.ScreenProbe;
import dev.sfa.cli.local.Recording;
import dev.sfa.cli.output.Claims;
import dev.sfa.cli.output.IfExists;
import dev.sfa.cli.output.Placement;
import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.plot.Picture;
import dev.sfa.core.plot.PlotKind;
import dev.sfa.core.plot.Theme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sfa plot}. */
@Command
public final class PlotCommand implements SfaCommand {
    private static final Pattern SIZE = Pattern.compile("(\\d{3,4})x(\\d{3,4})");
    private static final int LEAST = 320;
    private static final int MOST = 8_000;

    /** Kinds by the names that a user types. */
    enum Kind {
        overview,
        waveform,
        spectrogram,
        chroma,
        beats,
        mfcc,
        spectral,
        radar
    }

    enum Shade {
        auto,
        dark,
        light
    }

    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description =
                    "overview, waveform, spectrogram, chroma, beats, mfcc, spectral or radar; overview unless set.")
    private Kind kind = Kind.overview;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write a picture, PNG or SVG by the name's ending; - for a PNG on stdout. Without it, the"
                    + " picture is drawn in the terminal.")
    private String output;

    @Option(
            names = "--theme",
            paramLabel = "THEME",
            description = "auto, dark or light; auto is what the terminal's background is, and dark for files.")
    private Shade shade = Shade.auto;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            description = "The pixels of a picture that is written; 1600x900 unless set.")
    private String size = "1600x900";

    @Option(
            names = "--graphics",
            paramLabel = "HOW",
            description = "auto, blocks, kitty or sixel; how to draw in the terminal. auto is the best it has.")
    private Drawing.Means graphics = Drawing.Means.auto;

    @Parameters(paramLabel = "TRACK", description = "The id of a track, or the beginning of one, or a file.")
    private String track;

    public PlotCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() throws IOException {
        Session session = new Session(context, global);
        boolean svg = output != null && output.toLowerCase(Locale.ROOT).endsWith(".svg");
        if (output != null
                && !output.equals("-")
                && !svg
                && !output.toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw new SfaException(
                    ErrorCode.USAGE, "The picture is PNG or SVG; give " + output + " the ending .png or .svg.");
        }
        int[] pixels = pixels();
        // Drawing must not look for a screen.
        System.setProperty("java.awt.headless", "true");
        Picture picture = picture(session);
        if (output == null) {
            draw(session, picture);
            return 0;
        }
        Theme theme = shade == Shade.light ? Theme.LIGHT : Theme.DARK;
        if (output.equals("-")) {
            session.streams().bytes(out -> picture.writePng(out, pixels[0], pixels[1], theme));
            return 0;
        }
        Placement.Writing writing = svg
                ? out -> picture.writeSvg(out, pixels[0], pixels[1], theme)
                : out -> picture.writePng(out, pixels[0], pixels[1], theme);
        Path written = new Placement(IfExists.overwrite, new Claims()).write(writing, Path.of(output));
        if (session.json()) {
            session.line(Map.of("path", written.toString()));
        } else {
            session.streams().line(written.toString());
        }
        return 0;
    }

    private int[] pixels() {
        Matcher matcher = SIZE.matcher(size);
        if (matcher.matches()) {
            int width = Integer.parseInt(matcher.group(1));
            int height = Integer.parseInt(matcher.group(2));
            if (Math.min(width, height) >= LEAST && Math.max(width, height) <= MOST) {
                return new int[] {width, height};
            }
        }
        throw new SfaException(
                ErrorCode.USAGE,
                "\"" + size + "\" is not a size; write 1600x900, each number from " + LEAST + " to " + MOST + ".");
    }

    private Picture picture(Session session) throws IOException {
        PlotKind wanted = PlotKind.valueOf(kind.name().toUpperCase(Locale.ROOT));
        try (Subject subject = Subject.find(session, track)) {
            Recording recording = subject.recording();
            Map<String, Object> features = new LinkedHashMap<>(subject.features());
            if (!wanted.isShownBy(features)) {
                features.putAll(recording.analyse(wanted.features()).features());
            }
            String title = subject.title(recording.info().tags());
            if (!wanted.drawsAudio()) {
                return Picture.of(wanted, title, features, null);
            }
            try (AudioStream audio =
                    recording.mono(wanted.sampleRate(recording.info().sampleRate()))) {
                return Picture.of(wanted, title, features, audio);
            }
        }
    }

    private void draw(Session session, Picture picture) throws IOException {
        boolean coloured = session.theme().coloured();
        ColourDepth depth = coloured ? ColourDepth.of(session.env()) : ColourDepth.NONE;
        Screen screen =
                session.streams().outTerminal() ? ScreenProbe.ask(session.env()) : Screen.unknown(session.env());
        boolean light = shade == Shade.auto ? screen.light() : shade == Shade.light;
        new Drawing(screen, depth, light ? Theme.LIGHT : Theme.DARK).draw(picture, graphics, session.streams());
    }
}
