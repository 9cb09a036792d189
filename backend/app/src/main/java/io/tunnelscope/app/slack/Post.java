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
 * @param isQuiet only the end of the run is told
 * @param language empty for that of the tenant
 * @param way it takes now
 * @param why it takes no better one; empty while it takes the best
 * @param kept where Slack has it, once it was posted
 * @param isClosed nothing more will be told
 * @param isBound an admin lets the channel see the tenant, or it is no channel
 */
record Post(
    UUID id,
    RunId run,
    Channel channel,
    Optional<String> onlyFor,
    Optional<String> askedBy,
    Optional<UUID> reply,
    boolean isQuiet,
    Optional<Language> language,
    Way way,
    String why,
    Optional<Kept> kept,
    Optional<Shown> shown,
    boolean isClosed,
    boolean isBound) {

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
