package dev.sfa.core.separation.external;

import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.audio.SampleFormat;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.separation.ChannelPairs;
import dev.sfa.core.separation.Separator;
import dev.sfa.core.separation.StemSink;
import dev.sfa.core.separation.StemType;
import dev.sfa.core.separation.onnx.PairedStream;
import dev.sfa.core.separation.onnx.StemReturn;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.CancelledException;
import dev.sfa.core.task.ProgressListener;
import dev.sfa.core.tool.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Separates at LALAL.AI: the recording is sent there once, split once for each stem, and the stems come back as files. The
 * stem {@code other} is what the stems that were fetched leave of the recording. Each split costs the recording's length of
 * the license. When the separation ends early, so does the work there.
 */
public final class LalalaiSeparator implements Separator {
    /** LALAL.AI's names for the stems it makes. */
    private static final Map<StemType, String> NAMES = new EnumMap<>(Map.of(
            StemType.VOCALS, "vocals",
            StemType.DRUMS, "drum",
            StemType.BASS, "bass",
            StemType.GUITAR, "electric_guitar",
            StemType.PIANO, "piano"));

    /** Those it makes unless others are asked for. */
    static final List<StemType> USUAL = List.of(StemType.VOCALS, StemType.DRUMS, StemType.BASS, StemType.OTHER);

    /** Cancelling takes a second at most. */
    private static final Duration LONGEST_GOODBYE = Duration.ofMillis(700);

    private static final int PREVIEW_SECONDS = 60;
    /** Room for peaks above full scale in the whole numbers of the file that is sent. */
    private static final float GAIN = 0.5f;
    /** Where in the progress sending and splitting end. */
    private static final double SENT = 0.2;

    private static final double SPLIT = 0.97;

    private final LalalaiClient client;
    private final LalalaiModel model;
    private final List<StemType> stems;
    private final FfmpegTools tools;
    private final Path workFolder;
    private final Polling polling;

    /**
     * @param stems those wanted
     * @param workFolder exists; holds the files that go to and fro meanwhile
     */
    LalalaiSeparator(
            LalalaiClient client,
            LalalaiModel model,
            List<StemType> stems,
            FfmpegTools tools,
            Path workFolder,
            Polling polling) {
        this.client = client;
        this.model = model;
        this.stems = List.copyOf(stems);
        this.tools = tools;
        this.workFolder = workFolder;
        this.polling = polling;
    }

    /** What can be asked for. */
    static List<StemType> known() {
        List<StemType> known = new ArrayList<>(USUAL);
        known.addAll(List.of(StemType.GUITAR, StemType.PIANO));
        return known;
    }

    @Override
    public String engine() {
        return "lalalai";
    }

    @Override
    public String model() {
        return model.wireName();
    }

    @Override
    public List<StemType> stems() {
        return stems;
    }

    /** What LALAL.AI has to split off. */
    private List<StemType> splits() {
        List<StemType> splits = new ArrayList<>(stems);
        if (splits.remove(StemType.OTHER)) {
            USUAL.stream()
                    .filter(stem -> stem != StemType.OTHER && !splits.contains(stem))
                    .forEach(splits::add);
        }
        return splits;
    }

    /**
     * As {@link Separator#separate}; of the model {@code preview} only the first minute is read.
     *
     * @throws SfaException UNAUTHORIZED when the key is not accepted, TRY_LATER for passing faults, FAILED when the license
     *     is used up or the stems are not as long as the recording, USAGE for more than two channels
     */
    @Override
    public void separate(AudioStream mixture, StemSink sink, ProgressListener progress, CancellationToken cancellation)
            throws IOException {
        if (mixture.channels() > 2) {
            throw new SfaException(
                    ErrorCode.USAGE,
                    "LALAL.AI takes one or two channels, and the recording has " + mixture.channels()
                            + "; mix it down first, or use --engine dsp.");
        }
        client.checkKey();
        ChannelPairs pairs = ChannelPairs.of(mixture.channels());
        try (TemporaryFolder folder = TemporaryFolder.in(workFolder, "lalalai")) {
            PairFiles files = new PairFiles("LALAL.AI", tools, GAIN, cancellation);
            Cut cut = new Cut(
                    mixture,
                    model == LalalaiModel.PREVIEW ? (long) PREVIEW_SECONDS * mixture.sampleRate() : Long.MAX_VALUE);
            PairedStream paired = new PairedStream(cut, pairs, PairFiles.SAMPLE_RATE, PairFiles.BLOCK_FRAMES);
            Path sent = folder.resolve("recording.wav");
            progress.progress(0, "writing the recording for LALAL.AI");
            long frames = files.write(paired, List.of(sent), SampleFormat.PCM24, Long.MAX_VALUE);
            String id = client.upload(sent, progress.stage(0, SENT), cancellation);
            Map<StemType, Path> made = splitAll(id, folder, progress.stage(SENT, SPLIT), cancellation);
            StemReturn out =
                    new StemReturn(sink, stems, pairs, mixture.channels(), PairFiles.SAMPLE_RATE, mixture.sampleRate());
            read(files, sent, made, frames, out, progress.stage(SPLIT, 1));
            out.end(paired.framesRead());
            progress.progress(1, "separated");
        }
    }

    private Map<StemType, Path> splitAll(
            String id, TemporaryFolder folder, ProgressListener progress, CancellationToken cancellation) {
        Map<StemType, Path> made = new EnumMap<>(StemType.class);
        List<StemType> splits = splits();
        try {
            for (int s = 0; s < splits.size(); s++) {
                StemType stem = splits.get(s);
                ProgressListener own = progress.stage((double) s / splits.size(), (s + 1.0) / splits.size());
                client.split(id, NAMES.get(stem), model.splitter(), cancellation);
                LalalaiTask done = await(id, stem, own, cancellation);
                Path file = folder.resolve(stem.wireName() + ".audio");
                client.download(done.track(), done.size(), file, cancellation);
                own.progress(1, stem.wireName() + " fetched from LALAL.AI");
                made.put(stem, file);
            }
            return made;
        } catch (RuntimeException e) {
            stopThere(id);
            throw e;
        }
    }

