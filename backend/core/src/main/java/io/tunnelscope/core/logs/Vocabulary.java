package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The words of one dialect: which sentences mean something, which words tell the exchange, and
 * where a sentence names details.
 */
final class Vocabulary {

  /** An address as logs print it. */
  static final String ADDRESS = "[0-9A-Fa-f.:]{2,45}?";

  /**
   * @param groups names of the pattern's groups
   */
  private record Clue(String hint, Pattern pattern, List<String> groups) {

    void read(String text, Map<String, String> details) {
      var at = pattern.matcher(text);
      if (!at.find()) {
        return;
      }
      for (var name : groups) {
        var value = at.group(name);
        if (value != null) {
          details.putIfAbsent(name, value.strip());
        }
      }
    }
  }

  private record Step(String words, ExchangeKind exchange) {}

  /** Words that tell whose the following is. */
  private record Heading(String words, Side side) {}

  private final List<Clue> clues;
  private final Needles hints;
  private final List<Step> steps;
  private final Needles stepWords;
  private final List<Heading> headings;
  private final List<Heading> writers;
  private final List<String> lists;
  private final List<String> agreements;
  private final List<String> notifies;
  private final PhraseTable phrases;

  private Vocabulary(Maker maker) {
    clues = List.copyOf(maker.clues);
    hints = Needles.of(clues.stream().map(Clue::hint).toList());
    steps = List.copyOf(maker.steps);
    stepWords = Needles.of(steps.stream().map(Step::words).toList());
    headings = List.copyOf(maker.headings);
    writers = List.copyOf(maker.writers);
    lists = List.copyOf(maker.lists);
    agreements = List.copyOf(maker.agreements);
    notifies = List.copyOf(maker.notifies);
    phrases = maker.phrases.made();
  }

  static Maker of() {
    return new Maker();
  }

  /** What a sentence means, without its details. A notify by name says more than a supposition. */
  Optional<Said> meaning(String text) {
    var phrase =
        phrases.find(text).map(found -> Said.of(found.signal(), found.side(), found.exchange()));
    if (phrase.isPresent() && phrase.get().side() != Side.UNKNOWN) {
      return phrase;
    }
    var notified =
        notifies.stream().anyMatch(text::contains)
            ? Notify.in(text.replace('-', '_'))
            : Optional.<Signal>empty();
    return notified
        .map(signal -> Said.of(signal, Side.PEER, ExchangeKind.UNKNOWN))
        .or(() -> phrase);
  }

  /** The details a sentence names: {@code peer}, {@code local}, {@code field}, {@code ours}, … */
  Map<String, String> details(String text) {
    var hinted = hints.in(text, 0);
    if (hinted.length == 0) {
      return Map.of();
    }
    var details = new HashMap<String, String>();
    for (var index : hinted) {
      clues.get(index).read(text, details);
    }
    return details;
  }

  /** The exchange a sentence names. */
  Optional<ExchangeKind> step(String text) {
    var named = stepWords.in(text, 0);
    return named.length == 0 ? Optional.empty() : Optional.of(steps.get(named[0]).exchange);
  }

  /** Whose proposals follow on the next lines. */
  Optional<Side> heads(String text) {
    return first(headings, text);
  }

  /** Whose message the next lines tell of. */
  Optional<Side> writer(String text) {
    return first(writers, text);
  }

  private static Optional<Side> first(List<Heading> some, String text) {
    for (var heading : some) {
      if (text.contains(heading.words)) {
        return Optional.of(heading.side);
      }
    }
    return Optional.empty();
  }

  /** The first error notify in a list of payloads. */
  Optional<Signal> listed(String text) {
    return lists.stream().anyMatch(text::contains) ? Notify.in(text) : Optional.empty();
  }

  /** Whether it says that one of several offers was accepted after all. */
  boolean agrees(String text) {
    return agreements.stream().anyMatch(text::contains);
  }

  /** Writes a vocabulary down. What is named first is looked for first. */
  static final class Maker {
    private final List<Clue> clues = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Heading> headings = new ArrayList<>();
    private final List<Heading> writers = new ArrayList<>();
    private final List<String> lists = new ArrayList<>();
    private final List<String> agreements = new ArrayList<>();
    private final List<String> notifies = new ArrayList<>();
    private final PhraseTable.Maker phrases = PhraseTable.of();

    /**
     * Where details stand: in the named groups.
     *
     * @param hint a part of every such sentence
     */
    Maker clue(String hint, String pattern) {
      var compiled = Pattern.compile(pattern);
      clues.add(new Clue(hint, compiled, List.copyOf(compiled.namedGroups().keySet())));
      return this;
    }

    Maker step(ExchangeKind exchange, String... words) {
      for (var word : words) {
        steps.add(new Step(word, exchange));
      }
      return this;
    }

    /** Words above a list of proposals. */
    Maker offers(Side side, String... words) {
      for (var word : words) {
        headings.add(new Heading(word, side));
      }
      return this;
    }

    Maker agreed(String... words) {
      agreements.addAll(List.of(words));
      return this;
    }

    /** Words above what is told of a message of this side or the peer. */
    Maker messages(Side side, String... words) {
      for (var word : words) {
        writers.add(new Heading(word, side));
      }
      return this;
    }

    /** Words in the list of a message's payloads. */
    Maker payloads(String... words) {
      lists.addAll(List.of(words));
      return this;
    }

    /** Sentences with such words quote an error notify of the peer by its name. */
    Maker notifies(String... words) {
      notifies.addAll(List.of(words));
      return this;
    }

    Maker heard(Signal signal, String... words) {
      phrases.peer(signal, words);
      return this;
    }

    Maker heard(Signal signal, ExchangeKind exchange, String... words) {
      phrases.peer(signal, exchange, words);
      return this;
    }

    Maker here(Signal signal, String... words) {
      phrases.here(signal, words);
      return this;
    }

    Maker here(Signal signal, ExchangeKind exchange, String... words) {
      phrases.here(signal, exchange, words);
      return this;
    }

    Maker perhaps(Signal signal, ExchangeKind exchange, String... words) {
      phrases.perhaps(signal, exchange, words);
      return this;
    }

    Maker perhaps(Signal signal, String... words) {
      phrases.perhaps(signal, words);
      return this;
    }

    Vocabulary made() {
      return new Vocabulary(this);
    }
  }
}
