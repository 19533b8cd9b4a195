package dev.sfa.core.plot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.analysis.Recordings;
import dev.sfa.core.plot.Cells.Cell;
import dev.sfa.core.protocol.Json;
import dev.sfa.core.synth.DemoSong;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class PictureTest {
    private static final float[] SONG = Recordings.halved(DemoSong.render().mixture());
    private static final String TITLE = "The Loopbacks - Copper <Lanterns> & \u97f3\u697d";
    private static Map<String, Object> features;

    @BeforeAll
    static void analyse() throws IOException {
        features = new LinkedHashMap<>(Recordings.analysed(SONG).features());
        features.put("radar", Map.of("energy", 0.6, "tempo", 0.25, "brightness", 0.4, "rhythmic_complexity", 0.5));
    }

    @ParameterizedTest
    @EnumSource(Lettering.class)
    void anOverviewShowsTitleWaveformBeatsAndChroma(Lettering lettering) throws Exception {
        BufferedImage image = Picture.of(PlotKind.OVERVIEW, "Copper Lanterns", features, song(), lettering)
                .image(1600, 900, 1, Theme.DARK);
        assertThat(count(image, 0, 100, Theme.DARK.ink().getRGB())).as("title").isGreaterThan(500);
        assertThat(count(image, 60, 100, Theme.DARK.accent().getRGB()))
                .as("key")
                .isGreaterThan(200);
        assertThat(count(image, 166, 476, Theme.DARK.second().getRGB()))
                .as("waveform")
                .isGreaterThan(20_000);
        assertThat(count(image, 166, 174, Theme.DARK.accent().getRGB()))
                .as("beats")
                .isGreaterThan(60);
        assertThat(colours(image, 540, 800)).as("chroma").isGreaterThan(200);
    }

    @Test
    void aWaveformNamesSectionsAndCuePoints() throws Exception {
        Map<String, Object> withForm = new LinkedHashMap<>(features);
        withForm.put(
                "structure",
                Map.of(
                        "sections",
                        List.of(Map.of("start", 0.0, "label", "A"), Map.of("start", 12.0, "label", "B")),
                        "cues",
                        List.of(Map.of("time", 12.0, "name", "drop"))));
        Picture picture = Picture.of(PlotKind.WAVEFORM, TITLE, withForm, song());
        assertThat(texts(svg(picture))).contains("A", "B", "drop");
        List<String> lines = lines(picture.cells(80, 24, Theme.DARK));
        assertThat(lines).anyMatch(line -> line.contains("drop"));
        withForm.remove("structure");
        assertThat(texts(svg(Picture.of(PlotKind.WAVEFORM, TITLE, withForm, song()))))
                .doesNotContain("drop", "intro");
    }

    @ParameterizedTest
    @EnumSource(PlotKind.class)
    void everyKindIsDrawnInBothThemesAsPngSvgAndCharacters(PlotKind kind) throws Exception {
        Picture picture = Picture.of(kind, TITLE, features, song());
        for (Theme theme : List.of(Theme.DARK, Theme.LIGHT)) {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            picture.writePng(png, 900, 600, theme);
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(png.toByteArray()));
            assertThat(image.getWidth()).isEqualTo(900);
            assertThat(image.getRGB(2, 2)).isEqualTo(theme.paper().getRGB());
            assertThat(colours(image, 150, 500)).as("graph").isGreaterThan(30);
        }
        Document svg = svg(picture);
        assertThat(texts(svg)).contains(TITLE, kind.name()).anyMatch(text -> text.endsWith(" BPM"));
        List<String> lines = lines(picture.cells(80, 24, Theme.DARK));
        assertThat(lines.get(0).strip()).isEqualTo(TITLE);
        assertThat(lines.get(1)).startsWith(kind.wireName() + " \u00b7 ").contains(" BPM");
        assertThat(lines(picture.cells(40, 18, Theme.GREY)))
                .allMatch(line -> line.codePointCount(0, line.length()) <= 40);
    }

    @ParameterizedTest
    @EnumSource(
            value = PlotKind.class,
            names = {"OVERVIEW", "RADAR"},
            mode = EnumSource.Mode.EXCLUDE)
    void axesSayTheirUnitsAndTimes(PlotKind kind) throws Exception {
        List<String> texts = texts(svg(Picture.of(kind, TITLE, features, song())));
        assertThat(texts).contains("time in min:s", "0:00", "0:10");
        assertThat(texts)
                .anyMatch(text -> text.matches(
                        "amplitude \\(full scale = 1\\)|frequency in Hz, logarithmic|pitch class|onset strength \\(dB a frame\\)"
                                + "|MFCC, in standard deviations.*|frequency \\(Hz\\)"));
    }

    @Test
    void legendsNameWhatTheColoursStandFor() throws Exception {
        assertThat(texts(svg(Picture.of(PlotKind.WAVEFORM, TITLE, features, song()))))
                .contains("peak", "RMS", "beats, bars");
        assertThat(texts(svg(Picture.of(PlotKind.SPECTRAL, TITLE, features, null))))
                .contains("roll-off 85 %", "bandwidth", "centroid", "flatness", "dB");
    }

    @Test
    void aSineIsALineAtItsFrequencyAndLevel() throws Exception {
        float[] sine = new float[2 * 22_050];
        for (int i = 0; i < sine.length; i++) {
            sine[i] = (float) (0.1 * Math.sin(2 * Math.PI * 1000 * i / 22_050));
        }
        LogSpectrum spectrum = LogSpectrum.of(Recordings.of(sine));
        double[][] levels = spectrum.decibels();
        int middle = levels[0].length / 2;
        int loudest = 0;
        for (int row = 0; row < levels.length; row++) {
            loudest = levels[row][middle] > levels[loudest][middle] ? row : loudest;
        }
        assertThat(spectrum.axis().value((loudest + 0.5) / levels.length)).isBetween(980.0, 1020.0);
        assertThat(levels[loudest][middle]).isBetween(-22.5, -19.5);
        assertThat(spectrum.duration()).isEqualTo(2);
    }

    @Test
    void aLongSpectrumNeedsNoMoreColumnsThanAShortOne() throws Exception {
        assertThat(LogSpectrum.of(Recordings.of(new float[20_000_000])).decibels()[0].length)
                .isBetween(1000, 4096);
        assertThat(LogSpectrum.of(Recordings.of(0.5f)).decibels()[0].length).isEqualTo(1);
        assertThat(LogSpectrum.of(Recordings.of()).decibels()[0]).isEmpty();
    }

    @Test
    void featuresReadBackFromJsonGiveTheSamePicture() throws Exception {
        Map<String, Object> again = Json.parseObject(Json.write(features));
        for (PlotKind kind : List.of(PlotKind.BEATS, PlotKind.CHROMA, PlotKind.SPECTRAL)) {
            int[] fresh = pixels(Picture.of(kind, "x", features, null).image(800, 500, 1, Theme.DARK));
            int[] read = pixels(Picture.of(kind, "x", again, null).image(800, 500, 1, Theme.DARK));
            assertThat(mostDifferent(fresh, read)).as("shades").isLessThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100_000})
    void silenceOfAnyLengthGivesPicturesOfEveryKind(int samples) throws Exception {
        float[] silence = new float[samples];
        Map<String, Object> found = Recordings.analysed(silence).features();
        for (PlotKind kind : PlotKind.values()) {
            Picture picture = Picture.of(kind, "Silence \u97f3\u697d ".repeat(20), found, Recordings.of(silence));
            BufferedImage image = picture.image(1600, 900, 1, Theme.DARK);
            assertThat(count(image, 0, 100, Theme.DARK.ink().getRGB()))
                    .as("title")
                    .isGreaterThan(500);
            assertThat(texts(svg(picture))).noneMatch(text -> text.contains("NaN") || text.contains("Infinity"));
            assertThat(picture.cells(40, 12, Theme.LIGHT).rows()).hasSize(12);
        }
    }

    @Test
    void whatIsMissingIsSaid() throws Exception {
        Map<String, Object> nothing = Map.of("duration", 10.0);
        assertThat(texts(svg(Picture.of(PlotKind.CHROMA, "x", nothing, null))))
                .contains("chroma has not been analysed");
        assertThat(PlotKind.CHROMA.isShownBy(nothing)).isFalse();
        assertThat(PlotKind.CHROMA.isShownBy(features)).isTrue();
        Map<String, Object> silent = Recordings.analysed(new float[5 * 22_050]).features();
        assertThat(texts(svg(Picture.of(PlotKind.BEATS, "x", silent, null)))).contains("nothing found: silence");
        assertThat(texts(svg(Picture.of(PlotKind.RADAR, "x", features, null)))).contains("not known", "0.60");
    }

    @Test
    void charactersHaveTheColoursOfTheGraph() throws Exception {
        Cells cells = Picture.of(PlotKind.CHROMA, "x", features, null).cells(80, 24, Theme.DARK);
        long colours = cells.rows().stream()
                .flatMap(List::stream)
                .map(Cell::background)
                .distinct()
                .count();
        assertThat(colours).isGreaterThan(50);
        Cells grey = Picture.of(PlotKind.CHROMA, "x", features, null).cells(80, 24, Theme.GREY);
        assertThat(grey.rows().stream().flatMap(List::stream).map(Cell::background))
                .containsOnly(Cell.OWN);
        assertThat(String.join("", lines(grey))).containsAnyOf("\u2588", "\u2593");
    }

    @Test
    void whatIsHalfFilledBecomesAHalfBlock() {
        CellCanvas canvas = new CellCanvas(3, 1, Theme.DARK);
        canvas.rectangle(0, 8, 8, 8, 0, Theme.DARK.second());
        canvas.rectangle(8, 0, 2, 16, 0, Theme.DARK.accent());
        List<Cell> row = canvas.cells().rows().get(0);
        int second = Theme.DARK.second().getRGB() & 0xffffff;
        int accent = Theme.DARK.accent().getRGB() & 0xffffff;
        assertThat(row)
                .containsExactly(
                        new Cell(0x2584, second, Cell.OWN, false),
                        new Cell(0x258e, accent, Cell.OWN, false),
                        new Cell(' ', Cell.OWN, Cell.OWN, false));
    }

    @Test
    void controlCharactersOfATitleStayOutOfTerminalsAndXml() throws Exception {
        Picture picture = Picture.of(PlotKind.CHROMA, "a\u001b[31mb\u0000c\u202e", features, null);
        assertThat(lines(picture.cells(60, 16, Theme.DARK)).get(0).strip()).isEqualTo("a[31mbc");
        assertThat(texts(svg(picture))).contains("a [31mb c\u202e");
    }

    private static dev.sfa.core.audio.AudioStream song() {
        return Recordings.of(SONG);
    }

    private static Document svg(Picture picture) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        picture.writeSvg(out, 1600, 900, Theme.LIGHT);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(out.toByteArray()));
    }

    private static List<String> texts(Document svg) {
        NodeList nodes = svg.getElementsByTagNameNS("http://www.w3.org/2000/svg", "text");
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }

    private static List<String> lines(Cells cells) {
        return cells.rows().stream()
                .map(row -> row.stream()
                        .filter(cell -> cell.codePoint() != 0)
                        .map(cell -> Character.toString(cell.codePoint()))
                        .collect(Collectors.joining()))
                .toList();
    }

    private static int mostDifferent(int[] a, int[] b) {
        int most = 0;
        for (int i = 0; i < a.length; i++) {
            for (int shift = 0; shift < 24; shift += 8) {
                most = Math.max(most, Math.abs((a[i] >> shift & 0xff) - (b[i] >> shift & 0xff)));
            }
        }
        return most;
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static long count(BufferedImage image, int top, int bottom, int rgb) {
        int[] rows = image.getRGB(0, top, image.getWidth(), bottom - top, null, 0, image.getWidth());
        return Arrays.stream(rows).filter(pixel -> pixel == rgb).count();
    }

    private static long colours(BufferedImage image, int top, int bottom) {
        int[] rows = image.getRGB(0, top, image.getWidth(), bottom - top, null, 0, image.getWidth());
        return Arrays.stream(rows).distinct().count();
    }
}
