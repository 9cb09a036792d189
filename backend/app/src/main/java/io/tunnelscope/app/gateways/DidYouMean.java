package io.tunnelscope.app.gateways;

import static java.util.Comparator.comparingInt;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds the names a person may have meant. Pure. */
public final class DidYouMean {

  /** Longer texts are no typing errors; they are not compared. */
  private static final int MAX_LENGTH = 200;

  private static final int MOST = 3;

  private final Collection<String> names;

  public DidYouMean(Collection<String> names) {
    this.names = names;
  }

  private record Guess(String name, int edits) {}

  /** At most three, the likeliest first; empty when nothing is near. */
  public List<String> nearest(String asked) {
    var wanted = asked.strip().toLowerCase(Locale.ROOT);
    if (wanted.isEmpty() || wanted.length() > MAX_LENGTH) {
      return List.of();
    }
    return names.stream()
        .distinct()
        .flatMap(name -> guess(wanted, name).stream())
        .sorted(comparingInt(Guess::edits).thenComparing(Guess::name))
        .limit(MOST)
        .map(Guess::name)
        .toList();
  }

  /** A connection is also meant by those who leave its gateway out. */
  private static Optional<Guess> guess(String wanted, String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    var whole = edits(wanted, lower, tolerance(wanted));
    var slash = lower.indexOf('/');
    var part =
        slash < 0 || wanted.indexOf('/') >= 0
            ? OptionalInt.empty()
            : edits(wanted, lower.substring(slash + 1), tolerance(wanted));
    if (whole.isEmpty() && part.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Guess(name, Math.min(whole.orElse(MAX_LENGTH), part.orElse(MAX_LENGTH))));
  }

  private static int tolerance(String wanted) {
    return Math.max(1, wanted.length() / 4);
  }

  /**
   * Insertions, deletions, replacements and swaps of neighbours that make one text of the other
   * (optimal string alignment); empty when there are more than {@code most}.
   */
  static OptionalInt edits(String one, String other, int most) {
    if (Math.abs(one.length() - other.length()) > most) {
      return OptionalInt.empty();
    }
    var above = new int[other.length() + 1];
    for (int column = 0; column <= other.length(); column++) {
      above[column] = column;
    }
    var twoAbove = above;
    for (int row = 1; row <= one.length(); row++) {
      var here = new int[other.length() + 1];
      here[0] = row;
      int least = row;
      for (int column = 1; column <= other.length(); column++) {
        int replaced = one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1;
        here[column] =
            Math.min(above[column - 1] + replaced, 1 + Math.min(above[column], here[column - 1]));
        if (isSwapped(one, row, other, column)) {
          here[column] = Math.min(here[column], twoAbove[column - 2] + 1);
        }
        least = Math.min(least, here[column]);
      }
      if (least > most) {
        return OptionalInt.empty();
      }
      twoAbove = above;
      above = here;
    }
    int edits = above[other.length()];
    return edits <= most ? OptionalInt.of(edits) : OptionalInt.empty();
  }

  /** Whether the two letters that end there are those of the other text, the other way round. */
  private static boolean isSwapped(String one, int row, String other, int column) {
    return row > 1
        && column > 1
        && one.charAt(row - 1) == other.charAt(column - 2)
        && one.charAt(row - 2) == other.charAt(column - 1);
  }
}
