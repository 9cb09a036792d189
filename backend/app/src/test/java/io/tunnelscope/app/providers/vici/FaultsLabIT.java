package io.tunnelscope.app.providers.vici;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.providers.vici.LabNode.Answer;
import io.tunnelscope.app.providers.vici.LabNode.Look;
import io.tunnelscope.app.testing.IpsecLab;
import io.tunnelscope.app.testing.IpsecLab.Fault;
import io.tunnelscope.app.testing.LabTest;
import io.tunnelscope.app.testing.Results;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a run that may dial says of real gateways with each real fault. */
@LabTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsLabIT {
  private static final Duration WHERE_SOMEBODY_ANSWERS = Duration.ofSeconds(3);
  private static final Duration WHERE_NOBODY_ANSWERS = Duration.ofSeconds(12);

  private static final int BUSY = 90;

  /** Either the daemon or the peer. */
  private static final Set<String> SILENT =
      Set.of(
          "gateway-hung",
          "gateway-wan-down",
          "ike-fragments-dropped",
          "path-blocked",
          "path-one-way",
          "peer-address-wrong",
          "peer-dead",
          "peer-no-route");

  private final Vertx vertx = Vertx.vertx();
  private final IpsecLab lab;
  private final LabNode node;

  FaultsLabIT(IpsecLab lab) {
    this.lab = lab;
    this.node = new LabNode(vertx, lab);
  }

  @BeforeAll
  @AfterAll
  void shouldFindNothingWrongWithoutAFault() {
    node.heal();
    var answers =
        Stream.of(
                node.gateway(Look.ACTIVE, "a"),
                node.connection(Look.ACTIVE, "a", "branch"),
                node.connection(Look.ACTIVE, "a", "partner"),
                node.gateway(Look.ACTIVE, "b"),
                node.connection(Look.ACTIVE, "b", "hub"),
                node.gateway(Look.ACTIVE, "c"),
                node.connection(Look.ACTIVE, "c", "hub"))
            .map(Results::of);
    assertThat(answers).extracting(Answer::fault).containsOnly("NoFault");
  }

  @AfterAll
  void stop() {
    Results.of(vertx.close());
  }

  List<Fault> faults() {
    return lab.faults();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void shouldFindTheFaultAndLeaveTheGatewayAsItWas(Fault fault) {
    // Given
    node.inject(fault);
    if (fault.connectionFault().isEmpty()) {
      assertFound(fault, fault.gatewayFault(), node.gateway(Look.ACTIVE, fault));
      return;
    }
    var connection = fault.connection().orElse("branch");
    var before = node.state(fault.gateway(), connection);

    // When
    var ofGateway = node.gateway(Look.ACTIVE, fault);
    if (fault.connection().isEmpty()) {
      Results.of(ofGateway); // what is dialled would count as connected
    }
    var ofConnection = node.connection(Look.ACTIVE, fault.gateway(), connection);

    // Then
    assertFound(fault, fault.gatewayFault(), ofGateway);
    assertFound(fault, fault.connectionFault().get(), ofConnection);
    var after = node.state(fault.gateway(), connection);
    assertThat(after.traps()).isEqualTo(before.traps());
    if (!before.up()) {
      assertThat(before.associations()).containsAll(after.associations());
    }
  }

  private static void assertFound(Fault fault, String expected, Future<Answer> run) {
    var answer = Results.of(run);
    assertThat(answer.fault()).isEqualTo(expected);
    assertThat(answer.diagnosis().brokenRules()).isEmpty();
    assertThat(answer.took()).isLessThan(limit(fault, answer));
  }

  /** A machine that others keep busy is given twice the time. */
  private static Duration limit(Fault fault, Answer answer) {
    var limit = SILENT.contains(fault.name()) ? WHERE_NOBODY_ANSWERS : WHERE_SOMEBODY_ANSWERS;
    return answer.busy() > BUSY ? limit.multipliedBy(2) : limit;
  }
}
