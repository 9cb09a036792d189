package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.ActionCatalog;
import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.diagnosis.Explanation;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Notice;
import io.tunnelscope.core.diagnosis.NoticeKind;
import io.tunnelscope.core.diagnosis.RecommendedAction;
import io.tunnelscope.core.evidence.ChildSa;
import io.tunnelscope.core.evidence.ConfigPart;
import io.tunnelscope.core.evidence.Evidence;
import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.IkeExchange;
import io.tunnelscope.core.evidence.IkeExchange.Outcome;
import io.tunnelscope.core.evidence.LogLine;
import io.tunnelscope.core.evidence.Missing;
import io.tunnelscope.core.evidence.PlatformFact;
import io.tunnelscope.core.evidence.PlatformState;
import io.tunnelscope.core.evidence.Role;
import io.tunnelscope.core.evidence.SaState;
import io.tunnelscope.core.evidence.Scope;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;
import io.tunnelscope.core.evidence.TunnelHistory;
import io.tunnelscope.core.evidence.TunnelStatus;
import io.tunnelscope.core.evidence.TunnelTraffic;
import io.tunnelscope.core.language.Language;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A strongSwan gateway that was asked itself at 2026-11-20T10:00:00Z. */
class AskedGatewayTest {

  private static final String PEER = "203.0.113.9";
  private static final Evidence RUNS_STRONGSWAN = config("", "software", "strongSwan 5.9.8");
  private static final Evidence EXISTS = PlatformState.of(PlatformFact.GATEWAY_EXISTS, true);
  private static final Evidence RUNS = PlatformState.of(PlatformFact.SERVICE_RUNNING, true);
  private static final Evidence LOADED = PlatformState.of(PlatformFact.CONNECTION_ON_GATEWAY, true);
  private static final Evidence CAME_UP = PlatformState.of(PlatformFact.CAME_UP_WHEN_TRIED, true);
  private static final EvidenceRef STATUS = new EvidenceRef("list-sas.txt", 3, "site: down");

  // --- what it is called

