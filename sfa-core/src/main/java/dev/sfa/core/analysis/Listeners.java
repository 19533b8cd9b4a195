package dev.sfa.core.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What listens to a recording for the features that were asked for; null where nobody needs it. */
final class Listeners {
    private final List<FrameListener> ofFrames = new ArrayList<>();
    private final List<BlockListener> ofBlocks = new ArrayList<>();
    private final FrameBlock block = new FrameBlock();
    private final EnergyFeature energy;
    private final SpectralFeature spectral;
    private final MelFeature mel;
    private final BandFlux bands;
    private final HarmonicPeaks partials;
    private final ChromaFeature chroma;
    private final ConstantQChroma constantQ;
    private final PitchTrack pitch;
    private final Set<Feature> wanted;

    Listeners(AnalysisOptions options) {
        int most = options.mostPoints();
        wanted = options.features();
        energy = listener(() -> new EnergyFeature(most), Feature.ENERGY, Feature.STRUCTURE);
        spectral = listener(() -> new SpectralFeature(most), Feature.SPECTRAL);
        mel = listener(() -> new MelFeature(most), Feature.MFCC, Feature.TEMPO, Feature.BEATS, Feature.ONSETS);
        bands = listener(BandFlux::new, Feature.TEMPO, Feature.BEATS, Feature.STRUCTURE, Feature.CHORDS);
        partials = listener(
                HarmonicPeaks::new, Feature.TEMPO, Feature.BEATS, Feature.KEY, Feature.STRUCTURE, Feature.CHORDS);
        chroma = listener(() -> new ChromaFeature(most), Feature.CHROMA);
        constantQ = listener(() -> new ConstantQChroma(most), Feature.TONNETZ);
        pitch = listener(() -> new PitchTrack(most), Feature.PITCH);
    }

    private <T> T listener(Supplier<T> maker, Feature... users) {
        for (Feature user : users) {
            if (wanted.contains(user)) {
                T made = maker.get();
                if (made instanceof FrameListener listener) {
                    ofFrames.add(listener);
                }
                if (made instanceof BlockListener listener) {
                    ofBlocks.add(listener);
                }
                return made;
            }
        }
        return null;
    }

    void add(Frame frame) {
        for (FrameListener listener : ofFrames) {
            listener.add(frame);
        }
        if (!ofBlocks.isEmpty()) {
            block.add(frame);
            if (block.full()) {
                passOn();
            }
        }
    }

    private void passOn() {
        block.close();
        for (BlockListener listener : ofBlocks) {
            listener.add(block);
        }
        block.clear();
    }

    /** Call once, after the last frame. */
    void finish() {
        if (block.count() > 0) {
            passOn();
        }
        if (mel != null) {
            mel.finish();
        }
        if (partials != null) {
            partials.finish();
        }
        if (chroma != null) {
            chroma.finish();
        }
        if (constantQ != null) {
            constantQ.finish();
        }
    }

    EnergyFeature energy() {
        return energy;
    }

    SpectralFeature spectral() {
        return spectral;
    }

    MelFeature mel() {
        return mel;
    }

    BandFlux bands() {
        return bands;
    }

    HarmonicPeaks partials() {
        return partials;
    }

    ConstantQChroma constantQ() {
        return constantQ;
    }

    PitchTrack pitch() {
        return pitch;
    }

    ChromaFeature chroma() {
        return chroma;
    }
}
