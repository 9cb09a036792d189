package io.tunnelscope.app.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.bundles.LogFiles;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.providers.EvidenceProvider;
import io.tunnelscope.app.providers.simulated.SimulatedEvidence;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.HttpDoor;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Watching a run, and what its page and its log files are made of, over real HTTP. */
@BackendTest
class RunEventsIT {
  private final Vertx vertx;
  private final Db db;
  private final TestTenants tenants;
  private World world;
  private HttpDoor http;
  private TestTenant tenant;
  private Principal who;

  RunEventsIT(Vertx vertx, Db db, TestTenants tenants) {
    this.vertx = vertx;
    this.db = db;
    this.tenants = tenants;
  }

  @BeforeEach
  void open(@TempDir Path folder) {
    world = new World(vertx, db, folder);
    http =
        new HttpDoor(
            vertx,
            routes -> {
              new RunRoutes(world.runs, world.runStore, new RunEvents(db, world.signals))
                  .mount(routes);
              new LogRoutes(
                      world.runStore, world.records, new LogFiles(world.bundles, world.records))
                  .mount(routes);
            });
    tenant = http.admit(tenants.add("events"));
    who = tenants.principal(tenant, Role.OPERATOR);
    var gateway = tenants.gateway(tenant, tenants.subscription(tenant, "s", "simulated"), "sim");
    tenants.connection(tenant, gateway, "Authentication");
  }

  @AfterEach
  void close() {
    world.close();
    http.close();
  }

  /** What server-sent events said, until the server ended the stream. */
  private List<JsonObject> watched(RunId run, int after) {
    var answer =
        http.send(
            http.to(tenant, "/runs/" + run + "/events")
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", String.valueOf(after))
                .GET()
                .build());
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
    var seen = new ArrayList<JsonObject>();
    answer
        .body()
        .lines()
        .filter(line -> line.startsWith("data: "))
        .forEach(line -> seen.add(new JsonObject(line.substring(6))));
    return seen;
  }

  private static List<Integer> numbers(List<JsonObject> events) {
    return events.stream().map(event -> event.getInteger("seq")).toList();
  }

  @Test
  void shouldShowARunFromItsStartToItsEndWhileItGoesOn() {
    // Given
    world.worker("simulated", new SimulatedEvidence(vertx, world.clock));
    var id = world.start(who, "sim/Authentication");

    // When: the stream is opened while the run waits or runs
    var seen = watched(id, 0);

    // Then
    assertThat(numbers(seen)).first().isEqualTo(1);
    assertThat(seen).extracting(event -> event.getString("state")).contains("QUEUED", "RUNNING");
    assertThat(seen).extracting(event -> event.getString("step")).contains("probe", "finishing");
    assertThat(seen)
        .filteredOn(event -> event.getString("kind").equals("progress"))
        .hasSizeGreaterThan(4)
        .allSatisfy(event -> assertThat(event.getString("message")).isNotBlank());
    assertThat(seen.getLast())
        .isEqualTo(
            seen.getLast()
                .copy()
                .put("kind", "done")
                .put("state", "SUCCEEDED")
                .put("code", "UnHealthy")
                .put("fault", "Authentication"));
  }

  @Test
  void shouldGoOnWhereABrowserLeftOff() {
    // Given
    world.worker("simulated", new SimulatedEvidence(vertx, world.clock));
    var id = world.start(who, "sim/Authentication");
    var all = watched(id, 0);
    int left = all.size() / 2;

    // When
    var rest = watched(id, numbers(all).get(left - 1));

    // Then
    assertThat(rest).isEqualTo(all.subList(left, all.size()));
    var polled =
        http.send(
            http.to(tenant, "/runs/" + id + "/events?after=" + numbers(all).get(left - 1))
                .header("Accept", "application/json")
                .GET()
                .build());
    var list = new JsonObject(polled.body());
    assertThat(list.getBoolean("done")).isTrue();
    assertThat(list.getJsonArray("items")).hasSize(rest.size());
  }

  @Test
  void shouldKeepEventsBoundedHoweverMuchAProviderTells() {
    // Given
    var told = Promise.<Void>promise();
    EvidenceProvider chatty =
        (request, _, progress) -> {
          for (int n = 0; n < 20_000; n++) {
            progress.probe("cpu", n % 100);
          }
          return told.future().map(_ -> Evidences.gatewayNotFound(request));
        };
    world.worker("simulated", chatty);
    var id = world.start(who, "sim");

    // When
    vertx.setTimer(500, _ -> told.complete());
    var seen = watched(id, 0);

    // Then
    assertThat(seen).hasSizeLessThan(450);
    assertThat(seen.getLast().getString("kind")).isEqualTo("done");
    assertThat(numbers(seen)).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void shouldTellARunWithItsDiagnosisLogsAndDiff() {
    // Given
    world.worker("simulated", new SimulatedEvidence(vertx, world.clock));
    var first = world.start(who, "sim/Authentication");
    await().until(() -> world.run(who, first).isFinished());
    var started =
        http.send(
            http.to(tenant, "/runs")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"target\":\"sim/Authentication\"}"))
                .build());
    assertThat(started.statusCode()).isEqualTo(202);
    var id = new JsonObject(started.body()).getString("id");
    await().until(() -> http.json(tenant, "/runs/" + id).getString("state").equals("SUCCEEDED"));

    // When
    var run = http.json(tenant, "/runs/" + id);

    // Then
    var result = run.getJsonObject("diagnosis").getJsonArray("results").getJsonObject(0);
    assertThat(result.getString("id")).isEqualTo("Authentication");
    assertThat(result.getString("cause")).isEqualTo("AUTH_PSK_MISMATCH");
    assertThat(result.getString("summary")).isNotBlank();
    assertThat(result.getJsonArray("recommendedActions")).isNotEmpty();
    assertThat(run.getJsonObject("diff").getBoolean("changed")).isFalse();
    assertThat(run.getString("previousRun")).isEqualTo(first.toString());
    // The proof points at the line that the log file holds there.
    var proof = result.getJsonArray("evidence").getJsonObject(0);
    int line = proof.getInteger("line");
    var page =
        http.json(
            tenant,
            "/runs/%s/logs/%s?fromLine=%d&lines=1".formatted(id, proof.getString("file"), line));
    assertThat(page.getJsonArray("lines").getString(0)).isEqualTo(proof.getString("text"));
  }

  @Test
  void shouldAnswerAForeignRunLikeOneThatNeverWas() {
    // Given
    var id = world.start(who, "sim");
    var other = http.admit(tenants.add("foreign"));

    // When
    var foreign = http.get(other, "/runs/" + id);
    var missing = http.get(other, "/runs/" + world.ids.next());
    var nonsense = http.get(other, "/runs/nonsense");

    // Then
    assertThat(List.of(foreign.statusCode(), missing.statusCode(), nonsense.statusCode()))
        .containsOnly(404);
    assertThat(withoutRequest(foreign.body()))
        .isEqualTo(withoutRequest(missing.body()))
        .isEqualTo(withoutRequest(nonsense.body()));
  }

  private static JsonObject withoutRequest(String body) {
    var json = new JsonObject(body);
    json.remove("requestId");
    return json;
  }
}
