package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.evidence.EvidenceRef;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of a success and a failure came last is told by their times, not by their places. */
class OrderOfLinesTest {

  private static final String UP =
      """
      Nov 19 08:00:01 west charon[811]: 05[NET] <site|1> sending packet: from 198.51.100.1[500] to 203.0.113.9[500] (464 bytes)
      Nov 19 08:00:02 west charon[811]: 06[IKE] <site|1> IKE_SA site[1] established between 198.51.100.1[west]...203.0.113.9[east]
      Nov 19 08:00:03 west charon[811]: 06[IKE] <site|1> CHILD_SA net{1} established with SPIs c0000001_i c0000002_o and TS 10.1.0.0/24 === 10.2.0.0/24
      """;

  private static final String REFUSED =
      """
      Nov 20 09:15:01 west charon[811]: 07[NET] <site|2> sending packet: from 198.51.100.1[500] to 203.0.113.9[500] (464 bytes)
      Nov 20 09:15:02 west charon[811]: 07[ENC] <site|2> parsed IKE_AUTH response 1 [ IDr AUTH N(TS_UNACCEPT) ]
      Nov 20 09:15:03 west charon[811]: 07[IKE] <site|2> received TS_UNACCEPTABLE notify, no CHILD_SA built
      """;

  private static String newestFirst(String log) {
    var lines = log.lines().collect(Collectors.toList());
    Collections.reverse(lines);
    return String.join("\n", lines) + "\n";
  }

  @Test
  void shouldTakeTheLastLineOfALogForItsNewest() throws IOException {
    assertThat(Fixture.text(UP + REFUSED).worst().cause()).isEqualTo(Cause.TS_MISMATCH);
  }

  @Test
  void shouldFindTheFaultInALogThatShowsTheNewestFirst() throws IOException {
    // When
    var found = Fixture.text(newestFirst(UP + REFUSED)).worst();

    // Then
    assertThat(found.cause()).isEqualTo(Cause.TS_MISMATCH);
    assertThat(found.proof()).extracting(EvidenceRef::line).contains(1);
  }

  @Test
  void shouldFindAMendedTunnelHealthyInALogThatShowsTheNewestFirst() throws IOException {
    // Given
    var mended = REFUSED + UP.replace("Nov 19", "Nov 20").replace("08:00", "09:40");

    // Then
    assertThat(Fixture.text(newestFirst(mended)).code()).isEqualTo(Code.HEALTHY);
  }

  @Test
  void shouldFindTheFaultInAJournalThatShowsTheNewestFirst() throws IOException {
    // Given: journalctl --reverse --output=json
    var journal = new StringBuilder();
    var second = Instant.parse("2026-11-20T09:15:00Z").getEpochSecond();
    for (var line : (UP + REFUSED).lines().toList()) {
      var message = line.substring(line.indexOf("]: ") + 3);
      journal.append(
          "{\"__REALTIME_TIMESTAMP\":\"%d000000\",\"SYSLOG_IDENTIFIER\":\"charon\",\"MESSAGE\":\"%s\"}\n"
              .formatted(second++, message));
    }

    // Then
    assertThat(Fixture.text(newestFirst(journal.toString())).worst().cause())
        .isEqualTo(Cause.TS_MISMATCH);
  }

  @Test
  void shouldKeepLinesWithoutATimeBelowTheLineThatTheyBelongTo() throws IOException {
    // Given: an entry of two lines
    var log =
        newestFirst(UP + REFUSED)
            .replace("notify, no CHILD_SA built", "notify, no CHILD_SA built\n  as the peer said");

    // Then
    assertThat(Fixture.text(log).worst().cause()).isEqualTo(Cause.TS_MISMATCH);
  }

  @Test
  void shouldLeaveALogAloneThatWasPutTogetherFromTwo() throws IOException {
    assertThat(Fixture.text(REFUSED + UP).code()).isEqualTo(Code.HEALTHY);
  }

  @Test
  void shouldTurnALongLogAround() throws IOException {
    // Given: more lines than those that are looked at first
    var busy =
        "Nov 19 12:00:00 west charon[811]: 05[NET] <other|1> received packet: from 203.0.113.8[500]"
            + " to 198.51.100.1[500] (80 bytes)\n";

    // When
    var found = Fixture.text(newestFirst(UP + busy.repeat(5_000) + REFUSED)).worst();

    // Then
    assertThat(found.cause()).isEqualTo(Cause.TS_MISMATCH);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldGoThroughSeveralFilesOfOneSideByTime(boolean isSwapped) throws IOException {
    // Given: the newest line of the case stands in the file that begins first
    var around = UP.replace("Nov 19 08", "Nov 20 08") + REFUSED;
    var within = UP.replace("Nov 19 08", "Nov 20 09").replace("|1>", "|5>");

    // When
    var found = isSwapped ? Fixture.texts(within, around) : Fixture.texts(around, within);

    // Then
    assertThat(found.findings()).extracting(Finding::cause).containsExactly(Cause.TS_MISMATCH);
  }

  @Test
  void shouldTellOnceWhatTheDaemonWroteToTwoFiles() throws IOException {
    // Given: a syslog, and the daemon's own file with the same lines
    var silent =
        """
        Nov 20 09:15:01 west charon[811]: 05[ENC] <site|1> generating IKE_SA_INIT request 0 [ SA KE No ]
        Nov 20 09:15:01 west charon[811]: 05[NET] <site|1> sending packet: from 198.51.100.1[500] to 203.0.113.9[500] (464 bytes)
        Nov 20 09:15:05 west charon[811]: 08[IKE] <site|1> retransmit 1 of request with message ID 0
        Nov 20 09:15:12 west charon[811]: 08[IKE] <site|1> retransmit 2 of request with message ID 0
        Nov 20 09:15:25 west charon[811]: 08[IKE] <site|1> giving up after 2 retransmits
        """;

    // When
    var once = Fixture.text(silent).worst();
    var twice = Fixture.texts(silent, silent.replace("west charon[811]: ", "")).worst();

    // Then
    assertThat(twice.cause()).isEqualTo(Cause.PEER_UNREACHABLE);
    assertThat(twice.facts()).isEqualTo(once.facts());
    assertThat(twice.proof()).hasSameSizeAs(once.proof());
  }
}
