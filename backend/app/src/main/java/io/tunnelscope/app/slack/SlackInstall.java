package io.tunnelscope.app.slack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.http.Session;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.login.Unguessable;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.net.URLEncoder;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Lets the bot into a workspace: an admin of the tenant leaves for Slack with a state, and comes
 * back in the same session with it and a code. Any thread.
 */
final class SlackInstall {
  static final String COME_BACK = "/slack/oauth_redirect";

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final InstallStore store;
  private final WorkspaceStore workspaces;
  private final SlackOauth oauth;
  private final BotTokens tokens;
  private final URI authorize;
  private final Supplier<String> origin;
  private final Supplier<UUID> ids;
  private final SecureRandom random;
  private final Clock clock;

  /**
   * @param origin where browsers reach us, known once we listen
   */
  SlackInstall(
      InstallStore store,
      WorkspaceStore workspaces,
      SlackOauth oauth,
      BotTokens tokens,
      URI authorize,
      Supplier<String> origin,
      Supplier<UUID> ids,
      SecureRandom random,
      Clock clock) {
    this.store = store;
    this.workspaces = workspaces;
    this.oauth = oauth;
    this.tokens = tokens;
    this.authorize = authorize;
    this.origin = origin;
    this.ids = ids;
    this.random = random;
    this.clock = clock;
  }

  /** Where to send the browser. The state begins with the tenant's slug. */
  Future<String> begin(Principal who, Session session, String slug) {
    var state = slug + "." + Unguessable.fresh(random);
    var now = clock.instant();
    return store
        .add(who.tenant(), Unguessable.hash(state), of(session), now, now.plus(PATIENCE))
        .map(
            _ ->
                authorize
                    + "?client_id="
                    + encoded(oauth.clientId())
                    + "&scope="
                    + encoded(String.join(",", Manifest.SCOPES))
                    + "&state="
                    + encoded(state)
                    + "&redirect_uri="
                    + encoded(redirectUri()));
  }

  /** The tenant that a state is of; empty for what is none. */
  static String slug(String state) {
    int dot = state.lastIndexOf('.');
    return dot < 0 ? "" : state.substring(0, dot);
  }

  /**
   * Fails with {@link Refusal.NotAllowed} when the state is not of this session and tenant, was
   * used, or is too old; with {@link Refusal.Conflict} when another tenant has the workspace; as
   * {@link SlackOauth} does.
   */
  Future<Workspace> finish(
      Principal who, Session session, String state, String code, Origin where) {
    return store
        .take(who.tenant(), Unguessable.hash(state), of(session), clock.instant())
        .compose(
            good ->
                good
                    ? oauth.exchange(code, redirectUri())
                    : Future.failedFuture(new Refusal.NotAllowed(NOT_BEGUN)))
        .compose(granted -> keep(who, granted, where));
  }

  /** Takes the state out, so that nobody comes back with it later. */
  Future<Void> cancel(Principal who, Session session, String state) {
    return store
        .take(who.tenant(), Unguessable.hash(state), of(session), clock.instant())
        .mapEmpty();
  }

  private Future<Workspace> keep(Principal who, Granted granted, Origin where) {
    return workspaces
        .reserve(who.tenant(), granted.home(), ids.get())
        .compose(
            id ->
                tokens
                    .seal(who.tenant(), id, granted.tokens())
                    .compose(
                        text ->
                            workspaces.activate(who, where, id, granted, text, clock.instant())));
  }

  private String redirectUri() {
    return origin.get() + COME_BACK;
  }

  private static Buffer of(Session session) {
    return Unguessable.hash(session.csrf());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static final Text NOT_BEGUN =
      new Text(
          "This installation was not begun here, or took too long. Begin it again.",
          "이 브라우저에서 시작하지 않았거나 시간이 초과된 설치입니다. 다시 시작하세요.");
}
