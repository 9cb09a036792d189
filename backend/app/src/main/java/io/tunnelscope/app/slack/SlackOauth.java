package io.tunnelscope.app.slack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.egress.Egress;
import io.tunnelscope.app.egress.EgressAnswer;
import io.tunnelscope.app.egress.EgressCall;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.app.settings.SlackSettings;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trades codes and refresh tokens for tokens (Slack's {@code oauth.v2.access}). Fails with {@link
 * Refusal.Unavailable} when Slack does not answer as it should. Never blocks.
 */
final class SlackOauth {
  private static final Logger log = LoggerFactory.getLogger(SlackOauth.class);
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final int MOST_BYTES = 64 * 1024;
  private static final int LONGEST_ID = 50;
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_SCOPES = 2_000;

  /** Words that say nothing about what was asked. */
  private static final Set<String> PASSING =
      Set.of(
          "fatal_error",
          "internal_error",
          "rate_limited",
          "ratelimited",
          "request_timeout",
          "service_unavailable");

  /** Words that blame what this server says of itself, whatever the tenant. */
  private static final Set<String> OURS = Set.of("bad_client_secret", "invalid_client_id");

  private final Egress egress;
  private final URI address;
  private final String clientId;
  private final Secret clientSecret;

  /**
   * @param settings with a client's id and secret
   * @param egress that may reach Slack's API
   */
  SlackOauth(SlackSettings settings, Egress egress) {
    this.egress = egress;
    this.address = settings.api().resolve("oauth.v2.access");
    this.clientId = settings.clientId().orElseThrow();
    this.clientSecret = settings.clientSecret().orElseThrow();
  }

  String clientId() {
    return clientId;
  }

  /** What came of asking for the next tokens. */
  sealed interface Renewal {
    /** The old refresh token is worth nothing from now on. */
    record Next(Granted granted) implements Renewal {}

    /**
     * @param word Slack's for why not, like {@code invalid_refresh_token}
     */
    record Refused(String word) implements Renewal {}

    /** The operator of this server must mend its settings, no admin can; they were told. */
    record Misconfigured() implements Renewal {}
  }

  /**
   * What an admin of the workspace granted, for the code that they came back with. Fails with
   * {@link Refusal.UnusableInput} when Slack does not take it, and with {@link Refusal.Unavailable}
   * when it does not take us.
   */
  Future<Granted> exchange(String code, String redirectUri) {
    return ask(Map.of("code", code, "redirect_uri", redirectUri))
        .map(
            renewal ->
                switch (renewal) {
                  case Renewal.Next(var granted) -> granted;
                  case Renewal.Refused _ -> throw notAccepted();
                  case Renewal.Misconfigured _ -> throw misconfigured();
                });
  }

  /** The next tokens; the refresh token serves once. */
  Future<Renewal> refresh(Secret refreshToken) {
    return ask(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken.reveal()));
  }

  private Future<Renewal> ask(Map<String, String> what) {
    var form = new LinkedHashMap<>(what);
    form.put("client_id", clientId);
    form.put("client_secret", clientSecret.reveal());
    var call =
        new EgressCall(
            HttpMethod.POST,
            address,
            Map.of("Content-Type", "application/x-www-form-urlencoded"),
            Buffer.buffer(encoded(form)),
            LONGEST,
            MOST_BYTES);
    return egress.send(call).recover(_ -> Future.failedFuture(noAnswer())).map(SlackOauth::read);
  }

  private static Renewal read(EgressAnswer answer) {
    JsonObject json;
    try {
      json = answer.body().toJsonObject();
    } catch (DecodeException | ClassCastException _) {
      throw noAnswer();
    }
    if (Boolean.TRUE.equals(json.getValue("ok"))) {
      return new Renewal.Next(granted(json));
    }
    // One of Slack's constants, like bad_redirect_uri.
    var word = text(json, "error", LONGEST_ID).orElseThrow(SlackOauth::noAnswer);
    if (OURS.contains(word)) {
      log.atError()
          .addKeyValue("error", word)
          .addKeyValue(
              "todo",
              "set TUNNELSCOPE_SLACK_CLIENT_ID and TUNNELSCOPE_SLACK_CLIENT_SECRET to what the app"
                  + " in Slack has under Basic Information, and restart")
          .log("Slack does not know this server: no token is renewed and no app installed");
      return new Renewal.Misconfigured();
    }
    log.atWarn().addKeyValue("error", word).log("Slack grants nothing");
    if (PASSING.contains(word)) {
      throw noAnswer();
    }
    return new Renewal.Refused(word);
  }

  private static Refusal notAccepted() {
    return new Refusal.UnusableInput(
        new Text(
            "Slack did not accept the installation. Start it again.",
            "Slack에서 설치를 수락하지 않았습니다. 설치를 다시 시작하세요."));
  }

  private static Refusal misconfigured() {
    return new Refusal.Unavailable(
        new Text(
            "Slack does not know this server. Its operator must correct the client of the Slack app in"
                + " the settings.",
            "Slack에서 이 서버를 인식하지 못합니다. 운영자가 설정에서 Slack 앱의 클라이언트 정보를 바로잡아야 합니다."));
  }

  private static Granted granted(JsonObject json) {
    boolean wholeOrganisation = Boolean.TRUE.equals(json.getValue("is_enterprise_install"));
    var enterprise = object(json, "enterprise");
    var team = wholeOrganisation ? Optional.<JsonObject>empty() : object(json, "team");
    var named = wholeOrganisation ? enterprise : team;
    var home =
        new Home(
            text(json, "app_id", LONGEST_ID).orElseThrow(SlackOauth::noAnswer),
            enterprise.flatMap(each -> text(each, "id", LONGEST_ID)).orElse(""),
            team.flatMap(each -> text(each, "id", LONGEST_ID)).orElse(""));
    if (home.team().isEmpty() && home.enterprise().isEmpty()) {
      throw noAnswer();
    }
    return new Granted(
        home,
        named.flatMap(each -> text(each, "name", LONGEST_NAME)).orElse(home.team()),
        text(json, "bot_user_id", LONGEST_ID).orElse(""),
        text(json, "scope", LONGEST_SCOPES).orElse(""),
        new Tokens(
            text(json, "access_token", MOST_BYTES)
                .map(Secret::new)
                .orElseThrow(SlackOauth::noAnswer),
            text(json, "refresh_token", MOST_BYTES).map(Secret::new)),
        json.getValue("expires_in") instanceof Number seconds && seconds.longValue() > 0
            ? Optional.of(Duration.ofSeconds(seconds.longValue()))
            : Optional.empty());
  }

  private static Optional<JsonObject> object(JsonObject json, String name) {
    return json.getValue(name) instanceof JsonObject object
        ? Optional.of(object)
        : Optional.empty();
  }

  private static Optional<String> text(JsonObject json, String name, int longest) {
    return json.getValue(name) instanceof String text && !text.isEmpty() && text.length() <= longest
        ? Optional.of(text)
        : Optional.empty();
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  static Refusal noAnswer() {
    return new Refusal.Unavailable(
        new Text(
            "Slack does not answer as it should. Try again in a moment.",
            "Slack이 제대로 응답하지 않습니다. 잠시 후 다시 시도해 주세요."));
  }
}
