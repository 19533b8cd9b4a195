package dev.sfa.core.separation.onnx;

import dev.sfa.core.download.Sha256;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A model that is loaded and ready to run. Holds memory outside of the heap until it is closed. */
public final class OnnxModel implements AutoCloseable {
    private static final double USUAL_OVERLAP = 0.25;

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
        List<Network> networks = new ArrayList<>();
        try {
            for (ModelManifest.ModelFile file : manifest.files()) {
                Path path = manifestFile.resolveSibling(file.file());
                file.sha256().ifPresent(expected -> checkHash(path, expected));
                Network network = Network.load(path, options);
                networks.add(network);
                checkShapes(manifest, network);
            }
            return new OnnxModel(manifest, framer(manifest, networks, options));
        } catch (RuntimeException e) {
            networks.forEach(Network::close);
            throw e;
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

    private static void checkShapes(ModelManifest manifest, Network network) {
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
            case HTDEMUCS ->
                DemucsNetwork.fits(network) && network.outputs().ofRank(4).orElseThrow()[1] == stems;
            case WAVEFORM ->
                network.inputs().ofRank(3).orElseThrow()[1] == 2
                        && network.inputs().ofRank(3).orElseThrow()[2] > 1
                        && network.outputs().ofRank(4).orElseThrow()[1] == stems;
            case MDX ->
                manifest.frameSize() / 2 + 1 >= network.inputs().ofRank(4).orElseThrow()[2]
                        && network.inputs().ofRank(4).orElseThrow()[2] > 0
                        && 1024 * (network.inputs().ofRank(4).orElseThrow()[3] - 1) > manifest.frameSize();
            case OPEN_UNMIX ->
                network.inputs().ofRank(4).orElseThrow()[2] == 2049
                        || network.inputs().ofRank(4).orElseThrow()[2] < 0;
            case SPLEETER -> true;
        };
        if (!fits) {
            throw mismatch(manifest, network, "its manifest does not fit its shapes");
        }
    }

    private static SfaException mismatch(ModelManifest manifest, Network network, String what) {
        return new SfaException(
                ErrorCode.CONFIG,
                String.format(
                        "%s does not fit its manifest: %s (inputs %s; outputs %s). Correct the manifest of %s.",
                        network.name(), what, network.inputs(), network.outputs(), manifest.name()));
    }

    private static Framer framer(ModelManifest manifest, List<Network> networks, OnnxOptions options) {
        double own = Double.isNaN(manifest.overlap()) ? USUAL_OVERLAP : manifest.overlap();
        double overlap = options.overlapOr(own);
        return switch (manifest.family()) {
            case HTDEMUCS, WAVEFORM -> new ChunkFramer(chunks(manifest, networks), overlap, options.shifts());
            case MDX ->
                new MdxFramer(
                        networks.get(0),
                        manifest.frameSize(),
                        overlap,
                        (float) manifest.compensation(),
                        manifest.denoise());
            case OPEN_UNMIX -> new UnmixFramer(networks, manifest.iterations() > 0, options);
            case SPLEETER -> new SpleeterFramer(networks);
        };
    }

    private static ChunkNetwork chunks(ModelManifest manifest, List<Network> networks) {
        List<ChunkNetwork> chunks = new ArrayList<>();
        float[][] weights = new float[networks.size()][manifest.stems().size()];
        for (int n = 0; n < networks.size(); n++) {
            Network network = networks.get(n);
            chunks.add(
                    manifest.family() == ModelFamily.HTDEMUCS
                            ? new DemucsNetwork(network)
                            : new WaveformNetwork(network));
            for (int s = 0; s < weights[n].length; s++) {
                weights[n][s] = manifest.files().get(n).weights().get(s).floatValue();
            }
        }
        return chunks.size() == 1 ? chunks.get(0) : new BagOfChunks(chunks, weights);
    }

    public ModelManifest manifest() {
        return manifest;
    }

    Framer framer() {
        return framer;
    }

    @Override
    public void close() {
        framer.close();
    }
}
