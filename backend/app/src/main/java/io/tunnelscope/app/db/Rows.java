package io.tunnelscope.app.db;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Rows to values. */
public final class Rows {
  private Rows() {}

  /**
   * @throws IllegalStateException when there are two: the query does not name a key
   */
  public static <T> Optional<T> atMostOne(RowSet<Row> rows, Function<Row, T> mapper) {
    var iterator = rows.iterator();
    if (!iterator.hasNext()) {
      return Optional.empty();
    }
    T only = mapper.apply(iterator.next());
    if (iterator.hasNext()) {
      throw new IllegalStateException("more than one row where a key was expected");
    }
    return Optional.of(only);
  }

  public static <T> List<T> all(RowSet<Row> rows, Function<Row, T> mapper) {
    var all = new ArrayList<T>(rows.size());
    rows.forEach(row -> all.add(mapper.apply(row)));
    return List.copyOf(all);
  }
}
