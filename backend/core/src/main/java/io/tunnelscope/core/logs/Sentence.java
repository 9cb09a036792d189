package io.tunnelscope.core.logs;

/**
 * A log line without what its writer put around it.
 *
 * @param context what all lines about one negotiation share, blank when this line bears no such
 *     mark
 * @param text what was said
 * @param certain whether the frame alone shows the dialect; else the text must be known as well
 */
record Sentence(String context, String text, boolean certain) {}
