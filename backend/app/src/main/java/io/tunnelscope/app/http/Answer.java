package io.tunnelscope.app.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** The answers of the API that are no problems. Each ends the response; data is never cached. */
public final class Answer {
  private Answer() {}

  public static void ok(RoutingContext ctx, Object wireRecord) {
    json(ctx, 200, wireRecord);
  }

  /** Will be done later; {@code location} is where to look. */
  public static void accepted(RoutingContext ctx, String location, Object wireRecord) {
    ctx.response().putHeader(HttpHeaders.LOCATION, location);
    json(ctx, 202, wireRecord);
  }

  public static void created(RoutingContext ctx, String location, Object wireRecord) {
    ctx.response().putHeader(HttpHeaders.LOCATION, location);
    json(ctx, 201, wireRecord);
  }

  public static void noContent(RoutingContext ctx) {
    ctx.response().setStatusCode(204).end();
  }

  private static void json(RoutingContext ctx, int status, Object wireRecord) {
    var body = WireJson.text(wireRecord);
    ctx.response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(body);
  }
}
