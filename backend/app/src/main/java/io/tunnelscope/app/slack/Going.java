package io.tunnelscope.app.slack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.identity.TenantId;
import java.util.UUID;
import java.util.function.Function;

/**
 * The message of a run on its way to people.
 *
 * @param says what it says to whoever sees it
 * @param isEnd the run is over, so nothing comes after it
 * @param isRepeated it may have been posted before, with another text
 */
record Going(
    TenantId tenant,
    Post post,
    Function<Audience, SlackMessage> says,
    SlackMessage message,
    boolean isEnd,
    boolean isRepeated) {
  Going(
      TenantId tenant,
      Post post,
      Function<Audience, SlackMessage> says,
      boolean isEnd,
      boolean isRepeated) {
    this(tenant, post, says, says.apply(post.audience()), isEnd, isRepeated);
  }

  /** The same on another way, for that reason. */
  Going by(Way way, String why) {
    return new Going(tenant, post.by(way, why), says, isEnd, isRepeated);
  }

  /** Slack tells repeated postings by id within a channel: another place, another id. */
  UUID directId() {
    return UUID.nameUUIDFromBytes((post.id() + " direct").getBytes(UTF_8));
  }

  /** Nothing is to be said on its way before the end. */
  boolean isSilentYet() {
    return !isEnd && (post.isQuiet() || post.way() == Way.RESPONSE_URL || post.way() == Way.INBOX);
  }
}
