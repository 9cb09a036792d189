package io.tunnelscope.app.cli;

import java.util.Collection;
import java.util.List;

/** Which known words somebody probably meant. */
final class Nearest {
  private static final int LONGEST = 40;

  private Nearest() {}

  /** At most two, the nearest first; none when all are far off. */
  static List<String> to(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return List.of();
    }
    int furthest = Math.max(1, word.length() / 3);
    return known.stream()
        .filter(each -> distance(word, each) <= furthest || isBeginning(word, each))
        .sorted(java.util.Comparator.comparingInt(each -> distance(word, each)))
        .limit(2)
        .toList();
  }

  private static boolean isBeginning(String word, String known) {
    return word.length() >= 3 && known.startsWith(word);
  }

  // How many letters have to be added, dropped, changed or swapped with their neighbour.
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
