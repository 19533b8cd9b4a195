package dev.sfa.core.separation.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A model in the library.
 *
 * @param manifestFile its manifest; the ONNX files lie beside it
 * @param version changes with the manifest, and so with the files whose hashes it holds
 */
public record InstalledModel(Path manifestFile, ModelManifest manifest, String version) {
    /** Bytes of its files, as far as they are there. */
    public long size() {
        long size = 0;
        for (ModelManifest.ModelFile file : manifest.files()) {
            for (String name : file.names()) {
                try {
                    size += Files.size(manifestFile.resolveSibling(name));
                } catch (IOException e) {
                    // Loading it says what is missing.
                }
            }
        }
        return size;
    }
}
