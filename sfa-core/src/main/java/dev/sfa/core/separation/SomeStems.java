package dev.sfa.core.separation;

import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.util.List;

/**
 * Some of the stems of another separator.
 *
 * @param stems of the separator's, in its order
 */
public record SomeStems(Separator separator, List<StemType> stems) implements Separator {
    @Override
    public String engine() {
        return separator.engine();
    }

    @Override
    public String model() {
        return separator.model();
    }

    @Override
    public void separate(AudioStream mixture, StemSink sink, ProgressListener progress, CancellationToken cancellation)
            throws IOException {
        separator.separate(
                mixture,
                (stem, samples, from, frames) -> {
                    if (stems.contains(stem)) {
                        sink.write(stem, samples, from, frames);
                    }
                },
                progress,
                cancellation);
    }
}
