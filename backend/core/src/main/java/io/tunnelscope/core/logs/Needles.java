package io.tunnelscope.core.logs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Words to look for in a text, all at once: three letters of the text tell how many need not be
 * looked at (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994); two where a word
 * has no more. Immutable; any thread.
 */
final class Needles {

  private static final int[] NONE = {};

  /** Bits that tell letters apart. Other characters share them, which only costs a closer look. */
  private static final int LETTER = 5;

  private static final int SMALL = (1 << LETTER) - 1;

  private final String[] words;
  private final boolean ignoreCase;

  /** The first letter of each word, small: most places that look promising fail there. */
  private final int[] firsts;

  /** Positions of the words of one letter: nothing can be skipped for them. */
  private final int[] letters;

  /** Length of the shortest of the other words. */
  private final int shortest;

  /** How many letters are looked at together. */
  private final int block;

  /**
   * By the block of letters that a stretch as long as the shortest word ends with: how far the next
   * word is off at least, or less than 1 for a place in {@link #candidates}, negated.
   */
  private final short[] skips;

  /** Positions of the words whose first letters end with such a block. */
  private final int[][] candidates;

  private Needles(List<String> list, boolean ignoreCase) {
    words = list.toArray(String[]::new);
    this.ignoreCase = ignoreCase;
    firsts = list.stream().mapToInt(word -> small(word.charAt(0))).toArray();
    letters = numbers(word -> word.length() == 1);
    var longer = numbers(word -> word.length() > 1);
    shortest =
        Arrays.stream(longer).map(number -> words[number].length()).min().orElse(Short.MAX_VALUE);
    block = Math.min(3, shortest);
    skips = new short[1 << block * LETTER];
    Arrays.fill(skips, (short) (shortest - block + 1));
    for (var number : longer) {
      limitSkips(words[number]);
    }
    candidates = candidates(longer);
  }

  /**
   * @param words in ASCII, none of them empty
   */
  static Needles of(List<String> words) {
    return new Needles(words, false);
  }

  /**
   * @param words in ASCII, none of them empty; the text may be in any case
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
    var found = NONE;
    for (var number : letters) {
      if (text.indexOf(words[number], from) >= 0) {
        found = with(found, number);
      }
    }
    for (var last = from + shortest - 1; last < text.length(); ) {
      var skip = skips[blockAt(text, last)];
      if (skip > 0) {
        last += skip;
        continue;
      }
      for (var number : candidates[-skip]) {
        if (isAt(text, last - shortest + 1, number)) {
          found = with(found, number);
        }
      }
      last++;
    }
    return found;
  }

  /** Whether any of the words occurs in the text. */
  boolean anyIn(String text) {
    return in(text, 0).length > 0;
  }

  private boolean isAt(String text, int from, int number) {
    if (small(text.charAt(from)) != firsts[number]) {
      return false;
    }
    var word = words[number];
    return text.regionMatches(ignoreCase, from, word, 0, word.length());
  }

  private int blockAt(String text, int last) {
    var two = small(text.charAt(last - 1)) << LETTER | small(text.charAt(last));
    return block == 2 ? two : small(text.charAt(last - 2)) << 2 * LETTER | two;
  }

  /** Small and capital letters are one here; {@link #isAt} is exact. */
  private static int small(char letter) {
    return letter & SMALL;
  }

  private int[] numbers(Predicate<String> kind) {
    return IntStream.range(0, words.length).filter(number -> kind.test(words[number])).toArray();
  }

  private void limitSkips(String word) {
    for (var last = block - 1; last < shortest - 1; last++) {
      var here = blockAt(word, last);
      skips[here] = (short) Math.min(skips[here], shortest - 1 - last);
    }
  }

  private int[][] candidates(int[] longer) {
    var byBlock = new HashMap<Integer, int[]>();
    for (var number : longer) {
      var end = blockAt(words[number], shortest - 1);
      byBlock.put(end, with(byBlock.getOrDefault(end, NONE), number));
    }
    var places = new ArrayList<int[]>();
    byBlock.forEach(
        (end, numbers) -> {
          skips[end] = (short) -places.size();
          places.add(numbers);
        });
    return places.toArray(int[][]::new);
  }

  private static int[] with(int[] some, int number) {
    var place = Arrays.binarySearch(some, number);
    if (place >= 0) {
      return some;
    }
    var before = -place - 1;
    var more = new int[some.length + 1];
    System.arraycopy(some, 0, more, 0, before);
    more[before] = number;
    System.arraycopy(some, before, more, before + 1, some.length - before);
    return more;
  }
}
