package io.tunnelscope.app.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param next cursor of the page after this one, null at the end
 */
public record Page<T>(List<T> items, @JsonInclude(JsonInclude.Include.ALWAYS) String next) {
  public Page {
    items = List.copyOf(items);
  }

  /** A list that is never longer than one page. */
  public static <T> Page<T> whole(List<T> items) {
    return new Page<>(items, null);
  }

  /**
   * A page out of rows that were read with a limit of {@code limit + 1}: the row too many only says
   * that there is more.
   *
   * @param key of a row, where the next page begins after it
   */
  public static <R, T> Page<T> of(
      List<R> rows, int limit, Function<R, Cursor> key, Function<R, T> wire) {
    boolean more = rows.size() > limit;
    var shown = more ? rows.subList(0, limit) : rows;
    return new Page<>(
        shown.stream().map(wire).toList(), more ? key.apply(shown.getLast()).encoded() : null);
  }
}
