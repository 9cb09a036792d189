package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A dialect that is told by tables: how its lines are framed and what its sentences mean. */
final class SentenceLog implements Dialect {

  /** Details that are used here. */
  private static final Set<String> NOT_FACTS =
      Set.of(
          "peer",
          "local",
          "answered",
          "from",
          "to",
          "peernet",
          "localnet",
          "sa",
          "newsa",
          "psk",
          "certificate",
          "version",
          "phase1",
          "phase2",
          "identity");

  private final LogKind kind;
  private final Frame frame;
  private final Vocabulary words;
  private final CaseNotes notes;
  private final Recent<String, Talk> talks = new Recent<>();
  private final Recent<String, Talk> contexts = new Recent<>();

  /** What lines are about that name nobody. */
  private final Talk nobody = new Talk("");

  private Talk last = nobody;

  SentenceLog(LogKind kind, Frame frame, Vocabulary words, CaseNotes notes) {
    this.kind = kind;
    this.frame = frame;
    this.words = words;
    this.notes = notes;
  }

  /** A negotiation as far as it has been followed. */
  private static final class Talk {
    private final Dispute dispute = new Dispute();
    private final Offers offers = new Offers();
    private final String peer;
    private ExchangeKind step = ExchangeKind.UNKNOWN;
    private String sa = "";
    private boolean ikeIsUp;
    private boolean childIsUp;
    private boolean failed;
    private boolean provesByKey;
    private boolean provesByCertificate;

    /** Whether a configuration was looked for by what the peer calls itself. */
    private boolean isIdentified;

    private boolean isVersion2;

    /** Until the next attempt the SA is not there, whatever else is said. */
    private boolean refusedByKernel;

    /** Whose message is being told of. */
    private Side writer = Side.UNKNOWN;

    /** The networks the peer asked for last where a device tells them apart: its own, and ours. */
    private String from = "";

    private String to = "";
    private Line disputed;

    Talk(String peer) {
      this.peer = peer;
    }

    void learn(Map<String, String> details) {
      provesByKey |= details.containsKey("psk");
      provesByCertificate =
          details.containsKey("certificate") || provesByCertificate && !details.containsKey("psk");
      isIdentified |= details.containsKey("identity");
      from = details.getOrDefault("peernet", from);
      to = details.getOrDefault("localnet", to);
      if (details.containsKey("version")) {
        isVersion2 = details.get("version").equals("2");
      }
      learnPhase(details);
      if (ikeIsUp) {
        sa = details.getOrDefault("newsa", sa);
      }
    }

    void moveTo(ExchangeKind exchange) {
      step = inItsVersion(exchange);
      isIdentified &= step != ExchangeKind.IKE_SA_INIT;
    }

    /** What is offered tells the phase; an exchange that is known already tells more. */
    private void learnPhase(Map<String, String> details) {
      if (details.containsKey("phase1") && !step.negotiatesIke()) {
        moveTo(ExchangeKind.MAIN_MODE);
      }
      if (details.containsKey("phase2") && !step.negotiatesChild()) {
        moveTo(ExchangeKind.QUICK_MODE);
      }
    }

    /** A table may know only whether phase 1 or 2 is meant; the talk knows the mode. */
    ExchangeKind stepOf(Said said) {
      var told = inItsVersion(said.exchange());
      var sameKind =
          told.negotiatesIke() && step.negotiatesIke()
              || told.negotiatesChild() && step.negotiatesChild();
      var known = told == ExchangeKind.UNKNOWN || sameKind ? step : told;
      return isVersion2 && known.negotiatesIke() && isAboutProof(said)
          ? ExchangeKind.IKE_AUTH
          : known;
    }

    /** Devices that know of phases and modes alone say so of version 2 as well. */
    private ExchangeKind inItsVersion(ExchangeKind exchange) {
      if (!isVersion2) {
        return exchange;
      }
      return switch (exchange) {
        case MAIN_MODE, AGGRESSIVE_MODE -> ExchangeKind.IKE_SA_INIT;
        case QUICK_MODE -> childIsUp ? ExchangeKind.CREATE_CHILD_SA : ExchangeKind.IKE_AUTH;
        default -> exchange;
      };
    }

    private static boolean isAboutProof(Said said) {
      return switch (said.signal()) {
        case AUTHENTICATION_REFUSED,
            KEY_DIFFERS,
            KEY_MISSING,
            CERTIFICATE_REFUSED,
            IDENTITY_REFUSED,
            USER_REFUSED,
            IKE_ESTABLISHED ->
            true;
        default -> false;
      };
    }
  }

  @Override
  public LogKind kind() {
    return kind;
  }

  @Override
  public boolean read(Line line) {
    var sentence = frame.cut(line.text());
    return sentence.isPresent() && (note(line, sentence.get()) || sentence.get().certain());
  }

