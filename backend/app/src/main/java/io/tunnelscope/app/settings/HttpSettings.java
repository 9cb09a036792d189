package io.tunnelscope.app.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where we listen.
 *
 * @param port 0 takes a free one
 * @param managementPort for health and metrics; 0 takes a free one
 * @param publicUrl how browsers reach us, where that differs from host and port; without a path
 * @param tls absent: plain HTTP
 * @param trustedProxies addresses or networks whose X-Forwarded-For header is believed
 */
public record HttpSettings(
    String host,
    int port,
    int managementPort,
    Optional<URI> publicUrl,
    Optional<Tls> tls,
    List<String> trustedProxies) {

  /** PEM files of the certificate chain and its key. */
  public record Tls(Path certificate, Path key) {}

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");

  public HttpSettings {
    trustedProxies = List.copyOf(trustedProxies);
  }

  /** Whether only programs of this machine can reach us. */
  public boolean isLoopback() {
    return LOOPBACK.contains(host);
  }

  /**
   * Whether it is certain how browsers reach us: nobody but this machine does, or the settings say.
   */
  public boolean knowsItsAddress() {
    return publicUrl.isPresent() || isLoopback();
  }

  /** Plain HTTP on this machine, free ports; for tests and tools. */
  public static HttpSettings onLoopback() {
    return new HttpSettings("127.0.0.1", 0, 0, Optional.empty(), Optional.empty(), List.of());
  }

  /** Whether browsers speak TLS, to us or to the proxy in front. */
  public boolean isSecure() {
    return tls.isPresent() || publicUrl.filter(url -> "https".equals(url.getScheme())).isPresent();
  }

  /**
   * What browsers name as origin: scheme, host and port.
   *
   * @param actualPort the port that was taken, where a free one was asked for
   */
  public String origin(int actualPort) {
    String authority = host.contains(":") ? "[" + host + "]" : host;
    return publicUrl
        .map(url -> url.getScheme() + "://" + url.getAuthority())
        .orElseGet(
            () -> (tls.isPresent() ? "https" : "http") + "://" + authority + ":" + actualPort);
  }

  public HttpSettings withPort(int other) {
    return new HttpSettings(host, other, managementPort, publicUrl, tls, trustedProxies);
  }

  static HttpSettings read(Entries entries, Purpose purpose) {
    boolean demo = purpose == Purpose.DEMO;
    return new HttpSettings(
        entries.text(SettingKey.HTTP_HOST).orElse("127.0.0.1"),
        entries.number(SettingKey.HTTP_PORT, 8080, 0, 65_535),
        entries.number(SettingKey.MANAGEMENT_PORT, demo ? 0 : 9090, 0, 65_535),
        publicUrl(entries),
        tls(entries),
        entries.list(
            SettingKey.TRUSTED_PROXIES,
            "[0-9a-fA-F.:]+(/[0-9]{1,3})?",
            "IP addresses or networks"));
  }

  private static Optional<URI> publicUrl(Entries entries) {
    return entries
        .webAddress(SettingKey.PUBLIC_URL)
        .filter(
            url -> {
              boolean bare =
                  (url.getPath().isEmpty() || url.getPath().equals("/"))
                      && url.getQuery() == null
                      && url.getFragment() == null;
              if (!bare) {
                entries.complain(SettingKey.PUBLIC_URL, "must end after host and port");
              }
              return bare;
            });
  }

  private static Optional<Tls> tls(Entries entries) {
    if (entries.isSet(SettingKey.TLS_CERT) != entries.isSet(SettingKey.TLS_KEY)) {
      entries.complain(SettingKey.TLS_CERT, "and TUNNELSCOPE_TLS_KEY go together");
    }
    Optional<Path> key = entries.readableFile(SettingKey.TLS_KEY);
    return entries
        .readableFile(SettingKey.TLS_CERT)
        .flatMap(certificate -> key.map(file -> new Tls(certificate, file)));
  }
}
