package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.ActionCatalog;
import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.NoticeKind;
import io.tunnelscope.core.diagnosis.RecommendedAction;
import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.IkeExchange;
import io.tunnelscope.core.evidence.LogLine;
import io.tunnelscope.core.evidence.Obstacle;
import io.tunnelscope.core.evidence.Role;
import io.tunnelscope.core.evidence.SaState;
import io.tunnelscope.core.evidence.Scope;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;
import io.tunnelscope.core.evidence.TunnelStatus;
import io.tunnelscope.core.evidence.Verdict;
import io.tunnelscope.core.language.Language;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictRulesTest {
  private static final EvidenceRef SAID = new EvidenceRef("NetworkWatcher.txt", 1, "id : …");

  private static Verdict verdict(String fault) {
    return new Verdict(fault, List.of(), List.of(SAID));
  }

  private static TunnelStatus tunnel(SaState state) {
    return new TunnelStatus(
        "branch",
        state,
        "",
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        List.of(new EvidenceRef("AzureResource.txt", 2, "connectionStatus : " + state)));
  }

  private static IkeExchange failed(Signal signal) {
    var ref = new EvidenceRef("IKELogs.txt", 7, "it failed");
    var line =
        new LogLine(
            signal,
            Side.HERE,
            ExchangeKind.IKE_AUTH,
            "198.51.100.7",
            Optional.empty(),
            Map.of(),
            ref);
    return new IkeExchange(
        ExchangeKind.IKE_AUTH,
        Role.INITIATOR,
        "198.51.100.7",
        "",
        IkeExchange.Outcome.REFUSED_HERE,
        0,
        List.of(line));
  }

  @ParameterizedTest
  @MethodSource("io.tunnelscope.core.diagnosis.Fault#ofGateways")
  void shouldReportEveryFaultOfGatewaysWithThePlatformsWords(Fault fault) {
    assertReported(Scope.GATEWAY, fault);
  }

  @ParameterizedTest
  @MethodSource("io.tunnelscope.core.diagnosis.Fault#ofConnections")
  void shouldReportEveryFaultOfConnectionsWithThePlatformsWords(Fault fault) {
    assertReported(Scope.CONNECTION, fault);
  }

  private static void assertReported(Scope scope, Fault fault) {
    var diagnosis = Fixture.seen(scope, verdict(fault.azureId()));
    assertThat(diagnosis.findings()).hasSize(1);
    assertThat(diagnosis.worst().fault()).isEqualTo(fault);
    assertThat(diagnosis.worst().proof()).containsExactly(SAID);
    assertThat(diagnosis.notices()).isEmpty();
  }

  @Test
  void shouldNotCallATargetHealthyThatHasAFaultBesideNone() {
    var diagnosis = Fixture.seen(Scope.GATEWAY, verdict("PlatformInActive"), verdict("NoFault"));
    assertThat(diagnosis.worst().cause()).isEqualTo(Cause.PLATFORM_INACTIVE);
    assertThat(diagnosis.code()).isEqualTo(Code.UNHEALTHY);
  }

  @Test
  void shouldNameAnIdThatIsNotKnownHere() {
    var worst = Fixture.seen(Scope.GATEWAY, verdict("SomethingNew")).worst();
    assertThat(worst.fault()).isEqualTo(Fault.UNDETERMINED);
    assertThat(ActionCatalog.explain(worst, Language.EN).detail()).contains("SomethingNew");
  }

  @Test
  void shouldLetTheLogSayWhichCauseItIs() {
    // When
    var diagnosis =
        Fixture.seen(
            Scope.CONNECTION, verdict("Authentication"), failed(Signal.CERTIFICATE_REFUSED));

    // Then
    assertThat(diagnosis.findings()).extracting(Finding::cause).containsExactly(Cause.AUTH_CERT);
    assertThat(diagnosis.worst().proof()).contains(SAID);
  }

  @Test
  void shouldNotSayTheSameOnceWithAndOnceWithoutThePeer() {
    // When
    var diagnosis =
        Fixture.seen(
            Scope.CONNECTION,
            verdict("ConnectionNotConfiguredOnGateway"),
            failed(Signal.NO_CONNECTION));

    // Then
    assertThat(diagnosis.findings()).hasSize(1);
    assertThat(diagnosis.worst().fact(Fact.PEER)).contains("198.51.100.7");
    assertThat(diagnosis.worst().proof()).contains(SAID);
  }

  @Test
  void shouldMeanTheSharedKeyWhereNoLogIsThere() {
    var worst = Fixture.seen(Scope.CONNECTION, verdict("Authentication")).worst();
    assertThat(worst.cause()).isEqualTo(Cause.AUTH_PSK_MISMATCH);
    assertThat(worst.certainty()).isEqualTo(Certainty.LIKELY);
  }

  @Test
  void shouldOfferThePlatformsPagesAfterOurOwnAdvice() {
    // Given
    var page = URI.create("https://learn.microsoft.com/azure/some/page-of-theirs");
    var plain = URI.create("http://azure.microsoft.com/support");
    var verdict = new Verdict("VipUnResponsive", List.of(page, plain), List.of(SAID));

    for (var language : Language.values()) {
      // When
      var actions =
          ActionCatalog.explain(Fixture.seen(Scope.GATEWAY, verdict).worst(), language).actions();

      // Then
      assertThat(actions).extracting(RecommendedAction::uri).doesNotContain(plain);
      assertThat(actions.getLast().uri()).isEqualTo(page);
      assertThat(actions.getLast().uriText()).contains("page-of-theirs");
    }
  }

  // --- two sources

  @Test
  void shouldSayBothWhenTheStateContradictsTheVerdict() {
    var up =
        Fixture.seen(Scope.CONNECTION, verdict("IkePolicyMismatch"), tunnel(SaState.CONNECTED));
    assertThat(disagreement(up)).contains("IkePolicyMismatch").contains("Connected");
    var down = Fixture.seen(Scope.CONNECTION, verdict("NoFault"), tunnel(SaState.NOT_CONNECTED));
    assertThat(disagreement(down)).contains("NoFault").contains("NotConnected");
    assertThat(down.code()).isEqualTo(Code.UNDETERMINED);
  }

  private static String disagreement(Diagnosis diagnosis) {
    var notice = diagnosis.notices().getFirst();
    assertThat(notice.kind()).isEqualTo(NoticeKind.STATUS_DISAGREES);
    assertThat(notice.proof()).hasSize(2);
    return ActionCatalog.explain(notice, Language.EN).detail();
  }

  @Test
  void shouldSeeNoContradictionWhereThereIsNone() {
    assertThat(
            Fixture.seen(Scope.CONNECTION, verdict("NoFault"), tunnel(SaState.CONNECTED)).notices())
        .isEmpty();
    assertThat(
            Fixture.seen(
                    Scope.CONNECTION, verdict("PeerReachability"), tunnel(SaState.NOT_CONNECTED))
                .notices())
        .isEmpty();
    assertThat(
            Fixture.seen(
                    Scope.GATEWAY, verdict("GatewayCPUUsageExceeded"), tunnel(SaState.CONNECTED))
                .notices())
        .isEmpty();
  }

  // --- obstacles

  @ParameterizedTest
  @EnumSource(Obstacle.Kind.class)
  void shouldSayWhatIsMissingAndHowToMendIt(Obstacle.Kind kind) {
    // When
    var diagnosis = Fixture.seen(Scope.GATEWAY, new Obstacle(kind, "what-is-needed", "/there"));

    // Then
    assertThat(diagnosis.code()).isEqualTo(Code.UNDETERMINED);
    assertThat(diagnosis.worst().certainty()).isEqualTo(Certainty.CERTAIN);
    for (var language : Language.values()) {
      var words = ActionCatalog.explain(diagnosis.worst(), language);
      assertThat(words.summary() + words.detail()).doesNotContain("?", "[[");
      assertThat(words.actions()).isNotEmpty();
    }
  }

  @Test
  void shouldNameEveryObstacle() {
    var diagnosis =
        Fixture.seen(
            Scope.GATEWAY,
            new Obstacle(Obstacle.Kind.RIGHT, "a/read", "/there"),
            new Obstacle(Obstacle.Kind.NO_WATCHER, "koreacentral", "/there"));
    assertThat(diagnosis.findings())
        .extracting(finding -> finding.fact(Fact.OBSTACLE).orElseThrow())
        .containsExactlyInAnyOrder("RIGHT", "NO_WATCHER");
  }

  @Test
  void shouldSayNothingWhereThePlatformWasNotAsked() {
    assertThat(Fixture.seen(Scope.GATEWAY).worst().fact(Fact.OBSTACLE)).isEmpty();
  }
}
