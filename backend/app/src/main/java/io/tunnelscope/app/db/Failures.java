package io.tunnelscope.app.db;

import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.TransactionRollbackException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a caller may know of a failure of the database. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  /** Rolled back for the sake of another transaction: the same work may succeed now. */
  private static final Set<String> REPEATABLE = Set.of("40001", "40P01");

  /** Statement, lock or idle time is over; the server shuts down or is full. */
  private static final Set<String> BUSY = Set.of("57014", "55P03", "25P03", "25P04");

  private Failures() {}

  static boolean isRepeatable(Throwable failure) {
    return failure instanceof PgException pg && REPEATABLE.contains(pg.getSqlState());
  }

  /** Whether a connection broke off: nothing has happened if it did before its first statement. */
  static boolean isHangUp(Throwable failure) {
    return failure instanceof IOException || failure instanceof ClosedConnectionException;
  }

  static Refusal.Unavailable unavailable() {
    return new Refusal.Unavailable(
        new Text(
            "The database does not answer now. Try again in a moment.",
            "지금 데이터베이스가 응답하지 않습니다. 잠시 후 다시 시도해 주세요."));
  }

  /** The failure as it leaves this package. */
  static Throwable told(String pool, Throwable failure) {
    return switch (failure) {
      case PgException pg -> refused(pool, pg);
      case TransactionRollbackException _ -> {
        LOG.atError().addKeyValue("pool", pool).log("a failed statement was swallowed by the work");
        yield new DatabaseFault("25P02");
      }
      case VertxException _, IOException _, TimeoutException _ -> {
        LOG.atWarn()
            .addKeyValue("pool", pool)
            .addKeyValue("failure", failure.getClass().getSimpleName())
            .log("database connection failed");
        yield unavailable();
      }
      default -> failure;
    };
  }

  private static Throwable refused(String pool, PgException pg) {
    String state = pg.getSqlState() == null ? "XX000" : pg.getSqlState();
    boolean outage =
        BUSY.contains(state)
            || REPEATABLE.contains(state)
            || state.startsWith("08")
            || state.startsWith("53")
            || state.startsWith("57P")
            || state.startsWith("28");
    LOG.atWarn()
        .addKeyValue("pool", pool)
        .addKeyValue("sqlstate", state)
        .addKeyValue("constraint", pg.getConstraint())
        .addKeyValue("routine", pg.getRoutine())
        .log("statement refused by the database");
    return switch (state) {
      case "23505" ->
          new Refusal.Conflict(
              new Text("Something like this is there already.", "이미 같은 항목이 있습니다."));
      case "23503" ->
          new Refusal.NotFound(
              new Text("What this refers to does not exist.", "참조하는 대상이 존재하지 않습니다."));
      default -> outage ? unavailable() : new DatabaseFault(state);
    };
  }
}
