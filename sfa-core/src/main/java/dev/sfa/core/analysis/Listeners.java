package dev.sfa.core.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What listens to a recording for the features that were asked for; null where nobody needs it. */
final class Listeners {
    private final List<FrameListener> all = new ArrayList<>();
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

    private <T extends FrameListener> T listener(Supplier<T> maker, Feature... users) {
        for (Feature user : users) {
            if (wanted.contains(user)) {
                T made = maker.get();
                all.add(made);
                return made;
            }
        }
        return null;
    }

    void add(FrameBlock block) {
        for (FrameListener listener : all) {
            listener.add(block);
        }
    }

    /** Call once, after the last frame. */
    void finish() {
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
