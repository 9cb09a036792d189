package io.tunnelscope.app.db;

import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Function;

/**
 * The only way to the database. Each call is one transaction with a deadline of 6 s; the future
 * fails with {@link DbUnavailable} when the database cannot be reached or the pool is exhausted,
 * and with {@link Conflict} on a unique or foreign key, never with text from the server.
 */
public interface Db {
  /**
   * Runs the work in a transaction of the app role in which only that tenant's rows exist. The
   * tenant is set by the first statement, pipelined with the first query of the work.
   */
  <T> Future<T> inTenant(TenantId tenant, Function<SqlConnection, Future<T>> work);

  /**
   * Runs the work as the system role: no tenant, only the tables of db/system-tables.txt.
   *
   * @param reason short and constant, like {@code "claim"}: each is listed in the metrics
   */
  <T> Future<T> system(String reason, Function<SqlConnection, Future<T>> work);
}
