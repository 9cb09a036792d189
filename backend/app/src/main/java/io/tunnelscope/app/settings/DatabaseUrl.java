package io.tunnelscope.app.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a Postgres database is and who signs in there: {@code
 * postgresql://user:password@host:port/database?sslmode=…&sslrootcert=…}. Prints without the
 * password.
 *
 * @param password empty where the server asks for none
 * @param rootCertificate PEM file of the authority to trust instead of the Java trust store
 */
public record DatabaseUrl(
    String user,
    Secret password,
    String host,
    int port,
    String database,
    Tls tls,
    Optional<String> rootCertificate) {

  /** How the connection is protected. */
  public enum Tls {
    /** Plain text: a server on this machine or in the same private network. */
    DISABLE,
    /** Encrypted to whoever answers. */
    REQUIRE,
    /** Encrypted, the certificate's chain and host name checked. */
    VERIFY_FULL
  }

  private static final int DEFAULT_PORT = 5432;
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
  private static final Set<String> PARAMETERS = Set.of("sslmode", "sslrootcert");

  /**
   * Reads a URL. TLS is {@code verify-full} unless the URL says otherwise or the host is this
   * machine.
   *
   * @throws IllegalArgumentException with a sentence that names what is wrong and never the
   *     password
   */
  public static DatabaseUrl parse(String text) {
    URI uri = uri(text);
    if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme())) {
      throw new IllegalArgumentException("must begin with postgresql://");
    }
    if (uri.getHost() == null) {
      throw new IllegalArgumentException("names no host");
    }
    String database = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
    if (database.isEmpty()) {
      throw new IllegalArgumentException("names no database: it ends with /name");
    }
    String[] login =
        uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
    if (login.length == 0 || login[0].isEmpty()) {
      throw new IllegalArgumentException("names no user: postgresql://user@host:port/database");
    }
    Map<String, String> parameters = parameters(uri.getRawQuery());
    return new DatabaseUrl(
        decode(login[0]),
        new Secret(login.length == 2 ? decode(login[1]) : ""),
        uri.getHost(),
        uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
        database,
        tls(parameters.get("sslmode"), uri.getHost()),
        Optional.ofNullable(parameters.get("sslrootcert")));
  }

  /** The same place, signed in as somebody else. */
  public DatabaseUrl as(String otherUser, Secret otherPassword) {
    return new DatabaseUrl(otherUser, otherPassword, host, port, database, tls, rootCertificate);
  }

  /** The same server and user, another database. */
  public DatabaseUrl database(String other) {
    return new DatabaseUrl(user, password, host, port, other, tls, rootCertificate);
  }

  /** For JDBC, without user and password. */
  public String jdbc() {
    String url = "jdbc:postgresql://%s:%d/%s".formatted(host, port, encode(database));
    return switch (tls) {
      case DISABLE -> url + "?sslmode=disable";
      case REQUIRE -> url + "?sslmode=require";
      case VERIFY_FULL ->
          url
              + "?sslmode=verify-full&"
              + rootCertificate
                  .map(file -> "sslrootcert=" + encode(file))
                  .orElse("sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory");
    };
  }

  /** The whole URL, password included: for a file that only its owner reads, never for a log. */
  public String withPassword() {
    return "postgresql://%s:%s@%s:%d/%s?sslmode=%s%s"
        .formatted(
            encode(user),
            encode(password.reveal()),
            host,
            port,
            encode(database),
            tls.name().toLowerCase(Locale.ROOT).replace('_', '-'),
            rootCertificate.map(file -> "&sslrootcert=" + encode(file)).orElse(""));
  }

  @Override
  public String toString() {
    return "postgresql://%s@%s:%d/%s".formatted(user, host, port, database);
  }

  private static URI uri(String text) {
    try {
      return new URI(text.strip());
    } catch (URISyntaxException _) {
      // Its message repeats the input, and with it the password.
      throw new IllegalArgumentException(
          "is no URL: write postgresql://user@host:port/database, special characters percent-encoded");
    }
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (query == null || query.isEmpty()) {
      return parameters;
    }
    for (String pair : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      if (parts.length != 2 || !PARAMETERS.contains(parts[0])) {
        throw new IllegalArgumentException("has a parameter other than sslmode and sslrootcert");
      }
      parameters.put(parts[0], decode(parts[1]));
    }
    return parameters;
  }

  private static Tls tls(String mode, String host) {
    return switch (mode) {
      case null -> LOOPBACK.contains(host) ? Tls.DISABLE : Tls.VERIFY_FULL;
      case "disable" -> Tls.DISABLE;
      case "require" -> Tls.REQUIRE;
      case "verify-full" -> Tls.VERIFY_FULL;
      default ->
          throw new IllegalArgumentException(
              "has an sslmode other than disable, require, verify-full");
    };
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
