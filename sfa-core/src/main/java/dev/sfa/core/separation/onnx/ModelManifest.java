package dev.sfa.core.separation.onnx;

import dev.sfa.core.config.Words;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.Json;
import dev.sfa.core.separation.StemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What has to be known of a model beside its graph: a JSON file next to the ONNX files.
 *
 * <pre>{@code
 * {
 *   "name": "htdemucs", "family": "htdemucs", "licence": "MIT",
 *   "stems": ["drums", "bass", "other", "vocals"],
 *   "files": [{"file": "htdemucs.onnx", "sha256": "..."}]
 * }
 * }</pre>
 *
 * @param name the model's name on the command line
 * @param family how it is fed
 * @param stems the stems it gives, in the order of the graph's output; of MDX-Net, the stem it gives and the name of the
 *     rest
 * @param files one, or one per stem (Open-Unmix, Spleeter), or several whose results are averaged (a bag of HTDemucs)
 * @param sampleRate the rate of the audio it was trained on, in Hz
 * @param frameSize {@code n_fft}, in samples: of MDX-Net, whose graph does not say it, and of Open-Unmix; 0 for others
 * @param hop samples from one frame to the next, of the same two; 0 for others
 * @param compensation of MDX-Net, the factor of the stem when it is taken from the mixture
 * @param overlap part of a chunk that the next one covers again; NaN for the family's usual
 * @param segment length of the pieces of a graph that takes any, in seconds; NaN for the family's usual
 * @param normalise whether chunks of HTDemucs and waveform models are to have mean 0 and deviation 1, because the graph
 *     does not see to it
 * @param iterations of Open-Unmix, rounds of the Wiener filter, 0 or 1
 * @param denoise of MDX-Net, whether to run twice and cancel what does not depend on the sign
 * @param licence of the weights, as their author names it
 */
