package io.tunnelscope.app.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.HttpDoor;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Future;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
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
  void shouldStartARunWhenItIsTimeAsTheMemberWhoMadeIt() {
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
  void shouldStartEachRunOnceHoweverManyNodesTakeTheTurn() {
    // Given
    var tenant = withGateway("nodes");
    var id = id(app.as(tenant, Role.OPERATOR).post("/schedules", plan("first", "0 0 1 1 *")));
    comeDue(id, "10 seconds");

    // When
    var ticker = app.services().ticker;
    Results.of(Future.all(List.of(ticker.tick(), ticker.tick(), ticker.tick(), ticker.tick())));
    tick();

    // Then
    assertThat(runs(tenant)).hasSize(1);
  }

  @Test
  void shouldPickByGatewayAndTagAndAll() {
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
  void shouldNotHaveTwoOpenRunsOfOneScheduleAndTarget() {
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

  /** Letters of which not everybody makes the same small ones. */
  @Test
  void shouldNotHaveTwoOpenRunsWhateverLettersANameHas() {
    // Given: the lane stands still behind a slow run
    var tenant = tenants.add("letters");
    var subscription = tenants.subscription(tenant, "Simulated", "simulated");
    tenants.gateway(tenant, subscription, "sim-Slow");
    var names = List.of("İstanbul", "ΟΔΟΣ", "Büro-ÄÖ");
    names.forEach(name -> tenants.gateway(tenant, subscription, name));
    var operator = app.as(tenant, Role.OPERATOR);
    var slow = operator.post("/runs", "{\"target\":\"sim-Slow\"}").json().path("id").asText();
    var all = id(operator.post("/schedules", plan("*", "0 0 1 1 *")));
    var one = id(operator.post("/schedules", plan("οδοσ", "0 0 1 1 *")));

    // When
    for (int turn = 0; turn < 2; turn++) {
      comeDue(all, 10 - turn + " seconds");
      comeDue(one, 10 - turn + " seconds");
      tick();
    }

    // Then: those of the first turns
    assertThat(show(tenant, all).at("/last/started").asInt()).isZero();
    assertThat(show(tenant, all).at("/last/busy").asInt()).isEqualTo(4);
    assertThat(show(tenant, one).at("/last/busy").asInt()).isEqualTo(1);
    assertThat(runs(tenant).stream().map(run -> run.path("targetName").asText()))
        .containsExactlyInAnyOrder("sim-Slow", "sim-Slow", "İstanbul", "ΟΔΟΣ", "ΟΔΟΣ", "Büro-ÄÖ");

    operator.post("/runs/" + slow + "/cancel", "{}");
  }

  @Test
  void shouldStopAsSoonAsItsMakerMayNotStartRunsAnyMore() {
    // Given: one that is not due before New Year
    var tenant = withGateway("maker");
    var id = id(app.signedIn(tenant, Role.OPERATOR).post("/schedules", plan("first", "0 0 1 1 *")));
    var running = id(app.as(tenant, Role.ADMIN).post("/schedules", plan("first", "0 0 1 1 *")));
    int seen = show(tenant, id).path("version").asInt();

    // When
    demote(tenant);

    // Then: whoever looks sees it
    var shown = show(tenant, id);
    assertThat(shown.path("state").asText()).isEqualTo("STOPPED");
    assertThat(shown.path("stoppedBecause").asText()).isEqualTo("role");
    assertThat(shown.path("stoppedText").asText()).isEqualTo("has a role that may not start runs");
    assertThat(shown.path("next")).isEmpty();
    assertThat(shown.path("version").asInt()).isEqualTo(seen + 1);
    assertThat(show(tenant, running).path("state").asText()).isEqualTo("ON");
    assertThat(stopped(tenant)).containsExactly(id);

    // When: a node writes it down
    Results.of(app.services().ticker.stopOrphans());

    // Then
    assertThat(state(id)).containsExactly("STOPPED");
    assertThat(show(tenant, id).path("version").asInt()).isEqualTo(seen + 1);
    assertThat(details(tenant, "schedule.stop"))
        .singleElement()
        .satisfies(text -> assertThat(text).contains("\"role\""));

    // When: somebody who may takes it over
    var taken =
        put(
            app.as(tenant, Role.ADMIN),
            "/schedules/" + id,
            versioned("0 0 1 1 *", shown.path("version").asInt()));

    // Then
    assertThat(taken.json().path("state").asText()).as(taken.text()).isEqualTo("ON");
    assertThat(taken.json().has("stoppedBecause")).isFalse();
    assertThat(stopped(tenant)).isEmpty();
  }

  @Test
  void shouldStartNothingForAMakerWhoMayNotAnyMore() {
    // Given
    var tenant = withGateway("gone");
    var id = id(app.signedIn(tenant, Role.OPERATOR).post("/schedules", plan("first", "0 0 1 1 *")));
    Sql.update(
        database.migrate(),
        "UPDATE membership SET deactivated_at = now() WHERE tenant_id = ? AND role = 'operator'",
        tenant.id().value());

    // When
    comeDue(id, "10 seconds");
    tick();

    // Then
    assertThat(runs(tenant)).isEmpty();
    assertThat(show(tenant, id).path("stoppedBecause").asText()).isEqualTo("deactivated");
    assertThat(actions(tenant)).contains("schedule.stop");
  }

  @Test
  void shouldStopWhenTheTokenThatMadeItIsRevokedOrHasExpired() {
    // Given: tokens of nobody, as the operator of an installation has them
    var revoked = withGateway("revoked");
    var expired = withGateway("expired");
    var one = id(app.as(revoked, Role.OPERATOR).post("/schedules", plan("first", "0 0 1 1 *")));
    var other = id(app.as(expired, Role.OPERATOR).post("/schedules", plan("first", "0 0 1 1 *")));

    // When
    Sql.update(
        database.migrate(),
        "UPDATE api_token SET revoked_at = now() WHERE tenant_id = ? AND role = 'operator'",
        revoked.id().value());
    Sql.update(
        database.migrate(),
        "UPDATE api_token SET expires_at = now() WHERE tenant_id = ? AND role = 'operator'",
        expired.id().value());
    Results.of(app.services().ticker.stopOrphans());

    // Then
    assertThat(show(revoked, one).path("stoppedBecause").asText()).isEqualTo("token-revoked");
    assertThat(show(expired, other).path("stoppedBecause").asText()).isEqualTo("token-expired");
    assertThat(state(one)).containsExactly("STOPPED");
    assertThat(state(other)).containsExactly("STOPPED");
  }

  @Test
  void shouldLeaveOutWhatWasMissedUnlessItIsToBeMadeUp() {
    // Given
    var tenant = withGateway("missed");
    var operator = app.as(tenant, Role.OPERATOR);
    var skip = id(operator.post("/schedules", plan("first", "* * * * *")));
    var once =
        id(
            operator.post(
                "/schedules",
                "{\"targets\":\"first\",\"cron\":\"* * * * *\",\"missed\":\"once\"}"));

    // When: nobody was there for four hours, and the first time was in them
    nobodyLookedFor("4 hours");
    comeDue(skip, "3 hours");
    comeDue(once, "3 hours");
    tick();

    // Then: of the last two minutes is not said that they were missed
    var made = show(tenant, once).path("last");
    assertThat(made.path("started").asInt()).isEqualTo(1);
    assertThat(made.path("skipped").asInt()).isBetween(179, 181);
    assertThat(show(tenant, skip).at("/last/skipped").asInt()).isBetween(179, 181);
    assertThat(actions(tenant)).contains("schedule.skip");
    assertThat(
            Sql.column(
                database.migrate(),
                "SELECT next_at > now() FROM schedule_tick WHERE tenant_id = ?",
                tenant.id().value()))
        .containsOnly("t");
  }

  @Test
  void shouldSayThatNoServerWasUpAsItWasTime() {
    // Given
    var tenant = withGateway("down");
    var id = id(app.as(tenant, Role.OPERATOR).post("/schedules", plan("first", "0 0 1 1 *")));

    // When
    nobodyLookedFor("4 hours");
    comeDue(id, "3 hours");
    tick();

    // Then
    assertThat(runs(tenant)).isEmpty();
    var last = show(tenant, id).path("last");
    assertThat(last.path("started").asInt()).isZero();
    assertThat(last.path("skipped").asInt()).isEqualTo(1);
    assertThat(details(tenant, "schedule.skip"))
        .singleElement()
        .satisfies(text -> assertThat(text).contains("no-server"));
  }

  /** However late it is: somebody looked all the time, and was busy with others. */
  @Test
  void shouldNotTakeForMissedWhatIsLate() {
    // Given
    var tenant = withGateway("late");
    var id = id(app.as(tenant, Role.OPERATOR).post("/schedules", plan("first", "0 0 1 1 *")));

    // When
    nobodyLookedFor("1 second");
    comeDue(id, "3 hours");
    tick();

    // Then
    assertThat(runs(tenant)).hasSize(1);
    assertThat(show(tenant, id).at("/last/started").asInt()).isEqualTo(1);
    assertThat(show(tenant, id).at("/last/skipped").asInt()).isZero();
  }

  @Test
  void shouldStartNothingWhilePausedOrRemoved() {
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

  /** Lanes of slow runs, so that places stay taken. */
  private TestTenant withSlowGateways(String word, int count, int places) {
    var tenant = tenants.add(word);
    var subscription = tenants.subscription(tenant, "Simulated", "simulated");
    tenants.gateway(tenant, subscription, "sim-Slow");
    for (int n = 1; n < count; n++) {
      tenants.gateway(tenant, subscription, "t%02d".formatted(n));
    }
    Sql.update(
        database.migrate(),
        "UPDATE tenant SET queue_limit = ? WHERE tenant_id = ?",
        places,
        tenant.id().value());
    return tenant;
  }

  @Test
  void shouldLeaveThePlacesBeyondItsPartOfTheQueueToPeople() {
    // Given: ten places, eight of them for schedules; the lane stands still behind a slow run
    var tenant = withSlowGateways("part", 12, 10);
    var operator = app.as(tenant, Role.OPERATOR);
    var slow = operator.post("/runs", "{\"target\":\"sim-Slow\"}").json().path("id").asText();
    var id = id(operator.post("/schedules", plan("*", "0 0 1 1 *")));

    // When
    comeDue(id, "10 seconds");
    tick();

    // Then
    var last = show(tenant, id).path("last");
    assertThat(last.path("started").asInt()).isEqualTo(7);
    assertThat(last.path("refused").asInt()).isEqualTo(5);
    assertThat(operator.post("/runs", "{\"target\":\"t01\"}").status()).isEqualTo(202);
    assertThat(operator.post("/runs", "{\"target\":\"t02\"}").status()).isEqualTo(202);
    assertThat(operator.post("/runs", "{\"target\":\"t03\"}").status()).isEqualTo(429);

    operator.post("/runs/" + slow + "/cancel", "{}");
  }

  @Test
  void shouldBeginBehindTheTargetThatFoundTheLastPlace() {
    // Given: eight places for schedules, all of them free in each turn
    var tenant = withSlowGateways("begin", 20, 10);
    var operator = app.as(tenant, Role.OPERATOR);
    var id = id(operator.post("/schedules", plan("*", "0 0 1 1 *")));

    // When
    var asked = new ArrayList<String>();
    for (int turn = 0; turn < 3; turn++) {
      comeDue(id, 30 - turn + " seconds");
      tick();
      assertThat(show(tenant, id).at("/last/started").asInt()).isEqualTo(8);
      assertThat(show(tenant, id).at("/last/refused").asInt()).isEqualTo(12);
      for (var run : runs(tenant)) {
        asked.add(run.path("targetName").asText());
        operator.post("/runs/" + run.path("id").asText() + "/cancel", "{}");
      }
      await().untilAsserted(() -> assertThat(open(tenant)).isEmpty());
      Sql.update(database.migrate(), "DELETE FROM run WHERE tenant_id = ?", tenant.id().value());
    }

    // Then: 24 runs of 20 targets, none left out
    assertThat(asked).hasSize(24);
    assertThat(asked.stream().distinct()).hasSize(20);
  }

  @Test
  void shouldLookAtAllTargetsHoweverMany() {
    // Given: more than 500, the first of which cannot be troubleshot
    var tenant = tenants.add("many");
    var subscription = tenants.subscription(tenant, "Simulated", "simulated");
    Sql.update(
        database.migrate(),
        """
        INSERT INTO gateway (tenant_id, gateway_id, subscription_id, arm_id, name, kind, vpn_type, location)
        SELECT ?, gen_random_uuid(), ?,
               '/subscriptions/' || ? || '/resourceGroups/test/providers/Microsoft.Network/virtualNetworkGateways/' || to_char(n, 'FM0000'),
               to_char(n, 'FM0000'), CASE WHEN n < 520 THEN 'ExpressRoute' ELSE 'Vpn' END, 'RouteBased', 'koreacentral'
        FROM generate_series(0, 599) n
        """,
        tenant.id().value(),
        subscription.value(),
        subscription.toString());
    var id = id(app.as(tenant, Role.OPERATOR).post("/schedules", plan("*", "0 0 1 1 *")));

    // When
    comeDue(id, "10 seconds");
    tick();

    // Then
    assertThat(show(tenant, id).at("/last/started").asInt()).isEqualTo(80);
    assertThat(show(tenant, id).at("/last/refused").asInt()).isZero();
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
                    "{\"targets\":\"tag:\",\"cron\":\"61 * * *"
                        + " *\",\"timeZone\":\"Mars\",\"missed\":\"x\",\"jitterSeconds\":3601}")))
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

  @Test
  void shouldTellWhoWasFirstInsteadOfOverwritingTheirChange() {
    // Given: two who read the same schedule, and then a turn of it
    var tenant = withGateway("two");
    var ada = app.signedIn(tenant, Role.ADMIN);
    var olivia = app.as(tenant, Role.OPERATOR);
    var added = olivia.post("/schedules", plan("first", "0 0 1 1 *"));
    var path = "/schedules/" + id(added);
    int seen = added.json().path("version").asInt();

    // When
    var first = put(ada, path, versioned("0 6 * * *", seen));
    var second = put(olivia, path, versioned("0 7 * * *", seen));
    var careless = put(olivia, path, plan("first", "0 8 * * *"));

    // Then
    var name = first.json().path("startsAs").asText();
    assertThat(first.status()).isEqualTo(200);
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.json().path("detail").asText())
        .isEqualTo(name + " has changed the schedule since you read it.");
    assertThat(careless.status()).isEqualTo(200);
    assertThat(careless.json().path("version").asInt()).isEqualTo(seen + 2);
    assertThat(put(olivia, path, versioned("0 7 * * *", 0)).status()).isEqualTo(400);
  }

  @Test
  void shouldNotCountATurnForAChangeButAStop() {
    // Given
    var tenant = withGateway("stop");
    var added = app.signedIn(tenant, Role.OPERATOR).post("/schedules", plan("first", "0 0 1 1 *"));
    var id = id(added);
    int seen = added.json().path("version").asInt();
    comeDue(id, "10 seconds");
    tick();
    assertThat(show(tenant, id).path("version").asInt()).isEqualTo(seen);

    // When
    demote(tenant);
    comeDue(id, "5 seconds");
    tick();

    // Then
    var late = put(app.as(tenant, Role.OPERATOR), "/schedules/" + id, versioned("0 6 * * *", seen));
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.json().path("detail").asText()).contains("has stopped", "may not start runs");
  }

  private void demote(TestTenant tenant) {
    Sql.update(
        database.migrate(),
        "UPDATE membership SET role = 'viewer' WHERE tenant_id = ? AND role = 'operator'",
        tenant.id().value());
  }

  private List<String> stopped(TestTenant tenant) {
    var items = app.as(tenant, Role.VIEWER).get("/schedules?stopped=true").json().path("items");
    return StreamSupport.stream(items.spliterator(), false)
        .map(each -> each.path("id").asText())
        .toList();
  }

  private List<String> open(TestTenant tenant) {
    return Sql.column(
        database.migrate(),
        "SELECT run_id FROM queued_run WHERE tenant_id = ?",
        tenant.id().value());
  }

  private List<String> details(TestTenant tenant, String action) {
    return Sql.column(
        database.migrate(),
        "SELECT details FROM audit WHERE tenant_id = ? AND action = ?",
        tenant.id().value(),
        action);
  }

  private static String versioned(String cron, int version) {
    return "{\"targets\":\"first\",\"cron\":\"%s\",\"version\":%d}".formatted(cron, version);
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
  private void tick() {
    await()
        .atMost(30, TimeUnit.SECONDS)
        .until(
            () -> {
              Results.of(app.services().ticker.tick());
              return Sql.column(
                      database.migrate(),
                      "SELECT schedule_id FROM schedule_tick WHERE next_at <= now()")
                  .isEmpty();
            });
  }

  /** No server has looked since. */
  private void nobodyLookedFor(String ago) {
    Sql.update(
        database.migrate(),
        "UPDATE schedule_watch SET looked_at = now() - ?::interval, down_from = NULL, down_until ="
            + " NULL",
        ago);
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
