package io.tunnelscope.app.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Supplier;

/** How statements of a transaction are planned. */
public final class Plans {
  private static final String MODE = "SELECT set_config('plan_cache_mode', '%s', true)";
  private static final String ONCE = MODE.formatted("force_generic_plan");
  private static final String AS_USUAL = MODE.formatted("auto");

  private Plans() {}

  /**
   * Sends a statement that a connection plans once, whatever its values. For those that go through
   * all partitions of the runs by an index: planning them takes ten times as long as they do. All
   * is sent at once, so it costs no round trip.
   */
  public static <T> Future<T> once(SqlConnection c, Supplier<Future<T>> statement) {
    var before = c.preparedQuery(ONCE).execute();
    var answer = statement.get();
    var after = c.preparedQuery(AS_USUAL).execute();
    return Future.join(before, answer, after).map(_ -> answer.result());
  }
}
