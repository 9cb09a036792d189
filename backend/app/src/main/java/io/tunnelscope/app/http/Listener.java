package io.tunnelscope.app.http;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the product listens and how browsers reach it.
 *
 * @param port 0 takes a free one
 * @param tls PEM files of certificate chain and key; empty for plain HTTP
 * @param publicUrl as people type it, where a proxy stands in front
 * @param trustedProxies addresses whose {@code X-Forwarded-For} is believed
 */
public record Listener(
    String host,
    int port,
    Optional<PemFiles> tls,
    Optional<URI> publicUrl,
    List<String> trustedProxies) {

  /** PEM files: the certificate chain and its private key. */
  public record PemFiles(Path certificate, Path key) {}

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  public Listener {
    requireNonNull(host);
    trustedProxies = List.copyOf(trustedProxies);
  }

  /** Plain HTTP, reachable from this machine only. */
  public static Listener onLoopback(int port) {
    return new Listener("127.0.0.1", port, Optional.empty(), Optional.empty(), List.of());
  }

  public boolean isLoopback() {
    return LOOPBACK.contains(host);
  }

  /**
   * Whether cookies are marked for TLS only: always, but on plain HTTP that never leaves the
   * machine.
   */
  public boolean wantsSecureCookies() {
    return !isLoopback() || isTls();
  }

  /** Whether browsers speak TLS, to us or to the proxy in front. */
  public boolean isTls() {
    return tls.isPresent() || publicUrl.filter(url -> "https".equals(url.getScheme())).isPresent();
  }

  /** The origin that browsers name, once the port is known: {@code http://127.0.0.1:8080}. */
  public String origin(int actualPort) {
    return publicUrl
        .map(url -> url.getScheme() + "://" + url.getAuthority())
        .orElseGet(
            () -> (tls.isPresent() ? "https" : "http") + "://" + authority() + ":" + actualPort);
  }

  private String authority() {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }
}