public record ModelManifest(
        String name,
        ModelFamily family,
        List<StemType> stems,
        List<ModelFile> files,
        int sampleRate,
        int frameSize,
        int hop,
        double compensation,
        double overlap,
        double segment,
        boolean normalise,
        int iterations,
        boolean denoise,
        String licence) {
    private static final Set<String> KEYS = new TreeSet<>(Set.of(
            "name",
            "family",
            "stems",
            "files",
            "sample_rate",
            "n_fft",
            "hop",
            "segment",
            "normalise",
            "compensation",
            "overlap",
            "iterations",
            "denoise",
            "licence",
            "source"));
    /** Length and distance of frames in most families. */
    private static final int FRAME_SIZE = 4096;

    private static final int HOP = 1024;
    private static final Set<String> FILE_KEYS = new TreeSet<>(Set.of("file", "sha256", "stem", "weights", "data"));
    private static final Set<String> DATA_KEYS = new TreeSet<>(Set.of("file", "sha256"));

    /**
     * An ONNX file of a model.
     *
     * @param file its name, beside the manifest
     * @param sha256 64 hexadecimal digits, or empty when not known
     * @param stem the only one that it is for, if there is one
     * @param weights what it counts for each stem
     * @param data files beside it that hold its numbers, as far as the manifest names them
     */
    public record ModelFile(
            String file, Optional<String> sha256, Optional<StemType> stem, List<Double> weights, List<DataFile> data) {
        /** Whether the hash of a file of it is not known. */
        boolean hasUnknownHash() {
            return sha256.isEmpty()
                    || data.stream().anyMatch(each -> each.sha256().isEmpty());
        }

        /** The names of all its files. */
        List<String> names() {
            List<String> names = new ArrayList<>(List.of(file));
            data.forEach(each -> names.add(each.file()));
            return names;
        }
    }

    /**
     * A file that holds numbers of a graph (ONNX, External Data).
     *
     * @param file its name, beside the manifest, which the graph knows
     * @param sha256 64 hexadecimal digits, or empty when not known
     */
    public record DataFile(String file, Optional<String> sha256) {}

    /** How the family's code is set for this model, by the keys of the manifest. */
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("sample_rate", sampleRate);
        if (frameSize > 0) {
            settings.put("n_fft", frameSize);
            settings.put("hop", hop);
        }
        switch (family) {
            case MDX -> {
                settings.put("compensation", compensation);
                settings.put("denoise", denoise);
            }
            case OPEN_UNMIX -> settings.put("iterations", iterations);
            case HTDEMUCS, WAVEFORM -> settings.put("normalise", normalise ? "chunk" : "none");
            case SPLEETER -> {}
        }
        if (!Double.isNaN(overlap)) {
            settings.put("overlap", overlap);
        }
        if (!Double.isNaN(segment)) {
            settings.put("segment", segment);
        }
        return settings;
    }

    /**
     * Reads a manifest.
     *
     * @throws SfaException (CONFIG) when it cannot be understood; says where
     */
    public static ModelManifest read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new SfaException(ErrorCode.NOT_FOUND, "The manifest " + file + " cannot be read.", e);
        }
        try {
            return new Reader(Json.parseObject(text)).manifest();
        } catch (IllegalArgumentException e) {
            throw new SfaException(
                    ErrorCode.CONFIG, "The manifest " + file + " is wrong: " + e.getMessage() + "; correct it.", e);
        }
    }

    /** Whether that can be a file beside a manifest. */
    static boolean isFileName(String name) {
        return name.matches("[A-Za-z0-9][A-Za-z0-9._-]*");
    }

    /** Takes the values out of the JSON; complains with IllegalArgumentException. */
    private static final class Reader {
        private final Map<String, Object> json;

        Reader(Map<String, Object> json) {
            this.json = json;
            checkKeys(json, KEYS);
        }

        private static void checkKeys(Map<String, ?> json, Set<String> known) {
            for (String key : json.keySet()) {
                if (!known.contains(key)) {
                    String nearest = known.stream()
                            .min((a, b) -> Words.distance(key, a) - Words.distance(key, b))
                            .orElseThrow();
                    throw new IllegalArgumentException(
                            "unknown key \"" + key + "\" (did you mean \"" + nearest + "\"?)");
                }
            }
        }

        ModelManifest manifest() {
            String name = text("name");
            if (!name.matches("[a-z0-9][a-z0-9._-]{0,63}")) {
                throw new IllegalArgumentException(
                        "\"name\" must be of small letters, digits, dots, hyphens and underscores, not \"" + name
                                + "\"");
            }
            String familyName = text("family");
            ModelFamily family = ModelFamily.ofWireName(familyName)
                    .orElseThrow(() -> new IllegalArgumentException("there is no family \"" + familyName
                            + "\" (htdemucs, waveform, mdx, open-unmix, spleeter)"));
            List<StemType> stems = stems();
            if (family == ModelFamily.MDX && stems.size() != 2) {
                throw new IllegalArgumentException(
                        "an MDX model has two \"stems\": the one it gives and the name of the rest");
            }
            int frameSize = frameSize(family);
            return new ModelManifest(
                    name,
                    family,
                    stems,
                    files(stems, family),
                    (int) number("sample_rate", 44_100, 8_000, 192_000),
                    frameSize,
                    hop(family, frameSize),
                    number("compensation", 1, 0.5, 2),
                    number("overlap", Double.NaN, 0, 0.99),
                    number("segment", Double.NaN, 0.1, 600),
                    normalise(),
                    (int) number("iterations", 1, 0, 1),
                    flag("denoise"),
                    json.get("licence") instanceof String licence ? licence : "unknown");
        }

        private int frameSize(ModelFamily family) {
            return switch (family) {
                case MDX -> {
                    int size = whole("n_fft", 0, 65_536);
                    if (size == 0 || size % 2 == 1) {
                        throw new IllegalArgumentException("an MDX model needs \"n_fft\", an even number");
                    }
                    yield size;
                }
                case OPEN_UNMIX -> {
                    int size = whole("n_fft", FRAME_SIZE, 65_536);
                    if (Integer.bitCount(size) != 1) {
                        throw new IllegalArgumentException("\"n_fft\" of Open-Unmix must be a power of two");
                    }
                    yield size;
                }
                case HTDEMUCS, SPLEETER -> {
                    // Nothing else is known of these two; better to say so than to ignore it.
                    if (whole("n_fft", FRAME_SIZE, 65_536) != FRAME_SIZE) {
                        throw new IllegalArgumentException("\"n_fft\" of this family is " + FRAME_SIZE);
                    }
                    yield 0;
                }
                case WAVEFORM -> 0;
            };
        }

        private int hop(ModelFamily family, int frameSize) {
            int hop = whole("hop", family == ModelFamily.OPEN_UNMIX ? frameSize / 4 : HOP, 65_536);
            boolean free = family == ModelFamily.MDX || family == ModelFamily.OPEN_UNMIX;
            if (free ? hop < 1 || hop > frameSize / 2 : hop != HOP) {
                throw new IllegalArgumentException(
                        free ? "\"hop\" must be from 1 to half of \"n_fft\"" : "\"hop\" of this family is " + HOP);
            }
            return free ? hop : 0;
        }

        private boolean normalise() {
            Object value = json.getOrDefault("normalise", "none");
            if (value.equals("chunk") || value.equals("none")) {
                return value.equals("chunk");
            }
            throw new IllegalArgumentException("\"normalise\" must be \"none\" or \"chunk\"");
        }

        private int whole(String key, int fallback, int most) {
            double value = number(key, fallback, 0, most);
            if (value != Math.rint(value)) {
                throw new IllegalArgumentException("\"" + key + "\" must be a whole number");
            }
            return (int) value;
        }

        private List<StemType> stems() {
            if (!(json.get("stems") instanceof List<?> list) || list.isEmpty()) {
                throw new IllegalArgumentException("\"stems\" must be a list of stem names");
            }
            List<StemType> stems = new ArrayList<>();
            for (Object item : list) {
                StemType stem = StemType.ofWireName(String.valueOf(item))
                        .orElseThrow(() -> new IllegalArgumentException("there is no stem \"" + item + "\""));
                if (stems.contains(stem)) {
                    throw new IllegalArgumentException("the stem \"" + item + "\" is there twice");
                }
                stems.add(stem);
            }
            return List.copyOf(stems);
        }

        private List<ModelFile> files(List<StemType> stems, ModelFamily family) {
            if (!(json.get("files") instanceof List<?> list) || list.isEmpty()) {
                throw new IllegalArgumentException("\"files\" must be a list of {\"file\": ...}");
            }
            List<ModelFile> files = new ArrayList<>();
            for (Object item : list) {
                if (!(item instanceof Map<?, ?> map)) {
                    throw new IllegalArgumentException("\"files\" must be a list of {\"file\": ...}");
                }
                files.add(file(map, stems));
            }
            boolean oneEach = family == ModelFamily.OPEN_UNMIX || family == ModelFamily.SPLEETER;
            boolean several = family == ModelFamily.HTDEMUCS || family == ModelFamily.WAVEFORM;
            if (oneEach && files.size() != stems.size()) {
                throw new IllegalArgumentException("this family needs one file a stem, in the order of \"stems\"");
            }
            if (oneEach) {
                return inOrder(files, stems);
            }
            if (!oneEach && !several && files.size() != 1) {
                throw new IllegalArgumentException("this family needs one file");
            }
            if (several) {
                for (int s = 0; s < stems.size(); s++) {
                    int stem = s;
                    if (files.stream().allMatch(file -> file.weights().get(stem) == 0)) {
                        throw new IllegalArgumentException(
                                "no file gives the stem \"" + stems.get(s).wireName() + "\"");
                    }
                }
            }
            return List.copyOf(files);
        }

        /** Where files say which stem they are for, that counts, not the order in which they stand. */
        private List<ModelFile> inOrder(List<ModelFile> files, List<StemType> stems) {
            if (files.stream().allMatch(file -> file.stem().isEmpty())) {
                return List.copyOf(files);
            }
            return stems.stream()
                    .map(stem -> files.stream()
                            .filter(file -> file.stem().equals(Optional.of(stem)))
                            .findFirst()
                            .orElseThrow(() ->
                                    new IllegalArgumentException("no file gives the stem \"" + stem.wireName() + "\"")))
                    .toList();
        }

        private static ModelFile file(Map<?, ?> map, List<StemType> stems) {
            Map<String, Object> named = new LinkedHashMap<>();
            map.forEach((key, value) -> named.put(String.valueOf(key), value));
            checkKeys(named, FILE_KEYS);
            String file = fileName(map);
            Optional<String> hash = hash(map);
            Optional<StemType> only = only(map, stems);
            List<Double> weights = new ArrayList<>();
            for (StemType stem : stems) {
                weights.add(only.isEmpty() || only.get() == stem ? 1.0 : 0.0);
            }
            if (map.get("weights") instanceof List<?> given) {
                if (given.size() != stems.size()) {
                    throw new IllegalArgumentException("\"weights\" must be one number a stem");
                }
                for (int s = 0; s < weights.size(); s++) {
                    if (!(given.get(s) instanceof Number weight) || weight.doubleValue() < 0) {
                        throw new IllegalArgumentException("\"weights\" must be numbers that are not negative");
                    }
                    weights.set(s, weight.doubleValue());
                }
            }
            return new ModelFile(file, hash, only, List.copyOf(weights), data(map.get("data")));
        }

        private static String fileName(Map<?, ?> map) {
            if (!(map.get("file") instanceof String file) || !isFileName(file)) {
                throw new IllegalArgumentException("\"file\" must be the name of a file beside the manifest");
            }
            return file;
        }

        private static Optional<String> hash(Map<?, ?> map) {
            if (!(map.get("sha256") instanceof String text)) {
                return Optional.empty();
            }
            if (!text.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("\"sha256\" must be 64 small hexadecimal digits");
            }
            return Optional.of(text);
        }

        private static List<DataFile> data(Object value) {
            if (value == null) {
                return List.of();
            }
            if (!(value instanceof List<?> list) || !list.stream().allMatch(Map.class::isInstance)) {
                throw new IllegalArgumentException("\"data\" must be a list of {\"file\": ...}");
            }
            List<DataFile> data = new ArrayList<>();
            for (Object item : list) {
                Map<String, Object> named = new LinkedHashMap<>();
                ((Map<?, ?>) item).forEach((key, each) -> named.put(String.valueOf(key), each));
                checkKeys(named, DATA_KEYS);
                data.add(new DataFile(fileName(named), hash(named)));
            }
            return List.copyOf(data);
        }

        private static Optional<StemType> only(Map<?, ?> map, List<StemType> stems) {
            Object name = map.get("stem");
            if (name == null) {
                return Optional.empty();
            }
            Optional<StemType> stem = StemType.ofWireName(String.valueOf(name)).filter(stems::contains);
            if (stem.isEmpty()) {
                throw new IllegalArgumentException("a file's \"stem\" must be one of \"stems\", not \"" + name + "\"");
            }
            return stem;
        }

        private String text(String key) {
            if (json.get(key) instanceof String text && !text.isBlank()) {
                return text;
            }
            throw new IllegalArgumentException("\"" + key + "\" is missing");
        }

        private double number(String key, double fallback, double least, double most) {
            Object value = json.get(key);
            if (value == null) {
                return fallback;
            }
            if (!(value instanceof Number number) || number.doubleValue() < least || number.doubleValue() > most) {
                throw new IllegalArgumentException(
                        String.format("\"%s\" must be a number from %s to %s", key, plain(least), plain(most)));
            }
            return number.doubleValue();
        }

        private static String plain(double number) {
            return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
        }

        private boolean flag(String key) {
            Object value = json.get(key);
            if (value == null || value instanceof Boolean) {
                return Boolean.TRUE.equals(value);
            }
            throw new IllegalArgumentException("\"" + key + "\" must be true or false");
        }
    }
}
