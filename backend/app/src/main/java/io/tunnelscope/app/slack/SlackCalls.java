package io.tunnelscope.app.slack;

import io.tunnelscope.app.egress.Egress;
import io.tunnelscope.app.egress.EgressCall;
import io.tunnelscope.app.settings.Secret;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What answers a person at once and is no message: views, unfurls, who a user is. Fails with {@link
 * io.tunnelscope.app.refusal.Refusal.Unavailable} when Slack does not do it. Never blocks.
 */
final class SlackCalls {
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final int MOST_BYTES = 256 * 1024;

  private final Egress egress;
  private final URI api;

  /**
   * @param egress that may reach Slack's API
   */
  SlackCalls(Egress egress, URI api) {
    this.egress = egress;
    this.api = api;
  }

  /** How Slack knows somebody. */
  record Person(String name, boolean isMember) {}

  /** A guest, somebody of another workspace, a bot and whoever has left is no member. */
  Future<Person> person(Secret token, Home home, String user) {
    return call(token, "users.info", Map.of("user", user))
        .map(
            json -> {
              var known = Payloads.object(json, "user");
              var profile = Payloads.object(known, "profile");
              boolean outsider =
                  is(known, "is_restricted")
                      || is(known, "is_ultra_restricted")
                      || is(known, "is_stranger")
                      || is(known, "is_bot")
                      || is(known, "deleted");
              return new Person(nameOf(known, profile), !outsider && isAtHome(known, home));
            });
  }

  /** Of the workspace, or of the organisation where the app is installed in all of it. */
  private static boolean isAtHome(JsonObject known, Home home) {
    return home.team().isEmpty()
        ? Payloads.text(Payloads.object(known, "enterprise_user"), "enterprise_id")
            .equals(home.enterprise())
        : Payloads.text(known, "team_id").equals(home.team());
  }

  /** The name that they chose to be shown, and the one that they have. */
  private static String nameOf(JsonObject known, JsonObject profile) {
    var shown = Payloads.text(profile, "real_name");
    var name = Payloads.text(known, "name");
    return shown.isEmpty() || shown.equals(name) ? name : shown + " @" + name;
  }

  Future<Void> publishHome(Secret token, String user, JsonObject view) {
    return call(token, "views.publish", Map.of("user_id", user, "view", view.encode())).mapEmpty();
  }

  Future<Void> openView(Secret token, Secret trigger, JsonObject view) {
    return call(token, "views.open", Map.of("trigger_id", trigger.reveal(), "view", view.encode()))
        .mapEmpty();
  }

  Future<Void> unfurl(Secret token, String channel, String ts, JsonObject unfurls) {
    return call(
            token, "chat.unfurl", Map.of("channel", channel, "ts", ts, "unfurls", unfurls.encode()))
        .mapEmpty();
  }

  private Future<JsonObject> call(Secret token, String method, Map<String, String> fields) {
    var form =
        fields.entrySet().stream()
            .map(
                field ->
                    field.getKey()
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return egress
        .send(
            new EgressCall(
                HttpMethod.POST,
                api.resolve(method),
                Map.of(
                    "Authorization",
                    "Bearer " + token.reveal(),
                    "Content-Type",
                    "application/x-www-form-urlencoded"),
                Buffer.buffer(form),
                LONGEST,
                MOST_BYTES))
        .map(
            answer ->
                Payloads.json(answer.body().toString(StandardCharsets.UTF_8))
                    .filter(json -> is(json, "ok"))
                    .orElseThrow(SlackOauth::noAnswer))
        .recover(_ -> Future.failedFuture(SlackOauth.noAnswer()));
  }

  private static boolean is(JsonObject json, String name) {
    return Boolean.TRUE.equals(json.getValue(name));
  }
}
