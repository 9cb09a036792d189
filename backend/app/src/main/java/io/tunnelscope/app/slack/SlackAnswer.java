package io.tunnelscope.app.slack;

import io.tunnelscope.app.settings.Secret;
import java.time.Duration;
import java.util.Optional;

/** What came of a call of Slack. */
sealed interface SlackAnswer {

  /**
   * It was done.
   *
   * @param channel where; of a conversation that was opened, its id
   * @param ts of the message; empty when there is none that could be changed
   * @param upload where a file may be sent now; for the call that asks for that
   */
  record Sent(String channel, String ts, Optional<Upload> upload) implements SlackAnswer {
    Sent(String channel, String ts) {
      this(channel, ts, Optional.empty());
    }
  }

  /**
   * A file that Slack waits for.
   *
   * @param file Slack's id
   * @param address takes its bytes, without a token
   */
  record Upload(String file, Secret address) {}

  /** 429: nothing was done, and nothing will be before that. */
  record Later(Duration after) implements SlackAnswer {
    private static final Duration WITHOUT_ANOTHER_WORD = Duration.ofSeconds(10);
    private static final Duration LONGEST_REST = Duration.ofHours(1);

    /** Slack did not say how much later. */
    static Later unsaid() {
      return new Later(WITHOUT_ANOTHER_WORD);
    }

    /**
     * @param retryAfter the header, empty when there is none
     */
    static Later of(String retryAfter) {
      try {
        var seconds = Duration.ofSeconds(Long.parseLong(retryAfter));
        if (!seconds.isPositive()) {
          return unsaid();
        }
        return new Later(seconds.compareTo(LONGEST_REST) <= 0 ? seconds : LONGEST_REST);
      } catch (NumberFormatException _) {
        return unsaid();
      }
    }
  }

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
