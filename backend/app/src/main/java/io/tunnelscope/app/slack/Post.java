package io.tunnelscope.app.slack;

import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.core.language.Language;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * The message of a run in one place, as it stands.
 *
 * @param id by which Slack knows the first posting again
 * @param onlyFor the one person who may see it
 * @param askedBy whom to write to where the channel is closed to us
 * @param reply where an answer may be sent without a token
 * @param isReplyTried it may have been sent there already, by a node that did not come to say so
 * @param isQuiet only the end of the run is told
 * @param language empty for that of the tenant
 * @param way it takes now
 * @param why it takes no better one; empty while it takes the best
 * @param kept where Slack has it, once it was posted
 * @param isClosed nothing more will be told
 * @param isBound an admin lets the channel see the tenant, or it is no channel
 * @param isOfMember who asked is an active member now
 */
record Post(
    UUID id,
    RunId run,
    Channel channel,
    Optional<String> onlyFor,
    Optional<String> askedBy,
    Optional<UUID> reply,
    boolean isReplyTried,
    boolean isQuiet,
    Optional<Language> language,
    Way way,
    String why,
    Optional<Kept> kept,
    Optional<Shown> shown,
    boolean isClosed,
    boolean isBound,
    boolean isOfMember) {

  /** The same on another way, where Slack does not have it yet. */
  Post by(Way next, String reason) {
    return new Post(
        id,
        run,
        channel,
        onlyFor,
        askedBy,
        reply,
        isReplyTried,
        isQuiet,
        language,
        next,
        reason,
        Optional.empty(),
        shown,
        isClosed,
        isBound,
        isOfMember);
  }

  Audience audience() {
    boolean isChannel = channel.isShared() && way != Way.DIRECT;
    return new Audience(isChannel, isChannel && onlyFor.isPresent(), isQuiet);
  }

  /** Nobody sees it on that way but the one who asked. */
  private boolean isPersonal() {
    return way == Way.DIRECT || onlyFor.isPresent() || !channel.isShared();
  }

  /** Why it must not go that way now, or cannot; empty when it may. */
  Optional<String> shut() {
    if (way == Way.INBOX) {
      return Optional.empty();
    }
    if (!isBound) {
      return Optional.of("channel_not_bound");
    }
    if (isPersonal() && askedBy.isEmpty()) {
      return Optional.of("nobody_asked");
    }
    return isPersonal() && !isOfMember ? Optional.of("no_member") : Optional.empty();
  }

  /** A message that Slack has: changed from now on, not posted again. */
  record Kept(String channel, String ts) {}

  /**
   * What it shows.
   *
   * @param hash SHA-256, hex
   * @param ago by the clock of the database
   */
  record Shown(String hash, Duration ago) {}
}
