package io.tunnelscope.app.db;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.settings.DatabaseUrl;
import java.time.Duration;

/**
 * How {@link Db} reaches the database.
 *
 * @param poolSize connections a role and node, 1 to 20
 * @param deadline of one transaction, the wait for a connection included
 */
public record DbOptions(DatabaseUrl app, DatabaseUrl system, int poolSize, Duration deadline) {
  private static final int LARGEST_POOL = 20;

  public DbOptions {
    requireNonNull(app);
    requireNonNull(system);
    if (poolSize < 1 || poolSize > LARGEST_POOL) {
      throw new IllegalArgumentException("a pool holds 1 to 20 connections");
    }
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("the deadline must be longer than nothing");
    }
  }

  /** What a node uses: 10 connections a role, 6 s. */
  public static DbOptions of(DatabaseUrl app, DatabaseUrl system) {
    return new DbOptions(app, system, 10, Duration.ofSeconds(6));
  }
}
