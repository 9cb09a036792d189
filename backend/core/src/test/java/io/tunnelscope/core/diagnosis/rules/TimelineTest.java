package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.ActionCatalog;
import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.TimelineStep;
import io.tunnelscope.core.diagnosis.TimelineStep.Direction;
import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.IkeExchange;
import io.tunnelscope.core.evidence.IkeExchange.Outcome;
import io.tunnelscope.core.evidence.LogLine;
import io.tunnelscope.core.evidence.Role;
import io.tunnelscope.core.evidence.Scope;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;
import io.tunnelscope.core.evidence.TunnelTraffic;
import io.tunnelscope.core.language.Language;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TimelineTest {

  @Test
  void shouldTellTheNegotiationUpToWhereItStopped() throws IOException {
    // When
    var timeline = Fixture.log("BothEnds/algorithms-responder").timeline();

    // Then
    assertThat(timeline)
        .extracting(TimelineStep::event)
        .containsExactly(Signal.RECEIVED, Signal.OFFER_PEER, Signal.OFFER_HERE, Signal.NO_PROPOSAL);
    assertThat(timeline.getFirst().at()).contains(Instant.parse("2026-11-20T09:15:01Z"));
    assertThat(timeline.getFirst().exchange()).isEqualTo(ExchangeKind.IKE_SA_INIT);
    assertThat(timeline.getFirst().direction()).isEqualTo(Direction.RECEIVED);
    assertThat(timeline.get(1).detail()).isEqualTo("aes128/sha1/prfsha1/modp1024");
    assertThat(timeline.getLast().line()).isEqualTo(5);
  }

  @Test
  void shouldFoldWhatIsRepeated() throws IOException {
    // When
    var timeline = Fixture.log("PeerReachability/positive").timeline();

    // Then
    assertThat(timeline)
        .extracting(step -> ActionCatalog.explain(step, Language.EN))
        .containsExactly(
            "message sent",
            "sent again, for want of an answer ×2",
            "gave up waiting for an answer");
  }

  @Test
  void shouldShowTheEndThatKnows() throws IOException {
    var timeline = Fixture.logs("BothEnds/key-initiator", "BothEnds/key-responder").timeline();
    assertThat(timeline).extracting(TimelineStep::file).containsOnly("BothEnds/key-responder");
    assertThat(timeline.getLast().event()).isEqualTo(Signal.KEY_DIFFERS);
  }

  @Test
  void shouldKeepTheEndOfALongOne() {
    // Given
    var lines = IntStream.rangeClosed(1, 90).mapToObj(TimelineTest::line).toList();
    var exchange =
        new IkeExchange(
            ExchangeKind.IKE_AUTH,
            Role.INITIATOR,
            "203.0.113.9",
            "",
            Outcome.REFUSED_HERE,
            0,
            lines);

    // When
    var timeline = Fixture.seen(Scope.LOGS, exchange).timeline();

    // Then
    assertThat(timeline).hasSize(30);
    assertThat(timeline.getLast().line()).isEqualTo(90);
  }

  @Test
  void shouldBeginAfterTheTunnelThatWasThereBefore() {
    // Given
    var told =
        List.of(
            Signal.SENT,
            Signal.IKE_ESTABLISHED,
            Signal.DELETED_HERE,
            Signal.SENT,
            Signal.RECEIVED,
            Signal.KEY_DIFFERS);
    // When
    var timeline = Fixture.seen(Scope.LOGS, exchange(Outcome.REFUSED_HERE, told)).timeline();
    // Then
    assertThat(timeline).extracting(TimelineStep::event).isEqualTo(told.subList(3, 6));
  }

  @Test
  void shouldBeEmptyWhenTheNegotiationCameThroughAndTheTroubleIsAnother() {
    // Given
    var through = List.of(Signal.SENT, Signal.RECEIVED, Signal.IKE_ESTABLISHED);
    var cutOff = new TunnelTraffic("site", "203.0.113.9", Duration.ofSeconds(2), 0, 8, List.of());
    // When
    var diagnosis = Fixture.seen(Scope.CONNECTION, exchange(Outcome.SUCCEEDED, through), cutOff);
    // Then
    assertThat(diagnosis.worst().cause()).isEqualTo(Cause.TRAFFIC_ONE_WAY);
    assertThat(diagnosis.timeline()).isEmpty();
  }

  private static IkeExchange exchange(Outcome outcome, List<Signal> signals) {
    var lines =
        IntStream.range(0, signals.size()).mapToObj(at -> line(at + 1, signals.get(at))).toList();
    return new IkeExchange(
        ExchangeKind.IKE_AUTH, Role.INITIATOR, "203.0.113.9", "", outcome, 0, lines);
  }

  private static LogLine line(int number) {
    return line(
        number,
        number == 90 ? Signal.KEY_DIFFERS : number % 2 == 0 ? Signal.SENT : Signal.RECEIVED);
  }

  private static LogLine line(int number, Signal signal) {
    return new LogLine(
        signal,
        Side.HERE,
        ExchangeKind.IKE_AUTH,
        "203.0.113.9",
        Optional.empty(),
        Map.of(),
        new EvidenceRef("a.log", number, "line"));
  }

  @Test
  void shouldBeEmptyWithoutANegotiation() throws IOException {
    assertThat(Fixture.log("GatewayCPUUsageExceeded/positive").timeline()).isEmpty();
    assertThat(Fixture.seen(Scope.LOGS).timeline()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Signal.class)
  void shouldHaveWordsForEveryStep(Signal signal) {
    for (var language : Language.values()) {
      var step =
          new TimelineStep(
              Optional.empty(), Direction.NONE, ExchangeKind.UNKNOWN, signal, 1, "", "a.log", 1);
      assertThat(ActionCatalog.explain(step, language)).isNotBlank();
    }
  }
}
