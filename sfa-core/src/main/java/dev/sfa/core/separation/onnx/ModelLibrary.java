package dev.sfa.core.separation.onnx;

import dev.sfa.core.download.Sha256;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.separation.DspSeparator;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The models that are installed: a folder each, named as the model, with {@code model.json} ({@link ModelManifest}) and
 * the files that it names. Read anew at each question, so that a model counts as soon as its folder is there.
 */
public final class ModelLibrary {
    static final String MANIFEST = "model.json";

    private static final int VERSION_DIGITS = 12;
    private static final Set<String> MAIN_STEMS = Set.of("vocals", "drums", "bass", "other");

    private final Path folder;

    /** @param folder need not exist */
    public ModelLibrary(Path folder) {
        this.folder = folder;
    }

    /** Where a model of that name lies, or would. */
    public Path folderOf(String name) {
        return folder.resolve(name);
    }

    /** Those whose manifest can be understood, the best first; see {@link #best}. */
    public List<InstalledModel> installed() {
        List<InstalledModel> models = new ArrayList<>();
        for (String name : names()) {
            try {
                models.add(read(name));
            } catch (SfaException e) {
                // Asking for it by name says what is wrong.
            }
        }
        models.sort(Comparator.comparingInt(ModelLibrary::rank)
                .thenComparing(model -> model.manifest().name()));
        return models;
    }

    /** Names of all folders with a manifest, in order, damaged ones included. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path each : folders) {
                String name = each.getFileName().toString();
                // What begins with a dot is on its way in or out.
                if (!name.startsWith(".") && Files.isRegularFile(each.resolve(MANIFEST))) {
                    names.add(name);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new SfaException(ErrorCode.CONFIG, "The folder of models " + folder + " cannot be read.", e);
        }
        names.sort(Comparator.naturalOrder());
        return names;
    }

    /** The one to use when nobody says which: those that give vocals, drums, bass and other first, known ones before others. */
    public Optional<InstalledModel> best() {
        return installed().stream().findFirst();
    }

    private static int rank(InstalledModel model) {
        List<String> preferred = List.of("htdemucs_ft", "htdemucs", "htdemucs_6s", "mdx_extra");
        int known = preferred.indexOf(model.manifest().name());
        boolean whole = model.manifest().stems().stream()
                .map(stem -> stem.wireName())
                .toList()
                .containsAll(MAIN_STEMS);
        return known >= 0 ? known : preferred.size() + (whole ? 0 : 1);
    }

    /**
     * The model of that name.
     *
     * @throws SfaException NOT_FOUND when it is not installed, CONFIG when its manifest is wrong; says what to do
     */
    public InstalledModel find(String name) {
        if (name.equals(DspSeparator.MODEL)) {
            throw new SfaException(
                    ErrorCode.NOT_FOUND,
                    "The model " + name + " is built in, with no files of its own; use it with --engine dsp.");
        }
        if (!names().contains(name)) {
            throw new SfaException(
                    ErrorCode.NOT_FOUND, "The model " + name + " is not installed; " + KnownModel.HOW_TO_INSTALL);
        }
        return read(name);
    }

    /** Another for another manifest, and for files whose hash it does not give when they are others. */
    private static String version(Path manifestFile, ModelManifest manifest) throws IOException {
        StringBuilder facts = new StringBuilder();
        for (ModelManifest.ModelFile file : manifest.files()) {
            for (String name : file.hasUnknownHash() ? file.names() : List.<String>of()) {
                Path path = manifestFile.resolveSibling(name);
                if (Files.exists(path)) {
                    facts.append(' ').append(Files.size(path)).append(' ').append(Files.getLastModifiedTime(path));
                }
            }
        }
        String version = Sha256.of(manifestFile).substring(0, VERSION_DIGITS);
        return facts.isEmpty()
                ? version
                : version + "-" + Integer.toHexString(facts.toString().hashCode());
    }

    private InstalledModel read(String name) {
        Path manifestFile = folderOf(name).resolve(MANIFEST);
        ModelManifest manifest = ModelManifest.read(manifestFile);
        if (!manifest.name().equals(name)) {
            throw new SfaException(
                    ErrorCode.CONFIG,
                    "The manifest " + manifestFile + " names the model \"" + manifest.name()
                            + "\", but its folder is \"" + name + "\"; rename one of them.");
        }
        try {
            return new InstalledModel(manifestFile, manifest, version(manifestFile, manifest));
        } catch (IOException e) {
            throw new SfaException(ErrorCode.CONFIG, "The manifest " + manifestFile + " cannot be read.", e);
        }
    }
}
