package io.tunnelscope.core.logs;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a line says once colours are taken out and the escapes of JSON, XML and URLs are undone: a
 * name or a sign may be written in them.
 */
final class PlainText {

  private static final Needles ESCAPES =
      Needles.ignoringCase(
          List.of(
              "\\u00", "&quot;", "&lt;", "&gt;", "&amp;", "&#", "%22", "%20", "%27", "%3d", "%3a"));

  private static final Pattern ESCAPED =
      Pattern.compile(
          "(?i)\\\\u00([2-7][0-9a-f])|%([2-7][0-9a-f])|&(quot|apos|lt|gt|amp|nbsp|#(?:34|39|x22|x27));");

  private static final Map<String, String> ENTITIES =
      Map.of(
          "quot", "\"", "apos", "'", "lt", "<", "gt", ">", "amp", "&", "nbsp", " ", "#34", "\"",
          "#39", "'", "#x22", "\"", "#x27", "'");

  private PlainText() {}

  static String of(String line) {
    var plain = Colours.in(line) ? Colours.without(line) : line;
    plain = plain.indexOf('\0') >= 0 ? plain.replace("\0", "") : plain;
    plain = plain.replace('\u00A0', ' ');
    return ESCAPES.anyIn(plain) ? ESCAPED.matcher(plain).replaceAll(PlainText::undone) : plain;
  }

  private static String undone(MatchResult found) {
    var code = found.group(1) == null ? found.group(2) : found.group(1);
    var sign =
        code == null
            ? ENTITIES.get(found.group(3).toLowerCase(Locale.ROOT))
            : Character.toString(Integer.parseInt(code, 16));
    return Matcher.quoteReplacement(sign);
  }
}
