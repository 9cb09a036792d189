package io.tunnelscope.app.slack;

import io.tunnelscope.app.http.Requests;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.refusal.Refusal;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Where Slack knocks. The signature is looked at first, on the bytes as they came. */
final class SlackRoutes {
  static final String COMMANDS = "/slack/commands";
  static final String INTERACTIVITY = "/slack/interactivity";
  static final String EVENTS = "/slack/events";

  private static final int MOST_BYTES = 64 * 1024;

  private final Optional<SlackDoor> door;

  /**
   * @param door empty where the settings name no app
   */
  SlackRoutes(Optional<SlackDoor> door) {
    this.door = door;
  }

  /** What came, signed. */
  @FunctionalInterface
  private interface Taken {
    Future<SlackDoor.Ack> by(SlackDoor door, Buffer body, String signature);
  }

  void mount(Routes routes) {
    mount(
        routes,
        COMMANDS,
        ctx -> (open, body, sign) -> open.command(body, sign, Requests.origin(ctx)));
    mount(
        routes,
        INTERACTIVITY,
        ctx -> (open, body, sign) -> open.interaction(body, sign, Requests.origin(ctx)));
    mount(
        routes, EVENTS, ctx -> (open, body, sign) -> open.event(body, sign, Requests.origin(ctx)));
  }

  private void mount(
      Routes routes, String path, java.util.function.Function<RoutingContext, Taken> taken) {
    routes.openRaw(
        HttpMethod.POST, path, MOST_BYTES, (ctx, body) -> take(ctx, body, taken.apply(ctx)));
  }

  private void take(RoutingContext ctx, Buffer body, Taken taken) {
    if (door.isEmpty()) {
      ctx.fail(new Refusal.NotFound());
      return;
    }
    var open = door.get();
    var signature = ctx.request().getHeader("X-Slack-Signature");
    var time = ctx.request().getHeader("X-Slack-Request-Timestamp");
    if (!open.isSigned(time, signature, body)) {
      ctx.response().setStatusCode(401).end();
      return;
    }
    taken.by(open, body, signature).onSuccess(ack -> answer(ctx, ack)).onFailure(ctx::fail);
  }

  private static void answer(RoutingContext ctx, SlackDoor.Ack ack) {
    var response = ctx.response();
    if (response.closed()) {
      return;
    }
    response.setStatusCode(ack.status());
    ack.body()
        .map(JsonObject::toBuffer)
        .ifPresentOrElse(
            json ->
                response
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
                    .end(json),
            response::end);
  }
}
