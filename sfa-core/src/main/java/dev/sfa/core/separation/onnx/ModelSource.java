package dev.sfa.core.separation.onnx;

import java.util.List;
import java.util.Optional;

/**
 * Where a model comes from, and what its files do not say.
 *
 * @param addresses files or URLs: one manifest, whose files lie beside it, or ONNX files
 * @param name of the model; of a lone ONNX file, unless given, that of the file
 * @param stems in the order of the outputs, or of the files where each gives one; unless given, those of the public
 *     models of four and six stems
 * @param oneEach whether, of several files that give all stems, the first is for the first stem and so on; else their mean
 *     is taken
 * @param frameSize of MDX-Net, {@code n_fft}
 * @param compensation of MDX-Net
 * @param sha256 what a lone ONNX file must have
 * @param licence of the weights
 */
public record ModelSource(
        List<String> addresses,
        Optional<String> name,
        List<String> stems,
        boolean oneEach,
        Optional<Integer> frameSize,
        Optional<Double> compensation,
        Optional<String> sha256,
        Optional<String> licence) {}
