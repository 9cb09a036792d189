package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;
import io.tunnelscope.core.network.Proposal;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** strongSwan's charon, behind whatever prefix a syslog, journal or file gives its lines. */
final class CharonLog implements Dialect {

  /** The parts of charon that say something; see its {@code debug_names}. */
  private static final Set<String> GROUPS =
      Set.of(
          "APP", "ASN", "CFG", "CHD", "DMN", "ENC", "ESP", "IKE", "IMC", "IMV", "JOB", "KNL", "LIB",
          "MGR", "NET", "PTS", "TLS", "TNC");

  private static final Pattern UNTAGGED =
      Pattern.compile("\\bcharon(?:-systemd|-nm|-cmd)?(?:\\[\\d{1,10}])?:\\s");
  private static final Pattern OFFER =
      Pattern.compile("(?:received|configured) proposals: ((IKE|ESP|AH):.{3,})");

  private final CaseNotes notes;

  /** By the SA or thread that a line names. */
  private final Recent<String, Talk> contexts = new Recent<>();

  private final Recent<String, Talk> talks = new Recent<>();

  /** What lines are about that name nobody. */
  private final Talk nobody = new Talk("");

  private Talk talk = nobody;

  private String lastContext = "";

  /** What the last context is known to be about; null when it is not known yet. */
  private Talk known;

  /** What is going on with one peer. */
  private static final class Talk {
    private final String peer;
    private String local = "";
    private ExchangeKind step = ExchangeKind.UNKNOWN;
    private String established = "";

    /** Bytes of the last packet that left, and the port it went to. */
    private int size;

    private String port = "";

    Talk(String peer) {
      this.peer = peer;
    }
  }

  CharonLog(CaseNotes notes) {
    this.notes = notes;
  }

  @Override
  public LogKind kind() {
    return LogKind.CHARON;
  }

  @Override
  public boolean read(Line line) {
    var text = line.text();
    var tag = tagIn(text);
    if (tag >= 0) {
      tagged(line, tag);
      return true;
    }
    if (text.contains("charon")) {
      var untagged = UNTAGGED.matcher(text);
      if (untagged.find()) {
        message(line, "", untagged.end());
        return true;
      }
    }
    if (beginsWithGroup(text)) {
      message(line, "", firstVisible(text, 6));
      return true;
    }
    return message(line, "", firstVisible(text, 0));
  }

  /** {@code swanctl --initiate} prints the group alone: {@code [IKE] }. */
  private static boolean beginsWithGroup(String text) {
    return text.startsWith("[")
        && text.startsWith("] ", 4)
        && GROUPS.contains(text.substring(1, 4));
  }

  /** Where {@code 07[IKE] } stands, or -1. */
  private static int tagIn(String text) {
    for (var at = text.indexOf('[', 2); at >= 0; at = text.indexOf('[', at + 1)) {
      if (isTag(text, at)) {
        return at - 2;
      }
    }
    return -1;
  }

  private static boolean isTag(String text, int bracket) {
    var close = bracket + 4;
    if (close + 1 >= text.length()
        || !Character.isDigit(text.charAt(bracket - 1))
        || !Character.isDigit(text.charAt(bracket - 2))
        || bracket > 2 && text.charAt(bracket - 3) > ' ') {
      return false;
    }
    var end = text.charAt(close) == ']' ? close : close + 1;
    return end + 1 < text.length()
        && text.charAt(end) == ']'
        && text.charAt(end + 1) == ' '
        && isUpper(text.charAt(bracket + 1))
        && isUpper(text.charAt(bracket + 2))
        && isUpper(text.charAt(bracket + 3));
  }

  private static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private void tagged(Line line, int tag) {
    var text = line.text();
    var after = text.indexOf(']', tag) + 2;
    if (after < text.length() && text.charAt(after) == '<') {
      var close = text.indexOf('>', after);
      if (close > 0 && close - after <= 161) {
        message(line, context(text, after + 1, close), firstVisible(text, close + 1));
        return;
      }
    }
    message(line, context(text, tag, tag + 2), firstVisible(text, after));
  }

  private String context(String text, int from, int end) {
    return isThere(text, lastContext, from, end) ? lastContext : text.substring(from, end);
  }

  private static int firstVisible(String text, int from) {
    var at = from;
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
    return at;
  }

  /**
   * @param context the SA or thread the line names, blank for none
   * @return whether the message is one of charon's
   */
  private boolean message(Line line, String context, int from) {
    var text = line.text();
    if (!context.equals(lastContext)) {
      known = contexts.get(context);
      talk = known == null ? talk : known;
      lastContext = context;
    }
    if (text.startsWith("sending packet: from ", from)) {
      return packet(line, context, from + 21, false);
    }
    if (text.startsWith("received packet: from ", from)) {
      return packet(line, context, from + 22, true);
    }
    if (text.startsWith("parsed ", from)) {
      return moved(line, from + 7, Signal.RECEIVED);
    }
    if (text.startsWith("generating ", from)) {
      return moved(line, from + 11, Signal.SENT);
    }
    if (text.startsWith("initiating ", from)) {
      initiating(context, text, from);
    }
    return isChatter(text, from) || said(line, context, from);
  }

