package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.evidence.Evidence;
import io.tunnelscope.core.evidence.Missing;
import io.tunnelscope.core.evidence.PlatformFact;
import io.tunnelscope.core.evidence.PlatformState;
import io.tunnelscope.core.evidence.Scope;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlatformRulesTest {

  private static final Evidence EXISTS = PlatformState.of(PlatformFact.GATEWAY_EXISTS, true);
  private static final Evidence RUNS = PlatformState.of(PlatformFact.SERVICE_RUNNING, true);

  static Stream<Arguments> faults() {
    return Stream.of(
        of(
            Scope.GATEWAY,
            Fault.GATEWAY_NOT_FOUND,
            PlatformState.of(PlatformFact.GATEWAY_EXISTS, false)),
        of(
            Scope.GATEWAY,
            Fault.GATEWAY_NOT_FOUND,
            PlatformState.of(PlatformFact.PROVISIONING_STATE, "Failed")),
        of(
            Scope.GATEWAY,
            Fault.PLANNED_MAINTENANCE,
            PlatformState.of(PlatformFact.MAINTENANCE, true)),
        of(
            Scope.GATEWAY,
            Fault.USER_DRIVEN_UPDATE,
            PlatformState.of(PlatformFact.USER_UPDATE, true)),
        of(
            Scope.CONNECTION,
            Fault.USER_DRIVEN_UPDATE,
            PlatformState.of(PlatformFact.PROVISIONING_STATE, "Updating")),
        of(
            Scope.GATEWAY,
            Fault.VIP_UNRESPONSIVE,
            PlatformState.of(PlatformFact.VIP_ANSWERS, false)),
        of(
            Scope.GATEWAY,
            Fault.PLATFORM_INACTIVE,
            PlatformState.of(PlatformFact.PLATFORM_ACTIVE, false)),
        of(
            Scope.GATEWAY,
            Fault.SERVICE_NOT_RUNNING,
            PlatformState.of(PlatformFact.SERVICE_RUNNING, false)),
        of(
            Scope.GATEWAY,
            Fault.NO_CONNECTIONS_FOUND_FOR_GATEWAY,
            PlatformState.of(PlatformFact.CONNECTIONS, 0)),
        of(
            Scope.CONNECTION,
            Fault.CONNECTION_ENTITY_NOT_FOUND,
            PlatformState.of(PlatformFact.CONNECTION_EXISTS, false)),
        of(
            Scope.CONNECTION,
            Fault.CONNECTION_IS_MARKED_DISCONNECTED,
            PlatformState.of(PlatformFact.CONNECTION_MARKED_DISCONNECTED, true)),
        of(
            Scope.CONNECTION,
            Fault.CONNECTION_MARKED_STANDBY,
            PlatformState.of(PlatformFact.CONNECTION_STANDBY, true)),
        of(
            Scope.CONNECTION,
            Fault.CONNECTION_NOT_CONFIGURED_ON_GATEWAY,
            PlatformState.of(PlatformFact.CONNECTION_ON_GATEWAY, false)),
        of(
            Scope.CONNECTION,
            Fault.PEER_REACHABILITY,
            PlatformState.of(PlatformFact.PEER_ANSWERS, false)));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void shouldReportWhatThePlatformSays(Scope scope, Fault fault, PlatformState state) {
    assertThat(Fixture.seen(scope, EXISTS, state).worst().fault()).isEqualTo(fault);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void shouldNotReportTheContrary(Scope scope, Fault fault, PlatformState state) {
    // Given
    var contrary =
        switch (state.fact().kind()) {
          case YES_NO -> PlatformState.of(state.fact(), state.value().equals("false"));
          case COUNT -> PlatformState.of(state.fact(), 2);
          case TEXT -> PlatformState.of(state.fact(), "Succeeded");
        };

    // When
    var diagnosis = Fixture.seen(scope, EXISTS, contrary);

    // Then
    assertThat(diagnosis.findings()).noneMatch(finding -> finding.fault() == fault);
  }

  @Test
  void shouldCallAGatewayUnconnectedOnlyWhenNothingIsUp() {
    var total = PlatformState.of(PlatformFact.CONNECTIONS, 3);
    assertThat(
            Fixture.seen(
                    Scope.GATEWAY,
                    EXISTS,
                    RUNS,
                    total,
                    PlatformState.of(PlatformFact.CONNECTIONS_UP, 0))
                .worst()
                .fault())
        .isEqualTo(Fault.CONNECTIONS_NOT_CONNECTED);
    assertThat(
            Fixture.seen(
                    Scope.GATEWAY,
                    EXISTS,
                    RUNS,
                    total,
                    PlatformState.of(PlatformFact.CONNECTIONS_UP, 1))
                .code())
        .isEqualTo(Code.HEALTHY);
  }

  @Test
  void shouldPutMaintenanceBeforeWhatItCauses() {
    var diagnosis =
        Fixture.seen(
            Scope.CONNECTION,
            EXISTS,
            PlatformState.of(PlatformFact.VIP_ANSWERS, false),
            PlatformState.of(PlatformFact.PEER_ANSWERS, false),
            PlatformState.of(PlatformFact.MAINTENANCE, true));
    assertThat(diagnosis.worst().fault()).isEqualTo(Fault.PLANNED_MAINTENANCE);
  }

  @Test
  void shouldNotCallAGatewayHealthyThatCouldNotBeSeen() {
    var diagnosis =
        Fixture.seen(Scope.GATEWAY, EXISTS, RUNS, new Missing("cpu", Missing.Why.TIMED_OUT));
    assertThat(diagnosis.code()).isEqualTo(Code.UNDETERMINED);
    assertThat(diagnosis.missing()).hasSize(1);
  }

  private static Arguments of(Scope scope, Fault fault, PlatformState state) {
    return Arguments.of(scope, fault, state);
  }
}
