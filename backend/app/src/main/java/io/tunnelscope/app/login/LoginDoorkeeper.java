package io.tunnelscope.app.login;

import io.tunnelscope.app.audit.AuditStore;
import io.tunnelscope.app.http.Doorkeeper;
import io.tunnelscope.app.http.Requests;
import io.tunnelscope.app.http.Session;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Knows people by their session and programs by their token. */
public final class LoginDoorkeeper implements Doorkeeper {
  private static final String BEARER = "Bearer ";
  private static final Text NOT_SIGNED_IN =
      new Text(
          "You are not signed in, or your session has ended. Sign in again.",
          "로그인하지 않았거나 세션이 만료되었습니다. 다시 로그인하세요.");
  private static final Text BAD_TOKEN =
      new Text(
          "The API token is not valid: it is mistyped, expired or revoked.",
          "API 토큰이 유효하지 않습니다. 잘못 입력되었거나 만료 또는 폐기된 토큰입니다.");
  private static final Text NO_TOKEN =
      new Text(
          "Send an API token: Authorization: Bearer vpnt_...",
          "API 토큰을 보내세요: Authorization: Bearer vpnt_...");
  private static final Text BOTH =
      new Text(
          "Send a session cookie or an API token, not both.",
          "세션 쿠키와 API 토큰을 함께 보낼 수 없습니다. 하나만 보내세요.");
  private static final Text TOO_MANY =
      new Text("Too many requests. Wait a moment.", "요청이 너무 많습니다. 잠시 후 다시 시도하세요.");

  private final Sessions sessions;
  private final ApiTokens tokens;
  private final SessionCookie cookie;
  private final ForgeryGuard forgery;
  private final AuditStore audit;
  private final Strangers strangers;
  private final RateLimit callers;
  private final RateLimit denials;

  LoginDoorkeeper(
      Sessions sessions,
      ApiTokens tokens,
      SessionCookie cookie,
      ForgeryGuard forgery,
      AuditStore audit,
      Strangers strangers,
      Limits limits,
      Clock clock) {
    this.sessions = sessions;
    this.tokens = tokens;
    this.cookie = cookie;
    this.forgery = forgery;
    this.audit = audit;
    this.strangers = strangers;
    this.callers = new RateLimit(clock, limits.callers());
    this.denials = new RateLimit(clock, limits.denials());
  }

  @Override
  public Future<Session> session(RoutingContext ctx) {
    refuseMix(ctx);
    return signedIn(ctx)
        .map(
            found -> {
              forgery.check(ctx.request(), found.key());
              return new Session(
                  found.signedIn().person(), found.signedIn().name(), found.key().csrf());
            });
  }

  @Override
  public Future<Principal> member(RoutingContext ctx, String tenantSlug) {
    refuseMix(ctx);
    var header = ctx.request().getHeader(HttpHeaders.AUTHORIZATION);
    return header == null
        ? signedIn(ctx).compose(found -> unforged(ctx, found, tenantSlug))
        : byToken(ctx, header, tenantSlug);
  }

