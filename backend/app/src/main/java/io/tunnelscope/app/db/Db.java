package io.tunnelscope.app.db;

import static io.vertx.core.Future.failedFuture;

import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The only way to the database. Each call is one transaction with a deadline of 6 s.
 *
 * <p>The future fails with {@link io.tunnelscope.app.refusal.Refusal.Unavailable} when the database
 * does not answer, is overloaded, or the deadline is over (the outcome is unknown then: read again
 * by a key, never repeat blindly), with {@link io.tunnelscope.app.refusal.Refusal.Conflict} on a
 * unique key, with {@link io.tunnelscope.app.refusal.Refusal.NotFound} on a foreign key, with
 * {@link DatabaseFault} when a statement is wrong, and with whatever the work itself failed with.
 * No text of the server gets out. Inside the work the driver's own failures are seen.
 *
 * <p>The work holds SQL only: it may be run again, at most three times, when Postgres rolled it
 * back for the sake of another (40001, 40P01). A connection that breaks off before its first
 * statement is replaced as often. Safe for any thread; the future completes on the caller's Vert.x
 * context.
 */
public final class Db {
  private static final String SET_TENANT = "SELECT set_config('app.tenant_id', $1, true)";

  private final Vertx vertx;
  private final DbOptions options;
  private final GuardedPool app;
  private final GuardedPool system;

  public Db(Vertx vertx, DbOptions options) {
    this.vertx = vertx;
    this.options = options;
    this.app = new GuardedPool(vertx, "app", options.app(), options);
    this.system = new GuardedPool(vertx, "system", options.system(), options);
    app.shareDoubtsWith(system);
    system.shareDoubtsWith(app);
  }

  /**
   * Runs the work in a transaction of the app role in which only that tenant's rows exist. The
   * tenant is set by the first statement, sent together with the first query of the work.
   */
  public <T> Future<T> inTenant(TenantId tenant, Function<SqlConnection, Future<T>> work) {
    return app.transaction(
        connection ->
            connection.preparedQuery(SET_TENANT).execute(Tuple.of(tenant.toString())).mapEmpty(),
        work);
  }

  /**
   * Runs the work as the system role: no tenant, only the tables of db/system-tables.txt.
   *
   * @param reason short and constant, like {@code "claim"}: why this cannot be done in a tenant
   */
  public <T> Future<T> system(String reason, Function<SqlConnection, Future<T>> work) {
    if (reason.isBlank()) {
      return failedFuture(new IllegalArgumentException("a system transaction needs a reason"));
    }
    return system.transaction(connection -> Future.succeededFuture(), work);
  }

  /**
   * As {@link #system(String, Function)}, but the work is one statement and that its own
   * transaction: one round trip instead of three.
   */
  public <T> Future<T> systemStatement(
      String reason, Function<SqlConnection, Future<T>> statement) {
    if (reason.isBlank()) {
      return failedFuture(new IllegalArgumentException("a system transaction needs a reason"));
    }
    return system.statement(statement);
  }

  /**
   * Listens to hints of other processes, for ever again where the database is away. Both are called
   * on a Vert.x context and must not wait.
   *
   * @param channel letters and underscores
   * @param hear called with each hint, one's own too; anybody with a role here may say anything
   * @param missed called whenever listening began or began anew: what was said before is lost
   */
  public Channel listen(String channel, Consumer<String> hear, Runnable missed) {
    return Channel.open(vertx, this, options.system(), channel, hear, missed);
  }

  /** Succeeds when both roles get an answer within 2 s: readiness. */
  public Future<Void> ping() {
    return Future.join(app.ping(), system.ping()).mapEmpty();
  }

  /**
   * False when a pool stays stuck although the server answers new connections: only a new process
   * helps then. Liveness.
   */
  public boolean isAlive() {
    return app.isAlive() && system.isAlive();
  }

  /** Closes the pools; waits at most 2 s for each. */
  public Future<Void> close() {
    return Future.join(app.close(), system.close()).mapEmpty();
  }
}
