package io.tunnelscope.app.db;

import io.tunnelscope.app.settings.DatabaseUrl;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;

/** A {@link DatabaseUrl} in the words of the driver. */
final class PgOptions {
  private static final int STATEMENTS_KEPT = 256;

  /** In characters: the driver prepares longer ones, by its default over 2,048, anew each time. */
  private static final int LONGEST_KEPT = 16 * 1024;

  private PgOptions() {}

  static PgConnectOptions of(DatabaseUrl url) {
    var options =
        new PgConnectOptions()
            .setHost(url.host())
            .setPort(url.port())
            .setDatabase(url.database())
            .setUser(url.user())
            .setPassword(url.password().reveal())
            .setCachePreparedStatements(true)
            .setPreparedStatementCacheMaxSize(STATEMENTS_KEPT)
            .setPreparedStatementCacheSqlLimit(LONGEST_KEPT)
            .addProperty("application_name", "tunnelscope");
    return switch (url.tls()) {
      case DISABLE -> options.setSslMode(SslMode.DISABLE);
      case REQUIRE ->
          options
              .setSslMode(SslMode.REQUIRE)
              .setSslOptions(new ClientSSLOptions().setTrustAll(true));
      case VERIFY_FULL ->
          options
              .setSslMode(SslMode.VERIFY_FULL)
              .setSslOptions(verified(url).setHostnameVerificationAlgorithm("HTTPS"));
    };
  }

  private static ClientSSLOptions verified(DatabaseUrl url) {
    var tls = new ClientSSLOptions();
    url.rootCertificate()
        .ifPresent(file -> tls.setTrustOptions(new PemTrustOptions().addCertPath(file)));
    return tls;
  }
}
