package io.tunnelscope.core.logs;

import static io.tunnelscope.core.evidence.ExchangeKind.QUICK_MODE;
import static io.tunnelscope.core.evidence.Signal.*;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Rows of Azure Monitor's AzureDiagnostics table, as JSON or CSV: the messages of the IKE service
 * and the tunnel's changes of state.
 */
final class AzureDiagnostics implements Dialect {

  private static final Pattern MESSAGE =
      Pattern.compile("\"[Mm]essage(?:_s)?\"\\s?:\\s?\"((?:[^\"\\\\]|\\\\.){0,8000}+)");
  private static final String ADDRESS = "\\d{1,3}(?:\\.\\d{1,3}){3}";

  private static final Pattern NAMED_TIME =
      Pattern.compile(
          "\"(?:TimeGenerated(?: \\[UTC])?|time|timestamp)\"\\s?:\\s?\"", Pattern.CASE_INSENSITIVE);
  private static final Pattern TIME =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d)?"
              + "|(\\d{1,2}/\\d{1,2}/\\d{4}, \\d{1,2}:\\d\\d:\\d\\d(?:\\.\\d{3})? [AP]M)");
  private static final DateTimeFormatter PORTAL =
      DateTimeFormatter.ofPattern("M/d/yyyy, h:mm:ss[.SSS] a", Locale.US);

  private static final Vocabulary TUNNEL =
      Vocabulary.of()
          .clue("remoteIP", "\"remoteIP(?:_s)?\"\\s?:\\s?\"(?<peer>" + ADDRESS + ")\"")
          .clue("TunnelDiagnosticLog", ",\\s?\"?(?<peer>" + ADDRESS + ")\"?,")
          .heard(DELETED_BY_PEER, "Disconnected", "RemotelyTriggered")
          .heard(DELETED_BY_PEER, "RemotelyTriggered", "Disconnected")
          .here(NO_ANSWER, "Disconnected", "SessionTimeout")
          .perhaps(OTHER_FAILURE, "Disconnected")
          .here(CHILD_ESTABLISHED, QUICK_MODE, "Connected")
          .made();

  private final AzureIkeLog messages;
  private final SentenceLog tunnels;

  AzureDiagnostics(CaseNotes notes) {
    messages = new AzureIkeLog(notes);
    tunnels = new SentenceLog(kind(), AzureDiagnostics::tunnelRow, TUNNEL, notes);
  }

  @Override
  public LogKind kind() {
    return LogKind.AZURE_DIAGNOSTICS;
  }

  @Override
  public boolean read(Line line) {
    var text = line.text();
    if (text.contains("TunnelDiagnosticLog")) {
      return tunnels.read(line);
    }
    if (!text.contains("IKEDiagnosticLog")) {
      return false;
    }
    messages.read(line, message(text), time(text));
    return true;
  }

  /** Which column it is may be told by its name; else it is the first time of the row. */
  private static Optional<Instant> time(String row) {
    var named = NAMED_TIME.matcher(row);
    var found = TIME.matcher(row);
    if (named.find()) {
      found.region(named.end(), row.length());
    }
    if (!found.find()) {
      return Optional.empty();
    }
    return found.group(1) == null
        ? LogTime.of(found.group(), Instant.EPOCH.atZone(ZoneOffset.UTC))
        : portalTime(found.group(1));
  }

  /** As the portal exports it. */
  private static Optional<Instant> portalTime(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text, PORTAL).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Optional<Sentence> tunnelRow(String row) {
    return Optional.of(new Sentence("", row, true));
  }

  /** Of a row without names the message is the field with its first addresses. */
  private static String message(String row) {
    var json = MESSAGE.matcher(row);
    if (json.find()) {
      return json.group(1).replace("\\\"", "\"").replace("\\\\", "\\");
    }
    var remote = row.indexOf("Remote ");
    return remote < 0 ? row : row.substring(remote, endOfField(row, remote));
  }

  private static int endOfField(String row, int within) {
    var quoted = row.lastIndexOf('"', within) > row.lastIndexOf(',', within);
    var end = row.indexOf(quoted ? '"' : ',', within);
    return end < 0 ? row.length() : end;
  }
}
