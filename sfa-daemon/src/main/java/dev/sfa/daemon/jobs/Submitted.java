package dev.sfa.daemon.jobs;

import dev.sfa.core.protocol.JobView;

/**
 * The answer to a submission.
 *
 * @param job null when an archive has seen the source and the job has been removed since
 * @param existing whether it was there before: the same work is under way, or done and its result still there, or the archive
 *     has it
 */
public record Submitted(JobView job, boolean existing) {}
