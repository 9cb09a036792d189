package io.tunnelscope.app.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.bundles.LogFileRow;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.providers.simulated.SimulatedEvidence;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.TestTenants;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.diagnosis.TimelineStep;
import io.tunnelscope.core.evidence.Signal;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault of the table can be had, comes back as itself, and leaves the logs it shall leave.
 */
@BackendTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulatedFaultsIT {
  private World world;
  private Principal who;

  @BeforeAll
  void start(Vertx vertx, Db db, TestTenants tenants, @TempDir Path folder) {
    world = new World(vertx, db, folder);
    world.worker("simulated", new SimulatedEvidence(vertx, world.clock));
    var tenant = tenants.add("faults");
    who = tenants.principal(tenant, Role.OPERATOR);
    // A subscription for each target, so that nobody waits for another one's lane.
    for (var fault : Fault.ofGateways()) {
      var subscription = tenants.subscription(tenant, "g " + fault, "simulated");
      tenants.gateway(tenant, subscription, "sim-" + fault.wireId());
    }
    var subscription = tenants.subscription(tenant, "connections", "simulated");
    var gateway = tenants.gateway(tenant, subscription, "sim");
    Fault.ofConnections().forEach(fault -> tenants.connection(tenant, gateway, fault.wireId()));
  }

  @AfterAll
  void stop() {
    world.close();
  }

  @ParameterizedTest
  @MethodSource("io.tunnelscope.core.diagnosis.Fault#ofGateways")
  void shouldFindTheFaultOfEachSimulatedGateway(Fault fault) {
    assertComesBackAsItself("sim-" + fault.wireId(), fault);
  }

  @ParameterizedTest
  @MethodSource("io.tunnelscope.core.diagnosis.Fault#ofConnections")
  void shouldFindTheFaultOfEachSimulatedConnection(Fault fault) {
    assertComesBackAsItself("sim/" + fault.wireId(), fault);
  }

  private void assertComesBackAsItself(String target, Fault fault) {
    // When
    var first = finished(target);
    var second = finished(target);

    // Then
    for (var run : List.of(first, second)) {
      assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
      assertThat(run.verdict().orElseThrow().worst().fault()).isEqualTo(fault);
      assertThat(run.verdict().orElseThrow().code())
          .isEqualTo(fault == Fault.NO_FAULT ? Code.HEALTHY : Code.UNHEALTHY);
      assertLogs(run, fault);
    }
    assertThat(second.previous()).contains(first.id());
    assertThat(second.changed()).contains(false);
    var diagnosis = Results.of(world.runStore.diagnosis(who.tenant(), second)).orElseThrow();
    assertThat(diagnosis.missing()).isEmpty();
    if (fault.writesLogs()) {
      assertThat(diagnosis.worst().proof()).as("proof lines").isNotEmpty();
    }
  }

  @Test
  void shouldKeepHowTheNegotiationWent() {
    // When
    var run = finished("sim/PeerReachability");

    // Then
    var timeline = Results.of(world.runStore.diagnosis(who.tenant(), run)).orElseThrow().timeline();
    assertThat(timeline)
        .extracting(TimelineStep::event)
        .containsExactly(Signal.SENT, Signal.RETRANSMITTED, Signal.NO_ANSWER);
    assertThat(timeline.get(1).times()).isEqualTo(3);
    assertThat(timeline.getFirst().line()).isEqualTo(1);
  }

  private void assertLogs(Run run, Fault fault) {
    var logs = Results.of(world.records.logs(who.tenant(), run.id()));
    assertThat(logs.isEmpty()).as("no logs").isEqualTo(!fault.writesLogs());
    if (fault == Fault.NO_FAULT) {
      assertThat(logs).extracting(LogFileRow::name).containsExactly("ConnectionStats.txt");
    }
    assertThat(logs).allSatisfy(log -> assertThat(log.lines()).isPositive());
  }

  private Run finished(String target) {
    var id = world.start(who, target);
    return await().atMost(Duration.ofSeconds(20)).until(() -> world.run(who, id), Run::isFinished);
  }
}
