package io.tunnelscope.core.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.evidence.IkeExchange;
import io.tunnelscope.core.evidence.LogLine;
import io.tunnelscope.core.evidence.Signal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant BEGIN = Instant.parse("2026-02-03T04:05:06Z");

  private static final List<String> CHARON =
      List.of(
          "05[IKE] initiating IKE_SA west[1] to 203.0.113.20",
          "05[ENC] generating IKE_SA_INIT request 0 [ SA KE No ]",
          "05[NET] sending packet: from 198.51.100.7[500] to 203.0.113.20[500] (464 bytes)",
          "06[NET] received packet: from 203.0.113.20[500] to 198.51.100.7[500] (36 bytes)",
          "06[ENC] parsed IKE_SA_INIT response 0 [ N(NO_PROP) ]",
          "06[IKE] received NO_PROPOSAL_CHOSEN notify error");

  private static final List<String> PLUTO =
      List.of(
          "\"west\" #1: initiating IKEv2 connection to 203.0.113.20 using UDP",
          "\"west\" #1: sent IKE_SA_INIT request to 203.0.113.20:500",
          "\"west\" #1: dropping unexpected IKE_SA_INIT message containing NO_PROPOSAL_CHOSEN notification");

  /** %m is the message, %j the same within JSON, %c within CSV, %s and %u the time. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"log\":\"%j\\n\",\"stream\":\"stderr\",\"time\":\"%s\"}",
        "{\"stream\": \"stdout\", \"time\": \"%s\", \"log\": \"%j\\r\\n\"}",
        "{\"__REALTIME_TIMESTAMP\":\"%u\",\"PRIORITY\":\"6\",\"MESSAGE\":\"%j\",\"_PID\":\"7\"}",
        "{\"ts\":\"%s\",\"line\":\"%j\",\"labels\":{\"app\":\"vpn\",\"line\":\"no\"}}",
        "{\"@timestamp\":\"%s\",\"message\":\"%j\",\"log\":{\"file\":{\"path\":\"/var/log/vpn\"}}}",
        "{\"timestamp\":\"%s\",\"jsonPayload\":{\"message\":\"%j\"}}",
        "{\"date\":%e.5,\"msg\":\"%j\"}",
        "{\"line\":\"{\\\"log\\\":\\\"%k\\\",\\\"time\\\":\\\"%s\\\"}\"}",
        "\"%s\",\"gw\",\"vpn\",\"%c\"",
        "%s,gw,vpn,\"%c\"",
        "%s stderr F %m",
        "\u001b[36mvpn-1  | \u001b[0m%s %m",
        "{\"SYSLOG_IDENTIFIER\":\"charon\",\"_PID\":\"7\",\"__REALTIME_TIMESTAMP\":\"%u\",\"MESSAGE\":\"\\u001b[1m%j\\u001b[0m\"}",
        "<30>1 %s gw vpn 7 - - \uFEFF%m"
      })
  void shouldReadTheMessageInItsEnvelope(String form) {
    // Given
    var log = wrapped(form, CHARON);

    // When
    var told = told(log);

    // Then
    assertThat(signals(told)).isEqualTo(signals(told(CHARON))).contains(Signal.NO_PROPOSAL);
    assertThat(told).allMatch(line -> line.peer().equals("203.0.113.20"));
    assertThat(told)
        .allSatisfy(
            line -> {
              var number = line.ref().line();
              assertThat(line.ref().text()).isEqualTo(log.get(number - 1));
              assertThat(line.at().orElseThrow()).isBetween(at(number - 1), at(number));
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"log\":\"%j\\n\",\"stream\":\"stderr\",\"time\":\"%s\"}",
        "{\"__REALTIME_TIMESTAMP\":\"%u\",\"SYSLOG_IDENTIFIER\":\"pluto\",\"_PID\":\"7\",\"MESSAGE\":\"%j\"}",
        "\"%s\",\"gw\",\"vpn\",\"%c\"",
        "%s stderr F %m",
        "\u001b[36mvpn-1  | \u001b[0m%s %m"
      })
  void shouldReadOtherDaemonsInTheirEnvelope(String form) {
    var plain = told(PLUTO);
    var told = told(wrapped(form, PLUTO));
    assertThat(signals(told)).isEqualTo(signals(plain)).isNotEmpty();
    assertThat(told)
        .extracting(LogLine::peer)
        .isEqualTo(plain.stream().map(LogLine::peer).toList());
    assertThat(told).allMatch(line -> line.at().isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "__CURSOR=s=1\n__REALTIME_TIMESTAMP=%u\n_PID=7\nMESSAGE=%m\nSYSLOG_IDENTIFIER=vpn\n",
        "Tue 2026-02-03 %t UTC [s=1;i=1]\n    PRIORITY=6\n    MESSAGE=%m\n    _PID=7",
        "{\n\t\"__REALTIME_TIMESTAMP\" : \"%u\",\n\t\"MESSAGE\" : \"%j\",\n\t\"_PID\" : \"7\"\n}",
        "  {\n    \"time\": \"%s\",\n    \"message\": \"%j\"\n  },"
      })
  void shouldReadEntriesWhoseFieldsStandOnLinesOfTheirOwn(String form) {
    var log = wrapped(form, CHARON).stream().flatMap(String::lines).toList();
    var told = told(log);
    assertThat(signals(told)).isEqualTo(signals(told(CHARON)));
    assertThat(told)
        .allSatisfy(
            line -> {
              assertThat(line.ref().text()).isEqualTo(log.get(line.ref().line() - 1));
              assertThat(line.at().orElseThrow()).isBetween(BEGIN, at(CHARON.size()));
            });
  }

  @Test
  void shouldTakeAMessageThatIsWrittenAsItsBytes() {
    var message = CHARON.getLast();
    var bytes = message.chars().mapToObj(Integer::toString).collect(joining(", "));
    var log =
        List.of("{\"MESSAGE\":[" + bytes + "],\"__REALTIME_TIMESTAMP\":\"1770091506000000\"}");
    assertThat(signals(told(log))).contains(Signal.NO_PROPOSAL);
  }

  @Test
  void shouldKeepSecretsOutOfTheProofOfAnEnvelope() {
    var log =
        List.of(
            "{\"log\":\"06[IKE] received NO_PROPOSAL_CHOSEN notify error, psk=\\\"Tr0ub4dor\\\"\\n\"}");
    assertThat(told(log).getFirst().ref().text())
        .contains("NO_PROPOSAL_CHOSEN", "psk=[redacted:key:")
        .doesNotContain("Tr0ub4dor");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"level\":\"info\",\"message\":\"listening on port 8080\"}",
        "{\"log\":\"",
        "{\"log\":",
        "{\"log\":[1,2,999],\"time\":{}}",
        "{\"log\":\"\\u00\"}",
        "{\"note\":\"05[IKE] received NO_PROPOSAL_CHOSEN notify error\"}",
        "\"a\",\"b\"",
        "\",",
        "MESSAGE=",
        "one,two,three of them"
      })
  void shouldFindNothingWhereThereIsNoMessageOfADaemon(String line) {
    assertThat(told(List.of(line))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "[", "{\"log\":", "\"\",", "\\\"", "{\"log\":\"", ",\"", "\u001b[1m"})
  void shouldBearTheWorstLine(String piece) {
    var line = piece.repeat(LogText.MAX_LINE / piece.length());
    assertThat(told(List.of("{" + line, "\"a\"," + line, line))).isEmpty();
  }

  private static List<String> wrapped(String form, List<String> messages) {
    return IntStream.range(0, messages.size())
        .mapToObj(
            i ->
                form.replace("%s", at(i).toString())
                    .replace("%t", at(i).toString().substring(11, 19))
                    .replace("%u", at(i).getEpochSecond() + "000000")
                    .replace("%e", Long.toString(at(i).getEpochSecond()))
                    .replace("%k", json(json(messages.get(i))))
                    .replace("%j", json(messages.get(i)))
                    .replace("%c", messages.get(i).replace("\"", "\"\""))
                    .replace("%m", messages.get(i)))
        .toList();
  }

  private static String json(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/");
  }

  private static Instant at(int seconds) {
    return BEGIN.plusSeconds(seconds);
  }

  private static List<Signal> signals(List<LogLine> lines) {
    return lines.stream().map(LogLine::signal).toList();
  }

  private static List<LogLine> told(List<String> lines) {
    var reader = new LogReader(Redaction.unkeyed(), NOW);
    try {
      reader.read("vpn.log", new ByteArrayInputStream(String.join("\n", lines).getBytes(UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reader.evidence().stream()
        .flatMap(
            evidence ->
                evidence instanceof IkeExchange exchange
                    ? exchange.lines().stream()
                    : java.util.stream.Stream.empty())
        .toList();
  }
}
