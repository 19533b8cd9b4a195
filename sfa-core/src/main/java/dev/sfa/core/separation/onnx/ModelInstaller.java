package dev.sfa.core.separation.onnx;

import dev.sfa.core.download.Sha256;
import dev.sfa.core.download.WebFile;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.Json;
import dev.sfa.core.separation.StemType;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Brings models into the library, and checks and removes them. A model is there whole or not at all. */
public final class ModelInstaller {
    private static final long MOST_BYTES = 8L << 30;
    private static final long LARGEST_MANIFEST = 1 << 20;
    private static final String FRESH = ".new";
    private static final String OLD = ".old";

    private final ModelLibrary library;
    private final WebFile web;

    public ModelInstaller(ModelLibrary library, WebFile web) {
        this.library = library;
        this.web = web;
    }

    /**
     * Installs a model; replaces one of the same name. Nothing stays behind when it fails.
     *
     * @return the installed model
     * @throws SfaException when the source is not there (NO_INPUT), says too little (USAGE), or is no model that can be run
     *     (CONFIG)
     */
    public InstalledModel pull(ModelSource source, ProgressListener progress, CancellationToken cancellation) {
        Path fresh = library.folderOf(FRESH + "-" + ProcessHandle.current().pid());
        try {
            delete(fresh);
            Files.createDirectories(fresh);
            Map<String, Object> manifest = isManifest(source)
                    ? fetched(source, fresh, progress, cancellation)
                    : written(source, fresh, progress, cancellation);
            addHashes(manifest, fresh);
            Path manifestFile = Files.writeString(fresh.resolve(ModelLibrary.MANIFEST), Json.write(manifest));
            progress.progress(1, "checking");
            // Tells now what a separation would tell later.
            try (OnnxModel model = OnnxModel.load(manifestFile, OnnxOptions.defaults())) {
                model.tryOut(cancellation);
            }
            String name = ModelManifest.read(manifestFile).name();
            replace(fresh, name);
            return library.find(name);
        } catch (IOException e) {
            throw new SfaException(
                    ErrorCode.CANNOT_WRITE,
                    "The model cannot be put into " + library.folderOf("") + " (" + e.getMessage()
                            + "); make room there or correct its permissions.",
                    e);
        } finally {
            deleteQuietly(fresh);
        }
    }

    private static boolean isManifest(ModelSource source) {
        String address = source.addresses().get(0);
        String file = WebFile.handles(address) ? WebFile.fileName(address) : address;
        return source.addresses().size() == 1 && file.endsWith(".json");
    }

