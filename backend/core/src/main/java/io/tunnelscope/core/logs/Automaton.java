package io.tunnelscope.core.logs;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Finds which of many words occur in a text, in one pass however many words there are (Aho and
 * Corasick, 1975). Immutable; any thread.
 */
final class Automaton {

  private static final int[] NONE = {};

  /** Characters above ASCII occur in no word. */
  private static final int ALPHABET = 128;

  private static final int ROOT = 0;

  private final boolean ignoreCase;

  /** The column of the table that a character is looked up in; 0 for those that no word has. */
  private final byte[] columns = new byte[ALPHABET];

  private final int width;

  /** How far a state is shifted to the left to be where its row in the table begins. */
  private int shift;

  /** The state that follows, by state and column. */
  private char[] next;

  /** At states from this one on, words end. */
  private int firstEnd;

  /** The words that end there, from the first such state on. */
  private int[][] ends;

  /**
   * @param words in ASCII, none of them empty; in lower case if case is to be ignored
   */
  Automaton(List<String> words, boolean ignoreCase) {
    this.ignoreCase = ignoreCase;
    width = assignColumns(words);
    build(words);
  }

  /**
   * The positions in the list of those words that occur in the text, each once, in ascending order.
   *
   * @param from where in the text to begin
   */
  int[] in(String text, int from) {
    var found = NONE;
    var state = ROOT;
    for (var i = from; i < text.length(); i++) {
      state = after(state, text.charAt(i));
      if (state >= firstEnd) {
        found = union(found, ends[state - firstEnd]);
      }
    }
    return found;
  }

  /** Whether any of the words occurs in the text. */
  boolean anyIn(String text) {
    var state = ROOT;
    for (var i = 0; i < text.length(); i++) {
      state = after(state, text.charAt(i));
      if (state >= firstEnd) {
        return true;
      }
    }
    return false;
  }

  private int after(int state, char c) {
    return next[(state << shift) + (c < ALPHABET ? columns[c] : 0)];
  }

  private int assignColumns(List<String> words) {
    var count = 1;
    for (var word : words) {
      for (var i = 0; i < word.length(); i++) {
        var c = word.charAt(i);
        if (columns[c] == 0) {
          columns[c] = (byte) count++;
        }
      }
    }
    if (ignoreCase) {
      for (var c = 'A'; c <= 'Z'; c++) {
        columns[c] = columns[Character.toLowerCase(c)];
      }
    }
    return count;
  }

  private void build(List<String> words) {
    var most = words.stream().mapToInt(String::length).sum() + 1;
    if (most > Character.MAX_VALUE) {
      throw new IllegalArgumentException("too many words for one table");
    }
    var table = new char[most * width];
    var ending = new int[most][];
    var states = 1;
    for (var number = 0; number < words.size(); number++) {
      var state = ROOT;
      for (var c : words.get(number).toCharArray()) {
        var at = state * width + columns[c];
        if (table[at] == ROOT) {
          table[at] = (char) states++;
        }
        state = table[at];
      }
      ending[state] = union(ending[state] == null ? NONE : ending[state], new int[] {number});
    }
    linkFailures(table, ending, states);
    layOut(table, ending, states);
  }

  /** States at which words end come last, so that one comparison tells them. */
  private void layOut(char[] table, int[][] ending, int states) {
    var order =
        IntStream.range(0, states)
            .boxed()
            .sorted(Comparator.comparing(state -> ending[state] != null))
            .mapToInt(Integer::intValue)
            .toArray();
    var place = new char[states];
    for (var i = 0; i < states; i++) {
      place[order[i]] = (char) i;
    }
    shift = Integer.SIZE - Integer.numberOfLeadingZeros(width - 1);
    next = new char[states << shift];
    for (var state = 0; state < states; state++) {
      for (var column = 0; column < width; column++) {
        next[(place[state] << shift) + column] = place[table[state * width + column]];
      }
    }
    ends =
        Arrays.stream(order)
            .mapToObj(state -> ending[state])
            .filter(Objects::nonNull)
            .toArray(int[][]::new);
    firstEnd = states - ends.length;
  }

  /** Breadth first: where a word goes on no further, the longest beginning of another one does. */
  private void linkFailures(char[] table, int[][] ending, int states) {
    var failure = new int[states];
    var open = new ArrayDeque<Integer>();
    for (var column = 0; column < width; column++) {
      if (table[column] != ROOT) {
        open.add((int) table[column]);
      }
    }
    while (!open.isEmpty()) {
      var state = open.remove();
      var shorter = failure[state];
      if (ending[shorter] != null) {
        ending[state] = union(ending[state] == null ? NONE : ending[state], ending[shorter]);
      }
      for (var column = 0; column < width; column++) {
        var at = state * width + column;
        var instead = table[shorter * width + column];
        if (table[at] == ROOT) {
          table[at] = instead;
        } else {
          failure[table[at]] = instead;
          open.add((int) table[at]);
        }
      }
    }
  }

  private static int[] union(int[] some, int[] more) {
    if (some.length == 0) {
      return more;
    }
    if (more.length == 1 && Arrays.binarySearch(some, more[0]) >= 0) {
      return some; // the same word once more
    }
    var both = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, both, some.length, more.length);
    return Arrays.stream(both).sorted().distinct().toArray();
  }
}
