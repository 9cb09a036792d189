package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.Side;
import java.util.Locale;
import java.util.regex.Pattern;

/** {@code IKEErrors.txt}: a sentence, then the log text it was made from. */
final class IkeErrors implements Dialect {

  private static final Pattern SENTENCE = Pattern.compile("^\\s*Error\\s?:\\s?(.{3,})$");
  private static final Pattern BASIS =
      Pattern.compile("^\\s*based on log\\s*:\\s*(.*)$", Pattern.CASE_INSENSITIVE);

  private final CaseNotes notes;
  private Line sentence;

  IkeErrors(CaseNotes notes) {
    this.notes = notes;
  }

  @Override
  public LogKind kind() {
    return LogKind.IKE_ERRORS;
  }

  @Override
  public boolean read(Line line) {
    var basis = BASIS.matcher(line.text());
    if (basis.matches()) {
      note(line, basis.group(1));
      sentence = null;
      return true;
    }
    // Any program may write "Error:"; it is this file only when the next line says what it is based
    // on.
    sentence = SENTENCE.matcher(line.text()).matches() ? line : null;
    return false;
  }

  private void note(Line line, String basis) {
    var said = sentence == null ? "" : sentence.text();
    var message =
        AzureMessage.of(basis, stepOf(said), "")
            .or(() -> AzureMessage.of(said, ExchangeKind.UNKNOWN, ""));
    message.ifPresent(
        found ->
            notes.line(
                line,
                "",
                new Said(
                    found.signal(),
                    refusedByDevice(said) ? Side.PEER : found.side(),
                    found.exchange(),
                    found.facts())));
  }

  private static ExchangeKind stepOf(String sentence) {
    var lower = sentence.toLowerCase(Locale.ROOT);
    if (lower.contains("quick mode") || lower.contains("quick-mode")) {
      return ExchangeKind.QUICK_MODE;
    }
    return lower.contains("main mode") || lower.contains("main-mode")
        ? ExchangeKind.MAIN_MODE
        : ExchangeKind.UNKNOWN;
  }

  private static boolean refusedByDevice(String sentence) {
    return sentence.toLowerCase(Locale.ROOT).contains("device rejected");
  }
}