  @Override
  public Future<Principal> program(RoutingContext ctx) {
    refuseMix(ctx);
    var header = ctx.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null) {
      throw new Refusal.NotSignedIn(NO_TOKEN);
    }
    return token(ctx, parsed(header)).map(LoginDoorkeeper::principal);
  }

  @Override
  public Future<Void> refused(RoutingContext ctx, Principal who, Permission missing) {
    if (!denials.take(who.id().toString()).isZero()) {
      return Future.succeededFuture(); // enough of the same is written already
    }
    return denied(ctx, who, new JsonObject().put("permission", missing.wire()));
  }

  private Future<Void> denied(RoutingContext ctx, Principal who, JsonObject why) {
    var request = ctx.request().method() + " " + ctx.currentRoute().getName();
    var details = why.put("role", who.role().wire());
    return audit.denied(who.tenant(), who, Requests.origin(ctx), request, details).otherwiseEmpty();
  }

  /** The member of that tenant, if the request is one that our own pages send. */
  private Future<Principal> unforged(RoutingContext ctx, Found found, String slug) {
    var who = found.signedIn().in(slug).orElseThrow(Refusal.NotFound::new);
    try {
      forgery.check(ctx.request(), found.key());
      return Future.succeededFuture(who);
    } catch (Refusal.NotAllowed forged) {
      return denied(ctx, who, new JsonObject().put("reason", "forged request"))
          .transform(_ -> Future.failedFuture(forged));
    }
  }

  /**
   * Takes a try of the caller's address; for routes that are open to strangers. Fails with {@code
   * TooManyRequests} when there is none.
   */
  Future<Void> slowStrangers(RoutingContext ctx) {
    ctx.request().pause(); // else what arrives while the database is asked is lost
    return strangers
        .take(Requests.origin(ctx).ip())
        .onComplete(_ -> ctx.request().resume())
        .map(
            wait -> {
              throwIfPaused(wait);
              return null;
            });
  }

  private record Found(SessionKey key, SignedIn signedIn) {}

  private Future<Found> signedIn(RoutingContext ctx) {
    var key = cookie.read(ctx).orElseThrow(() -> new Refusal.NotSignedIn(NOT_SIGNED_IN));
    var ip = Requests.origin(ctx).ip();
    throwIfPaused(strangers.pause(ip));
    return sessions
        .find(key)
        .map(
            found -> {
              var signedIn = found.orElseThrow(() -> stranger(ip, NOT_SIGNED_IN));
              throwIfPaused(callers.take(signedIn.person().toString()));
              return new Found(key, signedIn);
            });
  }

  private Future<Principal> byToken(RoutingContext ctx, String header, String slug) {
    return token(ctx, parsed(header))
        .map(
            token -> {
              if (!token.slug().equals(slug)) {
                throw new Refusal.NotFound();
              }
              return principal(token);
            });
  }

  /**
   * The token of that text. Fails with {@code NotSignedIn}, which uses up a try of the caller's
   * address, when there is none, and with {@code TooManyRequests}.
   */
  Future<ApiTokenStore.Stored> token(RoutingContext ctx, Optional<TokenText> text) {
    var ip = Requests.origin(ctx).ip();
    throwIfPaused(strangers.pause(ip));
    var sent = text.orElseThrow(() -> stranger(ip, BAD_TOKEN));
    return tokens
        .check(sent)
        .compose(found -> noted(ctx, sent, found))
        .map(
            found -> {
              var token = found.orElseThrow(() -> stranger(ip, BAD_TOKEN));
              throwIfPaused(callers.take(token.id().toString()));
              Requests.fallBackTo(ctx, token.language());
              return token;
            });
  }

  /** Whoever shows a token that a tenant had, or the id of one, is told to that tenant. */
  private Future<Optional<ApiTokenStore.Stored>> noted(
      RoutingContext ctx, TokenText sent, Optional<ApiTokenStore.Stored> found) {
    return found.isPresent() || !denials.take(sent.id().toString()).isZero()
        ? Future.succeededFuture(found)
        : audit.refusedToken(sent.id(), Requests.origin(ctx)).otherwiseEmpty().map(found);
  }

  /** Tells the audit that a token was taken for a client's credentials: its way to sign in. */
  Future<Void> granted(RoutingContext ctx, ApiTokenStore.Stored token) {
    return audit.note(
        token.tenant(),
        principal(token),
        Requests.origin(ctx),
        "token.grant",
        new JsonObject().put("by", "client credentials"));
  }

  private static Principal principal(ApiTokenStore.Stored token) {
    return new Principal(
        token.tenant(),
        Principal.Kind.TOKEN,
        token.id(),
        token.name(),
        token.role(),
        token.scopes());
  }

  private static Optional<TokenText> parsed(String header) {
    return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? TokenText.parse(header.substring(BEARER.length()).strip())
        : Optional.empty();
  }

  /** Takes a try of the caller's address for a token that is none here. */
  Refusal stranger(RoutingContext ctx) {
    return stranger(Requests.origin(ctx).ip(), BAD_TOKEN);
  }

  /** Whoever sends wrong credentials uses up the tries of the address. */
  private Refusal stranger(String ip, Text text) {
    var _ = strangers.take(ip); // the answer is no in any case
    return new Refusal.NotSignedIn(text);
  }

  /** A browser never sends both; whoever does may be confused about who is asking. */
  private void refuseMix(RoutingContext ctx) {
    if (ctx.request().getHeader(HttpHeaders.AUTHORIZATION) != null && cookie.isSent(ctx)) {
      throw new Refusal.Invalid(BOTH, List.of());
    }
  }

  private static void throwIfPaused(Duration wait) {
    if (!wait.isZero()) {
      throw new Refusal.TooManyRequests(TOO_MANY, wait);
    }
  }
}
