package io.tunnelscope.app.slack;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.secrets.Envelope;
import io.tunnelscope.app.secrets.Sealed;
import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.app.settings.SlackSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
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

  /** What somebody must mend first is not asked again at each call. */
  private static final Duration REFUSED = Duration.ofMinutes(10);

  /** Before the next tokens are kept at a second try; each further one doubles it. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  /** Why nothing is sent in a workspace that is active, for those who list what did not arrive. */
  private static final String NOT_RENEWED = "token_not_renewed";

  private final Vertx vertx;
  private final WorkspaceStore store;
  private final Envelope envelope;
  private final Optional<SlackOauth> oauth;
  private final Clock clock;

  /**
   * @param oauth empty where the settings name no client: tokens are not renewed then
   */
  BotTokens(
      Vertx vertx,
      WorkspaceStore store,
      Envelope envelope,
      Optional<SlackOauth> oauth,
      Clock clock) {
    this.vertx = vertx;
    this.store = store;
    this.envelope = envelope;
    this.oauth = oauth;
    this.clock = clock;
  }

  /**
   * Those of a process, shared by all in it.
   *
   * @param listed host:port that the operator lets us reach besides Slack's API
   */
  public static BotTokens of(
      Vertx vertx,
      Db db,
      AuditLog audit,
      Envelope envelope,
      SlackSettings settings,
      Collection<String> listed,
      Clock clock) {
    var egress = SlackIn.egress(vertx, settings, listed);
    return new BotTokens(
        vertx,
        new WorkspaceStore(db, audit),
        envelope,
        settings.clientId().map(_ -> new SlackOauth(settings, egress)),
        clock);
  }

  /** What there is to send with. */
  sealed interface Means {
    /** A token that is good. */
    record Good(Secret token) implements Means {}

    /**
     * Trying again does not help.
     *
     * @param why a word of ours
     */
    record None(String why) implements Means {}
  }

  /** For what is sent without anybody waiting for it. Fails as {@link #token} does otherwise. */
  Future<Means> means(TenantId tenant, UUID workspace) {
    return token(tenant, workspace)
        .map(
            found ->
                found
                    .<Means>map(token -> new Means.Good(token.text()))
                    .orElseGet(() -> new Means.None("workspace_cut_off")))
        .recover(
            failure ->
                failure instanceof Refusal.Conflict
                    ? Future.succeededFuture(new Means.None(NOT_RENEWED))
                    : Future.failedFuture(failure));
  }

  /**
   * The token of that workspace; empty when it is not the tenant's, was cut off or is gone. Fails
   * with {@link Refusal.Conflict} when the token has ended and Slack refuses another, {@link
   * Refusal.Unavailable} when it has ended and Slack does not answer, and with {@link
   * io.tunnelscope.app.secrets.DoesNotOpen}.
   */
  public Future<Optional<BotToken>> token(TenantId tenant, UUID workspace) {
    return store
        .inUse(tenant, workspace)
        .compose(
            found ->
                found
                    .map(use -> isDue(use) ? renewed(use) : opened(use).map(Optional::of))
                    .orElseGet(() -> Future.succeededFuture(Optional.empty())));
  }

  private boolean isDue(WorkspaceStore.InUse use) {
    return oauth.isPresent()
        && use.workspace()
            .endsAt()
            .filter(end -> end.isBefore(clock.instant().plus(EARLY)))
            .isPresent();
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
  private Future<Optional<BotToken>> renewed(WorkspaceStore.InUse use) {
    var workspace = use.workspace();
    var now = clock.instant();
    return store
        .claimRefresh(workspace.tenant(), workspace.id(), now, now.plus(EARLY), now.plus(TURN))
        .compose(
            mine ->
                mine
                    ? open(use).compose(tokens -> renew(workspace, tokens, now.plus(TURN)))
                    : Future.<Void>succeededFuture())
        .recover(
            failure -> {
              log.atWarn()
                  .addKeyValue("tenant", workspace.tenant())
                  .addKeyValue("workspace", workspace.id())
                  .addKeyValue("failure", failure.getClass().getSimpleName())
                  .log("a token of Slack's was not renewed");
              return Future.succeededFuture();
            })
        .compose(_ -> latest(workspace));
  }

  /** Whoever renewed it; or the workspace was cut off meanwhile, or installed anew. */
  private Future<Optional<BotToken>> latest(Workspace workspace) {
    return store
        .inUse(workspace.tenant(), workspace.id())
        .compose(
            found -> {
              if (found.isEmpty()) {
                return Future.succeededFuture(Optional.empty());
              }
              return isOver(found.get(), clock.instant())
                  ? Future.failedFuture(ended(found.get().workspace()))
                  : opened(found.get()).map(Optional::of);
            });
  }

  private static Refusal ended(Workspace workspace) {
    return workspace.refused().isPresent()
        ? new Refusal.Conflict(
            new Text(
                "Slack gives the bot no further token. An admin must add the app again.",
                "Slack에서 봇에 새 토큰을 발급하지 않습니다. 관리자가 앱을 다시 추가해야 합니다."))
        : SlackOauth.noAnswer();
  }

  private static boolean isOver(WorkspaceStore.InUse use, Instant now) {
    return use.workspace().endsAt().filter(end -> !end.isAfter(now)).isPresent();
  }

  /**
   * @param until whose turn is over then
   */
  private Future<Void> renew(Workspace workspace, Tokens tokens, Instant until) {
    if (tokens.refresh().isEmpty()) {
      return refused(workspace, "no_refresh_token");
    }
    return oauth
        .orElseThrow()
        .refresh(tokens.refresh().get())
        .compose(
            renewal ->
                switch (renewal) {
                  case SlackOauth.Renewal.Next(var next) -> keep(workspace, next, until);
                  case SlackOauth.Renewal.Refused(var word) -> refused(workspace, word);
                  case SlackOauth.Renewal.Misconfigured _ ->
                      store.rests(workspace, clock.instant().plus(REFUSED));
                });
  }

  /**
   * So it ends too when a node died, or lost the database, between getting the next tokens and
   * keeping them: the refresh token that is here was spent.
   */
  private Future<Void> refused(Workspace workspace, String word) {
    log.atWarn()
        .addKeyValue("tenant", workspace.tenant())
        .addKeyValue("workspace", workspace.id())
        .addKeyValue("reason", word)
        .addKeyValue("endsAt", workspace.endsAt().map(Instant::toString).orElse(""))
        .log("Slack renews a token no more: an admin of the tenant must install the app again");
    return store.refused(workspace, word, clock.instant().plus(REFUSED));
  }

  /**
   * The token that was spent for the next ones cannot be spent again: tries through an outage of
   * the database for as long as the turn lasts.
   */
  private Future<Void> keep(Workspace workspace, Granted next, Instant until) {
    return keep(workspace, next, next.lasts().map(clock.instant()::plus), until, FIRST_PAUSE);
  }

  private Future<Void> keep(
      Workspace workspace, Granted next, Optional<Instant> end, Instant until, Duration pause) {
    return seal(workspace.tenant(), workspace.id(), next.tokens())
        .compose(text -> store.refreshed(workspace, text, end))
        .recover(
            failure ->
                clock.instant().plus(pause).isBefore(until)
                    ? vertx
                        .timer(pause.toMillis(), TimeUnit.MILLISECONDS)
                        .compose(_ -> keep(workspace, next, end, until, pause.multipliedBy(2)))
                    : Future.failedFuture(failure));
  }

  /** The token as it is, which may have ended; empty as {@link #token} is. */
  Future<Optional<BotToken>> held(TenantId tenant, UUID workspace) {
    return store
        .inUse(tenant, workspace)
        .compose(
            found ->
                found
                    .map(use -> opened(use).map(Optional::of))
                    .orElseGet(() -> Future.succeededFuture(Optional.empty())));
  }

  Future<Sealed> seal(TenantId tenant, UUID workspace, Tokens tokens) {
    return envelope.seal(tenant, WorkspaceStore.placeOf(workspace), tokens.together());
  }
}
