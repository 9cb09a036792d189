package io.tunnelscope.app.arm;

import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Optional;

/**
 * How clients reach us, for the addresses that answers name. Where no public address is set it is
 * the one that the client itself used.
 */
record Address(Optional<URI> publicUrl) {
  /** Scheme, host and port. */
  String origin(HttpServerRequest request) {
    return publicUrl
        .map(url -> url.getScheme() + "://" + url.getAuthority())
        .orElseGet(() -> request.scheme() + "://" + authority(request));
  }

  private static String authority(HttpServerRequest request) {
    var named = request.authority();
    return named == null ? request.localAddress().toString() : named.toString();
  }
}
