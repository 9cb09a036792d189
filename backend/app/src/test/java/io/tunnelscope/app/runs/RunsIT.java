package io.tunnelscope.app.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.bundles.StorageWish;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@BackendTest
class RunsIT {
  private final Vertx vertx;
  private final Db db;
  private final TestDatabase database;
  private final TestTenants tenants;
  private World world;
  private TestTenant tenant;
  private Principal who;
  private String gateway;

  RunsIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.db = db;
    this.database = database;
    this.tenants = tenants;
  }

  @BeforeEach
  void open(@TempDir Path folder) {
    world = new World(vertx, db, folder);
    tenant = tenants.add("runs");
    who = tenants.principal(tenant, Role.OPERATOR);
    gateway = tenants.gateway(tenant, tenants.subscription(tenant, "s", "simulated"), "hq");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private List<Run> all() {
    return Results.of(world.runStore.list(tenant.id(), RunFilter.all(), Optional.empty(), 200));
  }

  private Future<RunStarted> startWith(String key, String target) {
    return world.runs.start(world.asked(who, target, Optional.of(key)));
  }

  private List<String> audited() {
    return Sql.column(
        database.superuser(),
        "SELECT action || ' ' || object FROM audit WHERE tenant_id = ? ORDER BY seq",
        tenant.id().value());
  }

  @Test
  void shouldTellTheAuditWhetherARunMayTouchTheTarget() {
    // Given
    var passive = world.asked(who, gateway, Optional.empty());
    var active =
        new StartRun(
            who, passive.origin(), gateway, true, passive.source(), passive.idempotencyKey());

    // When
    Results.of(world.runs.start(passive));
    Results.of(world.runs.start(active));

    // Then
    assertThat(
            Sql.column(
                database.superuser(),
                "SELECT details ->> 'active' FROM audit WHERE tenant_id = ? ORDER BY seq",
                tenant.id().value()))
        .containsExactly("false", "true");
    assertThat(all()).extracting(Run::active).containsExactly(true, false);
  }

  @Test
  void shouldWriteTheRunItsPlaceItsFirstEventAndTheAuditEntryTogether() {
    // When
    var started = Results.of(world.runs.start(world.asked(who, "hq")));

    // Then
    var run = world.run(who, started.id());
    assertThat(run.state()).isEqualTo(RunState.QUEUED);
    assertThat(run.target().value()).isEqualTo(gateway);
    assertThat(run.requestedBy().name()).isEqualTo(who.name());
    assertThat(Results.of(world.runStore.waiting(tenant.id(), started.id())).orElseThrow().reason())
        .isEqualTo(Waiting.Reason.WORKER);
    var events = Results.of(new RunEvents(db, world.signals).after(tenant.id(), run.id(), 0));
    assertThat(events).extracting(RunEvent::kind).containsExactly(RunEvent.Kind.STATE);
    assertThat(audited()).containsExactly("run.start " + started.id());
  }

  @Test
  void shouldStartOnceWhenTheSameRequestComesAgain() {
    // When: twice at once, then once more by another spelling of the target
    var first = startWith("k1", "hq");
    var second = startWith("k1", "hq");
    var ids =
        List.of(
            Results.of(first).id(),
            Results.of(second).id(),
            Results.of(startWith("k1", gateway)).id());

    // Then
    assertThat(ids).containsOnly(ids.getFirst());
    assertThat(all()).hasSize(1);
    assertThat(audited()).hasSize(1);
  }

  @Test
  void shouldRefuseAKeyThatCameWithAnotherRequest() {
    // Given
    tenants.connection(tenant, gateway, "branch");
    Results.of(startWith("k1", "hq"));

    // When
    var refused = Results.failureOf(startWith("k1", "hq/branch"));

    // Then
    assertThat(refused).isInstanceOf(Refusal.IdempotencyMismatch.class);
    assertThat(all()).hasSize(1);
  }

  @Test
  void shouldRefuseAKeyThatCameWithAnotherPlaceForTheLogs() {
    // Given
    Results.of(world.runs.start(into("https://logs.blob.example/mine/a")));

    // When
    var again = Results.of(world.runs.start(into("https://logs.blob.example/mine/a")));
    var refused = Results.failureOf(world.runs.start(into("https://logs.blob.example/mine/b")));

    // Then
    assertThat(again.repeated()).isTrue();
    assertThat(refused).isInstanceOf(Refusal.IdempotencyMismatch.class);
    assertThat(all()).hasSize(1);
  }

  private StartRun into(String path) {
    return new StartRun(
        who,
        Optional.empty(),
        "hq",
        false,
        Source.API,
        Optional.of("k1"),
        Optional.of(new StorageWish(Optional.empty(), path)));
  }

  @Test
  void shouldForgetAKeyAfterADay() {
    // Given
    var first = Results.of(startWith("k1", "hq")).id();
    Sql.update(
        database.superuser(),
        "UPDATE idempotency_key SET expires_at = now() - interval '1 second' WHERE tenant_id = ?",
        tenant.id().value());

    // When
    var second = Results.of(startWith("k1", "hq"));

    // Then
    assertThat(second.id()).isNotEqualTo(first);
    assertThat(second.repeated()).isFalse();
  }

  @Test
  void shouldKeepTheKeysOfTenantsApart() {
    // Given
    var mine = Results.of(startWith("k1", "hq")).id();
    var other = tenants.add("other");
    tenants.gateway(other, tenants.subscription(other, "s", "simulated"), "hq");
    var them = tenants.principal(other, Role.OPERATOR);

    // When
    var theirs = Results.of(world.runs.start(world.asked(them, "hq", Optional.of("k1"))));

    // Then
    assertThat(theirs.id()).isNotEqualTo(mine);
    assertThat(Results.failureOf(world.runStore.get(other.id(), mine)))
        .isInstanceOf(Refusal.NotFound.class);
    assertThat(Results.failureOf(world.runs.cancel(them, Optional.empty(), mine)))
        .isInstanceOf(Refusal.NotFound.class);
  }

  @Test
  void shouldRefuseAKindThatCannotBeTroubleshotAndStartNothing() {
    // Given
    Sql.update(
        database.superuser(),
        "UPDATE gateway SET vpn_type = 'PolicyBased' WHERE tenant_id = ?",
        tenant.id().value());

    // When
    var refused = Results.failureOf(world.runs.start(world.asked(who, "hq")));

    // Then
    assertThat(refused).isInstanceOf(Refusal.UnsupportedTarget.class);
    assertThat(((Refusal) refused).text().english()).contains("PolicyBased");
    assertThat(all()).isEmpty();
    assertThat(audited()).isEmpty();
  }

  @Test
  void shouldRefuseMoreThanTheTenantMayQueueAndStartNothing() {
    // Given
    Sql.update(
        database.superuser(),
        "UPDATE tenant SET queue_limit = 2 WHERE tenant_id = ?",
        tenant.id().value());
    var first = world.start(who, "hq");
    world.start(who, "hq");

    // When
    var refused = Results.failureOf(world.runs.start(world.asked(who, "hq")));

    // Then
    assertThat(refused).isInstanceOf(Refusal.QueueFull.class);
    assertThat(all()).hasSize(2);
    Results.of(world.runs.cancel(who, Optional.empty(), first));
    world.start(who, "hq");
  }

  @Test
  void shouldPageThroughAllRunsOnceNewestFirst() {
    // Given
    var started = new ArrayList<RunId>();
    for (int n = 0; n < 7; n++) {
      started.add(world.start(who, "hq"));
    }

    // When
    var seen = new ArrayList<RunId>();
    Optional<RunId> before = Optional.empty();
    List<Run> page;
    do {
      page = Results.of(world.runStore.list(tenant.id(), RunFilter.all(), before, 3));
      page.forEach(run -> seen.add(run.id()));
      before = page.isEmpty() ? before : Optional.of(page.getLast().id());
    } while (!page.isEmpty());

    // Then
    assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(started);
    assertThat(seen).isSortedAccordingTo((a, b) -> b.compareTo(a));
  }

  @Test
  void shouldFindTheRunsOfATargetByItsNameOrItsId() {
    // Given
    tenants.connection(tenant, gateway, "branch");
    var ofGateway = world.start(who, "hq");
    var ofConnection = world.start(who, "hq/branch");

    // Then
    assertThat(runsOf("HQ")).containsExactly(ofGateway);
    assertThat(runsOf(gateway)).containsExactly(ofGateway);
    assertThat(runsOf("hq/branch")).containsExactly(ofConnection);
    assertThat(runsOf("branch")).isEmpty();
  }

  @Test
  void shouldRefuseAPartOfANameThatTooManyHaveButTakeAWholeOne() {
    // Given: 51 others whose names hold the name of who asked
    var run = world.start(who, "hq");
    var whole = Results.of(world.runStore.get(tenant.id(), run)).requestedBy().name();
    for (int n = 0; n <= RunListStore.MOST_REQUESTERS; n++) {
      Sql.update(
          database.migrate(),
          "INSERT INTO requester (tenant_id, name) VALUES (?, ?)",
          tenant.id().value(),
          "A%02d %s".formatted(n, whole));
    }

    // When
    var refused = Results.failureOf(runsBy(whole.substring(1)));

    // Then
    assertThat(refused).isInstanceOf(Refusal.Invalid.class);
    assertThat(((Refusal) refused).text().english()).contains("more than 50", "more of the name");
    assertThat(Results.of(runsBy(whole.toUpperCase(Locale.ROOT))))
        .extracting(Run::id)
        .containsExactly(run);
    assertThat(Results.of(runsBy("A07 "))).isEmpty();
  }

  private Future<List<Run>> runsBy(String name) {
    var all = RunFilter.all();
    var filter =
        new RunFilter(
            all.target(),
            all.state(),
            all.fault(),
            all.cause(),
            all.source(),
            Optional.of(name),
            all.by(),
            all.code(),
            all.changed(),
            all.from(),
            all.to());
    return world.runStore.list(tenant.id(), filter, Optional.empty(), 10);
  }

  private List<RunId> runsOf(String target) {
    var filter = RunFilter.ofTarget(Optional.of(target));
    return Results.of(world.runStore.list(tenant.id(), filter, Optional.empty(), 10)).stream()
        .map(Run::id)
        .toList();
  }
}