  /**
   * Offers that differed and were never decided upon: the log ends, or is not told to say more, so
   * that nothing is certain.
   */
  @Override
  public void finish() {
    talks.values().forEach(this::conclude);
    conclude(nobody);
  }

  private void conclude(Talk talk) {
    tellOffers(talk);
    if (talk.dispute.isOpen()) {
      add(talk.disputed, talk, refusal(talk, talk.step, Side.UNKNOWN));
    }
  }

  private boolean note(Line line, Sentence sentence) {
    var text = sentence.text();
    var details = words.details(text);
    var talk = talk(sentence.context(), details);
    talk.learn(details);
    words.step(text).ifPresent(talk::moveTo);
    words.writer(text).ifPresent(side -> talk.writer = side);
    if (!talk.peer.isEmpty() && details.containsKey("local")) {
      notes.local(line, talk.peer, details.get("local"));
    }
    if (words.agrees(text)) {
      talk.dispute.settle();
    }
    if (offered(line, talk, text, details)) {
      return true;
    }
    var meaning = words.meaning(text).or(() -> listed(talk, text));
    if (meaning.isPresent()) {
      tellOffers(talk);
      tell(line, talk, meaning.get(), details);
      return true;
    }
    if (details.containsKey("field")) {
      talk.dispute.over(details);
      talk.disputed = line.kept();
      return true;
    }
    return false;
  }

  /**
   * What an error notify among the payloads of a message says, where it is known whose message it
   * is; this side may have said before why it sends one.
   */
  private Optional<Said> listed(Talk talk, String text) {
    return words
        .listed(text)
        .filter(_ -> talk.writer == Side.PEER || talk.writer == Side.HERE && !talk.failed)
        .map(signal -> Said.of(signal, talk.writer, ExchangeKind.UNKNOWN));
  }

  /** Proposals, of which a device prints a part on each line. */
  private boolean offered(Line line, Talk talk, String text, Map<String, String> details) {
    var heading = words.heads(text);
    if (heading.isPresent() && !(talk.offers.isOf(heading.get()) && details.containsKey("next"))) {
      tellOffers(talk);
      talk.offers.begin(heading.get());
    }
    if (details.containsKey("proposal") || details.containsKey("next")) {
      talk.offers.next();
    }
    if (!talk.offers.isOpen()) {
      return heading.isPresent();
    }
    if (details.containsKey("offer")) {
      talk.offers.add(line, AlgorithmName.proposal(details.get("offer")));
    } else if (details.containsKey("algorithm")) {
      var field = AlgorithmName.field(details.get("kind"));
      var name = details.get("algorithm") + details.getOrDefault("bits", "");
      talk.offers.add(line, List.of(AlgorithmName.of(field, name)));
    } else if (details.containsKey("keylength")) {
      talk.offers.lengthen(details.get("keylength"));
    }
    return heading.isPresent() || details.containsKey("algorithm") || details.containsKey("offer");
  }

  private void tellOffers(Talk talk) {
    talk.offers.told(talk.step).ifPresent(said -> add(talk.offers.proof(), talk, said));
  }

  /** Whom the line is about: what it says itself, else whom its context was about, or the last. */
  private Talk talk(String context, Map<String, String> details) {
    var peer = details.get("peer");
    if (peer != null) {
      last = talks.computeIfAbsent(peer, this::begun);
      if (!context.isEmpty()) {
        contexts.put(context, last);
      }
    } else if (!context.isEmpty()) {
      last = contexts.computeIfAbsent(context, _ -> last);
    }
    return last;
  }

  /** Some devices name the peer only in the last line of a failure. */
  private Talk begun(String peer) {
    var talk = new Talk(peer);
    talk.failed = last == nobody && nobody.failed;
    return talk;
  }

