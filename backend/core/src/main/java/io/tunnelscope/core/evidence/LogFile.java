package io.tunnelscope.core.evidence;

/**
 * A log file that evidence was read from.
 *
 * @param name name within its case, unique there
 * @param kind the dialect it is written in, for instance {@code azure-ike}
 */
public record LogFile(String name, String kind, long lines) {}
