package io.tunnelscope.core.logs;

import static io.tunnelscope.core.evidence.ExchangeKind.QUICK_MODE;
import static io.tunnelscope.core.evidence.Signal.*;

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

  private static final Vocabulary TUNNEL =
      Vocabulary.of()
          .clue("remoteIP", "\"remoteIP(?:_s)?\"\\s?:\\s?\"(?<peer>" + ADDRESS + ")\"")
          .clue("TunnelDiagnosticLog,", ",(?<peer>" + ADDRESS + "),")
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
    messages.read(line, message(text));
    return true;
  }

  private static Optional<Sentence> tunnelRow(String row) {
    return Optional.of(new Sentence("", row, true));
  }

  /** Of a row in CSV the message is what follows its first addresses. */
  private static String message(String row) {
    var json = MESSAGE.matcher(row);
    if (json.find()) {
      return json.group(1).replace("\\\"", "\"").replace("\\\\", "\\");
    }
    var remote = row.indexOf("Remote ");
    return remote < 0 ? row : row.substring(remote);
  }
}
