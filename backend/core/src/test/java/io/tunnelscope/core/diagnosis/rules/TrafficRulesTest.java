package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.evidence.Scope;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TrafficRulesTest {

  @Test
  void shouldReportMoreThan95PerCent() throws IOException {
    // When
    var found = Fixture.log("GatewayCPUUsageExceeded/positive").worst();

    // Then
    assertThat(found.cause()).isEqualTo(Cause.CPU_EXCEEDED);
    assertThat(found.fact(Fact.CPU)).contains("96");
    assertThat(found.fact(Fact.MEMORY)).contains("212");
  }

  @Test
  void shouldNotReport95PerCent() throws IOException {
    assertThat(Fixture.log("GatewayCPUUsageExceeded/near-miss").findings())
        .noneMatch(finding -> finding.cause() == Cause.CPU_EXCEEDED);
  }

  @Test
  void shouldLeaveTheLoadToRunsOfTheGateway() throws IOException {
    assertThat(Fixture.log("GatewayCPUUsageExceeded/positive", Scope.CONNECTION).findings())
        .noneMatch(finding -> finding.cause() == Cause.CPU_EXCEEDED);
  }

  @Test
  void shouldNoticeTrafficInOneDirectionOnly() throws IOException {
    assertThat(Fixture.log("TrafficOneWay/positive").worst().cause())
        .isEqualTo(Cause.TRAFFIC_ONE_WAY);
    assertThat(Fixture.log("TrafficOneWay/near-miss").code()).isEqualTo(Code.HEALTHY);
  }

  @Test
  void shouldReportTunnelsThatAreAllDown() throws IOException {
    assertThat(Fixture.log("ConnectionsNotConnected/positive").worst().cause())
        .isEqualTo(Cause.NOT_CONNECTED);
    assertThat(Fixture.log("ConnectionsNotConnected/near-miss").code()).isEqualTo(Code.HEALTHY);
  }

  @Test
  void shouldCallAConnectedTunnelHealthyWithItsProof() throws IOException {
    var diagnosis = Fixture.log("NoFault/positive");
    assertThat(diagnosis.code()).isEqualTo(Code.HEALTHY);
    assertThat(diagnosis.worst().proof()).hasSize(1);
    assertThat(diagnosis.worst().fact(Fact.SINCE)).contains("2026-02-01T20:22:06Z");
  }

  @Test
  void shouldForgetAFailureFromBeforeTheTunnelCameUp() throws IOException {
    assertThat(Fixture.log("OldFailure/near-miss").code()).isEqualTo(Code.HEALTHY);
  }
}
