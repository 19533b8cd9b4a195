package dev.sfa.core.separation.onnx;

import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.download.Sha256;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** A model that is loaded and ready to run. Holds memory outside of the heap until it is closed. */
public final class OnnxModel implements AutoCloseable {
    private static final double USUAL_OVERLAP = 0.25;
    /** 7.8 s, which HTDemucs was trained with. */
    private static final int USUAL_CHUNK = 343_980;
    /** How far, in seconds, a length may be from a graph's and still mean it. */
    private static final double LENGTH_TOLERANCE = 0.05;

    private final ModelManifest manifest;
    private final Framer framer;

    private OnnxModel(ModelManifest manifest, Framer framer) {
        this.manifest = manifest;
        this.framer = framer;
    }

    /**
     * Loads the model that a manifest describes; its files lie beside it.
     *
     * @throws SfaException when a file is missing (NOT_FOUND), is not what the manifest says, or the device is not to
     *     be had (CONFIG)
     */
    public static OnnxModel load(Path manifestFile, OnnxOptions options) {
        ModelManifest manifest = ModelManifest.read(manifestFile);
        try {
            return load(manifest, manifestFile, options);
        } catch (OutOfMemoryError e) {
            throw MemoryShortage.of("load the model " + manifest.name(), e);
        }
    }

    private static OnnxModel load(ModelManifest manifest, Path manifestFile, OnnxOptions options) {
        List<Network> networks = new ArrayList<>();
        boolean done = false;
        try {
            for (ModelManifest.ModelFile file : manifest.files()) {
                Path path = manifestFile.resolveSibling(file.file());
                file.sha256().ifPresent(expected -> checkHash(path, expected));
                for (ModelManifest.DataFile data : file.data()) {
                    data.sha256().ifPresent(expected -> checkHash(manifestFile.resolveSibling(data.file()), expected));
                }
                networks.add(Network.load(path, options));
            }
            checkSegment(manifest, networks.get(0), options);
            for (Network network : networks) {
                checkShapes(manifest, network, networks.get(0), options);
            }
            OnnxModel model = new OnnxModel(manifest, framer(manifest, networks, options));
            done = true;
            return model;
        } finally {
            // Also without memory for what surrounds them: they hold much of it.
            if (!done) {
                networks.forEach(Network::close);
            }
        }
    }

    private static void checkHash(Path file, String expected) {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try {
            if (!Sha256.of(file).equals(expected)) {
                throw new SfaException(
                        ErrorCode.CONFIG,
                        file.getFileName() + " is not the file its manifest describes (SHA-256 differs); it was cut"
                                + " short or changed. Install it again.");
            }
        } catch (IOException e) {
            throw new SfaException(ErrorCode.NOT_FOUND, "The model file " + file + " cannot be read.", e);
        }
    }

    private static void checkShapes(ModelManifest manifest, Network network, Network first, OnnxOptions options) {
        ModelFamily family = ModelFamily.of(network).orElse(null);
        if (family != manifest.family()) {
            throw mismatch(
                    manifest,
                    network,
                    family == null
                            ? "it is of no known family"
                            : "it is of the family " + family.wireName() + ", not "
                                    + manifest.family().wireName());
        }
        int stems = manifest.stems().size();
        boolean fits = switch (family) {
            case HTDEMUCS -> DemucsNetwork.fits(network, stems, chunkLength(manifest, first, options));
            case WAVEFORM -> WaveformNetwork.fits(network, stems, chunkLength(manifest, first, options));
            case MDX -> MdxFramer.fits(network, manifest.frameSize(), manifest.hop());
            case OPEN_UNMIX -> UnmixFramer.fits(network, manifest.frameSize());
            case SPLEETER -> SpleeterFramer.fits(network, first);
        };
        if (!fits) {
            throw mismatch(manifest, network, misfit(manifest, family, network));
        }
    }

    /** A graph of one length can be asked for that one only. */
    private static void checkSegment(ModelManifest manifest, Network network, OnnxOptions options) {
        OptionalDouble only = fixedSeconds(manifest, network);
        if (only.isEmpty()) {
            return;
        }
        String length = String.format(Locale.ROOT, "%.4g s", only.getAsDouble());
        if (Math.abs(options.segmentSeconds() - only.getAsDouble()) > LENGTH_TOLERANCE) {
            throw new SfaException(
                    ErrorCode.USAGE,
                    "The model " + manifest.name() + " takes pieces of " + length
                            + " and of no other length; leave out --segment.");
        }
        if (Math.abs(manifest.segment() - only.getAsDouble()) > LENGTH_TOLERANCE) {
            throw mismatch(manifest, network, "it takes pieces of " + length + ", not of " + manifest.segment() + " s");
        }
    }

    /** Seconds of the pieces of a graph that takes one length only. */
    private static OptionalDouble fixedSeconds(ModelManifest manifest, Network network) {
        int rank = manifest.family() == ModelFamily.OPEN_UNMIX ? 4 : 3;
        if (!manifest.family().options().contains("segment")) {
            return OptionalDouble.empty();
        }
        long samples = network.inputs()
                .ofRank(rank)
                .map(shape -> rank == 3 ? shape[2] : shape[3] * manifest.hop())
                .orElse(0L);
        return samples > 0 ? OptionalDouble.of((double) samples / manifest.sampleRate()) : OptionalDouble.empty();
    }

