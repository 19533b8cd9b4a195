package dev.sfa.core.audio;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The two programs of ffmpeg that do the decoding, encoding and probing.
 *
 * @param origin where they were found
 * @param version as {@code ffmpeg -version} says it
 * @param environment variables the programs need
 */
public record FfmpegTools(Path ffmpeg, Path ffprobe, Origin origin, String version, Map<String, String> environment) {
    /** Where the programs come from, in the order they are looked for. */
    public enum Origin {
        SETTINGS,
        PATH,
        BUNDLED
    }

    /**
     * Formats that hold their sound themselves. Play lists, descriptions of streams and scripts are not among them: such a
     * file from outside could make ffmpeg read other files of this machine or call its network.
     */
    private static final String FORMATS = "3gp,aac,ac3,adx,aiff,amr,amrnb,amrwb,apac,ape,aptx,asf,ast,au,avi,caf,"
            + "dsf,dts,dtshd,eac3,flac,flv,gsm,iff,ircam,loas,m4a,matroska,mlp,mov,mp3,mp4,mpc,mpc8,mpeg,mpegts,nistsphere,"
            + "nut,ogg,oma,osq,pvf,qcp,rm,shorten,shn,sox,spdif,tak,truehd,tta,voc,w64,wav,webm,wsaud,wv,xwma";

    /** The arguments that make {@code file}, and nothing it may refer to, the input. */
    public static List<String> input(Path file) {
        return List.of(
                "-protocol_whitelist", "file", "-format_whitelist", FORMATS, "-i", "file:" + file.toAbsolutePath());
    }

    /** Whether ffmpeg was built with an encoder. */
    boolean encodes(String encoder) throws IOException {
        Process help = process(List.of(ffmpeg.toString(), "-hide_banner", "-h", "encoder=" + encoder))
                .redirectErrorStream(true)
                .start();
        help.getOutputStream().close();
        return new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8).contains("Encoder " + encoder);
    }

    /** A process of one of the programs, with the environment it needs. Stdin is closed by the caller. */
    ProcessBuilder process(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder;
    }
}
