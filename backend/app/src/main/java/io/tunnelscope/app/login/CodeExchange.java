package io.tunnelscope.app.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.egress.EgressAnswer;
import io.tunnelscope.app.login.LoginRefused.Reason;
import io.tunnelscope.app.settings.Secret;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Gives a provider the code and gets the ID token (RFC 6749, section 4.1.3; RFC 7636). Not the
 * library's own exchange: it would read an answer of any length, from wherever the name leads.
 */
final class CodeExchange {
  private static final int OK = 200;

  private final ProviderCalls calls;

  CodeExchange(ProviderCalls calls) {
    this.calls = calls;
  }

  /** The text of the ID token, which nobody has looked at yet. Fails with {@link LoginRefused}. */
  Future<String> idToken(
      IdentityProvider provider, ProviderDocument document, LoginAttempt attempt, String code) {
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", attempt.redirectUri());
    form.put("code_verifier", attempt.verifier());
    var headers = new HashMap<String, String>();
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    headers.put("Accept", "application/json");
    if (provider.clientSecret().isPresent() && !document.secretInBody()) {
      headers.put("Authorization", basic(provider.clientId(), provider.clientSecret().get()));
    } else {
      form.put("client_id", provider.clientId());
      provider.clientSecret().ifPresent(secret -> form.put("client_secret", secret.reveal()));
    }
    return calls.post(provider, document.token(), headers, encoded(form)).map(CodeExchange::read);
  }

  private static String read(EgressAnswer answer) {
    if (answer.status() != OK) {
      boolean refused = answer.status() == 400 || answer.status() == 401;
      throw new LoginRefused(refused ? Reason.CODE_REFUSED : Reason.EXCHANGE_UNREACHABLE);
    }
    var token = ProviderCalls.object(answer, Reason.EXCHANGE_MALFORMED).path("id_token");
    if (!token.isTextual() || token.asText().isEmpty()) {
      throw new LoginRefused(Reason.ID_TOKEN_MISSING);
    }
    return token.asText();
  }

  /** Both parts are encoded before they are joined (RFC 6749, section 2.3.1). */
  private static String basic(String id, Secret secret) {
    var pair = encoded(id) + ":" + encoded(secret.reveal());
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  /** A blank as %20: whoever decodes forms takes it, and so does who decodes addresses. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
