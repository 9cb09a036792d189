package io.tunnelscope.core.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.diagnosis.rules.StandardRules;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.Scope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that are too long, in every direction. */
class ToughnessTest {

  private static final String CHARON_FAILS =
      """
      Nov 24 08:00:00 edge charon: 07[IKE] <site|3> initiating IKE_SA site[3] to 203.0.113.9
      Nov 24 08:00:00 edge charon: 07[ENC] <site|3> generating IKE_SA_INIT request 0 [ SA KE No ]
      Nov 24 08:00:00 edge charon: 07[NET] <site|3> sending packet: from 198.51.100.1[500] to 203.0.113.9[500] (336 bytes)
      Nov 24 08:00:00 edge charon: 08[NET] <site|3> received packet: from 203.0.113.9[500] to 198.51.100.1[500] (344 bytes)
      Nov 24 08:00:00 edge charon: 08[ENC] <site|3> parsed IKE_SA_INIT response 0 [ SA KE No ]
      Nov 24 08:00:00 edge charon: 08[ENC] <site|3> generating IKE_AUTH request 1 [ IDi AUTH SA TSi TSr ]
      Nov 24 08:00:00 edge charon: 09[ENC] <site|3> parsed IKE_AUTH response 1 [ IDr AUTH N(TS_UNACCEPT) ]
      Nov 24 08:00:00 edge charon: 09[IKE] <site|3> received TS_UNACCEPTABLE notify, no CHILD_SA built
      """;
  private static final String PLUTO_FAILS =
      """
      "site" #1: initiating IKEv2 connection to 203.0.113.9 using UDP
      "site" #1: sent IKE_SA_INIT request to 203.0.113.9:UDP/500
      "site" #1: processed IKE_SA_INIT response from 203.0.113.9:UDP/500, initiating IKE_AUTH
      "site" #1: sent IKE_AUTH request to 203.0.113.9:UDP/500
      "site" #2: IKE_AUTH response rejected Child SA with TS_UNACCEPTABLE
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Remote 1:1: Local 1:1: ",
        "\"a\" #1: ",
        "07[IKE] <a|1> ",
        "received packet: from 1[1] to ",
        "IKE_SA a[1] established between 1[",
        "A_B",
        "Policy1:Cipher=DESIntegrity=Md5 ",
        "StartAddress 1.1.1.1 EndAddress 2.2.2.2 PortStart ",
        "SA ",
        "Ike",
        "error 1 ",
        "IKE:AES_CBC_256/",
        "%ASA-4-713903: ",
        "ISAKMP:(0):",
        "ike 0:a:1: ",
        "logdesc=\"a\" ",
        "racoon: ERROR: ",
        "ipsec,error ",
        "kmd[1]: ",
        "\"a\" #1: sent request to 1.1.1.1 from ",
        "packet from 1.1.1.1:500: constructed local proposals for 1:IKE:ENCR=",
        "racoon: rejected enctype: DB(prop#1:trns#1):Peer(prop#1:trns#1) = A:",
        "IP = 1.1.1.1, ",
        "%ASA-5-713257: Mismatched attribute types for class A",
        "IKEv2:(SESSION ID = 1,SA ID = 1):",
        "subtype=vpn remip=1.1.1.1 ",
        "kmd[1]: Local: 1.1.1.1/1, Remote: 1",
        "[Nov 20 09:15:01] IKE p1_remote=a(",
        "IKEDiagnosticLog \"message\":\"\\",
        " ",
        "["
      })
  void shouldStayFastOnTheWorstLine(String piece) {
    var line = piece.repeat(LogText.MAX_LINE / piece.length());
    var log = line + "\ncharon: 07[IKE] " + line;
    Assertions.assertTimeout(
        Duration.ofSeconds(5), () -> diagnose(new Repeated(log, log.length())));
  }

  @Test
  void shouldReadALineOfAHundredMegabytes() throws IOException {
    // Given: no line end for 100 MB, then a log
    var log =
        new SequenceInputStream(
            new Repeated("x", 100_000_000),
            new Repeated("\n" + CHARON_FAILS, CHARON_FAILS.length() + 1));

    // When
    var diagnosis = diagnose(log);

    // Then
    assertThat(diagnosis.worst().cause()).isEqualTo(Cause.TS_MISMATCH);
    assertThat(diagnosis.worst().proof()).allMatch(ref -> ref.line() > 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {CHARON_FAILS, PLUTO_FAILS})
  void shouldReadManyLinesOfOneConnection(String round) throws IOException {
    readLines(round, 300_000);
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(strings = {CHARON_FAILS, PLUTO_FAILS})
  void shouldReadFiveMillionLinesOfOneConnection(String round) throws IOException {
    readLines(round, 5_000_000);
  }

  /** Each would fill the memory if it were held by the size of its text alone. */
  @Test
  void shouldTurnALogAroundWhoseLinesAreEmpty() throws IOException {
    // Given
    var newestFirst =
        """
        2026-11-20T09:00:03Z gw charon: 10[IKE] x
        2026-11-20T09:00:02Z gw charon: 10[IKE] x
        2026-11-20T09:00:01Z gw charon: 10[IKE] x
        """;
    var log =
        new SequenceInputStream(
            new Repeated(newestFirst, newestFirst.length()), new Repeated("\n", 16_000_000));

    // When
    var read = new LogReader(Redaction.unkeyed(), Instant.EPOCH).read("empty.log", log);

    // Then
    assertThat(read.lines()).isEqualTo(16_000_003);
  }

  @Test
  void shouldReadAnArrayThatNeverEndsInOnePass() {
    var row = "{\"log\":[}".repeat(7_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () -> {
          for (var i = 0; i < 50; i++) {
            assertThat(JsonRow.fields(row, Set.of("log"))).isEmpty();
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN RSA PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----a",
        "psk \"",
        "a psk-",
        "secret: ",
        "\"psk\":",
        "token=",
        "\u001b]8;;"
      })
  void shouldRedactALineOfNothingButBeginningsInATimeThatGrowsWithIt(String beginning) {
    // Given: the first look at it compiles
    var line = beginning.repeat(LogText.MAX_LINE / beginning.length());
    Redaction.unkeyed().of(line);

    // Then
    assertTimeoutPreemptively(Duration.ofSeconds(1), () -> Redaction.unkeyed().of(line));
  }

  @Test
  void shouldOpenNoEnvelopeThatBeginsWhereALineIsCut() throws IOException {
    // Given: behind the beginning of a log, a line that is cut in the middle of a field's name
    var line =
        "gw foo: bar\n".repeat(3_000)
            + " ".repeat(LogText.MAX_LINE - 4)
            + "MESSAGE=10[IKE] giving up\n";

    // When
    var read =
        new LogReader(Redaction.unkeyed(), Instant.EPOCH)
            .read("cut.log", new ByteArrayInputStream((line + CHARON_FAILS).getBytes(UTF_8)));

    // Then
    assertThat(read.kind()).isEqualTo(LogKind.CHARON);
  }

  private static void readLines(String round, int lines) throws IOException {
    // Given: a tunnel that fails without end
    var rounds = lines / round.lines().count();
    var reader = new LogReader(Redaction.unkeyed(), Instant.EPOCH);

    // When
    var summary = reader.read("long.log", new Repeated(round, rounds * round.length()));

    // Then: what is kept does not grow with the log
    assertThat(summary.lines()).isEqualTo((int) (rounds * round.lines().count()));
    assertThat(reader.evidence()).hasSizeLessThan(1_000);
    assertThat(diagnosis(reader).worst().cause()).isEqualTo(Cause.TS_MISMATCH);
  }

  private static Diagnosis diagnose(InputStream log) throws IOException {
    var reader = new LogReader(Redaction.unkeyed(), Instant.EPOCH);
    reader.read("log", log);
    return diagnosis(reader);
  }

  private static Diagnosis diagnosis(LogReader reader) {
    var evidence = EvidenceSet.builder(Scope.LOGS, Instant.EPOCH).addAll(reader.evidence()).build();
    return StandardRules.book().diagnose(evidence, Instant.EPOCH, Instant.EPOCH);
  }

  /** A text again and again, without being in memory. */
  private static final class Repeated extends InputStream {
    private final byte[] text;
    private final long length;
    private long at;

    Repeated(String text, long length) {
      this.text = text.getBytes(UTF_8);
      this.length = length;
    }

    @Override
    public int read() {
      return at < length ? text[(int) (at++ % text.length)] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int count) {
      if (at >= length) {
        return -1;
      }
      var from = (int) (at % text.length);
      var some = (int) Math.min(Math.min(count, text.length - from), length - at);
      System.arraycopy(text, from, target, offset, some);
      at += some;
      return some;
    }
  }
}
