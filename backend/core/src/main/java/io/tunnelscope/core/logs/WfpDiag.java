package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.LogLine;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code Scrubbed-wfpdiag.txt}: a decoded trace of the Windows Filtering Platform. A failure is
 * told by a block of lines below an "IKE diagnostic event".
 */
final class WfpDiag implements Dialect {

  private static final Pattern PREFIX =
      Pattern.compile(
          "^\\[\\d{1,4}][0-9A-Fa-f]{1,8}\\.[0-9A-Fa-f]{1,8}::(\\d{1,2}/\\d{1,2}/\\d{4}-\\d\\d:\\d\\d:\\d\\d\\.\\d{3})\\s?(.*)$");
  private static final Pattern DECODED =
      Pattern.compile("^\\[ikeext]\\s?\\d{0,9}\\|([^|]{0,45})\\|(.*)$", Pattern.CASE_INSENSITIVE);
  private static final Pattern FIELD =
      Pattern.compile(
          "^\\s{0,40}(Local address|Remote address|IP version|Failure type|Failure error code|Failure point|Type specific info|Timestamp|Flags)\\s?:?\\s?(.*)$",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern FAILURE =
      Pattern.compile(
          "^\\s{0,40}Failure (?:type\\s?:\\s?IKE|error code\\s?:\\s?0x)", Pattern.CASE_INSENSITIVE);
  private final String file;
  private final CaseNotes notes;
  private String peer = "";
  private Optional<Instant> at = Optional.empty();
  private Block block;
  private int decoded;
  private int undecoded;
  private EvidenceRef firstUndecoded;

  WfpDiag(String file, CaseNotes notes) {
    this.file = file;
    this.notes = notes;
  }

  @Override
  public LogKind kind() {
    return LogKind.WFP_DIAG;
  }

  @Override
  public boolean read(Line line) {
    var prefix = PREFIX.matcher(line.text());
    if (!prefix.matches()) {
      return opensOrContinues(line.text()) && inBlock(line, line.text());
    }
    var text = DECODED.matcher(prefix.group(2));
    if (!text.matches()) {
      undecoded++;
      firstUndecoded = firstUndecoded == null ? line.ref() : firstUndecoded;
      return true;
    }
    decoded++;
    at = LogTime.of(line.text(), Instant.EPOCH.atZone(ZoneOffset.UTC));
    if (!text.group(1).isBlank()) {
      peer = text.group(1).strip();
    }
    if (text.group(2).contains("IKE diagnostic event")) {
      closeBlock();
      block = new Block();
    } else if (!opensOrContinues(text.group(2)) || !inBlock(line, text.group(2))) {
      closeBlock();
      message(line, text.group(2));
    }
    return true;
  }

  @Override
  public void finish() {
    closeBlock();
    if (decoded == 0 && undecoded > 0) {
      notes.evidence(
          new LogLine(
              Signal.UNDECODED,
              Side.HERE,
              ExchangeKind.UNKNOWN,
              "",
              Optional.empty(),
              Map.of("times", Integer.toString(undecoded), "file", file),
              firstUndecoded));
    }
  }

  /**
   * The heading of a block may be cut off; what it tells about a failure is a block all the same.
   */
  private boolean opensOrContinues(String text) {
    if (block == null && FAILURE.matcher(text).find()) {
      block = new Block();
    }
    return block != null;
  }

  private boolean inBlock(Line line, String text) {
    var field = FIELD.matcher(text);
    if (!field.matches()) {
      return !text.isEmpty() && Character.isWhitespace(text.charAt(0));
    }
    var value = field.group(2).strip();
    switch (field.group(1).toLowerCase(Locale.ROOT)) {
      case "remote address" -> block.peer = value;
      case "failure type" -> block.exchange = exchangeOf(value);
      case "failure error code" -> {
        block.error = AzureMessage.error("error " + value);
        block.proof = line;
      }
      case "failure point" -> {
        block.side = sideOf(value);
        closeBlock();
      }
      default -> {
        // addresses of our own, flags and times are of no use here
      }
    }
    return true;
  }

  private void closeBlock() {
    if (block != null && block.proof != null) {
      block
          .error
          .flatMap(WindowsError::signal)
          .ifPresent(
              signal ->
                  notes.line(
                      block.proof,
                      peer.isBlank() ? block.peer : peer,
                      new Said(
                          signal,
                          block.side,
                          block.exchange,
                          Map.of("code", block.error.map(WindowsError::text).orElse(""))),
                      at));
    }
    block = null;
  }

  private void message(Line line, String text) {
    AzureMessage.of(text, ExchangeKind.UNKNOWN, "")
        .ifPresent(
            found ->
                notes.line(
                    line,
                    peer,
                    new Said(found.signal(), found.side(), found.exchange(), found.facts()),
                    at));
  }

  private static ExchangeKind exchangeOf(String failureType) {
    var lower = failureType.toLowerCase(Locale.ROOT);
    if (lower.contains("quick mode")) {
      return ExchangeKind.QUICK_MODE;
    }
    return lower.contains("main mode") ? ExchangeKind.MAIN_MODE : ExchangeKind.UNKNOWN;
  }

  private static Side sideOf(String point) {
    return switch (point.toLowerCase(Locale.ROOT)) {
      case "local" -> Side.HERE;
      case "remote" -> Side.PEER;
      default -> Side.UNKNOWN;
    };
  }

  /** What a block has told so far. */
  private static final class Block {
    private String peer = "";
    private ExchangeKind exchange = ExchangeKind.UNKNOWN;
    private Side side = Side.UNKNOWN;
    private Optional<WindowsError> error = Optional.empty();
    private Line proof;
  }
}
