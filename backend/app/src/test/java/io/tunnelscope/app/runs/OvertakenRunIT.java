package io.tunnelscope.app.runs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.history.HistoryStore;
import io.tunnelscope.app.history.TurningPoints;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.outbox.OutboxStore;
import io.tunnelscope.app.runs.Outcome.Diagnosed;
import io.tunnelscope.app.slack.RunEndStore;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.tunnelscope.core.diagnosis.rules.StandardRules;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.PlatformFact;
import io.tunnelscope.core.evidence.PlatformState;
import io.tunnelscope.core.evidence.Scope;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a schedule queued first and a person's run of the same target overtook: which of them came
 * before the other is told by their ends.
 */
@BackendTest
class OvertakenRunIT {
  private static final Instant MONDAY = Instant.parse("2026-11-23T08:00:00Z");
  private static final String CHANNEL = "C0123456";

  private final Vertx vertx;
  private final Db db;
  private final TestDatabase database;
  private final TestTenants tenants;
  private final HistoryStore history;
  private World world;
  private TestTenant tenant;
  private Principal who;
  private String target;
  @TempDir private Path folder;

  OvertakenRunIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.db = db;
    this.database = database;
    this.tenants = tenants;
    this.history = new HistoryStore(db);
  }

  @BeforeEach
  void open() {
    world = new World(vertx, db, folder);
    tenant = tenants.add("order");
    who = tenants.principal(tenant, Role.OPERATOR);
    target = tenants.gateway(tenant, tenants.subscription(tenant, "s", "simulated"), "hq");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void shouldCompareARunWithTheOneThatEndedBeforeIt() {
    // Given: it was bad; a schedule asks, then a person, whose run goes first and finds all well
    var old = start(Source.API);
    finish(old, false);
    var scheduled = start(Source.SCHEDULE);
    var persons = start(Source.USER);
    finish(persons, true);

    // When
    subscribe("on_unhealthy");
    finish(scheduled, false);

    // Then
    assertThat(world.run(who, persons).previous()).contains(old);
    assertThat(world.run(who, scheduled).previous()).contains(persons);
    assertThat(world.run(who, scheduled).changed()).contains(true);
    var turns = turns();
    assertThat(turns.firstBad().orElseThrow().run()).isEqualTo(scheduled);
    assertThat(turns.lastGood().orElseThrow().run()).isEqualTo(persons);
    assertThat(lastRun()).containsExactly(scheduled + " UnHealthy");
    assertThat(told()).containsExactly(scheduled.toString());
    assertThat(Results.of(world.runStore.lastDiagnosed(tenant.id(), new ArmId(target))))
        .hasValueSatisfying(last -> assertThat(last.id()).isEqualTo(scheduled));
    assertThat(ended()).containsExactly(scheduled, persons, old);
  }

  @Test
  void shouldSayThatItIsWellAgainWhenTheOvertakenRunFindsSo() {
    // Given
    finish(start(Source.API), true);
    var scheduled = start(Source.SCHEDULE);
    var persons = start(Source.USER);
    finish(persons, false);

    // When
    subscribe("on_recovered");
    finish(scheduled, true);

    // Then
    assertThat(world.run(who, scheduled).changed()).contains(true);
    assertThat(turns().firstBad()).isEmpty();
    assertThat(lastRun()).containsExactly(scheduled + " Healthy");
    assertThat(told()).containsExactly(scheduled.toString());
  }

  @Test
  void shouldKeepTheOrderOfEndsWhereTheClockOfANodeIsBehind() {
    // Given
    var first = start(Source.USER);
    finish(first, true);
    var second = start(Source.USER);

    // When
    finish(second, false, work(Clock.offset(world.clock, Duration.ofMinutes(-5))));

    // Then
    assertThat(ended()).containsExactly(second, first);
    assertThat(lastRun()).containsExactly(second + " UnHealthy");
    var third = start(Source.USER);
    finish(third, false);
    assertThat(world.run(who, third).previous()).contains(second);
  }

  @Test
  void shouldListAHistoryAsItsRunsEndedAndWhatIsOpenBeforeIt() {
    // Given
    var scheduled = start(Source.SCHEDULE);
    var persons = start(Source.USER);
    finish(persons, true);
    finish(scheduled, true);
    var open = List.of(start(Source.USER), start(Source.USER));

    // When
    var pages = new ArrayList<RunId>();
    Optional<HistoryPlace> after = Optional.empty();
    do {
      var page = Results.of(world.runStore.history(tenant.id(), filter(), after, 1));
      page.forEach(run -> pages.add(run.id()));
      after = page.stream().findFirst().map(HistoryPlace::of);
    } while (after.isPresent());

    // Then
    assertThat(pages).containsExactly(open.getLast(), open.getFirst(), scheduled, persons);
  }

  private RunId start(Source source) {
    var asked = new StartRun(who, Optional.empty(), target, false, source, Optional.empty());
    return Results.of(world.runs.start(asked)).id();
  }

  private WorkStore work(Clock clock) {
    return new WorkStore(
        db,
        world.queue,
        world.lanes,
        new AuditLog(),
        world.records,
        clock,
        new RunEndStore(new OutboxStore(db)));
  }

  private void finish(RunId expected, boolean healthy) {
    finish(expected, healthy, work(world.clock));
  }

  /** As a worker does that gets that run. */
  private void finish(RunId expected, boolean healthy, WorkStore work) {
    var leases = world.claim(1);
    assertThat(leases).extracting(Lease::run).containsExactly(expected);
    var lease = leases.getFirst();
    assertThat(Results.of(work.begin(lease))).isPresent();
    var evidence =
        EvidenceSet.builder(Scope.GATEWAY, MONDAY)
            .target(new ArmId(target))
            .add(PlatformState.of(PlatformFact.GATEWAY_EXISTS, healthy))
            .add(PlatformState.of(PlatformFact.SERVICE_RUNNING, healthy))
            .build();
    var outcome =
        new Diagnosed(
            evidence,
            StandardRules.book().diagnose(evidence, MONDAY, MONDAY.plusSeconds(1)),
            Optional.empty(),
            Optional.empty());
    Results.of(work.finish(lease, outcome));
    world.handBack(leases);
  }

  private RunFilter filter() {
    return RunFilter.ofTarget(Optional.of(target));
  }

  private List<RunId> ended() {
    return Results.of(world.runStore.history(tenant.id(), filter(), Optional.empty(), 10)).stream()
        .map(Run::id)
        .toList();
  }

  private TurningPoints turns() {
    return Results.of(history.turningPoints(tenant.id(), new ArmId(target)));
  }

  private List<String> lastRun() {
    return Sql.column(
        database.superuser(),
        "SELECT run_id || ' ' || code FROM target_last_run WHERE tenant_id = ?",
        tenant.id().value());
  }

  /** The runs that the channel is told of. */
  private List<String> told() {
    return Sql.column(
        database.superuser(),
        "SELECT run_id FROM slack_post WHERE tenant_id = ?",
        tenant.id().value());
  }

  private void subscribe(String occasion) {
    var workspace = UUID.nameUUIDFromBytes(tenant.id().toString().getBytes(UTF_8));
    Sql.update(
        database.migrate(),
        """
        INSERT INTO slack_workspace (tenant_id, workspace_id, app_id, enterprise_id, team_id)
        VALUES (?, ?, 'A1', '', ?)
        """,
        tenant.id().value(),
        workspace,
        tenant.id().toString());
    Sql.update(
        database.migrate(),
        """
        INSERT INTO slack_channel (tenant_id, workspace_id, channel_id, name, ceiling, bound_by, bound_at)
        VALUES (?, ?, ?, 'ops', 'operator', 'A', now())
        """,
        tenant.id().value(),
        workspace,
        CHANNEL);
    Sql.update(
        database.migrate(),
        """
        INSERT INTO slack_subscription (tenant_id, workspace_id, channel_id, target_key, target_name,
                                        on_unhealthy, on_changed, on_recovered, on_all, digest, made_by)
        VALUES (?, ?, ?, '*', '*', {unhealthy}, false, {recovered}, false, false, 'A')
        """
            .replace("{unhealthy}", String.valueOf(occasion.equals("on_unhealthy")))
            .replace("{recovered}", String.valueOf(occasion.equals("on_recovered"))),
        tenant.id().value(),
        workspace,
        CHANNEL);
  }
}
