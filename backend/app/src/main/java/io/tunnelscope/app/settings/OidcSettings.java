package io.tunnelscope.app.settings;

import static io.tunnelscope.app.settings.SettingKey.OIDC_CLIENT_ID;
import static io.tunnelscope.app.settings.SettingKey.OIDC_CLIENT_SECRET;
import static io.tunnelscope.app.settings.SettingKey.OIDC_ISSUER;
import static io.tunnelscope.app.settings.SettingKey.OIDC_ROLE_CLAIM;
import static io.tunnelscope.app.settings.SettingKey.OIDC_SCOPES;

import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The identity provider of the installation.
 *
 * @param issuer letter by letter as its ID tokens name it
 * @param clientSecret absent for a public client, which PKCE alone protects
 * @param scopes separated by blanks; openid is among them
 * @param roleClaim the claim whose values the tenants map to roles
 */
public record OidcSettings(
    URI issuer, String clientId, Optional<Secret> clientSecret, String scopes, String roleClaim) {
  /** What is asked for unless somebody says otherwise. */
  public static final String USUAL_SCOPES = "openid profile";

  /** The claim that carries groups at most providers. */
  public static final String USUAL_ROLE_CLAIM = "groups";

  /** Absent when no key of OIDC's is set. */
  static Optional<OidcSettings> read(Entries entries) {
    boolean any =
        Stream.of(OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_SCOPES, OIDC_ROLE_CLAIM)
            .anyMatch(entries::isSet);
    if (!any) {
      return Optional.empty();
    }
    Stream.of(OIDC_ISSUER, OIDC_CLIENT_ID)
        .filter(key -> !entries.isSet(key))
        .forEach(key -> entries.complain(key, "is missing: sign-in by OIDC needs it"));
    Optional<URI> issuer = entries.webAddress(OIDC_ISSUER).filter(uri -> isBare(entries, uri));
    Optional<String> id = entries.text(OIDC_CLIENT_ID);
    Optional<Secret> secret = entries.secret(OIDC_CLIENT_SECRET);
    String scopes = scopes(entries);
    String claim = entries.text(OIDC_ROLE_CLAIM).orElse(USUAL_ROLE_CLAIM);
    return issuer.isPresent() && id.isPresent()
        ? Optional.of(new OidcSettings(issuer.get(), id.get(), secret, scopes, claim))
        : Optional.empty();
  }

  private static boolean isBare(Entries entries, URI issuer) {
    boolean bare = issuer.getQuery() == null && issuer.getFragment() == null;
    if (!bare) {
      entries.complain(OIDC_ISSUER, "must have no query and no fragment");
    }
    return bare;
  }

  private static String scopes(Entries entries) {
    String scopes = entries.text(OIDC_SCOPES).orElse(USUAL_SCOPES);
    if (!areScopes(scopes)) {
      entries.complain(OIDC_SCOPES, "must be scopes separated by blanks, openid among them");
    }
    return scopes;
  }

  /** Whether the text is scopes separated by single blanks (RFC 6749, section 3.3), with openid. */
  public static boolean areScopes(String text) {
    return text.matches("[!#-\\[\\]-~]+( [!#-\\[\\]-~]+)*")
        && Stream.of(text.split(" ", -1)).anyMatch("openid"::equals);
  }
}
