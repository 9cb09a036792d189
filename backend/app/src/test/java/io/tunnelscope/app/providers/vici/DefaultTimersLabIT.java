package io.tunnelscope.app.providers.vici;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.providers.vici.LabNode.Look;
import io.tunnelscope.app.testing.IpsecLab;
import io.tunnelscope.app.testing.LabTest;
import io.tunnelscope.app.testing.Results;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** strongSwan's own timers give a silent peer up after 165 s; nobody wants to wait for that. */
@LabTest
class DefaultTimersLabIT {
  private static final Vertx VERTX = Vertx.vertx();
  private static IpsecLab lab;
  private static LabNode node;

  @BeforeAll
  static void start() {
    lab = IpsecLab.beside("timers", Map.of("LAB_TIMERS", "default"));
    assertThat(lab.call("up").status()).isZero();
    node = new LabNode(VERTX, lab);
  }

  @AfterAll
  static void stop() {
    lab.close();
    Results.of(VERTX.close());
  }

  @Test
  void shouldTellSoonThatNobodyAnswers() {
    assertTold("path-blocked", "branch");
  }

  @Test
  @Tag("long")
  void shouldTellSoonThatNobodyAnswersAnyMore() {
    assertTold("ike-fragments-dropped", "partner");
  }

  private static void assertTold(String fault, String connection) {
    // Given
    lab.fault(fault);
    // When
    var answer = Results.of(node.connection(Look.ACTIVE, "a", connection));
    // Then
    assertThat(answer.fault()).isEqualTo("PeerReachability");
    assertThat(answer.took()).isLessThan(Duration.ofSeconds(15));
  }
}
