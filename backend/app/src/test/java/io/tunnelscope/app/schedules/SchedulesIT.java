package io.tunnelscope.app.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.HttpDoor;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Future;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Runs that start by themselves: when, for what, as whom, and when not. */
@BackendTest
class SchedulesIT {
  private final TestApp app;
  private final TestDatabase database;
  private final TestTenants tenants;

  SchedulesIT(TestApp app, TestDatabase database, TestTenants tenants) {
    this.app = app;
    this.database = database;
    this.tenants = tenants;
  }

  @Test
  void shouldStartARunWhenItIsTimeAsTheMemberWhoMadeIt() throws Exception {
    // Given
    var tenant = withGateway("time");
    var operator = app.signedIn(tenant, Role.OPERATOR);
    var id = id(operator.post("/schedules", plan("first", "0 0 1 1 *")));

    // When
    comeDue(id, "10 seconds");
    tick();

    // Then
    var runs = runs(tenant);
    assertThat(runs).hasSize(1);
    assertThat(runs.getFirst().path("source").asText()).isEqualTo("schedule");
    assertThat(runs.getFirst().path("targetName").asText()).isEqualTo("first");
    var shown = show(tenant, id);
    assertThat(runs.getFirst().at("/requestedBy/name").asText())
        .isEqualTo(shown.path("startsAs").asText());
    assertThat(shown.at("/last/started").asInt()).isEqualTo(1);
    assertThat(shown.path("next")).hasSize(3);
    assertThat(shown.at("/next/0").asText()).endsWith("-01-01T00:00:00Z");
  }

  @Test
  void shouldStartEachRunOnceHoweverManyNodesTakeTheTurn() throws Exception {
    // Given
    var tenant = withGateway("nodes");
    var id = id(app.as(tenant, Role.OPERATOR).post("/schedules", plan("first", "0 0 1 1 *")));
    comeDue(id, "10 seconds");

    // When
    var ticker = app.services().ticker;
    Future.all(List.of(ticker.tick(), ticker.tick(), ticker.tick(), ticker.tick()))
        .toCompletionStage()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);

