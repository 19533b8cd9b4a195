package dev.sfa.core.separation.external;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.separation.StemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How demucs is run; what is empty is left to demucs.
 *
 * @param model one that demucs knows, for example {@code htdemucs}
 * @param device {@code auto} (demucs decides), {@code cpu}, {@code gpu} or {@code gpu:N}
 * @param shifts runs over shifted audio whose mean is taken, 0 for one run without a shift
 * @param overlap part of a segment that the next one covers again, 0 to 0.99
 * @param segmentSeconds length of the pieces; demucs takes whole seconds, and transformer models at most 7
 * @param jobs pieces at work at a time
 * @param only the one stem that is wanted; demucs then writes no others
 */
public record DemucsOptions(
        String model,
        String device,
        OptionalInt shifts,
        OptionalDouble overlap,
        OptionalDouble segmentSeconds,
        OptionalInt jobs,
        Optional<StemType> only) {
    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");
    private static final Pattern GPU = Pattern.compile("gpu(?::(\\d{1,2}))?");
    private static final int MOST_SHIFTS = 20;
    private static final int MOST_JOBS = 64;

    public DemucsOptions {
        check(MODEL.matcher(model).matches(), "\"" + model + "\" cannot be a model of demucs; htdemucs is one.");
        check(
                device.equals("auto")
                        || device.equals("cpu")
                        || GPU.matcher(device).matches(),
                "There is no device \"" + device + "\"; use auto, cpu, gpu or gpu:N.");
        shifts.ifPresent(
                n -> check(n >= 0 && n <= MOST_SHIFTS, "Shifts must be from 0 to " + MOST_SHIFTS + ", not " + n + "."));
        overlap.ifPresent(part -> check(
                part >= 0 && part <= 0.99, "The overlap must be from 0 to 0.99, not " + part + "; 0.25 is usual."));
        segmentSeconds.ifPresent(seconds ->
                check(seconds >= 1 && seconds <= 600, "A segment must be from 1 to 600 s long, not " + seconds + "."));
        jobs.ifPresent(
                n -> check(n >= 0 && n <= MOST_JOBS, "Jobs must be from 0 to " + MOST_JOBS + ", not " + n + "."));
    }

    private static void check(boolean right, String message) {
        if (!right) {
            throw new SfaException(ErrorCode.USAGE, message);
        }
    }

    /** All left to demucs. */
    public static DemucsOptions of(String model) {
        return new DemucsOptions(
                model,
                "auto",
                OptionalInt.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                Optional.empty());
    }

    /** How many times each model goes over the audio. */
    int passes() {
        return Math.max(1, shifts.orElse(1));
    }

    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("-n", model));
        Matcher gpu = GPU.matcher(device);
        if (gpu.matches()) {
            arguments.addAll(List.of("-d", gpu.group(1) == null ? "cuda" : "cuda:" + gpu.group(1)));
        } else if (device.equals("cpu")) {
            arguments.addAll(List.of("-d", "cpu"));
        }
        shifts.ifPresent(n -> arguments.addAll(List.of("--shifts", Integer.toString(n))));
        overlap.ifPresent(part -> arguments.addAll(List.of("--overlap", Double.toString(part))));
        segmentSeconds.ifPresent(
                seconds -> arguments.addAll(List.of("--segment", Integer.toString((int) Math.floor(seconds)))));
        jobs.ifPresent(n -> arguments.addAll(List.of("-j", Integer.toString(n))));
        only.ifPresent(stem -> arguments.addAll(List.of("--two-stems", stem.wireName())));
        return arguments;
    }

    /** What the model gives, as far as its name tells: six stems end in {@code _6s}. */
    List<StemType> stems() {
        if (only.isPresent()) {
            return List.of(only.get());
        }
        List<StemType> stems = new ArrayList<>(List.of(StemType.VOCALS, StemType.DRUMS, StemType.BASS, StemType.OTHER));
        if (model.toLowerCase(Locale.ROOT).endsWith("_6s")) {
            stems.addAll(List.of(StemType.GUITAR, StemType.PIANO));
        }
        return List.copyOf(stems);
    }
}