    /** The outcome is decided; what LALAL.AI says of it matters no more, and nobody waits long for it. */
    private void stopThere(String id) {
        Thread thread = new Thread(
                () -> {
                    try {
                        client.cancel(List.of(id), new CancellationToken());
                    } catch (SfaException e) {
                        // Work that has ended there already cannot be stopped.
                    }
                },
                "lalalai-cancel");
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(LONGEST_GOODBYE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private LalalaiTask await(String id, StemType stem, ProgressListener progress, CancellationToken cancellation) {
        Duration wait = polling.first();
        long moved = System.nanoTime();
        int percent = -1;
        while (true) {
            sleep(wait, cancellation);
            wait = polling.after(wait);
            LalalaiTask task = client.check(id, cancellation);
            // Until the new split has begun, the file's last one is told of.
            boolean own = task.stem().isEmpty() || task.stem().equals(NAMES.get(stem));
            if (task.state().equals("error")) {
                throw client.fault(200, task.error().isEmpty() ? "no reason given" : task.error(), null);
            }
            if (task.state().equals("cancelled")) {
                throw new SfaException(
                        ErrorCode.FAILED, "The work was cancelled at LALAL.AI; retry the job to do it again.");
            }
            if (task.state().equals("success") && own && !task.track().isEmpty()) {
                return task;
            }
            int now = own ? task.percent() : 0;
            if (now > percent) {
                percent = now;
                moved = System.nanoTime();
                // The last hundredth is for fetching.
                progress.progress(
                        now * 0.0099,
                        now == 0 ? stem.wireName() + " waits at LALAL.AI" : "LALAL.AI separates " + stem.wireName());
            } else if (System.nanoTime() - moved > polling.patience().toNanos()) {
                throw new SfaException(
                        ErrorCode.TRY_LATER,
                        "LALAL.AI has made no progress for "
                                + Math.max(1, polling.patience().toMinutes()) + " min; try again later.");
            }
        }
    }

    private static void sleep(Duration wait, CancellationToken cancellation) {
        CountDownLatch cancelled = new CountDownLatch(1);
        try (CancellationToken.Registration registration = cancellation.onCancel(cancelled::countDown)) {
            cancelled.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException();
        }
        cancellation.throwIfCancelled();
    }

    private void read(
            PairFiles files,
            Path sent,
            Map<StemType, Path> made,
            long frames,
            StemReturn out,
            ProgressListener progress)
            throws IOException {
        Map<StemType, PairFiles.Stem> open = new EnumMap<>(StemType.class);
        try {
            for (Map.Entry<StemType, Path> stem : made.entrySet()) {
                open.put(stem.getKey(), files.open(stem.getKey().wireName(), List.of(stem.getValue())));
            }
            if (stems.contains(StemType.OTHER)) {
                open.put(StemType.OTHER, files.open("other", List.of(sent)));
            }
            Map<StemType, float[][]> blocks = new EnumMap<>(StemType.class);
            open.keySet().forEach(stem -> blocks.put(stem, new float[2][PairFiles.BLOCK_FRAMES]));
            float[][][] wanted = stems.stream().map(blocks::get).toArray(float[][][]::new);
            // One block more where the last one is full: it must be empty.
            for (long done = 0; done <= frames; done += PairFiles.BLOCK_FRAMES) {
                int count = (int) Math.min(PairFiles.BLOCK_FRAMES, frames - done);
                for (Map.Entry<StemType, PairFiles.Stem> stem : open.entrySet()) {
                    stem.getValue().read(count, blocks.get(stem.getKey()));
                }
                takeAway(blocks, count);
                out.write(wanted, count);
                progress.progress(Math.min(1, (double) done / Math.max(1, frames)), "reading the stems of LALAL.AI");
            }
        } finally {
            for (PairFiles.Stem stem : open.values()) {
                stem.close();
            }
        }
    }

    /** Makes what was sent into what the other stems leave of it. */
    private static void takeAway(Map<StemType, float[][]> blocks, int frames) {
        float[][] other = blocks.get(StemType.OTHER);
        if (other == null) {
            return;
        }
        blocks.forEach((stem, block) -> {
            if (stem != StemType.OTHER) {
                for (int c = 0; c < other.length; c++) {
                    for (int i = 0; i < frames; i++) {
                        other[c][i] -= block[c][i];
                    }
                }
            }
        });
    }

    /** The beginning of a stream. */
    private static final class Cut implements AudioStream {
        private final AudioStream stream;
        private long left;

        Cut(AudioStream stream, long frames) {
            this.stream = stream;
            this.left = frames;
        }

        @Override
        public int sampleRate() {
            return stream.sampleRate();
        }

        @Override
        public int channels() {
            return stream.channels();
        }

        @Override
        public long expectedFrames() {
            return Math.min(stream.expectedFrames(), left);
        }

        @Override
        public int read(float[][] buffer) throws IOException {
            if (left == 0) {
                return -1;
            }
            float[][] part = buffer;
            if (buffer[0].length > left) {
                part = new float[buffer.length][(int) left];
            }
            int got = stream.read(part);
            for (int c = 0; part != buffer && c < part.length; c++) {
                System.arraycopy(part[c], 0, buffer[c], 0, Math.max(0, got));
            }
            left -= Math.max(0, got);
            return got;
        }

        /** The stream is its owner's to close. */
        @Override
        public void close() {}
    }
}
