package dev.sfa.daemon.jobs.run;

import dev.sfa.core.audio.AudioDecoder;
import dev.sfa.core.audio.AudioEncoder;
import dev.sfa.core.audio.AudioInfo;
import dev.sfa.core.audio.AudioProbe;
import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.audio.CoverImage;
import dev.sfa.core.audio.DecodeFormat;
import dev.sfa.core.audio.Encoding;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.audio.SampleFormat;
import dev.sfa.core.audio.WavTags;
import dev.sfa.core.audio.WavWriter;
import dev.sfa.core.separation.StemFormat;
import dev.sfa.core.separation.StemFormat.Clip;
import dev.sfa.core.task.CancellationToken;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Turns stems of floats into the files that were asked for, with the tags and the cover of their track where the kind of file has them. */
final class StemEncoding {
    private static final int BLOCK_FRAMES = 16_384;
    private static final int KILOBITS = 320;
    private static final int AAC_KILOBITS = 256;

    private final FfmpegTools tools;
    private final StemFormat format;
    private final Path track;
    private final AudioInfo trackInfo;
    private final CancellationToken cancellation;
    private final float gain;

    /**
     * @param peak the largest absolute value in any of the stems
     * @param track where tags and cover come from
     */
    StemEncoding(
            FfmpegTools tools,
            StemFormat format,
            float peak,
            Path track,
            AudioInfo trackInfo,
            CancellationToken cancellation) {
        this.tools = tools;
        this.format = format;
        this.track = track;
        this.trackInfo = trackInfo;
        this.cancellation = cancellation;
        this.gain = format.clip() == Clip.RESCALE && peak > 1 ? 1 / peak : 1;
    }

    /** Whether the stems are already what was asked for. */
    static boolean isNeedless(StemFormat format) {
        return format.equals(StemFormat.EXACT);
    }

    /**
     * @param stem a WAV file of floats; gone afterwards
     * @return the file that was asked for, in the same folder
     */
    Path encode(Path stem) throws IOException {
        String name = stem.getFileName().toString().replaceAll("\\.wav$", "");
        Path samples = stem.resolveSibling(name + ".samples.wav");
        SampleFormat bits = format.bits() == null ? SampleFormat.FLOAT32 : format.bits();
        write(stem, samples, bits);
        Files.delete(stem);
        Path file = stem.resolveSibling(name + "." + format.codec().wireName());
        Encoding encoding = switch (format.codec()) {
            case WAV -> null;
            case FLAC -> new Encoding.Flac();
            case MP3 -> new Encoding.Mp3(KILOBITS);
            case OGG -> new Encoding.Ogg();
            case M4A -> new Encoding.M4a(AAC_KILOBITS);
        };
        if (encoding == null) {
            WavTags.append(
                    samples,
                    trackInfo.tags(),
                    CoverImage.of(track, trackInfo, tools, stem.resolveSibling("cover"), cancellation));
            return Files.move(samples, file);
        }
        AudioInfo info = new AudioProbe(tools).probe(samples);
        new AudioEncoder(tools).encodeLike(samples, info, file, encoding, track, trackInfo, cancellation);
        Files.delete(samples);
        try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        return file;
    }

    private void write(Path from, Path to, SampleFormat bits) throws IOException {
        AudioInfo info = new AudioProbe(tools).probe(from);
        try (AudioStream in = new AudioDecoder(tools).open(from, info, DecodeFormat.nativeRate(), cancellation);
                WavWriter out = new WavWriter(to, in.sampleRate(), in.channels(), bits)) {
            float[][] block = new float[in.channels()][BLOCK_FRAMES];
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                scale(block, n);
                out.write(block, 0, n);
            }
        }
    }

    private void scale(float[][] block, int frames) {
        boolean clamps = format.clip() == Clip.CLAMP;
        if (gain == 1 && !clamps) {
            return;
        }
        for (float[] channel : block) {
            for (int i = 0; i < frames; i++) {
                float scaled = channel[i] * gain;
                channel[i] = clamps ? Math.max(-1, Math.min(1, scaled)) : scaled;
            }
        }
    }
}