  /** What charon says all the time and what means nothing; a short way past the catalogue. */
  private static boolean isChatter(String text, int from) {
    if (from == text.length()) {
      return false;
    }
    return switch (text.charAt(from)) {
      case 'I' -> text.startsWith("IKE_SA deleted", from);
      case 'a' ->
          text.startsWith("authentication of '", from)
              && (text.endsWith(" successful") || text.contains("' (myself) with "));
      case 'd' -> text.startsWith("deleting IKE_SA ", from);
      case 'e' -> text.startsWith("establishing CHILD_SA ", from);
      case 'i' -> text.startsWith("initiating IKE_SA ", from);
      case 'm' -> text.startsWith("maximum IKE_SA lifetime ", from);
      case 'r' ->
          text.startsWith("restarting CHILD_SA ", from)
              || text.startsWith("received cert request for ", from)
              || text.startsWith("received end entity cert ", from);
      case 's' ->
          text.startsWith("selected proposal: ", from)
              || text.startsWith("scheduling re", from)
              || text.startsWith("sending cert request for ", from)
              || text.startsWith("sending end entity cert ", from);
      case 'v' -> text.startsWith("vici ", from);
      default -> false;
    };
  }

  /** {@code 192.0.2.1[500] to 198.51.100.7[500] (1168 bytes)}. */
  private boolean packet(Line line, String context, int from, boolean received) {
    var text = line.text();
    var firstEnd = text.indexOf('[', from);
    var second = text.indexOf("] to ", from) + 5;
    var secondEnd = text.indexOf('[', second);
    if (firstEnd < from || second < firstEnd || secondEnd < second || secondEnd - from > 140) {
      return false;
    }
    var peerFrom = received ? from : second;
    var peerEnd = received ? firstEnd : secondEnd;
    if (!isThere(text, talk.peer, peerFrom, peerEnd)) {
      follow(context, text.substring(peerFrom, peerEnd));
    } else if (known != talk) {
      know(context);
    }
    if (!received) {
      talk.size = numberAt(text, secondEnd);
      talk.port = text.startsWith("[4500]", secondEnd) ? "4500" : "500";
    }
    var localFrom = received ? second : from;
    var localEnd = received ? secondEnd : firstEnd;
    if (!isThere(text, talk.local, localFrom, localEnd)) {
      talk.local = text.substring(localFrom, localEnd);
      notes.local(line, talk.peer, talk.local);
    }
    return true;
  }

