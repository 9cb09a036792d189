package io.tunnelscope.app.slack;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * The one place where text that is not ours becomes text for Slack. After it nothing in the text
 * can be a mention, a link or an instruction, and nothing in it changes how what follows reads.
 * Pure; any thread.
 */
final class SlackText {
  private static final String ELLIPSIS = "…";

  /** FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE (Unicode UAX #9). */
  private static final char ISOLATE = '\u2068';

  private static final char END_ISOLATE = '\u2069';

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private SlackText() {}

  /**
   * The text on one line, escaped, and no longer than that when escaped. It is cut between code
   * points, before escaping, and ends in an ellipsis then.
   */
  static String of(String foreign, int most) {
    var clean = clean(foreign);
    boolean turns = turnsDirection(clean);
    int room = turns ? most - 2 : most;
    var escaped = cutEscaped(clean, room);
    return turns ? ISOLATE + escaped + END_ISOLATE : escaped;
  }

  /** As {@link #of}, between backticks, which count. Empty text stays empty. */
  static String code(String foreign, int most) {
    var inside = of(foreign.replace('`', 'ˋ'), most - 2);
    return inside.isEmpty() ? "" : "`" + inside + "`";
  }

  /** For a text object that knows no formatting: there the entities are the same. */
  static String plain(String foreign, int most) {
    return of(foreign, most);
  }

  /**
   * A link, if its address may be linked to: over https, or http on this machine. Without, the
   * words alone. The host is shown when it is neither ours nor Microsoft's.
   *
   * @param own host and port of ours
   * @param most of the words
   */
  static String link(URI address, String words, String own, int most) {
    var said = of(words, most).replace("|", "¦");
    var shown = said.isEmpty() ? ELLIPSIS : said; // Slack takes no link without words
    if (!mayLink(address)) {
      return shown;
    }
    var host = isKnown(address, own) ? "" : " (" + of(address.getHost(), 100) + ")";
    return "<" + escape(address.toASCIIString().replace("|", "%7C")) + "|" + shown + host + ">";
  }

  static boolean mayLink(URI address) {
    if (address.getHost() == null || address.getUserInfo() != null) {
      return false;
    }
    return "https".equalsIgnoreCase(address.getScheme())
        || "http".equalsIgnoreCase(address.getScheme())
            && LOOPBACK.contains(address.getHost().toLowerCase(Locale.ROOT));
  }

  private static boolean isKnown(URI address, String own) {
    var host = address.getHost().toLowerCase(Locale.ROOT);
    return own.equalsIgnoreCase(address.getAuthority())
        || host.endsWith(".microsoft.com")
        || host.equals("microsoft.com")
        || host.endsWith(".azure.com")
        || host.equals("aka.ms");
  }

  /**
   * The three characters that Slack reads. Of what is not ours only after {@link #of}'s cleaning.
   */
  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** On one line, without what cannot be seen or turns the order of what can. */
  private static String clean(String foreign) {
    var text = new StringBuilder();
    foreign
        .codePoints()
        .map(point -> isBlank(point) ? ' ' : point)
        .filter(point -> !isHarmful(point))
        .filter(point -> point != ' ' || !text.isEmpty() && text.charAt(text.length() - 1) != ' ')
        .forEach(point -> text.appendCodePoint(isHalf(point) ? 0xFFFD : point));
    return text.toString().strip();
  }

  private static boolean isBlank(int point) {
    return Character.isWhitespace(point) || Character.isSpaceChar(point) || point == 0x85;
  }

  private static boolean isHarmful(int point) {
    return Character.isISOControl(point)
        || point >= 0x202A && point <= 0x202E
        || point >= 0x2066 && point <= 0x2069
        || point == 0x200E
        || point == 0x200F
        || point == 0x061C
        || point == 0xFEFF
        || Character.getType(point) == Character.UNASSIGNED;
  }

  private static boolean isHalf(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }

  private static boolean turnsDirection(String text) {
    return text.codePoints()
        .anyMatch(
            point ->
                switch (Character.getDirectionality(point)) {
                  case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
                      Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC ->
                      true;
                  default -> false;
                });
  }

  private static String cutEscaped(String clean, int most) {
    var whole = escape(clean);
    if (whole.length() <= most) {
      return whole;
    }
    var text = new StringBuilder();
    for (int at = 0; at < clean.length(); ) {
      int point = clean.codePointAt(at);
      var next = escape(Character.toString(point));
      if (text.length() + next.length() > most - ELLIPSIS.length()) {
        break;
      }
      text.append(next);
      at += Character.charCount(point);
    }
    return text + ELLIPSIS;
  }
}
