package io.tunnelscope.app.slack;

import java.time.Duration;

/** What came of a call of Slack. */
sealed interface SlackAnswer {

  /**
   * It was done.
   *
   * @param channel where; of a conversation that was opened, its id
   * @param ts of the message; empty when there is none that could be changed
   */
  record Sent(String channel, String ts) implements SlackAnswer {}

  /** 429: nothing was done, and nothing will be before that. */
  record Later(Duration after) implements SlackAnswer {}

  /**
   * Slack understood and will not do it.
   *
   * @param error its word for why, like {@code not_in_channel}
   */
  record Refused(String error) implements SlackAnswer {}

  /**
   * It may have been done: no answer in time, a server error, a connection that broke.
   *
   * @param why a word of ours
   */
  record Ambiguous(String why) implements SlackAnswer {}
}