  static Stream<Arguments> troubles() {
    return Stream.of(
        trouble(
            Scope.GATEWAY,
            PlatformState.of(PlatformFact.GATEWAY_EXISTS, false),
            Cause.GATEWAY_NOT_FOUND,
            "systemctl start strongswan"),
        trouble(
            Scope.GATEWAY,
            PlatformState.of(PlatformFact.SERVICE_RUNNING, false),
            Cause.SERVICE_NOT_RUNNING,
            "systemctl start strongswan"),
        trouble(
            Scope.GATEWAY,
            PlatformState.of(PlatformFact.PLATFORM_ACTIVE, false),
            Cause.PLATFORM_INACTIVE,
            "charon-systemd"),
        trouble(
            Scope.GATEWAY,
            PlatformState.of(PlatformFact.VIP_ANSWERS, false),
            Cause.VIP_UNRESPONSIVE,
            "ip link"),
        trouble(
            Scope.GATEWAY,
            PlatformState.of(PlatformFact.CONNECTIONS, 0),
            Cause.NO_CONNECTIONS,
            "swanctl --load-all"),
        trouble(
            Scope.CONNECTION,
            PlatformState.of(PlatformFact.CONNECTION_EXISTS, false),
            Cause.CONNECTION_NOT_FOUND,
            "swanctl --list-conns"),
        trouble(
            Scope.CONNECTION,
            PlatformState.of(PlatformFact.CONNECTION_STANDBY, true),
            Cause.MARKED_STANDBY,
            "remote_ts"),
        trouble(
            Scope.CONNECTION,
            PlatformState.of(PlatformFact.CONNECTION_ON_GATEWAY, false),
            Cause.CONFIG_NOT_LOADED,
            "swanctl --load-conns"));
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void shouldSpeakOfTheDaemonAndNameTheCommand(
      Scope scope, PlatformState said, Cause cause, String command) {
    // When
    var worst = Fixture.seen(scope, RUNS_STRONGSWAN, said).worst();

    // Then
    assertThat(worst.cause()).isEqualTo(cause);
    assertThat(worst.fact(Fact.SOFTWARE)).contains("strongSwan 5.9.8");
    for (var language : Language.values()) {
      var words = ActionCatalog.explain(worst, language);
      assertThat(words.actions().getFirst().text()).contains(command);
      assertThat(everythingOf(words)).doesNotContain("Azure", "SKU", "GatewaySubnet", "{", "?");
      assertThat(words).isNotEqualTo(ActionCatalog.explain(inNoTerms(worst), language));
    }
  }

  @ParameterizedTest
  @CsvSource({"eth0", "''"})
  void shouldNameTheInterfaceThatIsDownWhereItIsKnown(String name) {
    // When
    var words =
        explain(
            Scope.GATEWAY,
            RUNS_STRONGSWAN,
            PlatformState.of(PlatformFact.VIP_ANSWERS, false),
            config("", "outsideInterface", name));

    // Then
    assertThat(words.summary())
        .isEqualTo(
            "The outside interface"
                + (name.isEmpty() ? "" : " eth0")
                + " of the gateway is down or has lost its address.");
    assertThat(words.actions().getFirst().text().contains("ip link set dev eth0 up"))
        .isEqualTo(!name.isEmpty());
  }

  @Test
  void shouldNotTakeASettingOfAConnectionForTheSoftwareOfTheGateway() {
    var worst =
        Fixture.seen(Scope.GATEWAY, EXISTS, RUNS, config("site", "software", "strongSwan 5.9.8"))
            .worst();
    assertThat(worst.fact(Fact.SOFTWARE)).isEmpty();
  }

  // --- health

  @ParameterizedTest
  @EnumSource(Missing.Why.class)
  void shouldCallItHealthyOnlyWhenAllThatIsOfferedWasSeen(Missing.Why why) {
    // When
    var diagnosis =
        Fixture.seen(Scope.GATEWAY, RUNS_STRONGSWAN, EXISTS, RUNS, new Missing("cpu", why));

    // Then
    assertThat(diagnosis.code())
        .isEqualTo(why == Missing.Why.NOT_OFFERED ? Code.HEALTHY : Code.UNDETERMINED);
    assertThat(diagnosis.missing()).hasSize(1);
  }

  @Test
  void shouldNotCallItHealthyWhenBesideWhatIsNotOfferedSomethingTimedOut() {
    assertThat(
            Fixture.seen(
                    Scope.GATEWAY,
                    EXISTS,
                    RUNS,
                    new Missing("cpu", Missing.Why.NOT_OFFERED),
                    new Missing("connections", Missing.Why.TIMED_OUT))
                .code())
        .isEqualTo(Code.UNDETERMINED);
  }

  @Test
  void shouldSayWhatAHealthyGatewayRuns() {
    var words = explain(Scope.GATEWAY, RUNS_STRONGSWAN, EXISTS, RUNS);
    assertThat(words.detail())
        .isEqualTo("Everything that was looked at works. The gateway runs strongSwan 5.9.8.");
    assertThat(words.actions())
        .extracting(RecommendedAction::text)
        .noneMatch(s -> s.contains("reset"));
  }

  // --- tunnels that nobody starts

  @Test
  void shouldSuspectThatNobodyStartsATunnelThatIsLoadedAndDown() {
    // When
    var diagnosis = connection(LOADED, tunnel(SaState.NOT_CONNECTED));

    // Then
    assertThat(causes(diagnosis)).containsExactly(Cause.MARKED_DISCONNECTED);
    assertThat(diagnosis.worst().certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(diagnosis.worst().fact(Fact.TRIED)).isEmpty();
    assertThat(diagnosis.worst().proof()).containsExactly(STATUS);
    assertThat(ActionCatalog.explain(diagnosis.worst(), Language.EN).actions().getFirst().text())
        .contains("swanctl --initiate --ike site --child NAME");
  }

  @Test
  void shouldNotGuessWhyATunnelIsDownWithoutTheLog() {
    // When
    var unread = new Missing("gateway-log", Missing.Why.NOT_OFFERED);
    var worst = connection(LOADED, unread, tunnel(SaState.NOT_CONNECTED)).worst();

    // Then
    assertThat(worst.fault()).isEqualTo(Fault.CONNECTION_IS_MARKED_DISCONNECTED);
    assertThat(worst.cause()).isEqualTo(Cause.UNDETERMINABLE);
    assertThat(worst.certainty()).isEqualTo(Certainty.POSSIBLE);
    assertThat(worst.proof()).containsExactly(STATUS);
    var said = ActionCatalog.explain(worst, Language.EN);
    assertThat(said.summary()).contains("is down");
    assertThat(said.actions().getFirst().text()).contains("active run");
    assertThat(connection(LOADED, unread, CAME_UP, tunnel(SaState.NOT_CONNECTED)).worst().cause())
        .isEqualTo(Cause.MARKED_DISCONNECTED);
  }

  @Test
  void shouldBeSureOnceItCameUpWhenTried() {
    // When
    var worst = connection(LOADED, CAME_UP, tunnel(SaState.NOT_CONNECTED)).worst();

    // Then
    assertThat(worst.cause()).isEqualTo(Cause.MARKED_DISCONNECTED);
    assertThat(worst.certainty()).isEqualTo(Certainty.CERTAIN);
    assertThat(ActionCatalog.explain(worst, Language.EN).detail())
        .contains(" When it was tried, it came up. ");
    assertThat(ActionCatalog.explain(worst, Language.KO).detail()).contains(" 시험 연결 결과: 터널이 맺어짐. ");
  }

  @Test
  void shouldProveItByWhoHungUp() {
    // Given
    var closed = line(Signal.DELETED_HERE, Side.HERE, "2026-11-20T09:00:00Z");

    // When
    var worst =
        connection(
                LOADED,
                tunnel(SaState.NOT_CONNECTED),
                exchange(ExchangeKind.INFORMATIONAL, Outcome.SUCCEEDED, closed))
            .worst();

    // Then
    assertThat(worst.cause()).isEqualTo(Cause.MARKED_DISCONNECTED);
    assertThat(worst.proof()).containsExactly(closed.ref(), STATUS);
  }

  @Test
  void shouldNotSaySoWhenItFailedWhenTried() {
    var diagnosis =
        connection(
            LOADED,
            tunnel(SaState.NOT_CONNECTED),
            PlatformState.of(PlatformFact.CAME_UP_WHEN_TRIED, false));
    assertThat(causes(diagnosis)).containsExactly(Cause.UNDETERMINABLE);
  }

  @Test
  void shouldNotSaySoWhenThePeerIsSilent() {
    var diagnosis =
        connection(
            LOADED,
            tunnel(SaState.NOT_CONNECTED),
            exchange(
                ExchangeKind.IKE_SA_INIT,
                Outcome.UNANSWERED,
                line(Signal.RETRANSMITTED, Side.HERE, "2026-11-20T09:59:00Z")));
    assertThat(causes(diagnosis)).containsExactly(Cause.PEER_UNREACHABLE);
  }

  @Test
  void shouldNotMindAnOldSilenceOnceItCameUp() {
    var diagnosis =
        connection(
            LOADED,
            CAME_UP,
            tunnel(SaState.NOT_CONNECTED),
            exchange(
                ExchangeKind.IKE_SA_INIT,
                Outcome.UNANSWERED,
                line(Signal.NO_ANSWER, Side.HERE, "2026-11-20T08:00:00Z")));
    assertThat(diagnosis.worst().cause()).isEqualTo(Cause.MARKED_DISCONNECTED);
  }

  @Test
  void shouldNotSaySoWhenSomethingIsRefused() {
    var diagnosis =
        connection(
            LOADED,
            tunnel(SaState.NOT_CONNECTED),
            exchange(
                ExchangeKind.IKE_AUTH,
                Outcome.REFUSED_HERE,
                line(Signal.KEY_DIFFERS, Side.HERE, "2026-11-20T09:59:00Z")));
    assertThat(causes(diagnosis)).containsExactly(Cause.AUTH_PSK_MISMATCH);
  }

  @ParameterizedTest
  @EnumSource(value = SaState.class, mode = EnumSource.Mode.EXCLUDE, names = "NOT_CONNECTED")
  void shouldNotSaySoOfATunnelThatIsNotDown(SaState state) {
    assertThat(causes(connection(LOADED, tunnel(state)))).doesNotContain(Cause.MARKED_DISCONNECTED);
  }

  @Test
  void shouldNotSaySoWithoutBothTheListOfConnectionsAndTheirState() {
    assertThat(causes(connection(LOADED))).containsExactly(Cause.UNDETERMINABLE);
    assertThat(causes(connection(tunnel(SaState.NOT_CONNECTED))))
        .containsExactly(Cause.UNDETERMINABLE);
  }

  @Test
  void shouldLeaveItToRunsOfTheConnection() {
    assertThat(causes(Fixture.seen(Scope.GATEWAY, EXISTS, LOADED, tunnel(SaState.NOT_CONNECTED))))
        .containsExactly(Cause.NOT_CONNECTED);
  }

  // --- tunnels that have calmed down

  @ParameterizedTest
  @CsvSource({
    // more than half an hour ago, exactly, and less
    "CONNECTION,CONNECTED,2026-11-20T09:29:59Z,false",
    "CONNECTION,CONNECTED,2026-11-20T09:30:00Z,true",
    "CONNECTION,CONNECTED,2026-11-20T09:50:00Z,true",
    "CONNECTION,NOT_CONNECTED,2026-11-20T09:29:59Z,true",
    "LOGS,CONNECTED,2026-11-20T09:29:59Z,true"
  })
  void shouldForgetFlappingOnceTheTunnelHasHeldForHalfAnHour(
      Scope scope, SaState state, Instant lastLoss, boolean flaps) {
    // Given
    var history =
        new TunnelHistory(
            PEER,
            4,
            4,
            Optional.of(lastLoss.minus(Duration.ofMinutes(30))),
            Optional.of(lastLoss),
            0,
            0,
            TunnelHistory.Renewals.NONE,
            List.of());

    // When
    var diagnosis = Fixture.seen(scope, EXISTS, tunnel(state), history);

    // Then
    assertThat(causes(diagnosis).contains(Cause.FLAPPING)).isEqualTo(flaps);
  }

  // --- traffic without an answer

  @ParameterizedTest
  @CsvSource({"0,3,true", "0,2,false", "1,300,false", "0,0,false"})
  void shouldReportTrafficThatGetsNoAnswer(long in, long out, boolean reported) {
    // When
    var diagnosis = connection(LOADED, tunnel(SaState.CONNECTED), traffic("site", in, out));

    // Then
    assertThat(causes(diagnosis).contains(Cause.TRAFFIC_ONE_WAY)).isEqualTo(reported);
    assertThat(diagnosis.code()).isEqualTo(reported ? Code.UNHEALTHY : Code.HEALTHY);
  }

  @Test
  void shouldSayWhatWasCountedAndWhatWasWatched() {
    // When
    var worst =
        connection(LOADED, tunnel(SaState.CONNECTED, 900, 4200), traffic("site", 0, 12)).worst();

    // Then
    assertThat(worst.certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(worst.fact(Fact.PEER)).contains(PEER);
    assertThat(worst.fact(Fact.CONNECTION)).contains("site");
    assertThat(ActionCatalog.explain(worst, Language.EN).detail())
        .startsWith(
            "While it was watched, 12 packets left and none came back. Since it was last connected"
                + " it received 900 and sent 4200 bytes. Routes");
    assertThat(ActionCatalog.explain(worst, Language.KO).detail())
        .startsWith("관찰하는 동안 패킷 12개를 보냈으나 돌아온 패킷이 없습니다. 마지막 연결 이후 수신 900바이트, 송신 4200바이트입니다.");
    assertThat(ActionCatalog.explain(inNoTerms(worst), Language.EN).detail())
        .contains("12 packets left and none came back");
  }

  @Test
  void shouldNotClaimBytesThatNobodyCounted() {
    // When
    var uncounted = connection(LOADED, tunnel(SaState.CONNECTED), traffic("site", 0, 12)).worst();
    var alone = connection(LOADED, traffic("other", 0, 12)).worst();

    // Then
    assertThat(ActionCatalog.explain(uncounted, Language.EN).detail())
        .startsWith("While it was watched, 12 packets left and none came back. Routes");
    assertThat(alone.fact(Fact.CONNECTION)).contains("other");
    assertThat(ActionCatalog.explain(alone, Language.EN).detail()).doesNotContain("?");
  }

  @Test
  void shouldJoinWhatWasWatchedWithWhatWasCounted() {
    var diagnosis =
        connection(LOADED, tunnel(SaState.CONNECTED, 0, 70_000), traffic("site", 0, 12));
    assertThat(causes(diagnosis)).containsExactly(Cause.TRAFFIC_ONE_WAY);
    assertThat(diagnosis.worst().fact(Fact.EGRESS)).contains("70000");
    assertThat(diagnosis.worst().fact(Fact.TIMES)).contains("12");
  }

  // --- notices

  @ParameterizedTest
  @CsvSource({"true,true", "false,false"})
  void shouldBelieveTheGatewayBeforeItsLogThatThereIsNat(String value, boolean noticed) {
    // Given
    var log =
        exchange(
            ExchangeKind.IKE_SA_INIT,
            Outcome.SUCCEEDED,
            line(Signal.NAT_DETECTED, Side.HERE, "2026-11-20T09:00:00Z"));

    // When
    var diagnosis =
        connection(LOADED, tunnel(SaState.CONNECTED), log, config("site", "natInPath", value));

    // Then
    assertThat(kinds(diagnosis).contains(NoticeKind.NAT_IN_PATH)).isEqualTo(noticed);
  }

  @Test
  void shouldReadOfNatInTheLogWhereTheGatewaySaysNothing() {
    // Given
    var log =
        exchange(
            ExchangeKind.IKE_SA_INIT,
            Outcome.SUCCEEDED,
            line(Signal.NAT_DETECTED, Side.HERE, "2026-11-20T09:00:00Z"));

    // Then
    assertThat(kinds(connection(LOADED, tunnel(SaState.CONNECTED), log)))
        .containsExactly(NoticeKind.NAT_IN_PATH);
    assertThat(kinds(connection(LOADED, tunnel(SaState.CONNECTED)))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // thirty days from 2026-11-20T10:00:00Z on
    "2026-12-20T09:59:59Z,true",
    "2026-12-20T10:00:00Z,false",
    "2026-11-20T10:00:01Z,true",
    "2026-11-20T10:00:00Z,false",
    "2025-01-01T00:00:00Z,false",
    "Dec 20 10:00:00 2026,false",
    "'',false",
    "+1000000000-12-31T23:59:59Z,false"
  })
  void shouldNoticeACertificateOfTheGatewayThatEndsSoon(String until, boolean noticed) {
    // When
    var diagnosis =
        connection(LOADED, tunnel(SaState.CONNECTED), config("", "certificateValidUntil", until));

    // Then
    assertThat(diagnosis.brokenRules()).isEmpty();
    assertThat(kinds(diagnosis).contains(NoticeKind.CERT_EXPIRES_SOON)).isEqualTo(noticed);
  }

  @Test
  void shouldFindTheCertificateThatEndsSoonAmongOthersThatDoNot() {
    // When
    var notices =
        connection(
                LOADED,
                tunnel(SaState.CONNECTED),
                config("", "certificateValidUntil", "never"),
                config("", "certificateValidUntil", "2028-01-01T00:00:00Z"),
                config("site", "certificateValidUntil", "2026-12-01T00:00:00Z"))
            .notices();

    // Then
    assertThat(notices).hasSize(1);
    assertThat(notices.getFirst().facts())
        .containsEntry("since", "2026-12-01T00:00:00Z")
        .containsEntry("connection", "site");
    assertThat(ActionCatalog.explain(notices.getFirst(), Language.EN).actions().getFirst().uri())
        .hasHost("docs.strongswan.org");
  }

  @Test
  void shouldNotCarryABlankNameInANotice() {
    var notices =
        connection(LOADED, tunnel(SaState.CONNECTED), config("", "natInPath", "true")).notices();
    assertThat(notices.getFirst().facts()).doesNotContainKey("connection");
  }

  @ParameterizedTest
  @CsvSource({"CONNECTED,false", "CONNECTING,true", "NOT_CONNECTED,true", "UNKNOWN,true"})
  void shouldCallNoSecondSourceWhatTheGatewaySaysOfItsOwnTunnels(SaState child, boolean disagree) {
    // When
    var diagnosis = connection(LOADED, tunnel(SaState.CONNECTED), refused(), child(child));

    // Then
    assertThat(kinds(diagnosis).contains(NoticeKind.STATUS_DISAGREES)).isEqualTo(disagree);
  }

  @Test
  void shouldStillSeeThatCountersAndLogDisagreeWhereNoTunnelWasAskedFor() {
    assertThat(kinds(connection(LOADED, tunnel(SaState.CONNECTED), refused())))
        .containsExactly(NoticeKind.STATUS_DISAGREES);
    assertThat(kinds(connection(LOADED, tunnel(SaState.NOT_CONNECTED), refused()))).isEmpty();
  }

  private static Arguments trouble(Scope scope, PlatformState said, Cause cause, String command) {
    return Arguments.of(scope, said, cause, command);
  }

  private static Diagnosis connection(Evidence... seen) {
    return Fixture.seen(
        Scope.CONNECTION,
        Stream.concat(Stream.of(RUNS_STRONGSWAN, EXISTS), Stream.of(seen))
            .toArray(Evidence[]::new));
  }

  private static Explanation explain(Scope scope, Evidence... seen) {
    return ActionCatalog.explain(Fixture.seen(scope, seen).worst(), Language.EN);
  }

  private static Finding inNoTerms(Finding finding) {
    var facts = new HashMap<>(finding.facts());
    facts.remove(Fact.SOFTWARE.key());
    return new Finding(
        finding.fault(),
        finding.cause(),
        finding.severity(),
        finding.certainty(),
        facts,
        finding.proof());
  }

  private static List<Cause> causes(Diagnosis diagnosis) {
    return diagnosis.findings().stream().map(Finding::cause).toList();
  }

  private static List<NoticeKind> kinds(Diagnosis diagnosis) {
    return diagnosis.notices().stream().map(Notice::kind).toList();
  }

  private static String everythingOf(Explanation words) {
    var actions =
        words.actions().stream()
            .map(action -> action.text() + " " + action.uriText() + " " + action.uri());
    return words.summary() + " " + words.detail() + " " + String.join(" ", actions.toList());
  }

  private static ConfigPart config(String connection, String key, String value) {
    return new ConfigPart(connection, key, value, List.of());
  }

  private static TunnelStatus tunnel(SaState state) {
    return tunnel(state, OptionalLong.empty(), OptionalLong.empty());
  }

  private static TunnelStatus tunnel(SaState state, long in, long out) {
    return tunnel(state, OptionalLong.of(in), OptionalLong.of(out));
  }

  private static TunnelStatus tunnel(SaState state, OptionalLong in, OptionalLong out) {
    return new TunnelStatus("site", state, PEER, in, out, Optional.empty(), List.of(STATUS));
  }

  private static TunnelTraffic traffic(String connection, long in, long out) {
    return new TunnelTraffic(connection, PEER, Duration.ofSeconds(5), in, out, List.of());
  }

  private static ChildSa child(SaState state) {
    return new ChildSa(
        "site", "net", state, 0, 0, List.of(), List.of(), Optional.empty(), List.of());
  }

  // --- what its configuration tells beside its log

  @ParameterizedTest
  @CsvSource({"true,IKE_VERSION_MISMATCH", "false,CONFIG_NOT_LOADED"})
  void shouldKnowAConnectionForAnotherVersionFromNone(boolean loaded, Cause cause) {
    // Given
    var unknown =
        exchange(
            ExchangeKind.IKE_SA_INIT,
            Outcome.REFUSED_HERE,
            line(Signal.NO_CONNECTION, Side.HERE, "2026-11-20T09:59:00Z"));
    var onGateway = PlatformState.of(PlatformFact.CONNECTION_ON_GATEWAY, loaded);

    // When
    var diagnosis = Fixture.seen(Scope.CONNECTION, RUNS_STRONGSWAN, RUNS, onGateway, unknown);

    // Then
    assertThat(diagnosis.worst().cause()).isEqualTo(cause);
  }

  @ParameterizedTest
  @CsvSource({"CONNECTED,PFS_DH_MISMATCH", "NOT_CONNECTED,ESP_PROPOSAL_MISMATCH"})
  void shouldSuspectTheGroupWhenOnlyTheRenewalOfATunnelIsRefused(SaState tunnel, Cause cause) {
    // Given
    var renewal =
        new IkeExchange(
            ExchangeKind.CREATE_CHILD_SA,
            Role.INITIATOR,
            PEER,
            "",
            Outcome.REFUSED_BY_PEER,
            0,
            List.of(
                line(Signal.NO_PROPOSAL, Side.PEER, "2026-11-20T09:59:00Z"),
                line(Signal.REKEY_FAILED, Side.HERE, "2026-11-20T09:59:00Z")));

    // When
    var diagnosis = Fixture.seen(Scope.CONNECTION, RUNS_STRONGSWAN, RUNS, child(tunnel), renewal);

    // Then
    assertThat(diagnosis.worst().cause()).isEqualTo(cause);
    assertThat(diagnosis.worst().certainty()).isNotEqualTo(Certainty.CERTAIN);
  }

  /** A failure that no tunnel is known to have come up after. */
  private static IkeExchange refused() {
    return exchange(
        ExchangeKind.IKE_AUTH,
        Outcome.REFUSED_HERE,
        line(Signal.KEY_DIFFERS, Side.HERE, "2026-11-20T09:59:00Z"));
  }

  private static IkeExchange exchange(ExchangeKind kind, Outcome outcome, LogLine line) {
    return new IkeExchange(kind, Role.INITIATOR, PEER, "", outcome, 0, List.of(line));
  }

  private static LogLine line(Signal signal, Side side, String at) {
    return new LogLine(
        signal,
        side,
        ExchangeKind.UNKNOWN,
        PEER,
        Optional.of(Instant.parse(at)),
        Map.of(),
        new EvidenceRef("charon.log", 7, "a line of the log"));
  }
}
