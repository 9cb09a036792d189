package io.tunnelscope.core.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.ActionCatalog;
import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Severity;
import io.tunnelscope.core.language.Language;
import io.tunnelscope.core.language.Phrases;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiffTest {

  private static final List<Finding> HEALTHY =
      List.of(Finding.of(Cause.HEALTHY, Certainty.CERTAIN));
  private static final Finding SILENT =
      Finding.of(Cause.PEER_UNREACHABLE, Certainty.LIKELY).with(Fact.PEER, "192.0.2.1");

  @Test
  void shouldSayWhatAppeared() {
    // When
    var diff = Diff.ofFindings(HEALTHY, List.of(SILENT));

    // Then
    assertThat(diff.changes())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.kind()).isEqualTo(ChangeKind.APPEARED);
              assertThat(change.id()).isEqualTo(Fault.PEER_REACHABILITY);
              assertThat(change.before()).isEmpty();
              assertThat(change.after()).isPresent();
            });
  }

  @Test
  void shouldSayWhatCleared() {
    assertThat(Diff.ofFindings(List.of(SILENT), HEALTHY).changes())
        .extracting(Change::kind)
        .containsExactly(ChangeKind.CLEARED);
  }

  @Test
  void shouldFindNothingBetweenTheSame() {
    assertThat(Diff.ofFindings(List.of(SILENT), List.of(SILENT)).changed()).isFalse();
    assertThat(Diff.ofFindings(HEALTHY, HEALTHY).changed()).isFalse();
  }

  @Test
  void shouldOverlookFiguresThatAlwaysDiffer() {
    var before = Finding.of(Cause.CPU_EXCEEDED, Certainty.CERTAIN).with(Fact.CPU, "97");
    var after = Finding.of(Cause.CPU_EXCEEDED, Certainty.CERTAIN).with(Fact.CPU, "99");
    assertThat(Diff.ofFindings(List.of(before), List.of(after)).changed()).isFalse();
  }

  @Test
  void shouldNoticeAnotherOffer() {
    var before =
        Finding.of(Cause.IKE_PROPOSAL_MISMATCH, Certainty.CERTAIN).with(Fact.THEIRS, "des/md5");
    var after =
        Finding.of(Cause.IKE_PROPOSAL_MISMATCH, Certainty.CERTAIN).with(Fact.THEIRS, "aes256/md5");
    assertThat(Diff.ofFindings(List.of(before), List.of(after)).changes())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.kind()).isEqualTo(ChangeKind.CHANGED);
              assertThat(theirs(change.before())).contains("des/md5");
              assertThat(theirs(change.after())).contains("aes256/md5");
            });
  }

  @Test
  void shouldTellWorseFromBetter() {
    var mild =
        new Finding(
            Fault.UNDETERMINED,
            Cause.UNDETERMINABLE,
            Severity.WARNING,
            Certainty.POSSIBLE,
            Map.of(),
            List.of());
    var bad =
        new Finding(
            Fault.UNDETERMINED,
            Cause.UNDETERMINABLE,
            Severity.ERROR,
            Certainty.POSSIBLE,
            Map.of(),
            List.of());
    assertThat(Diff.ofFindings(List.of(mild), List.of(bad)).changes().getFirst().kind())
        .isEqualTo(ChangeKind.WORSE);
    assertThat(Diff.ofFindings(List.of(bad), List.of(mild)).changes().getFirst().kind())
        .isEqualTo(ChangeKind.BETTER);
  }

  @Test
  void shouldNotCallAnUpdateOfTheSoftwareAChangeOfTheFault() {
    var before = SILENT.with(Fact.SOFTWARE, "strongSwan 5.9.8");
    var after = SILENT.with(Fact.SOFTWARE, "strongSwan 6.0.1");
    assertThat(Diff.ofFindings(List.of(before), List.of(after)).changes()).isEmpty();
  }

  @Test
  void shouldKeepTwoPeersApart() {
    var other = Finding.of(Cause.PEER_UNREACHABLE, Certainty.LIKELY).with(Fact.PEER, "192.0.2.2");
    assertThat(Diff.ofFindings(List.of(SILENT), List.of(other)).changes())
        .extracting(Change::kind)
        .containsExactly(ChangeKind.APPEARED, ChangeKind.CLEARED);
  }

  @Test
  void shouldPutAStateIntoWordsOfTheReader() {
    // Given
    var refused =
        Finding.of(Cause.AUTH_PSK_MISMATCH, Certainty.LIKELY)
            .with(Fact.STEP, "IKE_AUTH")
            .with(Fact.REFUSED_BY, "peer");
    var state =
        Diff.ofFindings(HEALTHY, List.of(refused)).changes().getFirst().after().orElseThrow();

    // Then
    assertThat(words(state, Language.EN))
        .isEqualTo("error, likely, stopped at IKE_AUTH, refused by the peer");
    assertThat(words(state, Language.KO)).isEqualTo("오류, 유력, IKE_AUTH 단계에서 중단, 거부한 쪽: 피어");
  }

  @Test
  void shouldHaveWordsForEveryDetailThatCanDiffer() {
    assertThat(Fact.values())
        .filteredOn(fact -> !fact.isVolatile())
        .allSatisfy(fact -> assertThat(Phrases.keys(Language.EN)).contains("state." + fact.key()));
  }

  private static String words(FaultState state, Language language) {
    return ActionCatalog.state(state.severity(), state.certainty(), state.facts(), language);
  }

  private static Optional<String> theirs(Optional<FaultState> state) {
    return state.map(FaultState::facts).map(facts -> facts.get(Fact.THEIRS.key()));
  }
}
