package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;
import io.tunnelscope.core.network.Proposal;
import java.util.HashMap;
import java.util.List;
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

  /**
   * Two addresses with their ports. What is longer is not remembered, so that a talk stays small.
   */
  private static final int MAX_WAY = 160;

  private static final String NUMBER = " of request with message ID ";

  private static final String ASKING = "establishing CHILD_SA ";

  private static final String CHILD = "CHILD_SA ";

  private static final String ERROR = "received netlink error: ";

  private static final Pattern UNTAGGED =
      Pattern.compile("\\bcharon(?:-systemd|-nm|-cmd)?(?:\\[\\d{1,10}])?:\\s");
  private static final Pattern OFFER =
      Pattern.compile("(?:received|configured) proposals: ((IKE|ESP|AH):.{3,})");

  /** As the daemon calls it. */
  private record Named(String name, ExchangeKind kind) {}

  private static final List<Named> EXCHANGES =
      List.of(
          new Named("IKE_SA_INIT", ExchangeKind.IKE_SA_INIT),
          new Named("IKE_INTERMEDIATE", ExchangeKind.IKE_INTERMEDIATE),
          new Named("IKE_AUTH", ExchangeKind.IKE_AUTH),
          new Named("INFORMATIONAL", ExchangeKind.INFORMATIONAL),
          new Named("CREATE_CHILD_SA", ExchangeKind.CREATE_CHILD_SA),
          new Named("ID_PROT", ExchangeKind.MAIN_MODE),
          new Named("AGGRESSIVE", ExchangeKind.AGGRESSIVE_MODE),
          new Named("TRANSACTION", ExchangeKind.TRANSACTION),
          new Named("QUICK_MODE", ExchangeKind.QUICK_MODE),
          new Named("INFORMATIONAL_V1", ExchangeKind.INFORMATIONAL),
          // they stand for these (RFC 9370, section 2.2.4; RFC 5723, section 4.3)
          new Named("IKE_FOLLOWUP_KE", ExchangeKind.CREATE_CHILD_SA),
          new Named("IKE_SESSION_RESUME", ExchangeKind.IKE_SA_INIT));

  private final CaseNotes notes;
  private final CharonStart startup;

  /** By the SA or thread that a line names. */
  private final Recent<String, CharonTalk> contexts = new Recent<>();

  private final Recent<String, CharonTalk> talks = new Recent<>();

  /** What lines are about that name nobody. */
  private final CharonTalk nobody = new CharonTalk("");

  private CharonTalk talk = nobody;

  private String lastContext = "";

  /** What the kernel said last, until the next message of a peer; null for nothing. */
  private Line kernelError;

  private final CharonTag tag = new CharonTag();

  /** What the last context is known to be about; null when it is not known yet. */
  private CharonTalk known;

  CharonLog(CaseNotes notes) {
    this.notes = notes;
    startup = new CharonStart(notes);
  }

  @Override
  public LogKind kind() {
    return LogKind.CHARON;
  }

  @Override
  public void finish() {
    startup.ends();
    for (var each : talks.values()) {
      if (each.unsent != null) {
        notes.line(
            each.unsent,
            each.peer,
            Said.of(Signal.PEER_DEAD, Side.HERE, ExchangeKind.INFORMATIONAL));
      }
    }
  }

  @Override
  public boolean read(Line line) {
    var at = tag.in(line);
    if (at >= 0) {
      tagged(line, at);
      return true;
    }
    var text = line.text();
    if (text.contains("charon")) {
      var untagged = UNTAGGED.matcher(text);
      if (untagged.find()) {
        message(line, "", untagged.end());
        return true;
      }
    }
    if (beginsWithGroup(text)) {
      message(line, "", firstVisible(line, 6));
      return true;
    }
    return message(line, "", firstVisible(line, 0));
  }

  /** {@code swanctl --initiate} prints the group alone: {@code [IKE] }. */
  private static boolean beginsWithGroup(String text) {
    return text.startsWith("[")
        && text.startsWith("] ", 4)
        && GROUPS.contains(text.substring(1, 4));
  }

  private void tagged(Line line, int tag) {
    var page = line.page();
    var after = page.indexOf(']', tag, line.end()) + 2;
    if (after < line.end() && page.charAt(after) == '<') {
      var close = page.indexOf('>', after, line.end());
      if (close > 0 && close - after <= 161) {
        message(line, context(page, after + 1, close), firstVisible(line, close + 1));
        return;
      }
    }
    message(line, context(page, tag, tag + 2), firstVisible(line, after));
  }

  private String context(String page, int from, int end) {
    return isThere(page, lastContext, from, end) ? lastContext : page.substring(from, end);
  }

  private static int firstVisible(Line line, int from) {
    var at = from;
    while (at < line.end() && line.page().charAt(at) <= ' ') {
      at++;
    }
    return at;
  }

  /**
   * @param context the SA or thread the line names, blank for none
   * @param at where on its page the line's message begins
   * @return whether the message is one of charon's
   */
  private boolean message(Line line, String context, int at) {
    var page = line.page();
    if (!context.equals(lastContext)) {
      known = contexts.get(context);
      talk = known == null ? talk : known;
      lastContext = context;
    }
    if (page.startsWith("sending packet: from ", at)) {
      return packet(line, context, at + 21, false);
    }
    if (page.startsWith("received packet: from ", at)) {
      return packet(line, context, at + 22, true);
    }
    if (page.startsWith("parsed ", at)) {
      return moved(line, at + 7, Signal.RECEIVED);
    }
    if (page.startsWith("generating ", at)) {
      return moved(line, at + 11, Signal.SENT);
    }
    if (page.startsWith("initiating ", at)) {
      initiating(line, context, at);
    }
    if (page.startsWith("received end entity cert ", at)) {
      talk.certified = true;
    } else if (page.startsWith(ASKING, at)) {
      talk.child = child(page, at + ASKING.length(), line.end());
    } else if (talk.gaveUp && page.startsWith("restarting CHILD_SA ", at)) {
      add(line, Signal.PEER_DEAD, Side.HERE, step()); // only what was up is restarted
      return true;
    }
    return isChatter(page, at, line.end()) || said(line, context, at);
  }

  /** What charon says all the time and what means nothing; a short way past the catalogue. */
  private static boolean isChatter(String page, int at, int end) {
    if (at == end) {
      return false;
    }
    return switch (page.charAt(at)) {
      case 'I' -> page.startsWith("IKE_SA deleted", at);
      case 'a' ->
          page.startsWith("authentication of '", at)
              && (page.startsWith(" successful", end - 11)
                  || page.indexOf("' (myself) with ", at, end) > 0);
      case 'd' -> page.startsWith("deleting IKE_SA ", at);
      case 'e' -> page.startsWith(ASKING, at);
      case 'i' -> page.startsWith("initiating IKE_SA ", at);
      case 'm' -> page.startsWith("maximum IKE_SA lifetime ", at);
      case 'r' ->
          page.startsWith("restarting CHILD_SA ", at)
              || page.startsWith("received cert request for ", at)
              || page.startsWith("received end entity cert ", at);
      case 's' ->
          page.startsWith("selected proposal: ", at)
              || page.startsWith("scheduling re", at)
              || page.startsWith("sending cert request for ", at)
              || page.startsWith("sending end entity cert ", at);
      case 'v' -> page.startsWith("vici ", at);
      default -> false;
    };
  }

  /** {@code 192.0.2.1[500] to 198.51.100.7[500] (1168 bytes)}, mostly the way of the last one. */
  private boolean packet(Line line, String context, int at, boolean received) {
    if (at > line.end()) {
      return false; // the line was cut within the words that brought us here
    }
    var page = line.page();
    var way = received ? talk.wayIn : talk.wayOut;
    if (way.isEmpty() || !page.startsWith(way, at)) {
      return firstPacket(line, context, at, received);
    }
    if (known != talk) {
      know(context);
    }
    if (!received) {
      talk.size = numberAt(page, at + way.length());
    }
    return true;
  }

  private boolean firstPacket(Line line, String context, int from, boolean received) {
    var page = line.page();
    var firstEnd = page.indexOf('[', from, line.end());
    var second = page.indexOf("] to ", from, line.end()) + 5;
    var secondEnd = page.indexOf('[', second, line.end());
    if (firstEnd < from || second < firstEnd || secondEnd < second || secondEnd - from > 140) {
      return false;
    }
    var peerFrom = received ? from : second;
    var peerEnd = received ? firstEnd : secondEnd;
    if (!isThere(page, talk.peer, peerFrom, peerEnd)) {
      follow(context, page.substring(peerFrom, peerEnd));
    } else if (known != talk) {
      know(context);
    }
    var localFrom = received ? second : from;
    var localEnd = received ? secondEnd : firstEnd;
    if (!isThere(page, talk.local, localFrom, localEnd)) {
      talk.local = page.substring(localFrom, localEnd);
      talk.wayIn = "";
      talk.wayOut = "";
      notes.local(line, talk.peer, talk.local);
    }
    var size = page.indexOf('(', secondEnd, line.end()) + 1;
    var way = size > 0 && size - from <= MAX_WAY ? page.substring(from, size) : "";
    if (received) {
      talk.wayIn = way;
      talk.heard |= page.startsWith("[4500]", firstEnd);
    } else {
      talk.wayOut = way;
      talk.size = size == 0 ? 0 : numberAt(page, size);
      talk.port = page.startsWith("[4500]", secondEnd) ? "4500" : "500";
    }
    return true;
  }

  private static int numberAt(String page, int from) {
    var number = 0;
    for (var at = from; at < page.length(); at++) {
      var digit = page.charAt(at) - '0';
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
    startup.goesOn();
    talk = talks.computeIfAbsent(peer, CharonTalk::new);
    know(context);
  }

  private void know(String context) {
    contexts.put(context, talk);
    known = talk;
  }

  /** {@code initiating IKE_SA site[3] to 198.51.100.7}. */
  private void initiating(Line line, String context, int at) {
    var page = line.page();
    var end = line.end();
    var to = page.indexOf("] to ", at, end) + 5;
    if (to > at && end - to <= 60 && page.indexOf(' ', to, end) < 0) {
      follow(context, page.substring(to, end));
    }
    talk.heard = false;
    talk.endedTls = false;
    talk.wayIn = ""; // the next packet is looked at more closely
  }

  /** {@code IKE_AUTH request 1 [ IDi … ]} was parsed or generated. */
  private boolean moved(Line line, int at, Signal signal) {
    if (at > line.end()) {
      return false;
    }
    var page = line.page();
    var end = line.end();
    var blank = page.indexOf(' ', at, end);
    var exchange = blank < 0 ? ExchangeKind.UNKNOWN : exchangeOf(page, at, blank);
    var known = page.startsWith(" re", blank);
    var payloads = Math.max(at, page.indexOf("[ ", at, end));
    if (exchange != ExchangeKind.UNKNOWN && exchange != ExchangeKind.INFORMATIONAL) {
      talk.step = exchange;
      add(line, signal, signal == Signal.SENT ? Side.HERE : Side.PEER, exchange);
    }
    talk.gaveUp = false;
    if (signal == Signal.RECEIVED) {
      heard(line, page, payloads);
      talk.child = page.startsWith(" request ", blank) ? "" : talk.child;
    } else if (page.startsWith(" request ", blank)) {
      talk.request = numberAt(page, blank + 9);
    }
    if (exchange == ExchangeKind.CREATE_CHILD_SA) {
      renewing(page, blank, payloads, end, signal);
    }
    if (exchange == ExchangeKind.IKE_AUTH && !talk.complained) {
      var side = signal == Signal.SENT ? Side.HERE : Side.PEER;
      if (page.indexOf(" N(FAIL_CP_REQ)", payloads, end) > 0) {
        add(line, Signal.SETTING_REFUSED, side, exchange, "manner", "address");
      } else if (page.indexOf(" N(INT_ADDR_FAIL)", payloads, end) > 0) {
        add(line, Signal.OUT_OF_RESOURCES, side, exchange, "manner", "address");
      }
    }
    return known;
  }

  /** Both sides may renew the same keys at once; the one that is put off has them all the same. */
  private void renewing(String page, int blank, int payloads, int end, Signal signal) {
    if (signal == Signal.SENT && page.startsWith(" request ", blank)) {
      talk.childSince = false;
      talk.collided = false;
    } else if (signal == Signal.RECEIVED && page.startsWith(" response ", blank)) {
      talk.collided =
          page.indexOf(" N(TEMP_FAIL)", payloads, end) > 0
              || page.indexOf(" N(NO_CHILD_SA)", payloads, end) > 0;
    }
  }

  /**
   * A message of the peer begins.
   *
   * @param page the line, which leaves its page once it is kept
   * @param payloads where they are listed
   */
  private void heard(Line line, String page, int payloads) {
    talk.unsent = null;
    talk.inPieces = page.startsWith("[ EF(", payloads);
    talk.certified = false;
    talk.chained = false;
    talk.complained = false;
    kernelError = null;
    var secured = page.startsWith("[ HASH N(", payloads) && !page.startsWith("DPD", payloads + 9);
    if (!secured && !page.startsWith("[ N(", payloads)) {
      return;
    }
    var refusal = Notify.in(line.text());
    if (refusal.isPresent()) {
      if (secured && refusal.get() == Signal.NO_PROPOSAL) {
        talk.step = ExchangeKind.QUICK_MODE; // phase 1 has keys already (RFC 2409, section 5.7)
      }
      add(line, refusal.get(), Side.PEER, step());
    }
  }

  private boolean said(Line line, String context, int at) {
    var from = at - line.from();
    var text = line.text();
    if (text.startsWith("received ", from) && text.contains("notify")) {
      return notified(line, text.substring(from));
    }
    if (text.startsWith("using ", from) && text.contains("certificate \"")) {
      talk.chained = true;
      return true;
    }
    if (text.startsWith(ERROR, from)) {
      kernelError = line.kept();
      return true;
    }
    var found = CharonPhrases.TABLE.find(text, from);
    if (found.isEmpty()) {
      if (text.startsWith("Starting IKE", from)) {
        startup.goesOn();
      }
      return false;
    }
    var phrase = found.get();
    if (CharonStart.speaks(phrase)) {
      startup.says(line, phrase);
      contexts.clear(); // threads and SAs are numbered anew
      talk = nobody;
      known = null;
      return true;
    }
    if (CharonPhrases.namesASender(phrase)) {
      sender(context, text, from);
    }
    switch (phrase.signal()) {
      case IKE_ESTABLISHED -> up(line, context);
      case OFFER_HERE, OFFER_PEER -> offer(line, phrase.signal());
      case DELETED_BY_PEER -> deleted(line);
      case DELETED_HERE -> closed(line);
      case RETRANSMITTED -> unanswered(line, Signal.RETRANSMITTED, step());
      case NO_ANSWER -> noAnswer(line, context, phrase);
      case VERSION_REFUSED -> version(line, text, from);
      case MALFORMED -> {
        if (CharonPhrases.isInTheClear(phrase)) {
          var of = text.contains("_V1 was not") ? ExchangeKind.MAIN_MODE : step();
          add(line, Signal.MALFORMED, Side.UNKNOWN, of, "unreadable", "in_the_clear");
        } else {
          complain(line, phrase);
        }
      }
      case CERTIFICATE_REFUSED -> certificate(line, phrase);
      case REKEY_FAILED -> {
        if (!(talk.collided && talk.childSince)) {
          complain(line, phrase);
        }
      }
      default -> complain(line, phrase);
    }
    return true;
  }

  /** What merely follows is not told once the reason was. */
  private void complain(Line line, PhraseTable.Phrase phrase) {
    talk.endedTls |= CharonPhrases.endsTls(phrase);
    if (!(talk.complained && CharonPhrases.follows(phrase))
        && !((talk.endedTls || nobody.endedTls) && CharonPhrases.echoesTheEndOfTls(phrase))) {
      add(line, said(phrase, kernelError));
      if (kernelError != null && phrase.signal() == Signal.KERNEL_REFUSED) {
        add(kernelError, said(phrase, kernelError));
        kernelError = null;
      }
    }
  }

  /**
   * @param error the line before it in which the kernel says why; null when there is none
   */
  private Said said(PhraseTable.Phrase phrase, Line error) {
    var facts = new HashMap<String, String>();
    var manner = CharonPhrases.manner(phrase);
    if (!manner.isEmpty()) {
      facts.put("manner", manner);
    }
    var why = error == null ? -1 : error.text().indexOf(ERROR);
    if (why >= 0 && phrase.signal() == Signal.KERNEL_REFUSED) {
      facts.put("code", error.text().substring(why + ERROR.length()).strip());
    }
    return new Said(phrase.signal(), phrase.side(), about(phrase.exchange()), facts);
  }

  /**
   * There are two versions of IKE. What bears another number is no IKE: mostly ESP within UDP that
   * the kernel leaves to the daemon.
   */
  private void version(Line line, String text, int from) {
    var number = text.indexOf("version ", from) + 8;
    var isNone =
        number > 8
            && number + 1 < text.length()
            && Character.isDigit(text.charAt(number))
            && !text.startsWith("1.", number)
            && !text.startsWith("2.", number);
    if (isNone) {
      add(line, Signal.MALFORMED, Side.UNKNOWN, step(), "unreadable", "not_ike");
    } else {
      add(line, Signal.VERSION_REFUSED, Side.HERE, step());
    }
  }

  /**
   * A certificate whose chain is checked is named first. Where none is, none bears the identity:
   * either the peer calls itself otherwise than its certificate does, or it sent none.
   */
  private void certificate(Line line, PhraseTable.Phrase phrase) {
    var step = about(phrase.exchange());
    if (CharonPhrases.lacksOwnKey(phrase)) {
      add(line, Signal.CERTIFICATE_REFUSED, Side.HERE, step, "manner", "own_key");
    } else if (!CharonPhrases.lacksTrustedKey(phrase) || talk.chained) {
      complain(line, phrase);
    } else if (talk.certified) {
      add(line, Signal.IDENTITY_REFUSED, Side.HERE, step, "or_else", "AUTH_CERT");
    } else {
      add(line, Signal.CERTIFICATE_REFUSED, Side.HERE, step, "or_else", "ID_MISMATCH");
    }
  }

  /** A first message begins anew, whatever was up before. */
  private boolean isUnderWay() {
    return talk.established.isEmpty() || talk.step == ExchangeKind.IKE_SA_INIT;
  }

  /**
   * A tunnel that is up is lost when the newest IKE SA gets no answer: not when an attempt beside
   * it or an older one ends, nor by one packet that could not be sent.
   */
  private void noAnswer(Line line, String context, PhraseTable.Phrase phrase) {
    var exchange = phrase.exchange() == ExchangeKind.UNKNOWN ? step() : phrase.exchange();
    var age = talk.established.isEmpty() ? 0 : ageOf(context);
    if (!talk.established.isEmpty() && CharonPhrases.isHalfOpen(phrase) || age < 0) {
      return;
    }
    if (isUnderWay() || age > 0) {
      unanswered(line, Signal.NO_ANSWER, exchange);
    } else if (CharonPhrases.isOfSocket(phrase)) {
      talk.unsent = line.kept();
    } else {
      unanswered(line, Signal.PEER_DEAD, exchange);
    }
    talk.gaveUp = isUnderWay();
  }

  /**
   * Whether the IKE SA that a line names, as in {@code site|3}, was begun before the one that is up
   * (less than 0) or after it (more); 0 where it is that one, or none is named.
   */
  private int ageOf(String context) {
    var bar = context.lastIndexOf('|');
    var up = numberAt(talk.established, 0);
    return bar < 0 || up == 0 ? 0 : Integer.compare(numberAt(context, bar + 1), up);
  }

  /** What got no answer is known by its size and the port it went to. */
  private void unanswered(Line line, Signal signal, ExchangeKind exchange) {
    var size = talk.size;
    var port = talk.port;
    var request = talk.request;
    var heard = talk.heard;
    var inPieces = talk.inPieces;
    var said =
        new Said(
            signal,
            Side.HERE,
            exchange,
            text -> silence(text, size, port, request, heard, inPieces));
    notes.line(line, talk.peer, said);
  }

  private static Map<String, String> silence(
      String text, int size, String port, int request, boolean heard, boolean inPieces) {
    var facts = new HashMap<String, String>();
    if (size > 0) {
      facts.put("size", Integer.toString(size));
      facts.put("port", port);
    }
    var number = text.indexOf(NUMBER);
    var id = number < 0 ? request : numberAt(text, number + NUMBER.length());
    facts.put("id", Integer.toString(id));
    if (heard) {
      facts.put("heard", "4500");
    }
    if (inPieces) {
      facts.put("fragments", "missing");
    }
    if (text.contains("half open")) {
      facts.put("half_open", "true");
    }
    return facts;
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

  /** {@code received invalid IKE header from 198.51.100.7 - ignored}. */
  private void sender(String context, String text, int from) {
    var at = text.indexOf(" from ", from) + 6;
    var end = at;
    while (end < text.length() && text.charAt(end) != ',' && text.charAt(end) != ' ') {
      end++;
    }
    if (at > 5 && end - at <= 60 && !isThere(text, talk.peer, at, end)) {
      follow(context, text.substring(at, end));
    }
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
    add(line, Said.of(signal, side, exchange));
  }

  private void add(
      Line line, Signal signal, Side side, ExchangeKind exchange, String fact, String value) {
    add(line, new Said(signal, side, exchange, Map.of(fact, value)));
  }

  private void add(Line line, Said said) {
    talk.complained |= said.signal().isFailure();
    notes.line(line, talk.peer, ofChild(line, said));
  }

  /** Of several children of one IKE SA each has its own successes and failures. */
  private Said ofChild(Line line, Said said) {
    return switch (said.signal()) {
      case CHILD_ESTABLISHED -> {
        talk.childSince = true;
        var text = line.text();
        yield said.about(child(text, text.indexOf(CHILD) + CHILD.length(), text.length()));
      }
      case NO_PROPOSAL, GROUP_REFUSED, SELECTORS_REFUSED, KERNEL_REFUSED ->
          talk.child.isEmpty() || !said.exchange().negotiatesChild()
              ? said
              : said.with("child", talk.child).about(talk.child);
      default -> said;
    };
  }

  /** {@code lan{3}}, or {@code lan} alone before strongSwan 5.3. */
  private String child(String page, int from, int end) {
    var brace = page.indexOf('{', from, end);
    var until = brace < 0 ? end : brace;
    return isThere(page, talk.child, from, until)
        ? talk.child
        : page.substring(from, Math.min(until, from + MAX_WAY));
  }

  private static ExchangeKind exchangeOf(String page, int at, int end) {
    for (var exchange : EXCHANGES) {
      if (isThere(page, exchange.name, at, end)) {
        return exchange.kind;
      }
    }
    return ExchangeKind.UNKNOWN;
  }
}
