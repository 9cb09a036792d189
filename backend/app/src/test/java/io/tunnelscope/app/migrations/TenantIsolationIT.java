package io.tunnelscope.app.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.settings.DatabaseUrl;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every tenant table that the catalogue knows, tried with every command by the app role: for its
 * own rows and for those of another tenant, with its tenant set, never set, and left over as ''.
 */
@BackendTest
class TenantIsolationIT {
  private static final UUID OWN = UUID.fromString("01930000-0000-7000-8000-000000000001");
  private static final UUID FOREIGN = UUID.fromString("01930000-0000-7000-8000-000000000002");

  private static final String NOT_ALLOWED = "42501";
  private static final String NO_TENANT = "TS001";
  private static final List<String> COMMANDS = List.of("SELECT", "INSERT", "UPDATE", "DELETE");

  /** What a command came to: an SQLSTATE, or how many rows it met. */
  private record Outcome(Optional<String> refused, int rows) {
    boolean isHidden() {
      return refused.isEmpty() && rows == 0;
    }

    boolean isRefusedWith(String state) {
      return refused.equals(Optional.of(state));
    }
  }

  private final TestDatabase database;

  TenantIsolationIT(TestDatabase database) {
    this.database = database;
  }

  @BeforeAll
  static void fill(TestDatabase database) {
    TenantRows.insert(database.migrate(), OWN);
    TenantRows.insert(database.migrate(), FOREIGN);
  }

  @TestFactory
  Stream<DynamicTest> shouldHaveARowOfBothTenantsInEachTable() {
    return tables()
        .map(
            table ->
                DynamicTest.dynamicTest(
                    table,
                    () ->
                        assertThat(
                                Sql.column(
                                    database.migrate(),
                                    "SELECT DISTINCT tenant_id FROM " + table + " ORDER BY 1"))
                            .as("TenantRows knows this table")
                            .containsExactly(OWN.toString(), FOREIGN.toString())));
  }

  @TestFactory
  Stream<DynamicTest> shouldReadOwnRowsAlone() {
    return onEach(
        "SELECT",
        table -> {
          String all = "SELECT tenant_id FROM " + table;
          assertThat(as(OWN, all).rows()).isEqualTo(1);
          assertThat(as(OWN, all + " WHERE tenant_id = '" + FOREIGN + "'").isHidden()).isTrue();
          assertThat(withoutTenant(all)).allMatch(each -> each.isRefusedWith(NO_TENANT));
        });
  }

  @TestFactory
  Stream<DynamicTest> shouldInsertOwnRowsAlone() {
    return onEach(
        "INSERT",
        table -> {
          // The policy is asked before any other constraint of the row.
          String insert = "INSERT INTO " + table + " (tenant_id) VALUES ('%s')";
          assertThat(as(OWN, insert.formatted(OWN)).isRefusedWith(NOT_ALLOWED)).isFalse();
          assertThat(as(OWN, insert.formatted(FOREIGN)).isRefusedWith(NOT_ALLOWED)).isTrue();
          assertThat(withoutTenant(insert.formatted(OWN)))
              .allMatch(each -> each.isRefusedWith(NO_TENANT));
        });
  }

  @TestFactory
  Stream<DynamicTest> shouldChangeOwnRowsAloneAndGiveNoneAway() {
    return onEach(
        "UPDATE",
        table -> {
          String column = changeable(table);
          String update = "UPDATE " + table + " SET " + column + " = " + column;
          String whose = " WHERE tenant_id = '%s'";
          String away = "UPDATE %s SET tenant_id = '%s'".formatted(table, FOREIGN);
          assertThat(as(OWN, update).rows()).isEqualTo(1);
          assertThat(as(OWN, update + whose.formatted(OWN)).rows()).isEqualTo(1);
          assertThat(as(OWN, update + whose.formatted(FOREIGN)).isHidden()).isTrue();
          assertThat(as(OWN, away).isRefusedWith(NOT_ALLOWED)).isTrue();
          assertThat(withoutTenant(update)).allMatch(each -> each.isRefusedWith(NO_TENANT));
        });
  }

  @TestFactory
  Stream<DynamicTest> shouldDeleteOwnRowsAlone() {
    return onEach(
        "DELETE",
        table -> {
          String delete = "DELETE FROM " + table + " WHERE tenant_id = '%s'";
          assertThat(as(OWN, delete.formatted(OWN)).isHidden()).isFalse();
          assertThat(as(OWN, delete.formatted(FOREIGN)).isHidden()).isTrue();
          assertThat(withoutTenant(delete.formatted(OWN)))
              .allMatch(each -> each.isRefusedWith(NO_TENANT));
        });
  }

  /** What it has no grant for it cannot do, whatever tenant it says it works for. */
  @TestFactory
  Stream<DynamicTest> shouldHoldTheSystemRoleToItsGrants() {
    return tables()
        .flatMap(
            table ->
                COMMANDS.stream()
                    .filter(command -> !granted("tunnelscope_system", table, command))
                    .map(
                        command ->
                            DynamicTest.dynamicTest(
                                command + " " + table,
                                () ->
                                    assertThat(
                                            attempt(
                                                    database.system(),
                                                    OWN,
                                                    harmless(command, table))
                                                .isRefusedWith(NOT_ALLOWED))
                                        .isTrue())));
  }

