package io.tunnelscope.app.providers.vici;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.bundle.BundleFile;
import io.tunnelscope.core.evidence.EvidenceRef;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutsideLinkTest {
  private static final String DOWN = "05[KNL] interface wan0 deactivated";
  private static final String UP = "05[KNL] interface wan0 activated";
  private static final String UNSENT = "04[NET] error writing to socket: Network is unreachable";
  private static final String RECEIVED =
      "06[NET] received packet: from 198.18.2.2[500] to 198.18.1.2[500]";

  @Test
  void shouldSeeALinkThatWentAway() {
    var log = log(RECEIVED, DOWN, "07[IKE] retransmit 1", UNSENT, "07[IKE] retransmit 2");

    assertThat(OutsideLink.lost(log))
        .hasValue(
            new OutsideLink(
                "wan0",
                List.of(
                    new EvidenceRef("IKELogs.txt", 2, DOWN),
                    new EvidenceRef("IKELogs.txt", 4, UNSENT))));
  }

  @Test
  void shouldNotMournALinkThatIsBack() {
    assertThat(OutsideLink.lost(log(DOWN, UNSENT, UP))).isEmpty();
    assertThat(OutsideLink.lost(log(UP, DOWN, UNSENT))).isPresent();
  }

  @Test
  void shouldNotCallALinkLostOverWhichSomethingComes() {
    assertThat(OutsideLink.lost(log(DOWN, UNSENT, RECEIVED))).isEmpty();
  }

  @Test
  void shouldNeedBothSigns() {
    assertThat(OutsideLink.lost(log(DOWN))).isEmpty();
    assertThat(OutsideLink.lost(log(UNSENT))).isEmpty();
    assertThat(OutsideLink.lost(log(UNSENT, DOWN))).isEmpty();
    assertThat(OutsideLink.lost(log())).isEmpty();
  }

  @Test
  void shouldTakeTheLinkThatStayedAway() {
    var other = "05[KNL] interface lan0 deactivated";

    assertThat(OutsideLink.lost(log(DOWN, other, UNSENT, "05[KNL] interface lan0 activated")))
        .map(OutsideLink::name)
        .hasValue("wan0");
  }

  @Test
  void shouldNotTakeLongForALinkThatFlaps() {
    var lines =
        IntStream.range(0, 100_000).mapToObj(n -> n % 2 == 0 ? DOWN : UP).toArray(String[]::new);

    assertThat(OutsideLink.lost(log(lines))).isEmpty();
  }

  private static BundleFile log(String... lines) {
    return new BundleFile("IKELogs.txt", String.join("\n", lines));
  }
}