    // Then
    assertThat(runs(tenant)).hasSize(1);
  }

  @Test
  void shouldPickByGatewayAndTagAndAll() throws Exception {
    // Given
    var tenant = tenants.add("picks");
    var subscription = tenants.subscription(tenant, "Simulated", "simulated");
    var seoul = tenants.gateway(tenant, subscription, "seoul");
    tenants.connection(tenant, seoul, "branch");
    var tokyo = tenants.gateway(tenant, subscription, "tokyo");
    var operator = app.as(tenant, Role.OPERATOR);
    put(operator, "/targets/" + HttpDoor.encoded(tokyo) + "/tags", "{\"tags\":{\"site\":\"x\"}}");

    // When
    var gateway = id(operator.post("/schedules", plan("seoul/*", "0 0 1 1 *")));
    var tag = id(operator.post("/schedules", plan("tag:site", "0 0 1 1 *")));
    var all = id(operator.post("/schedules", plan("*", "0 0 1 1 *")));
    for (var each : List.of(gateway, tag, all)) {
      comeDue(each, "10 seconds");
    }
    tick();

    // Then
    assertThat(show(tenant, gateway).at("/last/started").asInt()).isEqualTo(2);
    assertThat(show(tenant, tag).at("/last/started").asInt()).isEqualTo(1);
    assertThat(show(tenant, all).at("/last/started").asInt()).isEqualTo(3);
    assertThat(runs(tenant).stream().map(run -> run.path("targetName").asText()))
        .containsExactlyInAnyOrder(
            "seoul", "seoul/branch", "tokyo", "seoul", "seoul/branch", "tokyo");
  }

  @Test
  void shouldNotHaveTwoOpenRunsOfOneScheduleAndTarget() throws Exception {
    // Given
    var tenant = tenants.add("open");
    tenants.gateway(tenant, tenants.subscription(tenant, "Simulated", "simulated"), "sim-Slow");
    var operator = app.as(tenant, Role.OPERATOR);
    var id = id(operator.post("/schedules", plan("sim-Slow", "* * * * *")));

    // When
    comeDue(id, "10 seconds");
    tick();
    comeDue(id, "5 seconds");
    tick();

    // Then
    var open = runs(tenant);
    assertThat(open).hasSize(1);
    assertThat(show(tenant, id).at("/last/busy").asInt()).isEqualTo(1);

    operator.post("/runs/" + open.getFirst().path("id").asText() + "/cancel", "{}");
  }

  @Test
  void shouldStopWhenItsMakerMayNotStartRunsAnyMore() throws Exception {
    // Given
    var tenant = withGateway("maker");
    var id = id(app.signedIn(tenant, Role.OPERATOR).post("/schedules", plan("first", "0 0 1 1 *")));
    Sql.update(
        database.migrate(),
        "UPDATE membership SET role = 'viewer' WHERE tenant_id = ? AND role = 'operator'",
        tenant.id().value());

    // When
    comeDue(id, "10 seconds");
    tick();

    // Then
    assertThat(runs(tenant)).isEmpty();
    assertThat(show(tenant, id).path("state").asText()).isEqualTo("STOPPED");
    assertThat(show(tenant, id).path("next")).isEmpty();
    assertThat(actions(tenant)).contains("schedule.stop");

    // When: somebody who may takes it over
    var taken = put(app.as(tenant, Role.ADMIN), "/schedules/" + id, plan("first", "0 0 1 1 *"));

    // Then
    assertThat(taken.json().path("state").asText()).isEqualTo("ON");
  }

  @Test
  void shouldStopWhenTheTokenThatMadeItIsRevoked() throws Exception {
    // Given: a token of nobody, as the operator of an installation has it
    var tenant = withGateway("token");
    var id = id(app.as(tenant, Role.OPERATOR).post("/schedules", plan("first", "0 0 1 1 *")));
    Sql.update(
        database.migrate(),
        "UPDATE api_token SET revoked_at = now() WHERE tenant_id = ?",
        tenant.id().value());

    // When
    comeDue(id, "10 seconds");
    tick();

    // Then
    assertThat(state(id)).containsExactly("STOPPED");
  }

  @Test
  void shouldLeaveOutWhatWasMissedUnlessItIsToBeMadeUp() throws Exception {
    // Given
    var tenant = withGateway("missed");
    var operator = app.as(tenant, Role.OPERATOR);
    var skip = id(operator.post("/schedules", plan("first", "* * * * *")));
    var once =
        id(
            operator.post(
                "/schedules",
                "{\"targets\":\"first\",\"cron\":\"* * * * *\",\"missed\":\"once\"}"));

    // When: nobody was there for three hours
    comeDue(skip, "3 hours");
    comeDue(once, "3 hours");
    tick();

    // Then
    assertThat(show(tenant, skip).has("last")).isFalse();
    assertThat(show(tenant, once).at("/last/started").asInt()).isEqualTo(1);
    assertThat(runs(tenant)).hasSize(1);
    assertThat(
            Sql.column(
                database.migrate(),
                "SELECT next_at > now() FROM schedule_tick WHERE tenant_id = ?",
                tenant.id().value()))
        .containsOnly("t");
  }

  @Test
  void shouldStartNothingWhilePausedOrRemoved() throws Exception {
    // Given
    var tenant = withGateway("paused");
    var operator = app.as(tenant, Role.OPERATOR);
    var paused = id(operator.post("/schedules", plan("first", "* * * * *")));
    var removed = id(operator.post("/schedules", plan("first", "* * * * *")));

    // When
    var reply =
        put(
            operator,
            "/schedules/" + paused,
            "{\"targets\":\"first\",\"cron\":\"* * * * *\",\"paused\":true}");
    operator.delete("/schedules/" + removed);
    tick();

    // Then
    assertThat(reply.json().path("state").asText()).isEqualTo("PAUSED");
    assertThat(runs(tenant)).isEmpty();
    assertThat(operator.get("/schedules/" + removed).status()).isEqualTo(404);
    assertThat(
            Sql.column(
                database.migrate(),
                "SELECT schedule_id FROM schedule_tick WHERE tenant_id = ?",
                tenant.id().value()))
        .isEmpty();
  }

  @Test
  void shouldCountWhatFindsNoPlaceInTheQueue() throws Exception {
    // Given
    var tenant = tenants.add("full");
    var subscription = tenants.subscription(tenant, "Simulated", "simulated");
    tenants.gateway(tenant, subscription, "sim-Slow");
    tenants.gateway(tenant, subscription, "b");
    tenants.gateway(tenant, subscription, "c");
    Sql.update(
        database.migrate(),
        "UPDATE tenant SET queue_limit = 2 WHERE tenant_id = ?",
        tenant.id().value());
    var operator = app.as(tenant, Role.OPERATOR);
    var slow = operator.post("/runs", "{\"target\":\"sim-Slow\"}").json().path("id").asText();
    var id = id(operator.post("/schedules", plan("*", "0 0 1 1 *")));

    // When
    comeDue(id, "10 seconds");
    tick();

    // Then
    var last = show(tenant, id).path("last");
    assertThat(last.path("started").asInt()).isEqualTo(1);
    assertThat(last.path("refused").asInt()).isEqualTo(2);

    operator.post("/runs/" + slow + "/cancel", "{}");
  }

  @Test
  void shouldSayWhatIsWrongWithAPlan() {
    // Given
    var tenant = withGateway("wrong");
    var operator = app.as(tenant, Role.OPERATOR);

    // Then
    assertThat(
            fields(
                operator.post(
                    "/schedules",
                    "{\"targets\":\"tag:\",\"cron\":\"61 * * * *\",\"timeZone\":\"Mars\",\"missed\":\"x\",\"jitterSeconds\":3601}")))
        .containsExactlyInAnyOrder("targets", "cron", "timeZone", "missed", "jitterSeconds");
    assertThat(fields(operator.post("/schedules", plan("first", "0 0 30 2 *"))))
        .containsExactly("cron");
    assertThat(operator.post("/schedules", plan("fist", "0 0 1 1 *")).text())
        .contains("did you mean first");
    assertThat(operator.post("/schedules", plan("nowhere/*", "0 0 1 1 *")).status()).isEqualTo(404);
  }

  @Test
  void shouldSpeakOfTimesInTheZoneOfTheTenant() {
    // Given
    var tenant = withGateway("zone");
    Sql.update(
        database.migrate(),
        "UPDATE tenant SET time_zone = 'Asia/Seoul' WHERE tenant_id = ?",
        tenant.id().value());

    // When
    var added = app.as(tenant, Role.OPERATOR).post("/schedules", plan("first", "0 9 * * *"));

    // Then
    assertThat(added.json().path("timeZone").asText()).isEqualTo("Asia/Seoul");
    assertThat(added.json().at("/next/0").asText()).endsWith("T00:00:00Z");
  }

  private TestTenant withGateway(String word) {
    var tenant = tenants.add(word);
    tenants.gateway(tenant, tenants.subscription(tenant, "Simulated", "simulated"), "first");
    return tenant;
  }

  private static String plan(String targets, String cron) {
    return "{\"targets\":\"%s\",\"cron\":\"%s\"}".formatted(targets, cron);
  }

  private static String id(TestApp.Reply added) {
    assertThat(added.status()).as(added.text()).isEqualTo(201);
    return added.json().path("id").asText();
  }

  private void comeDue(String id, String ago) {
    Sql.update(
        database.migrate(),
        "UPDATE schedule_tick SET due_at = date_trunc('second', now()) - ?::interval,"
            + " next_at = date_trunc('second', now()) - ?::interval WHERE schedule_id = ?::uuid",
        ago,
        ago,
        id);
  }

  /** The product's own one may be there before: all the same. */
  private void tick() throws Exception {
    app.services()
        .ticker
        .tick()
        .toCompletionStage()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  private JsonNode show(TestTenant tenant, String id) {
    return app.as(tenant, Role.VIEWER).get("/schedules/" + id).json();
  }

  private List<JsonNode> runs(TestTenant tenant) {
    var items = app.as(tenant, Role.VIEWER).get("/runs").json().path("items");
    return StreamSupport.stream(items.spliterator(), false).toList();
  }

  private List<String> state(String id) {
    return Sql.column(
        database.migrate(), "SELECT state FROM schedule WHERE schedule_id = ?::uuid", id);
  }

  private List<String> actions(TestTenant tenant) {
    return Sql.column(
        database.migrate(), "SELECT action FROM audit WHERE tenant_id = ?", tenant.id().value());
  }

  private static List<String> fields(TestApp.Reply reply) {
    return StreamSupport.stream(reply.json().path("errors").spliterator(), false)
        .map(error -> error.path("field").asText())
        .toList();
  }

  private static TestApp.Reply put(TestApp.Caller caller, String path, String body) {
    return caller.call(path, HttpRequest.newBuilder().PUT(BodyPublishers.ofString(body)));
  }
}
