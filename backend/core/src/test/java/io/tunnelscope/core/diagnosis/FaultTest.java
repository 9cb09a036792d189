package io.tunnelscope.core.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.evidence.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultTest {

  @Test
  void shouldHoldTheTableOfGateways() {
    assertThat(Fault.ofGateways())
        .extracting(Fault::wireId)
        .containsExactlyInAnyOrder(
            "NoFault",
            "GatewayNotFound",
            "PlannedMaintenance",
            "UserDrivenUpdate",
            "VipUnResponsive",
            "PlatformInActive",
            "ServiceNotRunning",
            "NoConnectionsFoundForGateway",
            "ConnectionsNotConnected",
            "GatewayCPUUsageExceeded");
  }

  @Test
  void shouldHoldTheTableOfConnections() {
    assertThat(Fault.ofConnections())
        .extracting(Fault::wireId)
        .containsExactlyInAnyOrder(
            "NoFault",
            "GatewayNotFound",
            "PlannedMaintenance",
            "UserDrivenUpdate",
            "VipUnResponsive",
            "ConnectionEntityNotFound",
            "ConnectionIsMarkedDisconnected",
            "ConnectionNotConfiguredOnGateway",
            "ConnectionMarkedStandby",
            "Authentication",
            "PeerReachability",
            "IkePolicyMismatch",
            "WfpParseError");
  }

  @Test
  void shouldKnowWhichFaultsLeaveLogs() {
    assertThat(List.of(Fault.values()))
        .filteredOn(fault -> fault != Fault.UNDETERMINED && fault.writesLogs())
        .extracting(Fault::wireId)
        .containsExactlyInAnyOrder(
            "NoFault",
            "ConnectionsNotConnected",
            "GatewayCPUUsageExceeded",
            "ConnectionNotConfiguredOnGateway",
            "ConnectionMarkedStandby",
            "Authentication",
            "PeerReachability",
            "IkePolicyMismatch",
            "WfpParseError");
  }

  @Test
  void shouldCallTwoFaultsOfGatewaysWarningsAndTheLoadToo() {
    assertThat(Fault.ofGateways())
        .filteredOn(Fault::isWarning)
        .extracting(Fault::wireId)
        .containsExactlyInAnyOrder(
            "NoConnectionsFoundForGateway", "ConnectionsNotConnected", "GatewayCPUUsageExceeded");
  }

  @ParameterizedTest
  @CsvSource({
    "ikepolicymismatch,IKE_POLICY_MISMATCH",
    "WfpParse Error,WFP_PARSE_ERROR",
    "WfpParseError,WFP_PARSE_ERROR",
    "ConnectionMarkedStandy,CONNECTION_MARKED_STANDBY",
    "PLATFORMINACTIVE,PLATFORM_INACTIVE"
  })
  void shouldReadEverySpellingInUse(String text, Fault expected) {
    assertThat(Fault.parse(text)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({"인증", "PeerReach", "''", "000000"})
  void shouldNotReadWhatIsNoId(String text) {
    assertThat(Fault.parse(text)).isEmpty();
  }

  @Test
  void shouldReadItsOwnIdsBack() {
    for (var fault : Fault.values()) {
      assertThat(Fault.parse(fault.wireId())).contains(fault);
      assertThat(Fault.parse(fault.azureId())).contains(fault);
      assertThat(fault.scopes()).contains(Scope.LOGS);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "AUTH_PSK_MISMATCH,Authentication",
    "AUTH_CERT,Authentication",
    "AUTH_EAP,Authentication",
    "ID_MISMATCH,Authentication",
    "IKE_PROPOSAL_MISMATCH,IkePolicyMismatch",
    "ESP_PROPOSAL_MISMATCH,IkePolicyMismatch",
    "PFS_DH_MISMATCH,IkePolicyMismatch",
    "TS_MISMATCH,IkePolicyMismatch",
    "IKE_VERSION_MISMATCH,IkePolicyMismatch",
    "REKEY_FAILURE,IkePolicyMismatch",
    "LOCAL_CONFIG_OTHER,IkePolicyMismatch",
    "PEER_UNREACHABLE,PeerReachability",
    "UDP4500_BLOCKED,PeerReachability",
    "FRAGMENTATION,PeerReachability",
    "PEER_VANISHED,PeerReachability",
    "TRAFFIC_ONE_WAY,PeerReachability",
    "FLAPPING,PeerReachability",
    "KERNEL_ERROR,PeerReachability",
    "RESOURCE,PeerReachability",
    "CONFIG_NOT_LOADED,ConnectionNotConfiguredOnGateway",
    "CONFIG_ERROR,ConnectionNotConfiguredOnGateway",
    "SA_DELETED_BY_PEER,ConnectionIsMarkedDisconnected",
    "LOG_UNREADABLE,WfpParseError",
    "UNDETERMINABLE,Undetermined",
    "HEALTHY,NoFault",
    "CPU_EXCEEDED,GatewayCPUUsageExceeded",
    "USER_UPDATE,UserDrivenUpdate"
  })
  void shouldReportEachCauseAsItsFault(Cause cause, String fault) {
    assertThat(cause.fault().wireId()).isEqualTo(fault);
  }
}
