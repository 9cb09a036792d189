package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.LogLine;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code wfpdiag.txt.sum}: how well the binary trace could be decoded. */
final class WfpSum implements Dialect {

  private static final Pattern TOTAL =
      Pattern.compile(
          "^\\s*Total\\s+(Buffers\\s+Processed|Events\\s+Processed|Events\\s+Lost|Format\\s+Errors|Formats\\s+Unknown)\\s+(\\d{1,12})\\s*$",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern OTHER =
      Pattern.compile(
          "^\\s*(?:Files Processed:|Elapsed Time\\s+\\d+ sec|\\+-{5,}[-+]*|\\|\\s*EventCount\\s+EventName.*|.*\\bwfpdiag\\.etl\\b.*)\\s*$",
          Pattern.CASE_INSENSITIVE);

  /** Without one of these, a line matches neither pattern. */
  private static final Needles MARKS =
      Needles.ignoringCase(
          List.of(
              "total", "files processed:", "elapsed time", "+-----", "eventcount", "wfpdiag.etl"));

  private final CaseNotes notes;
  private final Map<String, Long> totals = new HashMap<>();
  private Line proof;

  WfpSum(CaseNotes notes) {
    this.notes = notes;
  }

  @Override
  public LogKind kind() {
    return LogKind.WFP_SUM;
  }

  @Override
  public boolean read(Line line) {
    if (!MARKS.anyIn(line.text())) {
      return false;
    }
    var total = TOTAL.matcher(line.text());
    if (!total.matches()) {
      return OTHER.matcher(line.text()).matches();
    }
    var name = total.group(1).toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    totals.put(name, Long.parseLong(total.group(2)));
    if (proof == null || name.startsWith("format")) {
      proof = line;
    }
    return true;
  }

  /** Unknown formats are usual; a trace of which nothing at all was decoded is not. */
  @Override
  public void finish() {
    var processed = totals.getOrDefault("events processed", 0L);
    var undecoded =
        totals.getOrDefault("format errors", 0L) + totals.getOrDefault("formats unknown", 0L);
    if (proof != null && processed > 0 && undecoded >= processed) {
      notes.evidence(
          new LogLine(
              Signal.UNDECODED,
              Side.HERE,
              ExchangeKind.UNKNOWN,
              "",
              Optional.empty(),
              Map.of("times", Long.toString(undecoded)),
              proof.ref()));
    }
  }
}
