package io.tunnelscope.app.http;

import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.core.language.Language;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.function.Supplier;

/** What is known about every request: its id, where it comes from, the reader's language. */
public final class Requests {
  private static final String ORIGIN = "tunnelscope.origin";
  private static final String LANGUAGE = "tunnelscope.language";
  private static final int AGENT_LENGTH = 200;

  private final Supplier<UUID> ids;
  private final TrustedProxies proxies;

  Requests(Supplier<UUID> ids, TrustedProxies proxies) {
    this.ids = ids;
    this.proxies = proxies;
  }

  /**
   * Gives the request its id; the answer names it, so that a person can tell it to the operator.
   */
  void identify(RoutingContext ctx) {
    var id = ids.get().toString();
    ctx.put(ORIGIN, new Origin(proxies.client(ctx.request()), agent(ctx), id));
    ctx.response().putHeader("X-Request-Id", id);
    ctx.next();
  }

  /** Where the request comes from; for the audit and for limits. */
  public static Origin origin(RoutingContext ctx) {
    return ctx.get(ORIGIN);
  }

  public static String requestId(RoutingContext ctx) {
    Origin origin = ctx.get(ORIGIN);
    return origin == null ? "" : origin.requestId();
  }

  /**
   * The language of {@code Accept-Language}, English when it names neither of ours; without that
   * header the one of {@link #fallBackTo}.
   */
  public static Language language(RoutingContext ctx) {
    var wished = ctx.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE);
    return wished == null ? ctx.get(LANGUAGE, Language.EN) : Language.accepted(wished);
  }

  /** From now on the language of a caller who wishes for none, as programs do. */
  public static void fallBackTo(RoutingContext ctx, Language language) {
    ctx.put(LANGUAGE, language);
  }

  private static String agent(RoutingContext ctx) {
    var agent = ctx.request().getHeader(HttpHeaders.USER_AGENT);
    if (agent == null) {
      return "";
    }
    var clean = agent.replaceAll("[^\\x20-\\x7e]", "?");
    return clean.length() > AGENT_LENGTH ? clean.substring(0, AGENT_LENGTH) : clean;
  }
}
