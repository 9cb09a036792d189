package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.Side;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code IKELogs.txt} and the messages of Azure's IKEDiagnosticLog. */
final class AzureIkeLog implements Dialect {

  private static final Pattern ADDRESSED =
      Pattern.compile(
          "^(.{0,200}?)\\bRemote\\s{1,4}(\\S{2,45}?):(\\d{1,5}): Local\\s{1,4}(\\S{2,45}?):(\\d{1,5}):\\s?(.*)$",
          Pattern.CASE_INSENSITIVE);

  /** The columns that published queries cut a message into: two addresses, then its tags. */
  private static final Pattern COLUMNS =
      Pattern.compile(
          "^.{0,200}?\\b(\\d{1,3}(?:\\.\\d{1,3}){3})\\W{1,5}(?:LocalIP\\W{1,8})?(\\d{1,3}(?:\\.\\d{1,3}){3})\\W{1,5}(?:IKEMessage\\W{1,8})?(\\[(?:SEND|RECEIVED?|LOCAL(?:_MSG)?)].*)$");

  private static final Pattern TAG = Pattern.compile("\\[([A-Z][A-Za-z0-9_ -]{1,30})]");

  /** Lines of the service's own functions, which bear no addresses. */
  private static final Pattern FUNCTION =
      Pattern.compile(
          "\\bIke[A-Z]\\w{3,60}\\b.{0,80}\\b(?:called with error|failed with)\\b|\\bWindows error \\d{3,6}\\b|\\bERROR_IPSEC_IKE_\\w+");

  /** Without one of these, a line matches none of the patterns. */
  private static final Needles MARKS =
      Needles.ignoringCase(
          List.of(
              ": local",
              "called with error",
              "failed with",
              "windows error ",
              "error_ipsec_ike_",
              "[send]",
              "[receive",
              "[local"));

  private final CaseNotes notes;
  private final Map<String, AzureNegotiation> negotiations = new Recent<>();
  private String peer = "";

  AzureIkeLog(CaseNotes notes) {
    this.notes = notes;
  }

  @Override
  public LogKind kind() {
    return LogKind.AZURE_IKE;
  }

  @Override
  public boolean read(Line line) {
    return read(line, line.text(), Optional.empty());
  }

  /**
   * @param text the message, where it is but a part of the line
   * @param at its time, where it stands beside the message
   */
  boolean read(Line line, String text, Optional<Instant> at) {
    if (!MARKS.anyIn(text)) {
      return false;
    }
    var addressed = ADDRESSED.matcher(text);
    if (addressed.matches()) {
      peer = addressed.group(2);
      note(line, addressed.group(6), addressed.group(3), at);
      notes.local(line, peer, addressed.group(4));
      return true;
    }
    var columns = COLUMNS.matcher(text);
    if (columns.matches()) {
      peer = columns.group(1);
      note(line, columns.group(3), "", at);
      notes.local(line, peer, columns.group(2));
      return true;
    }
    if (FUNCTION.matcher(text).find()) {
      note(line, text, "", at);
      return true;
    }
    return false;
  }

  private void note(Line line, String message, String port, Optional<Instant> at) {
    var way = "";
    var exchange = ExchangeKind.UNKNOWN;
    var tags = TAG.matcher(message);
    while (tags.find()) {
      var tag = tags.group(1).toUpperCase(Locale.ROOT);
      var told = wayOf(tag);
      if (!told.isEmpty()) {
        way = told;
      } else if (exchange == ExchangeKind.UNKNOWN) {
        exchange = exchangeOf(tag);
      }
    }
    var side = way.equals("LOCAL") ? Side.HERE : Side.UNKNOWN;
    AzureMessage.of(message, exchange, way)
        .map(found -> said(found, side, port))
        .ifPresent(said -> notes.line(line, peer, negotiation().next(said), at));
  }

  /** Messages without an address are about whom the last address named. */
  private AzureNegotiation negotiation() {
    return negotiations.computeIfAbsent(peer, _ -> new AzureNegotiation());
  }

  private static Said said(AzureMessage found, Side side, String port) {
    var facts = new HashMap<>(found.facts());
    if (!port.isEmpty()) {
      facts.put("port", port);
    }
    // What the service says about itself under [LOCAL] may still be the peer's refusal; only a
    // failure without a code is ours.
    var speaker =
        found.side() == Side.UNKNOWN && found.signal().isFailure() && !facts.containsKey("code")
            ? side
            : found.side();
    return new Said(found.signal(), speaker, found.exchange(), facts);
  }

  /** Both spellings of each tag are in use. */
  private static String wayOf(String tag) {
    return switch (tag) {
      case "SEND", "SENT" -> "SEND";
      case "RECEIVED", "RECEIVE" -> "RECEIVED";
      case "LOCAL", "LOCAL_MSG" -> "LOCAL";
      default -> "";
    };
  }

  private static ExchangeKind exchangeOf(String tag) {
    return switch (tag.replace(' ', '_').replace('-', '_')) {
      case "SA_INIT", "IKE_SA_INIT" -> ExchangeKind.IKE_SA_INIT;
      case "SA_AUTH", "IKE_AUTH" -> ExchangeKind.IKE_AUTH;
      case "CREATE_CHILD_SA", "CHILD_SA", "CHILD" -> ExchangeKind.CREATE_CHILD_SA;
      case "MAIN_MODE", "MM" -> ExchangeKind.MAIN_MODE;
      case "AGGRESSIVE_MODE" -> ExchangeKind.AGGRESSIVE_MODE;
      case "QUICK_MODE", "QM" -> ExchangeKind.QUICK_MODE;
      case "INFORMATIONAL", "DPD", "DELETE" -> ExchangeKind.INFORMATIONAL;
      default -> ExchangeKind.UNKNOWN;
    };
  }
}
