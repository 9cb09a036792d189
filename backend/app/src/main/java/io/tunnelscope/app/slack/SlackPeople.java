package io.tunnelscope.app.slack;

import io.tunnelscope.app.egress.Egress;
import io.tunnelscope.app.egress.EgressAnswer;
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
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who a user of Slack's is, and the end of a token. Called no faster than all nodes together may.
 * Fails with {@link io.tunnelscope.app.refusal.Refusal.Unavailable} when Slack does not do it, or
 * not now. Never blocks.
 */
final class SlackPeople {
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final int MOST_BYTES = 256 * 1024;

  private final Egress egress;
  private final URI api;
  private final BucketStore buckets;

  /**
   * @param egress that may reach Slack's API
   */
  SlackPeople(Egress egress, URI api, BucketStore buckets) {
    this.egress = egress;
    this.api = api;
    this.buckets = buckets;
  }

  /** How Slack knows somebody. */
  record Person(String name, boolean isMember) {}

  /**
   * A guest, somebody of another workspace, a bot and whoever has left is no member.
   *
   * @param token of where the app is installed
   * @param team in which they are; the token of a whole organisation does not say it
   */
  Future<Person> person(BotToken token, String team, String user) {
    // With the token of a workspace Slack passes the team over.
    return call(token, SlackMethod.USER, Map.of("user", user, "team_id", team))
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
              return new Person(
                  nameOf(known, profile), !outsider && isAtHome(known, token.workspace().home()));
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

  /** From then on the token is worth nothing. */
  Future<Void> revoke(BotToken token) {
    return call(token, SlackMethod.REVOKE, Map.of()).mapEmpty();
  }

  private Future<JsonObject> call(BotToken token, SlackMethod method, Map<String, String> fields) {
    var at = token.workspace();
    return buckets
        .take(at.tenant(), at.id(), method, Optional.empty())
        .compose(
            wait ->
                wait.isPresent()
                    ? Future.failedFuture(SlackOauth.noAnswer())
                    : send(token.text(), method, fields))
        .compose(answer -> answer.status() == 429 ? rest(at, method, answer) : read(answer))
        .recover(_ -> Future.failedFuture(SlackOauth.noAnswer()));
  }

  private Future<EgressAnswer> send(Secret token, SlackMethod method, Map<String, String> fields) {
    var form =
        fields.entrySet().stream()
            .map(
                field ->
                    field.getKey()
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return egress.send(
        new EgressCall(
            HttpMethod.POST,
            api.resolve(method.wire()),
            Map.of(
                "Authorization",
                "Bearer " + token.reveal(),
                "Content-Type",
                "application/x-www-form-urlencoded"),
            Buffer.buffer(form),
            LONGEST,
            MOST_BYTES));
  }

  private Future<JsonObject> rest(Workspace at, SlackMethod method, EgressAnswer answer) {
    var later = SlackAnswer.Later.of(answer.header("Retry-After").orElse(""));
    return buckets
        .rest(at.tenant(), at.id(), method, later.after())
        .compose(_ -> Future.failedFuture(SlackOauth.noAnswer()));
  }

  private static Future<JsonObject> read(EgressAnswer answer) {
    return Payloads.json(answer.body().toString(StandardCharsets.UTF_8))
        .filter(json -> is(json, "ok"))
        .map(Future::succeededFuture)
        .orElseGet(() -> Future.failedFuture(SlackOauth.noAnswer()));
  }

  private static boolean is(JsonObject json, String name) {
    return Boolean.TRUE.equals(json.getValue(name));
  }
}
