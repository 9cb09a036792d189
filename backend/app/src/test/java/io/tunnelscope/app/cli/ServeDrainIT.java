package io.tunnelscope.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.login.ApiTokens;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.CutProxy;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.ServeProcess;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is told to end while it works: what it cannot finish goes to another one. */
@BackendTest
@Timeout(180)
@SuppressWarnings("try") // closing a server waits for its end
class ServeDrainIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration PROMISED = Duration.ofSeconds(25);

  @TempDir private Path folder;
  private final TestDatabase database;
  private final TestTenant tenant;
  private final TestTenants tenants;
  private final String token;
  private final HttpClient http = HttpClient.newHttpClient();

  ServeDrainIT(Db db, TestDatabase database, TestTenants tenants) {
    this.database = database;
    this.tenants = tenants;
    this.tenant = tenants.add("drain");
    var random = new SecureRandom();
    var ids = new Uuid7(Clock.systemUTC(), random);
    var tokens = new ApiTokens(db, new AuditLog(), Clock.systemUTC(), ids::next, random);
    this.token = Results.of(tokens.create(tenant.id(), "test", Role.OPERATOR, 1));
  }

  @Test
  void shouldFinishWhatEndsInTimeAndGiveBackTheRest() throws Exception {
    // Given: two runs of 20 s, of which one is well on its way
    var first = slowTarget("first");
    var second = slowTarget("second");
    try (var leaving = start("leaving")) {
      var inTime = run(leaving, first);
      awaitPercent(inTime, 30);
      var late = run(leaving, second);
      awaitPercent(late, 10);

      // When: and another one comes in its place
      long begin = System.nanoTime();
      leaving.terminate();
      try (var staying = start("staying")) {
        int status = leaving.status();
        var took = Duration.ofNanos(System.nanoTime() - begin);

        // Then
        assertThat(status).as(leaving.said()).isZero();
        assertThat(took).isLessThan(PROMISED);
        assertThat(states(inTime)).isEqualTo("QUEUED RUNNING SUCCEEDED");
        staying.origin();
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> assertThat(states(late)).isEqualTo("QUEUED RUNNING QUEUED RUNNING"));
        assertThat(column("SELECT attempt || ' tries, ' || crashes FROM run", late))
            .isEqualTo("2 tries, 0");
        staying.kill();
      }
    }
  }

  @Test
  void shouldEndInTimeThoughTheDatabaseHangs() throws Exception {
    // Given: a run that is on its way as the database stops to answer
    try (var app = new CutProxy(database.app());
        var system = new CutProxy(database.system());
        var leaving =
            start(
                "hanging",
                new TestDatabase(
                    database.superuser(), database.migrate(), app.url(), system.url()))) {
      awaitPercent(run(leaving, slowTarget("hangs")), 10);
      app.freeze();
      system.freeze();

      // When
      long begin = System.nanoTime();
      leaving.terminate();
      int status = leaving.status();
      var took = Duration.ofNanos(System.nanoTime() - begin);

      // Then
      assertThat(status).as(leaving.said()).isZero();
      assertThat(took).isLessThan(PROMISED);
    }
  }

  /** The connection of the simulator that takes 20 s, in a subscription of its own. */
  private String slowTarget(String name) {
    var subscription = tenants.subscription(tenant, name, "simulated");
    return tenants.connection(tenant, tenants.gateway(tenant, subscription, "sim"), "Slow");
  }

  private ServeProcess start(String name) throws IOException {
    return start(name, database);
  }

  private ServeProcess start(String name, TestDatabase database) throws IOException {
    var own = Files.createDirectory(folder.resolve(name));
    return ServeProcess.start(
        own, database, "192m", Map.of("TUNNELSCOPE_LOG_STORE", "folder:" + own.resolve("logs")));
  }

  private UUID run(ServeProcess server, String target) throws IOException, InterruptedException {
    var answer =
        http.send(
            HttpRequest.newBuilder(
                    URI.create(server.origin() + "/api/v1/t/" + tenant.slug() + "/runs"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString(new JsonObject().put("target", target).encode()))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return UUID.fromString(new JsonObject(answer.body()).getString("id"));
  }

  private void awaitPercent(UUID run, int percent) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        Integer.parseInt(
                            column(
                                """
                                SELECT coalesce(max((body ->> 'percent')::int), 0) FROM run_event
                                """,
                                run)))
                    .isGreaterThanOrEqualTo(percent));
  }

  /** All that the run was, in its order. */
  private String states(UUID run) {
    return column("SELECT string_agg(body ->> 'state', ' ' ORDER BY seq) FROM run_event", run);
  }

  private String column(String select, UUID run) {
    return Sql.column(
            database.superuser(),
            select + " WHERE tenant_id = ? AND run_id = ?",
            tenant.id().value(),
            run)
        .getFirst();
  }
}
