package io.tunnelscope.app.bundles;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names of the files of one case: fit to be shown, each once. */
final class CaseNames {
  private final Set<String> taken = new HashSet<>();

  /** The name, cleaned; numbered when it was given away already. */
  String free(String wanted) {
    var clean = clean(wanted);
    var name = clean;
    for (int number = 2; !taken.add(name.toLowerCase(Locale.ROOT)); number++) {
      name = clean + " (" + number + ")";
    }
    return name;
  }

  /** What stands behind the last slash or backslash: browsers may send whole paths. */
  static String lastPart(String path) {
    int slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
    return clean(path.substring(slash + 1));
  }

  /** Without characters that hide or turn text, and not too long; the end matters more. */
  private static String clean(String name) {
    var plain = new StringBuilder();
    name.codePoints().map(c -> isShown(c) ? c : '_').forEach(plain::appendCodePoint);
    var start = Math.max(0, plain.length() - LogFileRow.MAX_NAME);
    var shown = plain.substring(start).strip();
    return shown.isEmpty() ? "upload" : shown;
  }

  private static boolean isShown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
