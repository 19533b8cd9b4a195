package dev.sfa.daemon.jobs;

import dev.sfa.core.protocol.JobView;

/**
 * The answer to a submission.
 *
 * @param existing whether the job was there before: the same work is under way, or done and its result still there
 */
public record Submitted(JobView job, boolean existing) {}
