package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a message of Azure's IKE service says, wherever it stands.
 *
 * @param facts {@code code}, {@code selectors}, {@code offer} and {@code for}, where the message
 *     names them
 */
record AzureMessage(Signal signal, Side side, ExchangeKind exchange, Map<String, String> facts) {

  private static final Pattern ERROR_NUMBER =
      Pattern.compile(
          "\\berror(?: ?code)?]?[ :=]{1,3}(?:0x([0-9a-fA-F]{1,8})|(\\d{1,10}))\\b",
          Pattern.CASE_INSENSITIVE);

  /** Where the service gives a reason in words alone. */
  private static final Pattern REASON =
      Pattern.compile(
          "(?:\\[ErrorMessage]:?|\\bwith status:?)\\s{0,4}([^\\[\\]\"]{4,120})",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern ERROR_NAME =
      Pattern.compile("\\bERROR_(?:IPSEC_)?(IKE_\\w{2,60})\\b");
  private static final Pattern RANGE =
      Pattern.compile(
          "StartAddress (\\S{2,45}) EndAddress (\\S{2,45}) PortStart", Pattern.CASE_INSENSITIVE);
  private static final Pattern UNCONFIGURED =
      Pattern.compile(
          "\\bno (?:connection|tunnel)\\b.{0,40}\\b(?:configured|found)\\b|\\b(?:connection|tunnel) (?:is )?not configured\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern INIT = Pattern.compile("\\bIKE_SA_INIT\\b|\\bIKE payload\\b");
  private static final Pattern AUTH = Pattern.compile("\\bIKE_AUTH\\b");
  private static final Pattern UP =
      Pattern.compile(
          "\\b(?:SA|mode|tunnel)\\b.{0,60}\\b(?:established|completed successfully|is up|connected successfully)\\b",
          Pattern.CASE_INSENSITIVE);

  private static final Map<String, Signal> NOTIFIES =
      Map.of(
          "no proposal chosen", Signal.NO_PROPOSAL,
          "policy mismatch", Signal.NO_PROPOSAL,
          "authentication failed", Signal.AUTHENTICATION_REFUSED,
          "ts unacceptable", Signal.SELECTORS_REFUSED,
          "invalid id information", Signal.SELECTORS_REFUSED,
          "invalid major version", Signal.VERSION_REFUSED,
          "invalid ke payload", Signal.GROUP_REFUSED,
          "invalid syntax", Signal.MALFORMED,
          "payload malformed", Signal.MALFORMED);

  /**
   * @param tagged the exchange a tag names, {@link ExchangeKind#UNKNOWN} when there is none
   * @param way SEND, RECEIVED, LOCAL or blank
   */
  static Optional<AzureMessage> of(String text, ExchangeKind tagged, String way) {
    var exchange = tagged == ExchangeKind.UNKNOWN ? named(text) : tagged;
    return failure(text, exchange, way)
        .or(() -> unconfigured(text, exchange))
        .or(() -> selectors(text, exchange))
        .or(() -> offer(text, exchange))
        .or(() -> notify(text, exchange, way))
        .or(() -> success(text, exchange))
        .or(() -> moved(text, exchange, way.isEmpty() ? wayOf(text) : way));
  }

  /** Without a tag, the verb tells the way. */
  private static String wayOf(String text) {
    if (text.startsWith("Received ")) {
      return "RECEIVED";
    }
    return text.startsWith("Sending ") || text.startsWith("Retransmitting ") ? "SEND" : "";
  }

  private static Optional<AzureMessage> failure(String text, ExchangeKind exchange, String way) {
    return error(text)
        .flatMap(
            error ->
                error
                    .signal()
                    .map(
                        signal ->
                            new AzureMessage(
                                signal, side(way), exchange, Map.of("code", error.text()))));
  }

  /** The Windows error a message names by number or by name. */
  static Optional<WindowsError> error(String text) {
    var numbers = ERROR_NUMBER.matcher(text);
    while (numbers.find()) {
      var error = WindowsError.of(number(numbers.group(1), numbers.group(2)));
      if (error.isPresent()) {
        return error;
      }
    }
    var name = ERROR_NAME.matcher(text);
    return name.find() ? WindowsError.named("ERROR_IPSEC_" + name.group(1)) : reason(text);
  }

  private static Optional<WindowsError> reason(String text) {
    var reason = REASON.matcher(text);
    return reason.find() ? WindowsError.said(reason.group(1)) : Optional.empty();
  }

  private static int number(String hex, String decimal) {
    var value = hex != null ? Long.parseLong(hex, 16) : Long.parseLong(decimal);
    return value > Integer.MAX_VALUE ? -1 : (int) value;
  }

  private static Optional<AzureMessage> unconfigured(String text, ExchangeKind exchange) {
    return UNCONFIGURED.matcher(text).find()
        ? Optional.of(new AzureMessage(Signal.NO_CONNECTION, Side.HERE, exchange, Map.of()))
        : Optional.empty();
  }

  private static Optional<AzureMessage> selectors(String text, ExchangeKind exchange) {
    if (!text.contains("Traffic Selector") && !text.contains("TSi")) {
      return Optional.empty();
    }
    var responders = responders(text);
    var ranges =
        Stream.of(
                ranges("TSi ", text.substring(0, responders)),
                ranges("TSr ", text.substring(responders)))
            .filter(side -> !side.isEmpty())
            .collect(Collectors.joining(" === "));
    if (ranges.isEmpty()) {
      return Optional.empty();
    }
    var peers = text.contains("Received");
    return Optional.of(
        new AzureMessage(
            peers ? Signal.SELECTORS_PEER : Signal.SELECTORS_HERE,
            peers ? Side.PEER : Side.HERE,
            exchange,
            Map.of("selectors", ranges)));
  }

  /** Where the networks of the side that answers begin. */
  private static int responders(String text) {
    var begin = text.indexOf("TSRs");
    return begin < 0 ? text.length() : begin;
  }

  private static String ranges(String whose, String text) {
    var ranges =
        RANGE
            .matcher(text)
            .results()
            .limit(20)
            .map(range -> range.group(1) + "-" + range.group(2))
            .collect(Collectors.joining(", "));
    return ranges.isEmpty() ? "" : whose + ranges;
  }

  private static Optional<AzureMessage> offer(String text, ExchangeKind exchange) {
    var offered = AzurePolicies.of(text);
    if (offered.isEmpty()) {
      return Optional.empty();
    }
    var received = text.contains("Received") || !text.contains("Send");
    var facts = Map.of("offer", offered, "for", text.contains("IPSec payload") ? "ESP" : "IKE");
    return Optional.of(
        new AzureMessage(
            received ? Signal.OFFER_PEER : Signal.OFFER_HERE,
            received ? Side.PEER : Side.HERE,
            exchange,
            facts));
  }

  private static Optional<AzureMessage> notify(String text, ExchangeKind exchange, String way) {
    var lower = text.toLowerCase(Locale.ROOT).replace('_', ' ');
    var signal = notified(lower);
    return signal.map(found -> new AzureMessage(found, speaker(lower, way), exchange, Map.of()));
  }

  /** The notify types of RFC 7296 and RFC 2408 that refuse something. */
  private static Optional<Signal> notified(String lower) {
    return NOTIFIES.entrySet().stream()
        .filter(notify -> lower.contains(notify.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static Side speaker(String lower, String way) {
    if (lower.contains("received")) {
      return Side.PEER;
    }
    return lower.contains("sending") ? Side.HERE : side(way);
  }

  private static Optional<AzureMessage> success(String text, ExchangeKind exchange) {
    if (!UP.matcher(text).find()) {
      return Optional.empty();
    }
    var signal = exchange.negotiatesIke() ? Signal.IKE_ESTABLISHED : Signal.CHILD_ESTABLISHED;
    return Optional.of(new AzureMessage(signal, Side.HERE, exchange, Map.of()));
  }

  private static Optional<AzureMessage> moved(String text, ExchangeKind exchange, String way) {
    return switch (way) {
      case "SEND" ->
          Optional.of(
              new AzureMessage(
                  text.contains("etransmi") ? Signal.RETRANSMITTED : Signal.SENT,
                  Side.HERE,
                  exchange,
                  Map.of()));
      case "RECEIVED" ->
          Optional.of(new AzureMessage(Signal.RECEIVED, Side.PEER, exchange, Map.of()));
      default -> Optional.empty();
    };
  }

  private static Side side(String way) {
    return switch (way) {
      case "RECEIVED" -> Side.PEER;
      case "SEND" -> Side.HERE;
      default -> Side.UNKNOWN;
    };
  }

  /**
   * Names of the service's functions and modes tell the exchange: QM negotiates child SAs, in IKEv2
   * too.
   */
  private static ExchangeKind named(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    if (INIT.matcher(text).find()) {
      return ExchangeKind.IKE_SA_INIT;
    }
    if (AUTH.matcher(text).find()) {
      return ExchangeKind.IKE_AUTH;
    }
    if (text.contains("QM")
        || lower.contains("quick mode")
        || lower.contains("quick-mode")
        || text.contains("IPSec payload")) {
      return ExchangeKind.QUICK_MODE;
    }
    if (text.contains("MMNeg")
        || text.contains("CleanupMM")
        || lower.contains("main mode")
        || lower.contains("main-mode")) {
      return ExchangeKind.MAIN_MODE;
    }
    return ExchangeKind.UNKNOWN;
  }
}