  @Test
  void shouldReachPartitionsThroughTheirTableOnly() {
    List<String> partitions =
        Sql.column(
            database.superuser(),
            "SELECT oid::regclass FROM pg_class WHERE relispartition AND relkind = 'r'");

    assertThat(partitions)
        .hasSizeGreaterThan(12)
        .allMatch(each -> as(OWN, "SELECT FROM " + each).isRefusedWith(NOT_ALLOWED));
  }

  @Test
  void shouldNotLetTheAppStepAroundTheWall() {
    assertThat(as(OWN, "SET LOCAL row_security = off; SELECT FROM finding").refused()).isPresent();
    assertThat(as(OWN, "SET ROLE tunnelscope_owner").isRefusedWith(NOT_ALLOWED)).isTrue();
    assertThat(as(OWN, "ALTER TABLE finding DISABLE ROW LEVEL SECURITY").isRefusedWith(NOT_ALLOWED))
        .isTrue();
    assertThat(as(OWN, "CREATE TEMP TABLE t (a int)").isRefusedWith(NOT_ALLOWED)).isTrue();
    assertThat(as(OWN, "CREATE TABLE t (a int)").isRefusedWith(NOT_ALLOWED)).isTrue();
    assertThat(as(OWN, "TRUNCATE run").isRefusedWith(NOT_ALLOWED)).isTrue();
    assertThat(as(OWN, "SELECT FROM person").isRefusedWith(NOT_ALLOWED)).isTrue();
    assertThat(as(OWN, "SELECT FROM session").isRefusedWith(NOT_ALLOWED)).isTrue();
    assertThat(as(OWN, "SELECT last_value FROM virtual_time").isRefusedWith(NOT_ALLOWED)).isTrue();
  }

  /** Where the app has the right, the check; where it has none, that it is refused. */
  private Stream<DynamicTest> onEach(String command, Consumer<String> check) {
    return tables()
        .map(
            table ->
                DynamicTest.dynamicTest(
                    table,
                    () -> {
                      if (granted("tunnelscope_app", table, command)) {
                        check.accept(table);
                      } else {
                        assertThat(as(OWN, harmless(command, table)).isRefusedWith(NOT_ALLOWED))
                            .isTrue();
                      }
                    }));
  }

  private static String harmless(String command, String table) {
    return switch (command) {
      case "INSERT" -> "INSERT INTO " + table + " (tenant_id) VALUES ('" + OWN + "')";
      case "UPDATE" -> "UPDATE " + table + " SET tenant_id = tenant_id";
      case "DELETE" -> "DELETE FROM " + table;
      default -> "SELECT FROM " + table;
    };
  }

  private Stream<String> tables() {
    return Sql.column(
        database.superuser(),
        """
            SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
            ORDER BY 1
            """)
        .stream();
  }

  private boolean granted(String role, String table, String command) {
    return Sql.column(
            database.superuser(),
            command.equals("DELETE")
                ? "SELECT has_table_privilege(?, ?, ?)"
                : "SELECT has_any_column_privilege(?, ?, ?)",
            role,
            table,
            command)
        .contains("t");
  }

  /** A column that the app may change; of some tables it may change a few alone. */
  private String changeable(String table) {
    return Sql.column(
            database.superuser(),
            """
            SELECT attname FROM pg_attribute
            WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped
              AND has_column_privilege('tunnelscope_app', attrelid, attnum, 'UPDATE')
            ORDER BY attnum LIMIT 1
            """,
            table)
        .getFirst();
  }

  /** The tenant was never set, or it was in a transaction before: then the setting reads as ''. */
  private List<Outcome> withoutTenant(String sql) {
    return List.of(attempt(database.app(), null, sql), attemptAfterAnother(sql));
  }

  private Outcome attemptAfterAnother(String sql) {
    try (var connection = Sql.open(database.app())) {
      connection.setAutoCommit(false);
      setTenant(connection, OWN);
      connection.commit();
      return outcome(connection, sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private Outcome as(UUID tenant, String sql) {
    return attempt(database.app(), tenant, sql);
  }

  /** Runs a command in a transaction that is rolled back. */
  private static Outcome attempt(DatabaseUrl url, UUID tenant, String sql) {
    try (var connection = Sql.open(url)) {
      connection.setAutoCommit(false);
      if (tenant != null) {
        setTenant(connection, tenant);
      }
      return outcome(connection, sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void setTenant(Connection connection, UUID tenant) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SELECT set_config('app.tenant_id', '" + tenant + "', true)");
    }
  }

  private static Outcome outcome(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      int rows =
          statement.execute(sql) ? count(statement.getResultSet()) : statement.getUpdateCount();
      return new Outcome(Optional.empty(), rows);
    } catch (SQLException e) {
      return new Outcome(Optional.of(e.getSQLState()), 0);
    } finally {
      connection.rollback();
    }
  }

  private static int count(ResultSet rows) throws SQLException {
    int count = 0;
    while (rows.next()) {
      count++;
    }
    return count;
  }
}
