package io.tunnelscope.app.slack;

import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.refusal.Refusal;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts a workspace off: forgets its tokens here, and tells Slack that they are worth nothing any
 * more. The first never waits for the second. Any thread.
 */
final class SlackCutOff {
  private static final Logger log = LoggerFactory.getLogger(SlackCutOff.class);

  /** To open what is sealed; a KMS that hangs stops nobody from being cut off. */
  private static final Duration OPENED = Duration.ofSeconds(3);

  private final WorkspaceStore workspaces;
  private final Optional<ToSlack> slack;

  /** How Slack is told. */
  record ToSlack(BotTokens tokens, SlackPeople people) {}

  /**
   * @param slack empty where the settings name no app
   */
  SlackCutOff(WorkspaceStore workspaces, Optional<ToSlack> slack) {
    this.workspaces = workspaces;
    this.slack = slack;
  }

  /** Fails with {@link Refusal.NotFound}. */
  Future<Void> cutOff(Principal who, Origin origin, UUID workspace) {
    return token(who, workspace)
        .compose(
            token ->
                workspaces
                    .cutOff(who, origin, workspace)
                    .onSuccess(_ -> token.ifPresent(this::revoke)));
  }

  private Future<Optional<BotToken>> token(Principal who, UUID workspace) {
    return slack
        .map(
            to ->
                to.tokens()
                    .held(who.tenant(), workspace)
                    .timeout(OPENED.toMillis(), TimeUnit.MILLISECONDS)
                    .otherwise(Optional.empty()))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()));
  }

  private void revoke(BotToken token) {
    slack
        .orElseThrow()
        .people()
        .revoke(token)
        .onFailure(
            _ ->
                log.atWarn()
                    .addKeyValue("tenant", token.workspace().tenant())
                    .addKeyValue("workspace", token.workspace().id())
                    .log(
                        "Slack did not revoke a token that is forgotten here: remove the app in"
                            + " Slack"));
  }
}