  /** The number in parentheses after a place; 0 for none. */
  private static int numberAt(String text, int from) {
    var number = 0;
    for (var at = text.indexOf('(', from) + 1; at > 0 && at < text.length(); at++) {
      var digit = text.charAt(at) - '0';
      if (digit < 0 || digit > 9 || number > 1_000_000) {
        break;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  private static boolean isThere(String text, String word, int from, int end) {
    return end - from == word.length() && text.startsWith(word, from);
  }

  private void follow(String context, String peer) {
    talk = talks.computeIfAbsent(peer, Talk::new);
    know(context);
  }

  private void know(String context) {
    contexts.put(context, talk);
    known = talk;
  }

  /** {@code initiating IKE_SA site[3] to 198.51.100.7}. */
  private void initiating(String context, String text, int from) {
    var to = text.indexOf("] to ", from) + 5;
    if (to > from && text.length() - to <= 60 && text.indexOf(' ', to) < 0) {
      follow(context, text.substring(to));
    }
  }

  /** {@code IKE_AUTH request 1 [ IDi … ]} was parsed or generated. */
  private boolean moved(Line line, int from, Signal signal) {
    var text = line.text();
    var end = text.indexOf(' ', from);
    var exchange =
        end < 0 || end - from > 20 ? ExchangeKind.UNKNOWN : exchangeOf(text.substring(from, end));
    if (exchange != ExchangeKind.UNKNOWN && exchange != ExchangeKind.INFORMATIONAL) {
      talk.step = exchange;
      add(line, signal, signal == Signal.SENT ? Side.HERE : Side.PEER, exchange);
    }
    if (signal == Signal.RECEIVED && text.indexOf("[ N(", from) > 0) {
      Notify.in(text).ifPresent(refusal -> add(line, refusal, Side.PEER, step()));
    }
    return text.startsWith(" re", end);
  }

  private boolean said(Line line, String context, int from) {
    var text = line.text();
    if (text.startsWith("received ", from) && text.contains("notify")) {
      return notified(line, text.substring(from));
    }
    var found = CharonPhrases.TABLE.find(text, from);
    if (found.isEmpty()) {
      return false;
    }
    var phrase = found.get();
    switch (phrase.signal()) {
      case IKE_ESTABLISHED -> up(line, context);
      case OFFER_HERE, OFFER_PEER -> offer(line, phrase.signal());
      case DELETED_BY_PEER -> deleted(line);
      case DELETED_HERE -> closed(line);
      case RETRANSMITTED -> unanswered(line, Signal.RETRANSMITTED, step());
      case NO_ANSWER ->
          unanswered(
              line,
              isUnderWay() ? Signal.NO_ANSWER : Signal.PEER_DEAD,
              phrase.exchange() == ExchangeKind.UNKNOWN ? step() : phrase.exchange());
      default -> add(line, phrase.signal(), phrase.side(), about(phrase.exchange()));
    }
    return true;
  }

  /** A first message begins anew, whatever was up before. */
  private boolean isUnderWay() {
    return talk.established.isEmpty() || talk.step == ExchangeKind.IKE_SA_INIT;
  }

  /** What got no answer is known by its size and the port it went to. */
  private void unanswered(Line line, Signal signal, ExchangeKind exchange) {
    var facts =
        talk.size == 0
            ? Map.<String, String>of()
            : Map.of("size", Integer.toString(talk.size), "port", talk.port);
    notes.line(line, talk.peer, new Said(signal, Side.HERE, exchange, facts));
  }

  /** A sentence of one version of IKE is said in the like exchange of the other as well. */
  private ExchangeKind about(ExchangeKind told) {
    var like = step() != ExchangeKind.UNKNOWN && told.negotiatesIke() == step().negotiatesIke();
    return told == ExchangeKind.UNKNOWN || like ? step() : told;
  }

  /** {@code IKE_SA site[3] established between 192.0.2.1[us]...198.51.100.7[them]}. */
  private void up(Line line, String context) {
    var text = line.text();
    var between = text.indexOf("] ", text.indexOf("IKE_SA "));
    var id = text.lastIndexOf('[', between);
    var peer = text.indexOf("]...", between) + 4;
    var end = text.indexOf('[', peer);
    if (id > 0 && peer > between && end > peer && end - peer <= 60) {
      if (!isThere(text, talk.peer, peer, end)) {
        follow(context, text.substring(peer, end));
      }
      talk.established = text.substring(id + 1, between);
    }
    add(line, Signal.IKE_ESTABLISHED, Side.HERE, step());
  }

  private void offer(Line line, Signal signal) {
    var ike = line.text().contains("proposals: IKE:");
    if (ike != step().negotiatesIke()) {
      talk.step = ike ? ExchangeKind.IKE_SA_INIT : ExchangeKind.CREATE_CHILD_SA;
    }
    var side = signal == Signal.OFFER_PEER ? Side.PEER : Side.HERE;
    notes.line(line, talk.peer, new Said(signal, side, step(), CharonLog::offered));
  }

  private static Map<String, String> offered(String text) {
    var offer = OFFER.matcher(text);
    return offer.find()
        ? Map.of("offer", Proposal.shorten(offer.group(1)), "for", offer.group(2))
        : Map.of();
  }

  private boolean notified(Line line, String message) {
    var signal = Notify.in(message);
    signal.ifPresent(
        found -> {
          var child = message.contains("no CHILD_SA built") && !step().negotiatesChild();
          add(line, found, Side.PEER, child ? ExchangeKind.IKE_AUTH : step());
        });
    return signal.isPresent();
  }

  /**
   * The old SA of a rekeying is deleted as well; only the newest one counts, or any where the log
   * begins too late to know.
   */
  private void deleted(Line line) {
    if (isOfNewest(line)) {
      add(line, Signal.DELETED_BY_PEER, Side.PEER, ExchangeKind.INFORMATIONAL);
      talk.established = "";
    }
  }

  private void closed(Line line) {
    if (isOfNewest(line)) {
      add(line, Signal.DELETED_HERE, Side.HERE, ExchangeKind.INFORMATIONAL);
      talk.established = "";
    }
  }

  /** {@code received DELETE for IKE_SA site[3]}. */
  private boolean isOfNewest(Line line) {
    var text = line.text();
    var id = text.lastIndexOf('[') + 1;
    var end = text.indexOf(']', id);
    return end > id && (talk.established.isEmpty() || isThere(text, talk.established, id, end));
  }

  private ExchangeKind step() {
    return talk.step == ExchangeKind.UNKNOWN ? nobody.step : talk.step;
  }

  private void add(Line line, Signal signal, Side side, ExchangeKind exchange) {
    notes.line(line, talk.peer, Said.of(signal, side, exchange));
  }

  private static ExchangeKind exchangeOf(String name) {
    return switch (name) {
      case "IKE_SA_INIT" -> ExchangeKind.IKE_SA_INIT;
      case "IKE_AUTH" -> ExchangeKind.IKE_AUTH;
      case "CREATE_CHILD_SA" -> ExchangeKind.CREATE_CHILD_SA;
      case "ID_PROT" -> ExchangeKind.MAIN_MODE;
      case "AGGRESSIVE" -> ExchangeKind.AGGRESSIVE_MODE;
      case "QUICK_MODE" -> ExchangeKind.QUICK_MODE;
      case "INFORMATIONAL", "INFORMATIONAL_V1" -> ExchangeKind.INFORMATIONAL;
      default -> ExchangeKind.UNKNOWN;
    };
  }
}
