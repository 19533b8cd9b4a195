package dev.sfa.cli.command;

import dev.sfa.cli.render.Results;
import dev.sfa.core.protocol.JobView;

/** Says on stdout what came out of a job. */
interface ResultPrinter {
    /** @param job a completed one */
    void print(JobView job);

    /** Whether, of several inputs, a line says which one comes next. */
    default boolean namesInputs() {
        return true;
    }

    /** Line by line, as {@link Results} does; made when there is something to print. */
    static ResultPrinter lines(Session session) {
        return job -> session.results().print(job);
    }
}
