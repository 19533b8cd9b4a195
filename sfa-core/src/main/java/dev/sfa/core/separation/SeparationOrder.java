package dev.sfa.core.separation;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is wanted of a separation. Everything may be left open (null, an empty list), the format excepted.
 *
 * @param engine {@code dsp}, {@code onnx}, {@code demucs}, {@code lalalai}; {@code local} and null for whatever runs here
 * @param version what tells a model from another that had its name before; null unless an engine filled it in
 * @param quality the effort of the built-in engine
 * @param stems those wanted; empty for all
 * @param twoStems the one stem that is wanted beside the rest of the mixture
 * @param shifts runs of a neural model over shifted audio whose mean is taken
 * @param overlap part of a neural model's chunk that the next one covers again, 0 to 0.99
 * @param segment length of the pieces, for neural models that take any, in seconds
 * @param jobs pieces that the program demucs has at work at a time
 * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
 */
public record SeparationOrder(
        String engine,
        String model,
        String version,
        Quality quality,
        List<StemType> stems,
        StemType twoStems,
        Integer shifts,
        Double overlap,
        Double segment,
        Integer jobs,
        String device,
        StemFormat format) {
    /** The fields of a request that make an order. */
    public static final Set<String> FIELDS = Set.of(
            "engine",
            "model",
            "quality",
            "stems",
            "two_stems",
            "shifts",
            "overlap",
            "segment",
            "jobs",
            "device",
            "codec",
            "bits",
            "clip");

    private static final String VERSION = "model_version";

    public SeparationOrder {
        stems = List.copyOf(stems);
        if (twoStems != null && !stems.isEmpty()) {
            throw usage("Give either stems or two_stems, not both.");
        }
        if (twoStems != null && twoStems.isRest()) {
            throw usage("Give the stem that is to stand alone as two_stems, not what is left without it.");
        }
    }

    /**
     * From the fields of a request, or from what {@link #params} gave.
     *
     * @throws SfaException (USAGE) for a field that makes no sense
     */
    public static SeparationOrder of(Map<String, Object> params) {
        return new SeparationOrder(
                text(params, "engine"),
                text(params, "model"),
                text(params, VERSION),
                quality(text(params, "quality")),
                stems(params.get("stems")),
                text(params, "two_stems") == null ? null : stem(text(params, "two_stems")),
                whole(params, "shifts"),
                number(params, "overlap"),
                number(params, "segment"),
                whole(params, "jobs"),
                text(params, "device"),
                StemFormat.of(text(params, "codec"), text(params, "bits"), text(params, "clip")));
    }

    /** The order in one form, so that equal work is told as equal: what is left open is left out. */
    public Map<String, Object> params() {
        Map<String, Object> params = new LinkedHashMap<>();
        put(params, "engine", engine);
        put(params, "model", model);
        put(params, VERSION, version);
        put(params, "quality", quality == null ? null : quality.wireName());
        if (!stems.isEmpty()) {
            params.put(
                    "stems",
                    stems.stream().sorted().map(StemType::wireName).distinct().toList());
        }
        put(params, "two_stems", twoStems == null ? null : twoStems.wireName());
        put(params, "shifts", shifts);
        put(params, "overlap", overlap);
        put(params, "segment", segment);
        put(params, "jobs", jobs);
        put(params, "device", device);
        put(params, "codec", format.codec().wireName());
        put(params, "bits", format.bitsName());
        put(params, "clip", format.clip().wireName());
        return params;
    }

    /** This order for a model, whichever engine has it. */
    public SeparationOrder of(String modelName) {
        return new SeparationOrder(
                null, modelName, null, quality, stems, twoStems, shifts, overlap, segment, jobs, device, format);
    }

    /**
     * This order for an engine's model.
     *
     * @param modelStems what the model gives
     * @throws SfaException (USAGE) when a stem is wanted that it does not give
     */
    public SeparationOrder of(String engineName, String modelName, String modelVersion, List<StemType> modelStems) {
        checkStems(modelName, modelStems);
        return new SeparationOrder(
                engineName,
                modelName,
                modelVersion,
                quality,
                stems.containsAll(modelStems) ? List.of() : stems,
                twoStems,
                shifts,
                overlap,
                segment,
                jobs,
                device,
                format);
    }

    /** This order at a quality. */
    public SeparationOrder at(Quality level) {
        return new SeparationOrder(
                engine, model, version, level, stems, twoStems, shifts, overlap, segment, jobs, device, format);
    }

    /** The fields that only neural models take, of those that are given. */
    public List<String> neural() {
        List<String> given = new ArrayList<>();
        if (shifts != null) {
            given.add("shifts");
        }
        if (overlap != null) {
            given.add("overlap");
        }
        if (segment != null) {
            given.add("segment");
        }
        if (jobs != null) {
            given.add("jobs");
        }
        if (device != null && !device.equals("auto") && !device.equals("cpu")) {
            given.add("device");
        }
        return given;
    }

    /**
     * The part of a separator's work that is wanted.
     *
     * @throws SfaException (USAGE) for a stem it does not give
     */
    public Separator of(Separator separator) {
        if (twoStems != null) {
            requireStem(separator.model(), separator.stems(), twoStems);
            if (separator.stems().contains(twoStems.rest())) {
                return separator;
            }
            return new TwoStems(separator, twoStems);
        }
        checkStems(separator.model(), separator.stems());
        return stems.isEmpty()
                ? separator
                : new SomeStems(
                        separator,
                        separator.stems().stream().filter(stems::contains).toList());
    }

    private void checkStems(String modelName, List<StemType> given) {
        stems.forEach(stem -> requireStem(modelName, given, stem));
        if (twoStems != null) {
            requireStem(modelName, given, twoStems);
        }
    }

    private static void requireStem(String modelName, List<StemType> given, StemType stem) {
        if (!given.contains(stem)) {
            throw usage("The model " + modelName + " gives no " + stem.wireName() + "; it gives "
                    + given.stream().map(StemType::wireName).collect(Collectors.joining(", ")) + ".");
        }
    }

    private static void put(Map<String, Object> params, String name, Object value) {
        if (value != null) {
            params.put(name, value);
        }
    }

    private static String text(Map<String, Object> params, String field) {
        Object value = params.get(field);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw usage("The field " + field + " must be text.");
    }

    private static Integer whole(Map<String, Object> params, String field) {
        Object value = params.get(field);
        if (value == null || value instanceof Integer) {
            return (Integer) value;
        }
        throw usage("The field " + field + " must be a whole number.");
    }

    private static Double number(Map<String, Object> params, String field) {
        Object value = params.get(field);
        if (value == null) {
            return null;
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw usage("The field " + field + " must be a number.");
    }

    private static Quality quality(String name) {
        if (name == null) {
            return null;
        }
        return Arrays.stream(Quality.values())
                .filter(quality -> quality.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> usage("There is no quality \"" + name + "\"; it is fast, balanced or best."));
    }

    private static List<StemType> stems(Object value) {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
            throw usage("The field stems must be a list of names of stems.");
        }
        return list.contains("all")
                ? List.of()
                : list.stream().map(name -> stem((String) name)).distinct().toList();
    }

    private static StemType stem(String name) {
        return StemType.ofWireName(name)
                .orElseThrow(() -> usage("There is no stem \"" + name + "\"; there is "
                        + Arrays.stream(StemType.values())
                                .filter(type -> !type.isRest())
                                .map(StemType::wireName)
                                .collect(Collectors.joining(", "))
                        + "."));
    }

    private static SfaException usage(String sentence) {
        return new SfaException(ErrorCode.USAGE, sentence);
    }
}
