package io.tunnelscope.app.cli;

import static java.net.http.HttpResponse.BodyHandlers.discarding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.DbOptions;
import io.tunnelscope.app.db.EmbeddedPostgres;
import io.tunnelscope.app.http.Health;
import io.tunnelscope.app.http.ManagementServer;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.CutProxy;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a supervisor sees when the database goes, and when only a new process would help. */
@BackendTest
@SuppressWarnings("try") // closing ends what was started
class LivenessIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final Vertx vertx;
  private final TestDatabase database;
  private final TestTenants tenants;

  LivenessIT(Vertx vertx, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.database = database;
    this.tenants = tenants;
  }

  @Test
  void shouldNotBeReadyButLiveWhileTheDatabaseIsGone() {
    try (var postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
        var supervised = new Supervised(DbOptions.of(postgres.app(), postgres.system()))) {
      // Given
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(supervised.get("/health/ready")).isEqualTo(200));

      // When
      postgres.kill();

      // Then
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(supervised.get("/health/ready")).isEqualTo(503));
      assertThat(supervised.get("/health/live")).isEqualTo(200);
    }
  }

  @Test
  void shouldDieAndEndTheProcessWithSeventyWhenNewConnectionsDoNotHelp() {
    var tenant = tenants.add("stuck");
    try (var proxy = new CutProxy(database.app());
        var supervised =
            new Supervised(
                new DbOptions(proxy.url(), database.system(), 1, Duration.ofMillis(500)))) {
      // When: fresh connections answer, those of the pool go silent before their first answer
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                Results.failureOf(
                    supervised.db.inTenant(
                        tenant.id(),
                        c -> {
                          proxy.silence();
                          return c.query("SELECT 1").execute();
                        }));
                return supervised.get("/health/live") == 503;
              });

      // Then
      assertThatThrownBy(() -> new Stop().await(supervised.health::isAlive))
          .isInstanceOfSatisfying(
              CommandFailed.class, failure -> assertThat(failure.status().code()).isEqualTo(70));
    }
  }

  /** The database and the management port in front of it, joined as the product does it. */
  private final class Supervised implements AutoCloseable {
    final Db db;
    final Health health;
    private final ManagementServer management;
    private final HttpClient http = HttpClient.newHttpClient();

    Supervised(DbOptions options) {
      db = new Db(vertx, options);
      health = new Health().needs("database", db::ping).lives(db::isAlive);
      management =
          Results.of(
              new ManagementServer(
                      vertx,
                      "127.0.0.1",
                      0,
                      health,
                      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                  .start());
    }

    int get(String path) {
      try {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management.port() + path))
                    .timeout(PATIENCE)
                    .build(),
                discarding())
            .statusCode();
      } catch (IOException e) {
        throw new AssertionError("no answer to " + path, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }

    @Override
    public void close() {
      Results.of(management.stop(Duration.ZERO));
      Results.of(db.close());
      http.close();
    }
  }
}
