package io.tunnelscope.app.tenants;

import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.settings.DatabaseUrl;
import io.tunnelscope.app.tenants.TenantTables.Table;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/**
 * Takes a tenant away with all that it has: people that belong nowhere else, runs, bundles, keys,
 * every row of every table. What stays is where its audit ended, so that an export of it can still
 * be checked. A removal that was cut off goes on when it is asked for again. Blocking; for the
 * command line, as the role that migrates.
 */
public final class TenantRemoval {
  /** Takes away what lies outside of the database. */
  @FunctionalInterface
  public interface Bundles {
    void removeAll(TenantId tenant) throws IOException;
  }

  /** Is told what goes on. */
  public interface Progress {
    void runsLeft(int runs);

    void bundles();

    /** So many rows of that table are gone. */
    void table(String name, long rows);
  }

  /** The runs of the tenant did not end in time: ask again. */
  @SuppressWarnings("serial") // never serialised
  public static final class RunsGoOn extends Exception {}

  private static final int BATCH = 5_000;
  private static final int TRIES = 5;
  private static final Duration LONGEST_RUNS = Duration.ofMinutes(2);
  private static final Set<String> LAST = Set.of("tenant", "audit_head", "tenant_share");
  private static final Set<String> TRY_AGAIN = Set.of("55P03", "40P01", "40001", "23503");

  private final DatabaseUrl migrate;

  public TenantRemoval(DatabaseUrl migrate) {
    this.migrate = migrate;
  }

  /**
   * Fails with {@link io.tunnelscope.app.refusal.Refusal.Unavailable} when the database does not
   * answer.
   *
   * @throws RunsGoOn when a worker holds a run for more than 2 minutes
   * @throws IOException when the bundles cannot be removed
   */
  public void remove(TenantId tenant, Bundles bundles, Progress progress)
      throws IOException, RunsGoOn {
    try (var connection = TenantOperator.open(migrate)) {
      shut(connection, tenant);
      endRuns(connection, tenant, progress);
      progress.bundles();
      bundles.removeAll(tenant);
      rows(connection, tenant, progress);
    } catch (SQLException _) {
      throw TenantOperator.unavailable();
    }
  }

  private static void rows(Connection connection, TenantId tenant, Progress progress)
      throws SQLException {
    for (int n = 1; ; n++) {
      try {
        empty(connection, tenant, progress);
        seal(connection, tenant);
        return;
      } catch (SQLException e) {
        // Somebody holds a row, or a request that was under way left one behind.
        if (n == TRIES || !TRY_AGAIN.contains(String.valueOf(e.getSQLState()))) {
          throw e;
        }
      }
    }
  }

  /** From now on nobody gets in; whoever is in is out within seconds. */
  private static void shut(Connection connection, TenantId tenant) throws SQLException {
    TenantOperator.update(
        connection,
        "UPDATE tenant SET deleting_since = coalesce(deleting_since, now()) WHERE tenant_id = ?",
        tenant.value());
    TenantOperator.update(connection, "DELETE FROM api_token WHERE tenant_id = ?", tenant.value());
    TenantOperator.update(
        connection,
        """
        WITH gone AS (DELETE FROM membership WHERE tenant_id = ? RETURNING person_id)
        DELETE FROM person p USING gone
         WHERE p.person_id = gone.person_id
           AND NOT EXISTS (SELECT FROM membership m
                            WHERE m.person_id = p.person_id AND m.tenant_id <> ?)
        """,
        tenant.value(),
        tenant.value());
  }

  /** Waiting runs are dropped; workers are told to stop, and have as long as a lease. */
  private static void endRuns(Connection connection, TenantId tenant, Progress progress)
      throws SQLException, RunsGoOn {
    long until = System.nanoTime() + LONGEST_RUNS.toNanos();
    int running = stopRuns(connection, tenant);
    while (running > 0) {
      progress.runsLeft(running);
      if (System.nanoTime() > until) {
        throw new RunsGoOn();
      }
      try (var statement = connection.createStatement()) {
        statement.execute("SELECT pg_sleep(0.5)");
      }
      running = stopRuns(connection, tenant);
    }
  }

  /** How many runs a worker still holds. */
  private static int stopRuns(Connection connection, TenantId tenant) throws SQLException {
    try (var statement = connection.prepareStatement("SELECT app.queue_clear(?)")) {
      statement.setObject(1, tenant.value());
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  private static void empty(Connection connection, TenantId tenant, Progress progress)
      throws SQLException {
    for (var table : TenantTables.childrenFirst(connection)) {
      if (!LAST.contains(table.name())) {
        long gone = 0;
        for (int rows = BATCH; rows == BATCH; gone += rows) {
          rows = delete(connection, tenant, table);
        }
        progress.table(table.name(), gone);
      }
    }
  }

  private static int delete(Connection connection, TenantId tenant, Table table)
      throws SQLException {
    return TenantOperator.update(
        connection,
        """
        DELETE FROM %1$s WHERE tenant_id = ? AND (%2$s) IN (
          SELECT %2$s FROM %1$s WHERE tenant_id = ? ORDER BY %2$s LIMIT %3$d)
        """
            .formatted(table.quoted(), table.keyList(), BATCH),
        tenant.value(),
        tenant.value());
  }

  /** The rest at once: either the tenant is there or the seal is. */
  private static void seal(Connection connection, TenantId tenant) throws SQLException {
    var id = tenant.value();
    connection.setAutoCommit(false);
    try {
      TenantOperator.update(
          connection,
          """
          INSERT INTO audit_seal (sealed_tenant, seq, hash)
          SELECT tenant_id, seq, hash FROM audit_head WHERE tenant_id = ? FOR UPDATE
          ON CONFLICT DO NOTHING
          """,
          id);
      for (var table : TenantTables.childrenFirst(connection)) {
        TenantOperator.update(
            connection, "DELETE FROM " + table.quoted() + " WHERE tenant_id = ?", id);
      }
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }
}
