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
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trades codes and refresh tokens for tokens (Slack's {@code oauth.v2.access}). Fails with {@link
 * Refusal.UnusableInput} when Slack takes none of it, with {@link Refusal.Unavailable} when it does
 * not answer as it should. Never blocks.
 */
final class SlackOauth {
  private static final Logger log = LoggerFactory.getLogger(SlackOauth.class);
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final int MOST_BYTES = 64 * 1024;
  private static final int LONGEST_ID = 50;
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_SCOPES = 2_000;

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

  /** What an admin of the workspace granted, for the code that they came back with. */
  Future<Granted> exchange(String code, String redirectUri) {
    return ask(Map.of("code", code, "redirect_uri", redirectUri));
  }

  /** The next tokens; the refresh token serves once. */
  Future<Granted> refresh(Secret refreshToken) {
    return ask(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken.reveal()));
  }

  private Future<Granted> ask(Map<String, String> what) {
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
    return egress
        .send(call)
        .recover(_ -> Future.failedFuture(noAnswer()))
        .map(SlackOauth::read)
        .map(SlackOauth::granted);
  }

  private static JsonObject read(EgressAnswer answer) {
    JsonObject json;
    try {
      json = answer.body().toJsonObject();
    } catch (DecodeException | ClassCastException _) {
      throw noAnswer();
    }
    if (!Boolean.TRUE.equals(json.getValue("ok"))) {
      // One of Slack's constants, like bad_redirect_uri.
      log.atWarn()
          .addKeyValue("error", text(json, "error", LONGEST_ID).orElse(""))
          .log("Slack grants nothing");
      throw new Refusal.UnusableInput(
          new Text(
              "Slack did not accept the installation. Start it again.",
              "Slack에서 설치를 수락하지 않았습니다. 설치를 다시 시작하세요."));
    }
    return json;
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
