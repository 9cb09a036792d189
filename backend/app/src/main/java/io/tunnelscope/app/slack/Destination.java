package io.tunnelscope.app.slack;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.core.language.Language;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Where somebody who asked for a run in Slack is told of it.
 *
 * @param workspace ours, not Slack's
 * @param channel Slack's id: a channel, or a conversation with the bot
 * @param user Slack's id of who asked; written to directly where the channel is closed to us
 * @param reply the {@code response_url} that came with the command or button, if any
 * @param isPrivate only who asked may see it: it comes once, at the end
 * @param isQuiet the end alone is told
 * @param language of the message; empty for that of the tenant
 */
public record Destination(
    UUID workspace,
    String channel,
    String user,
    Optional<Reply> reply,
    boolean isPrivate,
    boolean isQuiet,
    Optional<Language> language) {

  /**
   * An address that needs no token.
   *
   * @param url a secret for as long as it works
   * @param until 30 minutes after Slack gave it
   * @param uses how often it was used already
   */
  public record Reply(Secret url, Instant until, int uses) {
    public Reply {
      requireNonNull(url, "url");
      requireNonNull(until, "until");
    }
  }

  public Destination {
    requireNonNull(workspace, "workspace");
    requireNonNull(channel, "channel");
    requireNonNull(user, "user");
    requireNonNull(reply, "reply");
    requireNonNull(language, "language");
  }
}
