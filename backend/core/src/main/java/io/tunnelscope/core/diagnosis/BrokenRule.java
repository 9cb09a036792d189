package io.tunnelscope.core.diagnosis;

/**
 * A rule that threw: a bug of ours. What the other rules found is kept.
 *
 * @param rule its name
 * @param failure class of what was thrown; never its message, which may quote the evidence
 */
public record BrokenRule(String rule, String failure) {}
