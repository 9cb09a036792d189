package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.TimelineStep;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows of Azure Monitor, in every form in which they are handed out. */
class AzureMonitorTest {

  private static final List<String> MESSAGES =
      List.of(
          "[RECEIVED][SA_INIT] Received IKE_SA_INIT",
          "[RECEIVED][SA_INIT] Received IKE payload: Policy1:Cipher=AES-CBC-256 Integrity=SHA256 DhGroup=DhGroup14",
          "[SEND][NOTIFY] Sending Notify Message - Policy Mismatch",
          "[LOCAL_MSG] IKE Tunnel closed for tunnelId 0x1 with status Policy match error");

  private static Stream<Arguments> forms() {
    return Stream.of(
        arguments("blobs of diagnostic settings", rows("", "\n", "", AzureMonitorTest::record)),
        arguments("an array", rows("[", ",", "]", AzureMonitorTest::record)),
        arguments("a pretty array", rows("[\n", ",\n", "\n]", AzureMonitorTest::prettyRecord)),
        arguments("a stream", rows("{\"records\":[", ",", "]}", AzureMonitorTest::record)),
        arguments(
            "an answer",
            rows(
                "{\"tables\":[{\"name\":\"PrimaryResult\",\"columns\":[{\"name\":\"TenantId\"},{\"name\":\"TimeGenerated\"},{\"name\":\"Category\"},{\"name\":\"Message\"},{\"name\":\"Type\"}],\"rows\":[",
                ",",
                "]}]}",
                row -> "[\"0f1e\"," + row + ",\"AzureDiagnostics\"]")),
        arguments(
            "a table",
            rows(
                "TenantId,TimeGenerated,Category,Message,Type\n",
                "\n",
                "",
                row -> "0f1e," + row + ",AzureDiagnostics")));
  }

  private static String rows(
      String head, String between, String tail, UnaryOperator<String> printed) {
    return IntStream.range(0, MESSAGES.size())
        .mapToObj(
            at ->
                "\"2026-11-20T09:15:0%d.52Z\",\"IKEDiagnosticLog\",\"SESSION_ID :{0} Remote 192.0.2.77:500: Local 198.51.100.9:500: %s\""
                    .formatted(at, MESSAGES.get(at)))
        .map(printed)
        .collect(Collectors.joining(between, head, tail));
  }

  /** With its time behind a long name, as the columns come. */
  private static String record(String row) {
    var cells = row.split(",", 3);
    return "{\"ResourceId\":\"/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000000/RESOURCEGROUPS/RG1/PROVIDERS/MICROSOFT.NETWORK/VIRTUALNETWORKGATEWAYS/GW1\",\"Category\":%s,\"Message\":%s,\"TimeGenerated\":%s}"
        .formatted(cells[1], cells[2], cells[0]);
  }

  private static String prettyRecord(String row) {
    return record(row)
        .replace("{\"R", "  {\n    \"R")
        .replace(",\"", ",\n    \"")
        .replace("\":\"", "\": \"")
        .replace("Z\"}", "Z\"\n  }");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void shouldReadAllRowsInEveryForm(String form, String text) throws IOException {
    // When
    var diagnosis = Fixture.text(text);

    // Then
    assertThat(diagnosis.findings())
        .as(form)
        .extracting(Finding::cause)
        .containsExactly(Cause.IKE_PROPOSAL_MISMATCH);
    assertThat(diagnosis.worst().fact(Fact.FIELD)).contains("group");
    assertThat(diagnosis.worst().fact(Fact.CODE)).contains("13868 ERROR_IPSEC_IKE_POLICY_MATCH");
    assertThat(times(diagnosis)).contains(Instant.parse("2026-11-20T09:15:02.520Z"));
  }

  @ParameterizedTest
  @CsvSource({"9:15:02.000 AM,2026-11-20T09:15:02Z", "12:00:00.000 PM,2026-11-20T12:00:00Z"})
  void shouldReadTheTimesThatThePortalExports(String clock, Instant at) throws IOException {
    // When
    var diagnosis =
        Fixture.text(
            "TenantId,\"TimeGenerated [UTC]\",Category,Message\n0f1e,\"11/20/2026, "
                + clock
                + "\",IKEDiagnosticLog,\"Remote 192.0.2.77:500: Local 198.51.100.9:500: [LOCAL][SA_AUTH] failed with error 13801\"");

    // Then
    assertThat(times(diagnosis)).containsExactly(at);
  }

  @ParameterizedTest
  @CsvSource({"RemotelyTriggered,SA_DELETED_BY_PEER", "SessionTimeout,PEER_VANISHED"})
  void shouldReadTheTunnelsOfAnAnswer(String reason, Cause cause) throws IOException {
    var diagnosis =
        Fixture.text(
            """
            {"tables":[{"name":"PrimaryResult","columns":[{"name":"TimeGenerated"}],"rows":[
            ["2026-11-20T09:10:01Z","TunnelDiagnosticLog","TunnelConnected","192.0.2.77","Connected",""],
            ["2026-11-20T09:15:01Z","TunnelDiagnosticLog","TunnelDisconnected","192.0.2.77","Disconnected","%s"]]}]}
            """
                .formatted(reason));
    assertThat(diagnosis.worst().cause()).isEqualTo(cause);
    assertThat(diagnosis.worst().fact(Fact.PEER)).contains("192.0.2.77");
  }

  private static List<Instant> times(Diagnosis diagnosis) {
    return diagnosis.timeline().stream().map(TimelineStep::at).flatMap(Optional::stream).toList();
  }
}
