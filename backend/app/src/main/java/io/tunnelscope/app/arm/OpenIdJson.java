package io.tunnelscope.app.arm;

import java.util.List;

/** Where a client finds what it needs to sign in (OpenID Connect Discovery 1.0, section 3). */
record OpenIdJson(
    String issuer,
    String authorization_endpoint,
    String token_endpoint,
    String device_authorization_endpoint,
    String jwks_uri,
    List<String> response_types_supported,
    List<String> subject_types_supported,
    List<String> id_token_signing_alg_values_supported,
    List<String> grant_types_supported,
    List<String> token_endpoint_auth_methods_supported) {

  /**
   * @param issuer its address, without a version
   * @param oauth where its endpoints are
   */
  static OpenIdJson of(String issuer, String oauth, String keys) {
    return new OpenIdJson(
        issuer,
        oauth + "/authorize",
        oauth + "/token",
        oauth + "/devicecode",
        keys,
        List.of("code"),
        List.of("pairwise"),
        List.of("RS256"),
        List.of("client_credentials"),
        List.of("client_secret_post"));
  }
}
