package io.tunnelscope.app.commands;

import java.util.ArrayList;
import java.util.List;

/**
 * A line as somebody typed it, in words. Phones turn quotes and hyphens into prettier ones; here
 * they are what was meant. A quote opens at the beginning of a word only, so that an apostrophe is
 * one; one that is never closed takes the rest of the line.
 */
final class Words {
  /**
   * One of them.
   *
   * @param quoted whether it was within quotes: then it is no flag
   */
  record Word(String text, boolean quoted) {}

  private Words() {}

  static List<Word> of(String line) {
    var words = new ArrayList<Word>();
    int at = 0;
    while (at < line.length()) {
      char first = line.charAt(at);
      if (isBlank(first)) {
        at++;
        continue;
      }
      boolean quoted = quote(first) != 0;
      int end = quoted ? closing(line, at) : blank(line, at);
      var text = line.substring(quoted ? at + 1 : at, end);
      words.add(new Word(quoted ? text : hyphens(text), quoted));
      at = quoted ? end + 1 : end;
    }
    return List.copyOf(words);
  }

  private static int blank(String line, int from) {
    int at = from;
    while (at < line.length() && !isBlank(line.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int closing(String line, int opening) {
    char kind = quote(line.charAt(opening));
    int at = opening + 1;
    while (at < line.length() && quote(line.charAt(at)) != kind) {
      at++;
    }
    return at;
  }

  /** The plain form of a quote; 0 for what is none. */
  private static char quote(char c) {
    return switch (c) {
      case '"', '\u201c', '\u201d', '\u201e', '\u00ab', '\u00bb' -> '"';
      case '\'', '\u2018', '\u2019', '\u201a' -> '\'';
      default -> 0;
    };
  }

  /** Whatever dashes a word begins with are two hyphens, if it is a flag. */
  private static String hyphens(String word) {
    int at = 0;
    while (at < word.length() && isDash(word.charAt(at))) {
      at++;
    }
    return at == 0 || at == word.length() ? word : "--" + word.substring(at);
  }

  private static boolean isDash(char c) {
    return c == '-' || (c >= '\u2010' && c <= '\u2015') || c == '\u2212';
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
  }
}
