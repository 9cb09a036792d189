package io.tunnelscope.app.login;

import com.fasterxml.jackson.databind.JsonNode;
import io.tunnelscope.app.login.LoginRefused.Reason;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * What a provider says about itself (OpenID Connect Discovery 1.0), as far as we need it.
 *
 * @param endSession where people sign out of the provider itself
 * @param secretInBody whether it wants the client's secret in the form instead of the header
 * @param namesItself whether its answers carry the parameter {@code iss} (RFC 9207)
 */
record ProviderDocument(
    URI authorization,
    URI token,
    URI keys,
    Optional<URI> endSession,
    boolean secretInBody,
    boolean namesItself) {
  private static final int LONGEST_ADDRESS = 2_000;

  /** Where an issuer keeps it. */
  static URI address(String issuer) {
    var base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    return URI.create(base + "/.well-known/openid-configuration");
  }

  /**
   * @param allowed which addresses this node may reach
   * @throws LoginRefused when it is of another issuer, lacks something, or leads where it must not
   */
  static ProviderDocument of(String issuer, JsonNode json, Predicate<URI> allowed) {
    if (!json.path("issuer").asText().equals(issuer)) {
      throw new LoginRefused(Reason.DOCUMENT_OF_OTHER_ISSUER);
    }
    return new ProviderDocument(
        endpoint(json, "authorization_endpoint", allowed),
        endpoint(json, "token_endpoint", allowed),
        endpoint(json, "jwks_uri", allowed),
        json.path("end_session_endpoint").isTextual()
            ? Optional.of(endpoint(json, "end_session_endpoint", allowed))
            : Optional.empty(),
        wantsSecretInBody(json.path("token_endpoint_auth_methods_supported")),
        json.path("authorization_response_iss_parameter_supported").asBoolean(false));
  }

  private static URI endpoint(JsonNode json, String name, Predicate<URI> allowed) {
    var text = json.path(name).asText();
    try {
      var address = new URI(text);
      if (text.isEmpty() || text.length() > LONGEST_ADDRESS || !address.isAbsolute()) {
        throw new LoginRefused(Reason.DOCUMENT_MALFORMED);
      }
      if (address.getRawFragment() != null || !allowed.test(address)) {
        throw new LoginRefused(Reason.ENDPOINT_FORBIDDEN);
      }
      return address;
    } catch (URISyntaxException _) {
      throw new LoginRefused(Reason.DOCUMENT_MALFORMED);
    }
  }

  /** The header is what every provider must take when it says nothing. */
  private static boolean wantsSecretInBody(JsonNode methods) {
    var names = StreamSupport.stream(methods.spliterator(), false).map(JsonNode::asText).toList();
    return names.contains("client_secret_post") && !names.contains("client_secret_basic");
  }
}
