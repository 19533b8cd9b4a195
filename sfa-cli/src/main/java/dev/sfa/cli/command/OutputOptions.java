package dev.sfa.cli.command;

import dev.sfa.cli.output.Claims;
import dev.sfa.cli.output.IfExists;
import dev.sfa.cli.output.OutputTemplate;
import dev.sfa.cli.output.Placement;
import dev.sfa.core.config.Settings;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobType;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Where copies of the files that come out go; without these options they stay in the library only. */
final class OutputOptions {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "TEMPLATE",
            description = "Copy the files to names such as {artist}/{title}/{stem}.{ext}; {album|none} says what stands"
                    + " for what is not known. Fields: artist, title, album, stem, ext, model, engine, track_id,"
                    + " job_id, type.")
    private String template;

    @Option(
            names = {"-P", "--path"},
            paramLabel = "DIR",
            description = "Copy the files into this folder, made if need be.")
    private Path folder;

    @Option(
            names = "--if-exists",
            paramLabel = "HOW",
            description = "What to do where a file is already: skip, rename, overwrite or fail; skip unless set.")
    private IfExists ifExists;

    private static IfExists fromSettings(Settings settings) {
        String name = settings.text("output.if_exists");
        try {
            return IfExists.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new SfaException(
                    ErrorCode.CONFIG,
                    "The setting output.if_exists is \"" + name + "\", but must be skip, rename, overwrite or fail.",
                    e);
        }
    }

    /**
     * What the options ask for, checked before anything is submitted; empty for nothing.
     *
     * @throws SfaException (USAGE) for a template that makes no sense for so many files
     */
    Optional<Delivery> delivery(Session session, SubmitOptions submit, Set<JobType> steps, int inputs) {
        Settings settings = Settings.load(session.paths(), session.env(), Path.of(""));
        if (!submit.detach && !session.elsewhere()) {
            // What the settings say is no reason to refuse a command that cannot do it.
            template = template == null && folder == null
                    ? settings.string("output.template").orElse(null)
                    : template;
            folder = folder == null
                    ? settings.string("output.path").map(Path::of).orElse(null)
                    : folder;
        }
        if (template == null && folder == null) {
            return Optional.empty();
        }
        IfExists how = ifExists != null ? ifExists : fromSettings(settings);
        if (submit.detach) {
            throw new SfaException(
                    ErrorCode.USAGE,
                    "-o and -P copy what came out, and -d does not wait for it; leave out one of them.");
        }
        if (session.elsewhere()) {
            throw new SfaException(
                    ErrorCode.USAGE, "-o and -P copy files of this machine; they cannot be used with --daemon.");
        }
        OutputTemplate parsed = template == null ? null : OutputTemplate.parse(template);
        if (parsed != null && steps.contains(JobType.PROCESSING) && !parsed.tells("stem")) {
            throw new SfaException(
                    ErrorCode.USAGE, "The template \"" + template + "\" gives all stems one name; put {stem} into it.");
        }
        boolean apart = parsed == null || parsed.tells("title") || parsed.tells("track_id") || parsed.tells("job_id");
        if (inputs > 1 && !apart) {
            throw new SfaException(
                    ErrorCode.USAGE,
                    "The template \"" + template + "\" gives several songs one name; put {title} or {track_id} into"
                            + " it.");
        }
        Path base = folder == null ? Path.of("") : folder;
        Claims claims = session.gathering().map(Gathering::claims).orElseGet(Claims::new);
        return Optional.of(new Delivery(session, parsed, base.toAbsolutePath(), new Placement(how, claims)));
    }
}
