package io.tunnelscope.app.providers.vici;

import static io.tunnelscope.app.providers.vici.GatewayInTest.BRANCH;
import static io.tunnelscope.app.providers.vici.GatewayInTest.PARTNER;
import static io.tunnelscope.app.providers.vici.GatewayInTest.branch;
import static io.tunnelscope.app.providers.vici.GatewayInTest.child;
import static io.tunnelscope.app.providers.vici.GatewayInTest.partner;
import static io.tunnelscope.app.providers.vici.GatewayInTest.tunnel;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.providers.Collected;
import io.tunnelscope.core.bundle.BundleFile;
import io.tunnelscope.core.evidence.ConfigPart;
import io.tunnelscope.core.evidence.CpuSample;
import io.tunnelscope.core.evidence.Evidence;
import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.LogFile;
import io.tunnelscope.core.evidence.Missing;
import io.tunnelscope.core.evidence.Missing.Why;
import io.tunnelscope.core.evidence.PlatformFact;
import io.tunnelscope.core.evidence.PlatformState;
import io.tunnelscope.core.evidence.SaState;
import io.tunnelscope.core.evidence.Scope;
import io.tunnelscope.core.logs.Redaction;
import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.ConnectionKind;
import io.tunnelscope.core.network.Gateway;
import io.tunnelscope.core.network.Target;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
  private static final Gateway HUB = Gateway.routeBased(armId("virtualNetworkGateways", "hub"));
  private static final Target TO_BRANCH =
      new Connection(armId("connections", "hub-branch"), HUB, "branch", ConnectionKind.IPSEC);

  private static final String SECRET = "correct-horse-battery";
  private static final List<String> TOLD =
      List.of(
          "2026-11-26T09:50:00.000Z 05[CFG] loaded IKE secret psk=" + SECRET,
          "2026-11-26T09:59:00.000Z 06[IKE] <partner|2> initiating IKE_SA partner[2] to 198.18.3.2",
          "2026-11-26T09:59:01.000Z 07[IKE] <branch|1> initiating IKE_SA branch[1] to 198.18.2.2",
          "2026-11-26T09:59:01.100Z 08[IKE] <partner|2> received AUTHENTICATION_FAILED notify error",
          "2026-11-26T09:59:01.200Z 07[ENC] <branch|1> parsed IKE_SA_INIT response 0 [ N(NO_PROP) ]",
          "2026-11-26T09:59:01.300Z 07[IKE] <branch|1> received NO_PROPOSAL_CHOSEN notify error");

  @Test
  void shouldReportAConnectionThatIsDown() {
    // Given
    var found = Seen.at(NOW).loaded(branch(), partner()).build();

    // When
    var collected = told(TO_BRANCH, ConnectionReport.of("branch", found).dialled(false));

    // Then: the files
    assertThat(collected.logs())
        .extracting(BundleFile::name)
        .containsExactly("ConnectionStats.txt", "IKELogs.txt");
    var log = collected.logs().getLast().text().lines().toList();
    assertThat(log).hasSize(4).noneMatch(line -> line.contains("partner") || line.contains(SECRET));
    assertThat(log.getFirst()).contains("[redacted:");
    assertThat(log.getLast()).isEqualTo(TOLD.getLast());
    // and what they prove
    var evidence = collected.evidence();
    assertThat(evidence.scope()).isEqualTo(Scope.CONNECTION);
    assertThat(evidence.target()).hasValue(TO_BRANCH.id());
    assertThat(evidence.files()).containsExactly(new LogFile("IKELogs.txt", "charon", 4));
    assertThat(states(collected))
        .contains(
            "SERVICE_RUNNING=true",
            "CONNECTION_EXISTS=true",
            "CONNECTION_ON_GATEWAY=true",
            "CONNECTION_STANDBY=false",
            "CAME_UP_WHEN_TRIED=false");
    assertThat(evidence.tunnels())
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.state()).isEqualTo(SaState.NOT_CONNECTED);
              assertThat(status.remoteEndpoint()).isEqualTo(BRANCH);
              assertThat(status.refs().getFirst())
                  .isEqualTo(
                      new EvidenceRef(
                          "ConnectionStats.txt", 1, "Connectivity State : NotConnected"));
            });
    assertThat(evidence.ikeExchanges())
        .isNotEmpty()
        .allSatisfy(exchange -> assertThat(exchange.peer()).isEqualTo(BRANCH));
    assertThat(missing(collected)).containsExactly(new Missing("gateway-log", Why.NOT_OFFERED));
  }

  @Test
  void shouldPointAtTheLinesAsTheyStandInTheFiles() {
    // Given
    var found = Seen.at(NOW).loaded(branch(), partner()).build();

    // When
    var collected = told(TO_BRANCH, ConnectionReport.of("branch", found));

    // Then
    assertThat(collected.evidence().all().stream().map(Evidence::refs).flatMap(List::stream))
        .isNotEmpty()
        .allSatisfy(ref -> assertThat(ref.text()).isEqualTo(line(collected, ref)))
        .noneMatch(ref -> ref.text().contains(SECRET))
        .contains(new EvidenceRef("IKELogs.txt", 4, TOLD.getLast()));
  }

  @Test
  void shouldReportATunnelThatIsUpByItsSecondLook() {
    // Given
    var found =
        Seen.at(NOW.minusSeconds(2))
            .loaded(branch())
            .tunnels(tunnel("branch", 1, BRANCH, child("branch-net", 1, 10, 20)))
            .build();
    var later =
        Seen.at(NOW)
            .tunnels(
                tunnel(
                    "branch",
                    1,
                    BRANCH,
                    child("branch-net", 1, 12, 25),
                    child("branch-net", 9, "REKEYED", 999, 999)))
            .build();

    // When
    var evidence =
        told(TO_BRANCH, ConnectionReport.of("branch", found).later(Optional.of(later))).evidence();

    // Then: 100 bytes a packet, without those of the child that lingers
    assertThat(evidence.tunnels())
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.state()).isEqualTo(SaState.CONNECTED);
              assertThat(status.ingressBytes()).hasValue(1_200);
              assertThat(status.egressBytes()).hasValue(2_500);
              assertThat(status.connectedSince()).hasValue(NOW.minusSeconds(61));
            });
    assertThat(evidence.childSas())
        .extracting(sa -> sa.state())
        .containsExactly(SaState.CONNECTED, SaState.NOT_CONNECTED);
    assertThat(evidence.traffic())
        .singleElement()
        .satisfies(traffic -> assertThat(traffic.packetsOut()).isEqualTo(5));
  }

  @Test
  void shouldNotCallDownWhatCouldNotBeLookedAt() {
    var found = Seen.at(NOW).loaded(branch()).withoutTunnels().build();

    var collected = told(TO_BRANCH, ConnectionReport.of("branch", found));

    assertThat(collected.evidence().tunnels()).isEmpty();
    assertThat(collected.logs()).extracting(BundleFile::name).containsExactly("IKELogs.txt");
  }

  @Test
  void shouldSayThatAConnectionIsNotLoaded() {
    var none = told(TO_BRANCH, ConnectionReport.of("branch", Seen.at(NOW).build()));
    var other =
        told(TO_BRANCH, ConnectionReport.of("branch", Seen.at(NOW).loaded(partner()).build()));

    assertThat(states(none))
        .contains("CONNECTION_EXISTS=false")
        .doesNotContain("CONNECTION_ON_GATEWAY=false");
    assertThat(states(other)).contains("CONNECTION_EXISTS=true", "CONNECTION_ON_GATEWAY=false");
    assertThat(other.evidence().tunnels()).isEmpty();
  }

  @Test
  void shouldTellTheShortestLifetimeAndHowManyKeysAreListed() {
    // Given: up for 61 s, and renewed three times in that
    var found =
        Seen.at(NOW)
            .loaded(branch(), partner())
            .tunnels(tunnel("branch", 1, BRANCH, child("branch-net", 4, 1, 1)))
            .rekeyed("branch", 3)
            .build();

    // When
    var settings = settings(told(TO_BRANCH, ConnectionReport.of("branch", found)));

    // Then
    assertThat(settings)
        .containsExactly(
            "software=strongSwan 5.9.8",
            "branch saLifeTimeSeconds=20",
            "branch natInPath=false",
            "branch sharedKeysListed=1");
  }

  @Test
  void shouldReportAGateway() {
    // Given
    var found =
        Seen.at(NOW)
            .loaded(branch(), partner())
            .tunnels(tunnel("partner", 2, PARTNER, child("partner-net", 2, 1, 1)))
            .build();
    var report = report(HUB);
    report.load(new CpuSample(7, OptionalInt.of(512), List.of()));

    // When
    var collected = report.tell(new GatewayReport(found), Optional.empty(), TOLD);

    // Then: the counters in the gateway's order
    assertThat(collected.logs())
        .extracting(BundleFile::name)
        .containsExactly("ConnectionStats.txt", "CPUStats.txt", "IKELogs.txt");
    assertThat(collected.logs().getFirst().text().lines().filter(line -> line.startsWith("Conn")))
        .filteredOn(line -> line.startsWith("Connectivity"))
        .containsExactly("Connectivity State : NotConnected", "Connectivity State : Connected");
    assertThat(states(collected)).contains("CONNECTIONS=2", "CONNECTIONS_UP=1");
    assertThat(collected.logs().getLast().lines()).isEqualTo(TOLD.size());
    assertThat(collected.logs().getLast().text()).doesNotContain(SECRET);
  }

  @Test
  void shouldNameTheInterfaceThatWasLost() {
    // Given
    var lost =
        List.of(
            "2026-11-26T09:59:00.000Z 05[KNL] interface wan0 deactivated",
            "2026-11-26T09:59:02.000Z 06[NET] error writing to socket: Network is unreachable");

    // When
    var collected =
        report(HUB)
            .tell(new GatewayReport(Seen.at(NOW).loaded(branch()).build()), Optional.empty(), lost);

    // Then
    assertThat(collected.evidence().platform(PlatformFact.VIP_ANSWERS))
        .hasValue(
            new PlatformState(
                PlatformFact.VIP_ANSWERS,
                "false",
                List.of(
                    new EvidenceRef("IKELogs.txt", 1, lost.get(0)),
                    new EvidenceRef("IKELogs.txt", 2, lost.get(1)))));
    assertThat(settings(collected)).contains("outsideInterface=wan0");
  }

  @Test
  void shouldReportAClosedDoorWithTheEndOfTheLog() {
    var collected = told(HUB, new DoorReport(HUB, Optional.of(Door.CLOSED)));

    assertThat(collected.evidence().platform(PlatformFact.SERVICE_RUNNING))
        .hasValue(
            new PlatformState(
                PlatformFact.SERVICE_RUNNING,
                "false",
                List.of(new EvidenceRef("IKELogs.txt", 6, TOLD.getLast()))));
    assertThat(settings(collected)).containsExactly("software=strongSwan");
  }

  @Test
  void shouldShowNoOtherConnectionAtAClosedDoor() {
    var collected = told(TO_BRANCH, new DoorReport(TO_BRANCH, Optional.of(Door.ABSENT)));

    assertThat(states(collected)).containsExactly("GATEWAY_EXISTS=false");
    assertThat(collected.logs().getFirst().text()).contains("<branch|1>").doesNotContain("partner");
  }

  @Test
  void shouldKeepTheLastLinesOfALongLog() {
    // Given
    var lines = new String[6_000];
    for (var at = 0; at < lines.length; at++) {
      lines[at] = "07[IKE] line " + (at + 1);
    }

    // When
    var log = report(HUB).log(List.of(lines));

    // Then
    assertThat(log.lines()).isEqualTo(5_000);
    assertThat(log.text()).startsWith("07[IKE] line 1001\n").endsWith("07[IKE] line 6000\n");
  }

  private static Collected told(Target target, Story story) {
    return report(target).tell(story, Optional.empty(), TOLD);
  }

  private static Report report(Target target) {
    return new Report(target, NOW.atZone(ZoneOffset.UTC), new Redaction("tenant".getBytes(UTF_8)));
  }

  private static String line(Collected collected, EvidenceRef ref) {
    return collected.logs().stream()
        .filter(file -> file.name().equals(ref.file()))
        .flatMap(file -> file.text().lines())
        .skip(ref.line() - 1L)
        .findFirst()
        .orElse("no such line");
  }

  private static List<String> states(Collected collected) {
    return collected.evidence().all(PlatformState.class).stream()
        .map(state -> state.fact() + "=" + state.value())
        .toList();
  }

  private static List<String> settings(Collected collected) {
    return collected.evidence().config().stream().map(ReportTest::text).toList();
  }

  private static String text(ConfigPart part) {
    var setting = part.key() + "=" + part.value();
    return part.connection().isEmpty() ? setting : part.connection() + " " + setting;
  }

  private static List<Missing> missing(Collected collected) {
    return collected.evidence().missing();
  }

  private static ArmId armId(String type, String name) {
    return new ArmId(
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/%s/%s"
            .formatted(type, name));
  }
}
