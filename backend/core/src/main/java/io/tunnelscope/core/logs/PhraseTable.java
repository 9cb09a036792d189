package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sentences of a daemon's message catalogue that mean something, in the order they are looked
 * for.
 */
final class PhraseTable {

  /**
   * @param words parts of the sentence, all of which must occur, in this order
   * @param exchange what it is about whatever the context, {@link ExchangeKind#UNKNOWN} to take the
   *     context
   */
  record Phrase(List<String> words, Signal signal, Side side, ExchangeKind exchange) {
    boolean occursIn(String message) {
      var from = 0;
      for (var word : words) {
        var at = message.indexOf(word, from);
        if (at < 0) {
          return false;
        }
        from = at + word.length();
      }
      return true;
    }
  }

  private final List<Phrase> phrases;

  private PhraseTable(List<Phrase> phrases) {
    this.phrases = List.copyOf(phrases);
  }

  Optional<Phrase> find(String message) {
    for (var phrase : phrases) {
      if (phrase.occursIn(message)) {
        return Optional.of(phrase);
      }
    }
    return Optional.empty();
  }

  static Maker of() {
    return new Maker();
  }

  /** Writes a table down. */
  static final class Maker {
    private final List<Phrase> phrases = new ArrayList<>();

    /** What the side that writes the log found. */
    Maker here(Signal signal, String... words) {
      return add(signal, Side.HERE, ExchangeKind.UNKNOWN, words);
    }

    Maker here(Signal signal, ExchangeKind exchange, String... words) {
      return add(signal, Side.HERE, exchange, words);
    }

    /** What it says without being sure. */
    Maker perhaps(Signal signal, String... words) {
      return add(signal, Side.UNKNOWN, ExchangeKind.UNKNOWN, words);
    }

    PhraseTable made() {
      return new PhraseTable(phrases);
    }

    private Maker add(Signal signal, Side side, ExchangeKind exchange, String... words) {
      phrases.add(new Phrase(List.of(words), signal, side, exchange));
      return this;
    }
  }
}
