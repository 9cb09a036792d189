package io.tunnelscope.app.providers.vici;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.providers.vici.LabNode.Answer;
import io.tunnelscope.app.providers.vici.LabNode.Look;
import io.tunnelscope.app.testing.IpsecLab;
import io.tunnelscope.app.testing.IpsecLab.Fault;
import io.tunnelscope.app.testing.LabTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.core.diagnosis.Cause;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a run that changes nothing says of real gateways with each real fault. */
@LabTest
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PassiveFaultsLabIT {

  /**
   * Only the log shows them: the tunnel is up at almost any moment, and the link that is lost is
   * known to the kernel alone.
   */
  private static final Set<String> SEEN_IN_THE_LOG_ALONE =
      Set.of("flapping", "gateway-wan-down", "pfs-mismatch");

  private final Vertx vertx = Vertx.vertx();
  private final IpsecLab lab;
  private final LabNode node;

  PassiveFaultsLabIT(IpsecLab lab) {
    this.lab = lab;
    this.node = new LabNode(vertx, lab);
  }

  @AfterAll
  void stop() {
    Results.of(vertx.close());
  }

  List<Fault> faults() {
    return lab.faults();
  }

  /** No fault needs an active run: each has left its evidence in the log, once it was dialled. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void shouldFindTheFaultInLogAndState(Fault fault) {
    // Given
    node.inject(fault);
    // When
    var ofGateway = node.gateway(Look.PASSIVE, fault);
    var ofConnection = node.connection(Look.PASSIVE, fault.gateway(), connectionOf(fault));
    // Then
    assertThat(Results.of(ofGateway).fault()).isEqualTo(fault.gatewayFault());
    fault
        .connectionFault()
        .ifPresent(expected -> assertThat(Results.of(ofConnection).fault()).isEqualTo(expected));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void shouldNameNoWrongFaultWithoutALog(Fault fault) {
    // Given
    node.inject(fault);
    // When
    var look = Look.PASSIVE_WITHOUT_LOG_FILE;
    var ofGateway = node.gateway(look, fault);
    var ofConnection = node.connection(look, fault.gateway(), connectionOf(fault));
    // Then
    assertNotWrong(fault, fault.gatewayFault(), Results.of(ofGateway));
    fault
        .connectionFault()
        .ifPresent(expected -> assertNotWrong(fault, expected, Results.of(ofConnection)));
  }

  private static void assertNotWrong(Fault fault, String expected, Answer answer) {
    if (answer.diagnosis().worst().cause() == Cause.UNDETERMINABLE) {
      return;
    }
    if (SEEN_IN_THE_LOG_ALONE.contains(fault.name())) {
      assertThat(answer.fault()).isIn("NoFault", expected);
    } else {
      assertThat(answer.fault()).isEqualTo(expected);
    }
  }

  private static String connectionOf(Fault fault) {
    return fault.connection().orElse("branch");
  }
}
