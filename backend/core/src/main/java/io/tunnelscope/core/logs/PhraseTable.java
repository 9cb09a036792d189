package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The sentences of a daemon's message catalogue that mean something, in the order they are looked
 * for. Immutable; any thread.
 */
final class PhraseTable {

  /**
   * @param words parts of the sentence, all of which must occur, in this order
   * @param exchange what it is about whatever the context, {@link ExchangeKind#UNKNOWN} to take the
   *     context
   */
  record Phrase(List<String> words, Signal signal, Side side, ExchangeKind exchange) {

    /** Whether the text begins with the sentence at some place. */
    boolean opens(String text, int start) {
      return text.startsWith(words.getFirst(), start) && occursIn(text, start);
    }

    boolean occursIn(String text, int start) {
      var from = start;
      for (var word : words) {
        var at = text.indexOf(word, from);
        if (at < 0) {
          return false;
        }
        from = at + word.length();
      }
      return true;
    }

    /** The part of the sentence that the fewest other lines will hold. */
    private String telling() {
      return words.stream().max(Comparator.comparingInt(String::length)).orElseThrow();
    }
  }

  private final List<Phrase> openings;
  private final List<Phrase> phrases;
  private final Needles needles;

  private PhraseTable(List<Phrase> openings, List<Phrase> phrases) {
    this.openings = List.copyOf(openings);
    this.phrases = List.copyOf(phrases);
    needles = Needles.of(phrases.stream().map(Phrase::telling).toList());
  }

  Optional<Phrase> find(String message) {
    return find(message, 0);
  }

  /**
   * @param from where in the text the message begins
   */
  Optional<Phrase> find(String text, int from) {
    for (var opening : openings) {
      if (opening.opens(text, from)) {
        return Optional.of(opening);
      }
    }
    for (var candidate : needles.in(text, from)) {
      if (phrases.get(candidate).occursIn(text, from)) {
        return Optional.of(phrases.get(candidate));
      }
    }
    return Optional.empty();
  }

  static Maker of() {
    return new Maker();
  }

  /** Writes a table down. */
  static final class Maker {
    private final List<Phrase> openings = new ArrayList<>();
    private final List<Phrase> phrases = new ArrayList<>();

    /**
     * The last sentence is said all the time: messages that begin with it are known by that, before
     * the others are looked for.
     */
    Maker often() {
      openings.add(phrases.getLast());
      return this;
    }

    /** What the side that writes the log found. */
    Maker here(Signal signal, String... words) {
      return add(signal, Side.HERE, ExchangeKind.UNKNOWN, words);
    }

    Maker here(Signal signal, ExchangeKind exchange, String... words) {
      return add(signal, Side.HERE, exchange, words);
    }

    /** What it heard from the peer. */
    Maker peer(Signal signal, String... words) {
      return add(signal, Side.PEER, ExchangeKind.UNKNOWN, words);
    }

    Maker peer(Signal signal, ExchangeKind exchange, String... words) {
      return add(signal, Side.PEER, exchange, words);
    }

    /** What it says without being sure. */
    Maker perhaps(Signal signal, String... words) {
      return add(signal, Side.UNKNOWN, ExchangeKind.UNKNOWN, words);
    }

    Maker perhaps(Signal signal, ExchangeKind exchange, String... words) {
      return add(signal, Side.UNKNOWN, exchange, words);
    }

    PhraseTable made() {
      return new PhraseTable(openings, phrases);
    }

    private Maker add(Signal signal, Side side, ExchangeKind exchange, String... words) {
      phrases.add(new Phrase(List.of(words), signal, side, exchange));
      return this;
    }
  }
}
