package io.tunnelscope.app.slack;

import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.secrets.Envelope;
import io.tunnelscope.app.secrets.Sealed;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bot's tokens, opened for whoever calls Slack, and renewed before they end: by one node at a
 * time, while the others go on with the one that is still good. Any thread.
 */
public final class BotTokens {
  private static final Logger log = LoggerFactory.getLogger(BotTokens.class);

  /** Slack's tokens live 12 h. */
  private static final Duration EARLY = Duration.ofHours(2);

  /** Longer than asking Slack takes; a node that dies meanwhile holds up the others for no more. */
  private static final Duration TURN = Duration.ofSeconds(60);

  private final WorkspaceStore store;
  private final Envelope envelope;
  private final Optional<SlackOauth> oauth;
  private final Clock clock;

  /**
   * @param oauth empty where the settings name no client: tokens are not renewed then
   */
  BotTokens(WorkspaceStore store, Envelope envelope, Optional<SlackOauth> oauth, Clock clock) {
    this.store = store;
    this.envelope = envelope;
    this.oauth = oauth;
    this.clock = clock;
  }

  /**
   * The token of that workspace; empty when it is not the tenant's, was cut off or is gone. Fails
   * with {@link Refusal.Unavailable} when the token has ended and Slack gives no other, and with
   * {@link io.tunnelscope.app.secrets.DoesNotOpen}.
   */
  public Future<Optional<BotToken>> token(TenantId tenant, UUID workspace) {
    return store
        .inUse(tenant, workspace)
        .compose(
            found ->
                found
                    .map(use -> (isDue(use) ? renewed(use) : opened(use)).map(Optional::of))
                    .orElseGet(() -> Future.succeededFuture(Optional.empty())));
  }

  private boolean isDue(WorkspaceStore.InUse use) {
    return oauth.isPresent()
        && use.expiresAt().filter(end -> end.isBefore(clock.instant().plus(EARLY))).isPresent();
  }

  private Future<BotToken> opened(WorkspaceStore.InUse use) {
    return open(use).map(tokens -> new BotToken(use.workspace(), tokens.bot()));
  }

  private Future<Tokens> open(WorkspaceStore.InUse use) {
    var workspace = use.workspace();
    return envelope
        .open(workspace.tenant(), WorkspaceStore.placeOf(workspace.id()), use.tokens())
        .map(Tokens::apart);
  }

  /** The old one stays good until its end, so whatever fails on the way to a new one can wait. */
  private Future<BotToken> renewed(WorkspaceStore.InUse use) {
    var workspace = use.workspace();
    var now = clock.instant();
    return store
        .claimRefresh(workspace.tenant(), workspace.id(), now, now.plus(EARLY), now.plus(TURN))
        .compose(
            mine ->
                mine
                    ? open(use).compose(tokens -> renew(workspace, tokens))
                    : Future.succeededFuture(Optional.<BotToken>empty()))
        .recover(
            failure -> {
              log.atWarn()
                  .addKeyValue("tenant", workspace.tenant())
                  .addKeyValue("workspace", workspace.id())
                  .addKeyValue("failure", failure.getClass().getSimpleName())
                  .log("a token of Slack's was not renewed");
              return Future.succeededFuture(Optional.empty());
            })
        .compose(
            fresh ->
                fresh
                    .map(Future::succeededFuture)
                    .orElseGet(() -> isOver(use, now) ? latest(workspace) : opened(use)));
  }

  private static boolean isOver(WorkspaceStore.InUse use, Instant now) {
    return use.expiresAt().filter(end -> !end.isAfter(now)).isPresent();
  }

  /** Somebody else may have renewed it meanwhile. */
  private Future<BotToken> latest(Workspace workspace) {
    return store
        .inUse(workspace.tenant(), workspace.id())
        .compose(
            found ->
                found.filter(use -> !isOver(use, clock.instant())).isPresent()
                    ? opened(found.get())
                    : Future.failedFuture(SlackOauth.noAnswer()));
  }

  private Future<Optional<BotToken>> renew(Workspace workspace, Tokens tokens) {
    if (tokens.refresh().isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    return oauth
        .orElseThrow()
        .refresh(tokens.refresh().get())
        .compose(next -> keep(workspace, next));
  }

  private Future<Optional<BotToken>> keep(Workspace workspace, Granted next) {
    var end = next.lasts().map(clock.instant()::plus);
    return seal(workspace.tenant(), workspace.id(), next.tokens())
        .compose(text -> store.refreshed(workspace.tenant(), workspace.id(), text, end))
        .map(Optional.of(new BotToken(workspace, next.tokens().bot())));
  }

  Future<Sealed> seal(TenantId tenant, UUID workspace, Tokens tokens) {
    return envelope.seal(tenant, WorkspaceStore.placeOf(workspace), tokens.together());
  }
}
