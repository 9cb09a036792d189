package io.tunnelscope.core.logs;

import java.util.List;

/**
 * Words to look for in a text, all at once. How to find them is worked out when the first text
 * comes: a log is written in one dialect, and there are many words of others. Any thread.
 */
final class Needles {

  private final List<String> words;
  private final boolean ignoreCase;

  /** Made twice by two threads it is the same. */
  private volatile Automaton automaton;

  private Needles(List<String> words, boolean ignoreCase) {
    this.words = List.copyOf(words);
    this.ignoreCase = ignoreCase;
  }

  /**
   * @param words in ASCII, none of them empty
   */
  static Needles of(List<String> words) {
    return new Needles(words, false);
  }

  /**
   * @param words in ASCII and lower case, none of them empty; the text may be in any case
   */
  static Needles ignoringCase(List<String> words) {
    return new Needles(words, true);
  }

  /**
   * The positions in the list of those words that occur in the text, each once, in ascending order.
   *
   * @param from where in the text to begin
   */
  int[] in(String text, int from) {
    return automaton().in(text, from);
  }

  /** Whether any of the words occurs in the text. */
  boolean anyIn(String text) {
    return automaton().anyIn(text);
  }

  private Automaton automaton() {
    var made = automaton;
    if (made == null) {
      made = new Automaton(words, ignoreCase);
      automaton = made;
    }
    return made;
  }
}
