package dev.sfa.core.separation.external;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The networks of LALAL.AI; the wire name is the lower-case name. */
enum LalalaiModel {
    AUTO("the network that LALAL.AI finds best for each stem"),
    PREVIEW("the first minute only, which costs a minute a stem"),
    ANDROMEDA("vocals, drums and bass"),
    PERSEUS("vocals, drums, bass, piano, guitar"),
    ORION("vocals, drums, bass, piano, guitar"),
    PHOENIX("vocals, drums, bass, piano, guitar");

    private final String about;

    LalalaiModel(String about) {
        this.about = about;
    }

    /** @throws SfaException (NOT_FOUND) when there is none of that name */
    static LalalaiModel named(String name) {
        return Arrays.stream(values())
                .filter(model -> model.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new SfaException(
                        ErrorCode.NOT_FOUND,
                        "LALAL.AI has no model \"" + name + "\"; it has "
                                + Arrays.stream(values())
                                        .map(LalalaiModel::wireName)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** One line for a person. */
    String about() {
        return about;
    }

    /** What LALAL.AI is told; empty to let it choose. */
    Optional<String> splitter() {
        return this == AUTO || this == PREVIEW ? Optional.empty() : Optional.of(wireName());
    }
}
