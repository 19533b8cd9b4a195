package dev.sfa.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** How to separate. */
final class SeparationOptions {
    @Option(
            names = {"-m", "--model"},
            paramLabel = "MODEL",
            description = "The model to separate with, see \"sfa model list\"; the best that is installed unless set.")
    private String model;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description = "local (any of dsp and onnx), dsp (built in), onnx (installed models), demucs or lalalai.")
    private String engine;

    @Option(
            names = "--quality",
            paramLabel = "LEVEL",
            description = "Effort of the built-in engine: fast, balanced (unless set) or best.")
    private String quality;

    @Option(
            names = "--stems",
            split = ",",
            paramLabel = "STEM",
            description = "vocals, drums, bass, other …, separated by commas. All unless set.")
    private List<String> stems;

    @Option(
            names = "--two-stems",
            paramLabel = "STEM",
            description = "This stem, and the rest of the song without it (no_vocals …).")
    private String twoStems;

    @Option(
            names = "--shifts",
            paramLabel = "N",
            description = "Neural models: the mean of N runs over shifted audio; better, and N times the work.")
    private Integer shifts;

    @Option(
            names = "--overlap",
            paramLabel = "PART",
            description = "Neural models: part of a chunk that the next one covers again, 0 to 0.99.")
    private Double overlap;

    @Option(
            names = "--segment",
            paramLabel = "SEC",
            description =
                    "Neural models that take any length: length of the pieces, in seconds; shorter needs less memory.")
    private Double segment;

    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "N",
            description = "The program demucs: pieces at work at a time; faster on many cores, and N times the memory.")
    private Integer jobs;

    @Option(names = "--device", paramLabel = "DEVICE", description = "Neural models: auto, cpu, gpu or gpu:N.")
    private String device;

    @Option(names = "--codec", paramLabel = "CODEC", description = "wav (unless set), flac, mp3, ogg or m4a.")
    private String codec;

    @Option(
            names = "--bits",
            paramLabel = "BITS",
            description = "16 (dithered), 24 or 32f; unless set 32f of wav and 24 of flac.")
    private String bits;

    @Option(
            names = "--clip",
            paramLabel = "HOW",
            description = "What becomes of samples beyond full scale: rescale (all stems alike; unless set, where they"
                    + " are not 32f), clamp or none.")
    private String clip;

    /** The keys of the request. */
    Map<String, Object> params() {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("model", model);
        params.put("engine", engine);
        params.put("quality", quality);
        params.put("stems", stems);
        params.put("two_stems", twoStems);
        params.put("shifts", shifts);
        params.put("overlap", overlap);
        params.put("segment", segment);
        params.put("jobs", jobs);
        params.put("device", device);
        params.put("codec", codec);
        params.put("bits", bits);
        params.put("clip", clip);
        params.values().removeIf(java.util.Objects::isNull);
        return params;
    }
}