    private static String misfit(ModelManifest manifest, ModelFamily family, Network network) {
        boolean chunks = family == ModelFamily.HTDEMUCS || family == ModelFamily.WAVEFORM;
        long gives = chunks ? network.outputs().ofRank(4).orElseThrow()[1] : -1;
        return gives > 0 && gives != manifest.stems().size()
                ? "it gives " + gives + " stems, not " + manifest.stems().size()
                : "its shapes are other ones";
    }

    private static SfaException mismatch(ModelManifest manifest, Network network, String what) {
        return new SfaException(
                ErrorCode.CONFIG,
                String.format(
                        "%s does not fit its manifest: %s (inputs %s; outputs %s). Correct the manifest of %s.",
                        network.name(), what, network.inputs(), network.outputs(), manifest.name()));
    }

    /** Number of stems that a lone network gives, or -1 where only people know; may run it to know. */
    static int stems(ModelFamily family, Network network) {
        boolean chunks = family == ModelFamily.HTDEMUCS || family == ModelFamily.WAVEFORM;
        if (!chunks) {
            return -1;
        }
        long said = network.inputs().ofRank(3).orElseThrow()[2];
        int length = said > 0 ? (int) said : USUAL_CHUNK;
        return family == ModelFamily.HTDEMUCS
                ? DemucsNetwork.stems(network, length)
                : WaveformNetwork.stems(network, length);
    }

    /** Samples that a network of chunks takes at a time: what its graph says, or what was asked for. */
    private static int chunkLength(ModelManifest manifest, Network network, OnnxOptions options) {
        long said = network.inputs().ofRank(3).orElseThrow()[2];
        return said > 0 ? (int) said : segment(manifest, options).orElse(USUAL_CHUNK);
    }

    /** The length of pieces that was asked for, in samples. */
    private static OptionalInt segment(ModelManifest manifest, OnnxOptions options) {
        double seconds = options.segmentSecondsOr(manifest.segment());
        return Double.isNaN(seconds)
                ? OptionalInt.empty()
                : OptionalInt.of((int) Math.round(seconds * manifest.sampleRate()));
    }

    private static Framer framer(ModelManifest manifest, List<Network> networks, OnnxOptions options) {
        double own = Double.isNaN(manifest.overlap()) ? USUAL_OVERLAP : manifest.overlap();
        double overlap = options.overlapOr(own);
        return switch (manifest.family()) {
            case HTDEMUCS, WAVEFORM ->
                new ChunkFramer(
                        chunks(manifest, networks, chunkLength(manifest, networks.get(0), options)),
                        overlap,
                        options.shifts(),
                        manifest.sampleRate() / 2);
            case MDX ->
                new MdxFramer(
                        networks.get(0),
                        manifest.frameSize(),
                        manifest.hop(),
                        overlap,
                        (float) manifest.compensation(),
                        manifest.denoise());
            case OPEN_UNMIX ->
                new UnmixFramer(
                        networks,
                        manifest.iterations() > 0,
                        manifest.frameSize(),
                        manifest.hop(),
                        segment(manifest, options).orElse(0));
            case SPLEETER -> new SpleeterFramer(networks);
        };
    }

    private static ChunkNetwork chunks(ModelManifest manifest, List<Network> networks, int length) {
        int stems = manifest.stems().size();
        List<ChunkNetwork> chunks = new ArrayList<>();
        float[][] weights = new float[networks.size()][manifest.stems().size()];
        for (int n = 0; n < networks.size(); n++) {
            Network network = networks.get(n);
            chunks.add(
                    manifest.family() == ModelFamily.HTDEMUCS
                            ? new DemucsNetwork(network, stems, length)
                            : new WaveformNetwork(network, stems, length));
            for (int s = 0; s < weights[n].length; s++) {
                weights[n][s] = manifest.files().get(n).weights().get(s).floatValue();
            }
        }
        ChunkNetwork all = chunks.size() == 1 ? chunks.get(0) : new BagOfChunks(chunks, weights);
        return manifest.normalise() ? new NormalisedChunks(all) : all;
    }

    public ModelManifest manifest() {
        return manifest;
    }

    Framer framer() {
        return framer;
    }

    /**
     * Separates a moment of noise, to see whether it can be done.
     *
     * @throws SfaException when the network gives other shapes than are expected, or numbers that are not finite
     */
    void tryOut(CancellationToken cancellation) throws IOException {
        SlidingAudio noise = new SlidingAudio(new Noise(manifest.sampleRate()), cancellation);
        framer.separate(noise, (stems, frames) -> {}, frame -> {}, cancellation);
    }

    /** A tenth of a second of it, quiet and always the same. */
    private static final class Noise implements AudioStream {
        private final int sampleRate;
        private final SplittableRandom random = new SplittableRandom(1);
        private int left;

        Noise(int sampleRate) {
            this.sampleRate = sampleRate;
            this.left = sampleRate / 10;
        }

        @Override
        public int sampleRate() {
            return sampleRate;
        }

        @Override
        public int channels() {
            return 2;
        }

        @Override
        public long expectedFrames() {
            return sampleRate / 10;
        }

        @Override
        public int read(float[][] buffer) {
            int count = Math.min(left, buffer[0].length);
            for (float[] channel : buffer) {
                for (int i = 0; i < count; i++) {
                    channel[i] = (float) random.nextDouble(-0.1, 0.1);
                }
            }
            left -= count;
            return count > 0 ? count : -1;
        }

        @Override
        public void close() {}
    }

    @Override
    public void close() {
        framer.close();
    }
}
