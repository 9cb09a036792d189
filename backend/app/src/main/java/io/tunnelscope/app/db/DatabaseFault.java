package io.tunnelscope.app.db;

/**
 * Postgres refused a statement of ours: a bug, not an outage. Says the SQLSTATE and no more; what
 * the server said is in the log.
 */
@SuppressWarnings("serial") // never serialised
public final class DatabaseFault extends RuntimeException {
  private final String sqlState;

  DatabaseFault(String sqlState) {
    super("the database refused a statement, SQLSTATE " + sqlState, null, false, false);
    this.sqlState = sqlState;
  }

  public String sqlState() {
    return sqlState;
  }
}
