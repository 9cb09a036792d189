package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.ActionCatalog;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.diagnosis.Notice;
import io.tunnelscope.core.diagnosis.NoticeKind;
import io.tunnelscope.core.evidence.ChildSa;
import io.tunnelscope.core.evidence.ConfigPart;
import io.tunnelscope.core.evidence.SaState;
import io.tunnelscope.core.evidence.Scope;
import io.tunnelscope.core.evidence.TunnelHistory;
import io.tunnelscope.core.language.Language;
import io.tunnelscope.core.network.TrafficSelector;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusNoticesTest {

  @Test
  void shouldNoticeLostMessagesThatWereAnsweredInTheEnd() throws IOException {
    // When
    var diagnosis = Fixture.log("PeerReachability/near-miss");

    // Then
    assertThat(diagnosis.code()).isEqualTo(Code.HEALTHY);
    assertThat(kinds(diagnosis)).containsExactly(NoticeKind.PACKET_LOSS);
    assertThat(ActionCatalog.explain(diagnosis.notices().getFirst(), Language.EN).detail())
        .startsWith("Messages to 198.51.100.20 that had to be sent again: 1.");
  }

  @Test
  void shouldNotCallSilenceALoss() throws IOException {
    assertThat(Fixture.log("PeerReachability/positive").notices()).isEmpty();
    assertThat(Fixture.log("NoFault/positive").notices()).isEmpty();
  }

  @Test
  void shouldNoticeASmallPathOnlyWhereNothingIsWrong() {
    assertThat(kinds(Fixture.seen(Scope.LOGS, history(2)))).containsExactly(NoticeKind.PATH_MTU);
    assertThat(kinds(Fixture.seen(Scope.LOGS, history(0)))).isEmpty();
  }

  private static TunnelHistory history(int lostFragments) {
    return new TunnelHistory(
        "203.0.113.9",
        1,
        0,
        Optional.empty(),
        Optional.empty(),
        0,
        lostFragments,
        TunnelHistory.Renewals.NONE,
        List.of());
  }

  @ParameterizedTest
  @CsvSource({"1,10.2.0.0,false", "2,10.2.0.0,false", "3,10.2.0.0,true", "3,varying,false"})
  void shouldNoticeDuplicates(int count, String remote, boolean noticed) {
    // Given
    var children =
        IntStream.range(0, count)
            .mapToObj(n -> child(remote.equals("varying") ? "10." + n + ".0.0" : remote))
            .toArray(ChildSa[]::new);

    // Then
    assertThat(kinds(Fixture.seen(Scope.CONNECTION, children)).contains(NoticeKind.DUPLICATE_SAS))
        .isEqualTo(noticed);
  }

  private static ChildSa child(String remote) {
    return new ChildSa(
        "site",
        "net",
        SaState.CONNECTED,
        0,
        0,
        List.of(TrafficSelector.range("10.1.0.0", "10.1.255.255")),
        List.of(TrafficSelector.range(remote, remote)),
        Optional.empty(),
        List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "saLifeTimeSeconds,300,true",
    "saLifeTimeSeconds,27000,false",
    "saLifeTimeSeconds,unlimited,false",
    "dpdTimeoutSeconds,45,false"
  })
  void shouldNoticeAShortLifetime(String key, String value, boolean noticed) {
    var part = new ConfigPart("site", key, value, List.of());
    assertThat(kinds(Fixture.seen(Scope.CONNECTION, part)).contains(NoticeKind.SHORT_LIFETIME))
        .isEqualTo(noticed);
  }

  private static List<NoticeKind> kinds(Diagnosis diagnosis) {
    return diagnosis.notices().stream().map(Notice::kind).toList();
  }
}
