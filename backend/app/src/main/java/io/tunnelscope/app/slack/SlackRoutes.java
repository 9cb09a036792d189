package io.tunnelscope.app.slack;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.function.Function;

/** Where Slack knocks. The signature is looked at first, on the bytes as they came. */
final class SlackRoutes {
  static final String COMMANDS = "/slack/commands";
  static final String INTERACTIVITY = "/slack/interactivity";
  static final String EVENTS = "/slack/events";

  private static final int MOST_BYTES = 64 * 1024;

  private final Optional<SlackSignature> signature;
  private final Optional<SlackDoor> door;

  /**
   * @param signature empty where the settings name no secret: nothing comes in this way
   * @param door empty where the settings name no app
   */
  SlackRoutes(Optional<SlackSignature> signature, Optional<SlackDoor> door) {
    this.signature = signature;
    this.door = door;
  }

  /** What came, signed. */
  @FunctionalInterface
  private interface Taken {
    Future<SlackDoor.Ack> by(SlackDoor door, Buffer body, String delivery);
  }

  void mount(Routes routes) {
    mount(
        routes,
        COMMANDS,
        ctx ->
            (open, body, delivery) ->
                understood(
                    Payloads.form(body),
                    form -> open.command(form, delivery, Requests.origin(ctx))));
    mount(
        routes,
        INTERACTIVITY,
        ctx ->
            (open, body, delivery) ->
                understood(
                    Payloads.form(body)
                        .map(form -> form.getOrDefault("payload", ""))
                        .flatMap(Payloads::json),
                    json -> open.interaction(json, delivery, Requests.origin(ctx))));
    mount(
        routes,
        EVENTS,
        ctx ->
            (open, body, delivery) ->
                understood(
                    Payloads.json(body.toString(UTF_8)),
                    json -> open.event(json, delivery, Requests.origin(ctx))));
  }

  private static <T> Future<SlackDoor.Ack> understood(
      Optional<T> read, Function<T, Future<SlackDoor.Ack>> take) {
    return read.map(take).orElseGet(() -> Future.succeededFuture(SlackDoor.Ack.NOT_UNDERSTOOD));
  }

  private void mount(Routes routes, String path, Function<RoutingContext, Taken> taken) {
    routes.openRaw(
        HttpMethod.POST, path, MOST_BYTES, (ctx, body) -> take(ctx, body, taken.apply(ctx)));
  }

  private void take(RoutingContext ctx, Buffer body, Taken taken) {
    if (door.isEmpty() || signature.isEmpty()) {
      ctx.fail(new Refusal.NotFound());
      return;
    }
    var given = ctx.request().getHeader("X-Slack-Signature");
    var time = ctx.request().getHeader("X-Slack-Request-Timestamp");
    if (!signature.get().fits(time, given, body)) {
      ctx.response().setStatusCode(401).end();
      return;
    }
    taken
        .by(door.get(), body, "sign " + given)
        .onSuccess(ack -> answer(ctx, ack))
        .onFailure(ctx::fail);
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
