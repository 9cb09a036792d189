package io.tunnelscope.app.settings;

import static io.tunnelscope.app.settings.SettingKey.OIDC_CLIENT_ID;
import static io.tunnelscope.app.settings.SettingKey.OIDC_CLIENT_SECRET;
import static io.tunnelscope.app.settings.SettingKey.OIDC_ISSUER;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The identity provider. */
public record OidcSettings(URI issuer, String clientId, Secret clientSecret) {

  /** All three keys or none. */
  static Optional<OidcSettings> read(Entries entries) {
    List<SettingKey> keys = List.of(OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET);
    if (keys.stream().noneMatch(entries::isSet)) {
      return Optional.empty();
    }
    keys.stream()
        .filter(key -> !entries.isSet(key))
        .forEach(key -> entries.complain(key, "is missing: the three OIDC settings go together"));
    Optional<URI> issuer = entries.webAddress(OIDC_ISSUER);
    Optional<String> id = entries.text(OIDC_CLIENT_ID);
    Optional<Secret> secret = entries.secret(OIDC_CLIENT_SECRET);
    return issuer.isPresent() && id.isPresent() && secret.isPresent()
        ? Optional.of(new OidcSettings(issuer.get(), id.get(), secret.get()))
        : Optional.empty();
  }
}
