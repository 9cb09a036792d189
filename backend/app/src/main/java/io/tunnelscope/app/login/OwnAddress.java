package io.tunnelscope.app.login;

import io.tunnelscope.app.settings.HttpSettings;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** How browsers reach us: scheme, host and port. */
final class OwnAddress {
  private final HttpSettings settings;

  OwnAddress(HttpSettings settings) {
    this.settings = settings;
  }

  /**
   * What the settings say; on this machine alone, where a foreign name is turned away, what the
   * browser says. Empty when neither is certain: the host of a request is the client's own word.
   */
  Optional<String> of(HttpServerRequest request) {
    if (settings.publicUrl().isPresent()) {
      return Optional.of(settings.origin(0));
    }
    return settings.isLoopback() ? ofRequest(request) : Optional.empty();
  }

  /** What the browser says. */
  static Optional<String> ofRequest(HttpServerRequest request) {
    return Optional.ofNullable(request.authority())
        .map(authority -> (request.isSSL() ? "https://" : "http://") + authority);
  }
}
