package io.tunnelscope.app.slack;

/**
 * Who sees the message of a run, and how much of the run they wanted to see.
 *
 * @param isChannel it stands in a channel, which can be muted; else in a conversation with the bot
 * @param isPrivate of the channel one person alone sees it
 * @param isQuiet the end alone was told
 */
record Audience(boolean isChannel, boolean isPrivate, boolean isQuiet) {
  static final Audience CHANNEL = new Audience(true, false, false);
}
