package dev.sfa.cli.command;

import dev.sfa.core.protocol.JobType;
import java.util.List;
import java.util.Map;

/**
 * What is wanted of inputs.
 *
 * @param steps with the parameters of each, in order
 * @param onFinish command to run when a job has ended that was asked for; empty for none
 */
record Wish(Map<JobType, Map<String, Object>> steps, SubmitOptions options, List<String> onFinish) {}
