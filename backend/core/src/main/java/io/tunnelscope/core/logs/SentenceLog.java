package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A dialect that is told by tables: how its lines are framed and what its sentences mean. */
final class SentenceLog implements Dialect {

  /** Details that are used here. */
  private static final Set<String> NOT_FACTS =
      Set.of("peer", "local", "answered", "from", "to", "sa", "psk");

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
    private Line disputed;

    Talk(String peer) {
      this.peer = peer;
    }

    /** A table may know only whether phase 1 or 2 is meant; the talk knows the mode. */
    ExchangeKind stepOf(Said said) {
      var told = said.exchange();
      var sameKind =
          told.negotiatesIke() && step.negotiatesIke()
              || told.negotiatesChild() && step.negotiatesChild();
      return told == ExchangeKind.UNKNOWN || sameKind ? step : told;
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
    words.step(text).ifPresent(step -> talk.step = step);
    talk.provesByKey |= details.containsKey("psk");
    if (!talk.peer.isEmpty() && details.containsKey("local")) {
      notes.local(line, talk.peer, details.get("local"));
    }
    if (words.agrees(text)) {
      talk.dispute.settle();
    }
    if (offered(line, talk, text, details)) {
      return true;
    }
    var meaning = words.meaning(text);
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

  /** Proposals, of which a device prints a part on each line. */
  private boolean offered(Line line, Talk talk, String text, Map<String, String> details) {
    var heading = words.heads(text);
    if (heading.isPresent()) {
      tellOffers(talk);
      talk.offers.begin(heading.get());
    }
    if (details.containsKey("proposal")) {
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
      last = talks.computeIfAbsent(peer, Talk::new);
      if (!context.isEmpty()) {
        contexts.put(context, last);
      }
    } else if (!context.isEmpty()) {
      last = contexts.computeIfAbsent(context, _ -> last);
    }
    return last;
  }

  private void tell(Line line, Talk talk, Said said, Map<String, String> details) {
    if (talk.failed && isGeneral(said)) {
      return; // it was said in particular before
    }
    var facts = new HashMap<>(details);
    if (facts.containsKey("from") && facts.containsKey("to")) {
      facts.put("selectors", facts.get("from") + " -> " + facts.get("to"));
    }
    facts.keySet().removeAll(NOT_FACTS);
    var step = talk.stepOf(said);
    switch (said.signal()) {
      case NO_PROPOSAL -> {
        if (facts.containsKey("field")) {
          talk.dispute.over(facts);
        }
        add(line, talk, refusal(talk, step, said.side()));
      }
      case SELECTORS_REFUSED -> {
        if (facts.containsKey("selectors") && said.side() == Side.HERE) {
          add(line, talk, new Said(Signal.SELECTORS_PEER, Side.PEER, step, facts));
        }
        add(line, talk, new Said(said.signal(), said.side(), step, facts));
      }
      case IKE_ESTABLISHED, CHILD_ESTABLISHED -> {
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
        add(
            line,
            talk,
            talk.childIsUp
                ? Said.of(Signal.PEER_DEAD, said.side(), ExchangeKind.INFORMATIONAL)
                : new Said(said.signal(), said.side(), step, facts));
      }
      case PEER_DEAD ->
          add(line, talk, Said.of(said.signal(), said.side(), ExchangeKind.INFORMATIONAL));
      case DELETED_BY_PEER -> {
        // The old SA of a rekeying is deleted as well; only the newest one counts.
        if (talk.ikeIsUp && details.getOrDefault("sa", talk.sa).equals(talk.sa)) {
          add(line, talk, Said.of(said.signal(), Side.PEER, ExchangeKind.INFORMATIONAL));
        }
      }
      case AUTHENTICATION_REFUSED -> {
        // A proof by key that fails before our eyes was made with another key.
        var key = talk.provesByKey && said.side() == Side.HERE;
        var signal = key ? Signal.KEY_DIFFERS : said.signal();
        add(line, talk, new Said(signal, said.side(), step, facts));
      }
      case RECEIVED -> add(line, talk, new Said(said.signal(), Side.PEER, step, facts));
      default -> add(line, talk, new Said(said.signal(), said.side(), step, facts));
    }
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
    }
    notes.line(line, talk.peer, said);
  }
}
