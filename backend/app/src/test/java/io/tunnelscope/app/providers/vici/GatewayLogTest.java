package io.tunnelscope.app.providers.vici;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatewayLogTest {
  private static final ZonedDateTime NOW =
      ZonedDateTime.of(2026, 11, 26, 19, 0, 0, 0, ZoneId.of("Asia/Seoul"));

  /** 18:30 in Seoul; its log may have begun two seconds earlier or later. */
  private static final Instant START = Instant.parse("2026-11-26T09:30:00Z");

  @Test
  void shouldForgetWhatAnEarlierDaemonWrote() {
    var log =
        new GatewayLog(
            List.of(
                "2026-11-26T18:29:57.900 07[IKE] <branch|1> of an earlier life",
                "  and more of it",
                "2026-11-26T18:30:00.100 00[LIB] of this one",
                "  and more of it",
                "2026-11-26T18:31:00.100 07[IKE] <branch|1> later"));

    assertThat(log.since(START, NOW).lines()).isEqualTo(log.lines().subList(2, 5));
  }

  @Test
  void shouldTellTwoLivesApartWithinOneSecond() {
    var log =
        new GatewayLog(
            List.of(
                "2026-11-26T18:30:00.100 00[DMN] SIGTERM received, shutting down",
                "2026-11-26T18:30:00.400 00[LIB] loaded plugins: aes vici",
                "2026-11-26T18:30:00.500 07[IKE] <branch|1> initiating",
                "2026-11-26T18:40:00.500 00[LIB] loaded plugins: of somebody else's daemon"));

    assertThat(log.since(START, NOW).lines()).isEqualTo(log.lines().subList(1, 4));
  }

  @Test
  void shouldKeepALogWithoutTimes() {
    var log = new GatewayLog(List.of("07[IKE] one", "07[IKE] two"));

    assertThat(log.since(START, NOW)).isEqualTo(log);
  }

  @Test
  void shouldKeepWhatStandsBeforeTheFirstTimeWhenNothingIsOlder() {
    var log =
        new GatewayLog(
            List.of("  of a line before", "  and more", "2026-11-26T18:31:00.000 07[IKE] new"));

    assertThat(log.since(START, NOW)).isEqualTo(log);
  }

  @Test
  void shouldFindTheFirstLineInALogOfAnyLength() {
    for (var older = 0; older <= 9; older++) {
      var lines =
          new ArrayList<>(Collections.nCopies(older, "2026-11-26T18:29:57.999 07[IKE] old"));
      lines.addAll(Collections.nCopies(9 - older, "2026-11-26T18:29:58.000 07[IKE] new"));

      assertThat(new GatewayLog(lines).since(START, NOW).lines())
          .isEqualTo(lines.subList(older, 9));
    }
  }

  @Test
  void shouldFindNothingWhereTheDaemonHasWrittenNothingYet() {
    var log = new GatewayLog(List.of("2026-11-26T18:29:00.000 07[IKE] old", "without a time"));

    assertThat(log.since(START, NOW).lines()).isEmpty();
  }

  @Test
  void shouldAddWhatWasToldAndIsNotWritten() {
    // Given: the same was said long before, too
    var log =
        new GatewayLog(
            List.of(
                "2026-11-26T18:40:00.000 07[IKE] <branch|1> retransmit 1 of request",
                "2026-11-26T18:59:59.000 07[IKE] <branch|2> initiating  IKE_SA"));
    var told =
        List.of(
            "2026-11-26T09:59:59.001Z 07[IKE] <branch|2> initiating IKE_SA",
            "2026-11-26T09:59:59.900Z 07[IKE] <branch|2> retransmit 1 of request");

    // When
    var all = log.with(told, NOW).lines();

    // Then
    assertThat(all).containsExactly(log.lines().get(0), log.lines().get(1), told.get(1));
  }

  @Test
  void shouldBeWhatWasToldWhereNothingIsWritten() {
    var told = List.of("2026-11-26T09:59:59.001Z 07[IKE] <branch|2> initiating IKE_SA");

    assertThat(GatewayLog.empty().with(told, NOW).lines()).isEqualTo(told);
  }
}