  private void tell(Line line, Talk talk, Said said, Map<String, String> details) {
    if (talk.failed && isGeneral(said)) {
      return; // it was said in particular before
    }
    if (said.signal() == Signal.OTHER_FAILURE && isOfAnOldSa(talk, details)) {
      return;
    }
    var facts = new HashMap<>(details);
    var askedFor = said.signal() == Signal.SELECTORS_REFUSED && said.side() == Side.HERE;
    var from = details.getOrDefault("from", askedFor ? talk.from : "");
    var to = details.getOrDefault("to", askedFor ? talk.to : "");
    if (!from.isEmpty() && !to.isEmpty()) {
      facts.put("selectors", Network.of(from) + " -> " + Network.of(to));
    }
    facts.keySet().removeAll(NOT_FACTS);
    var step = talk.stepOf(said);
    switch (said.signal()) {
      case NO_PROPOSAL -> {
        if (facts.containsKey("field")) {
          talk.dispute.over(facts);
        }
        var refusal = refusal(talk, step, said.side());
        var isVague = facts.containsKey("vague") && refusal.signal() == Signal.NO_PROPOSAL;
        add(line, talk, isVague ? refusal.with("vague", "yes") : refusal);
      }
      case SELECTORS_REFUSED -> {
        if (facts.containsKey("selectors") && said.side() == Side.HERE) {
          add(line, talk, new Said(Signal.SELECTORS_PEER, Side.PEER, step, facts));
        }
        add(line, talk, new Said(said.signal(), said.side(), step, facts));
      }
      case IKE_ESTABLISHED, CHILD_ESTABLISHED -> {
        if (talk.refusedByKernel && said.signal() == Signal.CHILD_ESTABLISHED) {
          return; // of the two SAs of a tunnel, one is not there
        }
        talk.ikeIsUp = true;
        talk.sa =
            said.signal() == Signal.IKE_ESTABLISHED ? details.getOrDefault("sa", "") : talk.sa;
        talk.childIsUp |= said.signal() == Signal.CHILD_ESTABLISHED;
        add(line, talk, new Said(said.signal(), Side.HERE, step, facts));
      }
      case NO_ANSWER -> {
        if (details.containsKey("answered")) {
          add(line, talk, Said.of(Signal.RECEIVED, Side.PEER, step));
        }
        var second = talk.isVersion2 && step.negotiatesIke() && details.containsKey("answered");
        add(line, talk, silence(talk, said, second ? ExchangeKind.IKE_AUTH : step, facts));
      }
      case KERNEL_REFUSED -> {
        talk.childIsUp = false;
        talk.refusedByKernel = true;
        add(line, talk, new Said(said.signal(), said.side(), step, facts));
      }
      case NO_CONNECTION -> {
        // It was found by address before; what the peer calls itself does not fit.
        add(
            line,
            talk,
            talk.isIdentified
                ? new Said(Signal.IDENTITY_REFUSED, Side.UNKNOWN, step, facts).with("vague", "yes")
                : new Said(said.signal(), said.side(), step, facts));
      }
      case PEER_DEAD ->
          add(line, talk, Said.of(said.signal(), said.side(), ExchangeKind.INFORMATIONAL));
      case DELETED_BY_PEER -> {
        // The old SA of a rekeying is deleted as well; only the newest one counts.
        if (talk.ikeIsUp && !isOfAnOldSa(talk, details)) {
          add(line, talk, Said.of(said.signal(), Side.PEER, ExchangeKind.INFORMATIONAL));
        }
      }
      case AUTHENTICATION_REFUSED -> {
        // A proof by key that fails before our eyes was made with another key.
        add(line, talk, new Said(refusedProof(talk, said), said.side(), step, facts));
      }
      case RECEIVED -> add(line, talk, new Said(said.signal(), Side.PEER, step, facts));
      default -> add(line, talk, new Said(said.signal(), said.side(), step, facts));
    }
  }

  private static boolean isOfAnOldSa(Talk talk, Map<String, String> details) {
    return talk.ikeIsUp && !details.getOrDefault("sa", talk.sa).equals(talk.sa);
  }

  private static Signal refusedProof(Talk talk, Said said) {
    if (said.side() != Side.HERE) {
      return said.signal();
    }
    if (talk.provesByCertificate) {
      return Signal.CERTIFICATE_REFUSED;
    }
    return talk.provesByKey ? Signal.KEY_DIFFERS : said.signal();
  }

  /**
   * A tunnel that is up stays up when a new one is not agreed on in time; a peer that does not even
   * begin anew is likely to be gone.
   */
  private static Said silence(Talk talk, Said said, ExchangeKind step, Map<String, String> facts) {
    var silence = new Said(said.signal(), said.side(), step, facts);
    if (!talk.childIsUp) {
      return silence;
    }
    return step == ExchangeKind.QUICK_MODE || step == ExchangeKind.CREATE_CHILD_SA
        ? silence.with("renewal", "yes")
        : Said.of(
            Signal.PEER_DEAD,
            step == ExchangeKind.INFORMATIONAL ? said.side() : Side.UNKNOWN,
            ExchangeKind.INFORMATIONAL);
  }

  private static boolean isGeneral(Said said) {
    return said.side() == Side.UNKNOWN
        && (said.signal() == Signal.OTHER_FAILURE || said.signal() == Signal.NO_PROPOSAL);
  }

  private static Said refusal(Talk talk, ExchangeKind step, Side side) {
    return side == Side.PEER
        ? Said.of(Signal.NO_PROPOSAL, side, step)
        : new Said(talk.dispute.outcome(step), side, step, talk.dispute.facts());
  }

  private void add(Line line, Talk talk, Said said) {
    if (said.signal().isSuccess() || said.signal().isFailure()) {
      talk.dispute.settle();
      talk.failed = said.signal().isFailure();
    } else if (said.signal() == Signal.SENT || said.signal() == Signal.RECEIVED) {
      talk.failed = false;
      talk.refusedByKernel = false;
    }
    notes.line(line, talk.peer, said);
  }
}
