package dev.sfa.core.separation.onnx;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** The models with known outputs in the folder beside the checkout, if it is there. */
final class ReferenceModels {
    private static final int WAV_HEADER = 44;
    private static final int NPY_HEADER = 128;

    private final Path folder;

    ReferenceModels() {
        this.folder = Path.of(System.getProperty("sfa.shared", "../../shared"), "models");
        assumeTrue(Files.isDirectory(folder), "no folder of reference models beside the checkout");
    }

    /** The mixture all references are of: 12 s, 44.1 kHz, stereo. */
    float[][] mixture() throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve("input-12s.wav"));
        ByteBuffer data =
                ByteBuffer.wrap(bytes, WAV_HEADER, bytes.length - WAV_HEADER).order(ByteOrder.LITTLE_ENDIAN);
        int frames = data.remaining() / 4;
        float[][] mixture = new float[2][frames];
        for (int i = 0; i < frames; i++) {
            mixture[0][i] = data.getShort() / 32768f;
            mixture[1][i] = data.getShort() / 32768f;
        }
        return mixture;
    }

    /** Every stride-th sample of the stems, {@code [stem][channel][k]}. */
    float[][][] reference(String name, int stems, int frames, int stride) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve(name + ".ref.npy"));
        ByteBuffer data =
                ByteBuffer.wrap(bytes, NPY_HEADER, bytes.length - NPY_HEADER).order(ByteOrder.LITTLE_ENDIAN);
        float[][][] reference = new float[stems][2][(frames + stride - 1) / stride];
        for (float[][] stem : reference) {
            for (float[] channel : stem) {
                data.asFloatBuffer().get(channel);
                data.position(data.position() + 4 * channel.length);
            }
        }
        return reference;
    }

    /** Puts a manifest and links to the files it names into a folder. */
    Path install(Path into, String manifest, String... files) throws IOException {
        for (String file : files) {
            Files.copy(folder.resolve(file), into.resolve(file));
        }
        return Files.writeString(into.resolve("model.json"), manifest);
    }
}