    private Map<String, Object> fetched(
            ModelSource source, Path folder, ProgressListener progress, CancellationToken cancellation)
            throws IOException {
        String address = source.addresses().get(0);
        Path file = folder.resolve(ModelLibrary.MANIFEST);
        fetch(address, file, LARGEST_MANIFEST, ProgressListener.NONE, cancellation);
        ModelManifest.read(file); // complains
        Map<String, Object> json = new LinkedHashMap<>(Json.parseObject(Files.readString(file)));
        source.name().ifPresent(name -> json.put("name", name));
        List<Map<String, Object>> files = entries(json);
        List<Object> entries = new ArrayList<>();
        Map<String, String> sources = new HashMap<>();
        for (int i = 0; i < files.size(); i++) {
            ProgressListener part = progress.stage((double) i / files.size(), (i + 1.0) / files.size());
            Map<String, Object> entry = new LinkedHashMap<>(files.get(i));
            String name = (String) entry.get("file");
            fetch(sibling(address, name), folder.resolve(name), MOST_BYTES, part, cancellation);
            fetchData(sibling(address, name), folder.resolve(name), entry, sources, part, cancellation);
            entries.add(entry);
        }
        json.put("files", entries);
        return json;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> entries(Map<String, Object> manifest) {
        return (List<Map<String, Object>>) manifest.get("files");
    }

    /**
     * Fetches the files that hold a graph's numbers, which lie beside it where it comes from, and notes them.
     *
     * @param entry of the graph in the manifest
     * @param sources receives where each of them came from, by name
     */
    private void fetchData(
            String graphAddress,
            Path graph,
            Map<String, Object> entry,
            Map<String, String> sources,
            ProgressListener progress,
            CancellationToken cancellation)
            throws IOException {
        List<Map<String, Object>> noted = new ArrayList<>();
        if (entry.get("data") instanceof List<?> given) {
            given.forEach(each -> noted.add(copyOf(each)));
        }
        for (String location : ExternalData.of(graph)) {
            if (!ModelManifest.isFileName(location)) {
                throw new SfaException(
                        ErrorCode.CONFIG,
                        graphAddress + " keeps numbers in \"" + location
                                + "\", which is not a plain file beside it; export it again.");
            }
            if (noted.stream().noneMatch(each -> location.equals(each.get("file")))) {
                noted.add(copyOf(Map.of("file", location)));
            }
        }
        for (Map<String, Object> each : noted) {
            String name = (String) each.get("file");
            String address = sibling(graphAddress, name);
            Path to = graph.resolveSibling(name);
            if (address.equals(sources.get(name))) {
                continue; // of two graphs
            }
            if (Files.exists(to)) {
                throw new SfaException(
                        ErrorCode.CONFIG,
                        "Two files of the model are called " + name
                                + ", and only one can have that name; export one of them again.");
            }
            sources.put(name, address);
            fetch(address, to, MOST_BYTES, progress, cancellation);
        }
        if (!noted.isEmpty()) {
            entry.put("data", noted);
        }
    }

    private static Map<String, Object> copyOf(Object object) {
        Map<String, Object> copy = new LinkedHashMap<>();
        ((Map<?, ?>) object).forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }

    private static String sibling(String address, String name) {
        return WebFile.handles(address)
                ? WebFile.sibling(address, name)
                : Path.of(address).resolveSibling(name).toString();
    }

    private Map<String, Object> written(
            ModelSource source, Path folder, ProgressListener progress, CancellationToken cancellation)
            throws IOException {
        String name = source.name().orElseGet(() -> nameOf(source.addresses().get(0)));
        List<Map<String, Object>> files = new ArrayList<>();
        Map<String, String> sources = new HashMap<>();
        int count = source.addresses().size();
        for (int i = 0; i < count; i++) {
            ProgressListener part = progress.stage((double) i / count, (i + 1.0) / count);
            String file = count == 1 ? name + ".onnx" : name + "-" + (i + 1) + ".onnx";
            fetch(source.addresses().get(i), folder.resolve(file), MOST_BYTES, part, cancellation);
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("file", file);
            source.sha256()
                    .filter(hash -> count == 1)
                    .ifPresent(hash -> entry.put("sha256", hash.toLowerCase(Locale.ROOT)));
            fetchData(source.addresses().get(i), folder.resolve(file), entry, sources, part, cancellation);
            files.add(entry);
        }
        Path first = folder.resolve((String) files.get(0).get("file"));
        try (Network network = Network.load(first, OnnxOptions.defaults())) {
            ModelFamily family = ModelFamily.of(network)
                    .orElseThrow(() -> new SfaException(
                            ErrorCode.CONFIG,
                            source.addresses().get(0) + " is of no known family of models (inputs " + network.inputs()
                                    + "; outputs " + network.outputs() + ")."));
            List<String> stems = source.stems().isEmpty() ? usualStems(family, network) : source.stems();
            if (source.oneEach()) {
                for (int i = 0; i < Math.min(count, stems.size()); i++) {
                    files.get(i).put("stem", stems.get(i));
                }
            }
            Map<String, Object> manifest = new LinkedHashMap<>();
            manifest.put("name", name);
            manifest.put("family", family.wireName());
            manifest.put("stems", stems);
            manifest.put("files", files);
            source.frameSize().or(() -> said(network, "n_fft")).ifPresent(size -> manifest.put("n_fft", size));
            said(network, "hop_length").ifPresent(hop -> manifest.put("hop", hop));
            source.compensation().ifPresent(factor -> manifest.put("compensation", factor));
            source.licence().ifPresent(licence -> manifest.put("licence", licence));
            manifest.put("source", source.addresses().get(0));
            return manifest;
        }
    }

    /** A number that the exporter wrote into an MDX-Net beside the graph, as those for sherpa-onnx have it. */
    private static Optional<Integer> said(Network network, String key) {
        String text = network.metadata().getOrDefault(key, "");
        return text.matches("\\d{1,5}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    /** The stems of the public models with as many; of all others somebody has to say them. */
    private static List<String> usualStems(ModelFamily family, Network network) {
        int outputs = OnnxModel.stems(family, network);
        for (KnownModel known : KnownModel.values()) {
            if (known.stems().size() == outputs) {
                return known.stems().stream().map(StemType::wireName).toList();
            }
        }
        throw new SfaException(
                ErrorCode.USAGE,
                "A model of the family " + family.wireName()
                        + " does not say which stems it gives; name them in its order with --stems"
                        + (family == ModelFamily.MDX
                                ? ", first the one it gives, then that of the rest, and give its --n-fft (its"
                                        + " publisher names it; a wrong one gives wrong sound)."
                                : "."));
    }

    private static String nameOf(String address) {
        String last = address.replaceAll("[?#].*$", "").replaceAll("^.*/", "").replaceAll("\\.onnx$", "");
        String name =
                last.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-").replaceAll("^[._-]+", "");
        return name.isEmpty() ? "model" : name.substring(0, Math.min(64, name.length()));
    }

    private void fetch(
            String address, Path to, long maxBytes, ProgressListener progress, CancellationToken cancellation)
            throws IOException {
        if (WebFile.handles(address)) {
            web.fetch(address, to, maxBytes, progress, cancellation);
            return;
        }
        Path file = Path.of(address);
        if (!Files.isRegularFile(file)) {
            throw new SfaException(
                    ErrorCode.NO_INPUT,
                    KnownModel.isName(address)
                            ? "The weights of " + address + " are not part of sfa; name the file or the URL of an ONNX"
                                    + " export of it: sfa model pull FILE|URL --name " + address + "."
                            : "There is no file " + address + "; name a file or a URL.");
        }
        Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
        progress.progress(1, "copied " + file.getFileName());
    }

    private static void addHashes(Map<String, Object> manifest, Path folder) throws IOException {
        List<Object> files = new ArrayList<>();
        for (Map<String, Object> each : entries(manifest)) {
            Map<String, Object> file = hashed(each, folder);
            if (file.get("data") instanceof List<?> data) {
                List<Object> hashed = new ArrayList<>();
                for (Object part : data) {
                    hashed.add(hashed(copyOf(part), folder));
                }
                file.put("data", hashed);
            }
            files.add(file);
        }
        manifest.put("files", files);
    }

    private static Map<String, Object> hashed(Map<String, Object> entry, Path folder) throws IOException {
        Map<String, Object> file = new LinkedHashMap<>(entry);
        if (!file.containsKey("sha256")) {
            file.put("sha256", Sha256.of(folder.resolve((String) file.get("file"))));
        }
        return file;
    }

    private void replace(Path fresh, String name) throws IOException {
        Path place = library.folderOf(name);
        Path old = library.folderOf(OLD + "-" + name);
        delete(old);
        if (Files.exists(place)) {
            Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
        delete(old);
    }

    /**
     * Loads a model as a separation would, its hashes checked.
     *
     * @throws SfaException that says what is wrong with it
     */
    public InstalledModel verify(String name) {
        InstalledModel model = library.find(name);
        OnnxModel.load(model.manifestFile(), OnnxOptions.defaults()).close();
        return model;
    }

    /**
     * Removes a model, a damaged one too.
     *
     * @throws SfaException (NOT_FOUND) when there is none of that name
     */
    public void remove(String name) {
        if (!library.names().contains(name)) {
            throw new SfaException(
                    ErrorCode.NOT_FOUND, "There is no model " + name + " to remove; \"sfa model list\" lists them.");
        }
        try {
            Path gone = library.folderOf(OLD + "-" + name);
            delete(gone);
            Files.move(library.folderOf(name), gone, StandardCopyOption.ATOMIC_MOVE);
            delete(gone);
        } catch (IOException e) {
            throw new SfaException(
                    ErrorCode.CANNOT_WRITE, "The model " + name + " cannot be removed (" + e.getMessage() + ").", e);
        }
    }

    private static void deleteQuietly(Path folder) {
        try {
            delete(folder);
        } catch (IOException e) {
            // It has no name that a model can have, and the next pull tries again.
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
