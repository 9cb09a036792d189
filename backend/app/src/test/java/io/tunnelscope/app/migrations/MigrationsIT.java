package io.tunnelscope.app.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tunnelscope.app.db.MigrationFailure;
import io.tunnelscope.app.db.Migrations;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.EmptyDatabase;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

@BackendTest
class MigrationsIT {
  private static final String HISTORY =
      "SELECT script || ' ' || success || ' ' || installed_on FROM flyway_schema_history ORDER BY 1";

  private final TestDatabase database;

  MigrationsIT(TestDatabase database) {
    this.database = database;
  }

  @Test
  void shouldFillAnEmptyDatabaseAndDoNothingTheSecondTime(EmptyDatabase empty) {
    // Given
    Migrations.run(empty.database().migrate(), true);
    List<String> first = Sql.column(empty.database().migrate(), HISTORY);

    // When
    Migrations.run(empty.database().migrate(), true);

    // Then
    assertThat(first).isNotEmpty().allMatch(line -> line.contains(" true "));
    assertThat(Sql.column(empty.database().migrate(), HISTORY)).isEqualTo(first);
  }

  @Test
  void shouldRefuseToServeBeforeTheMigrationAndServeAfterIt(EmptyDatabase empty) {
    // Given
    assertThatThrownBy(() -> Migrations.check(empty.database().system(), true))
        .isInstanceOf(MigrationFailure.class)
        .hasMessageContaining("tunnelscope migrate");

    // When
    Migrations.run(empty.database().migrate(), true);

    // Then
    assertThatCode(() -> Migrations.check(empty.database().system(), true))
        .doesNotThrowAnyException();
  }

  @Test
  void shouldRefuseToServeWhenTheLastMigrationIsMissing(EmptyDatabase empty) {
    // Given
    Migrations.run(empty.database().migrate(), true);
    Sql.run(
        empty.database().migrate(),
        "DELETE FROM flyway_schema_history WHERE installed_rank ="
            + " (SELECT max(installed_rank) FROM flyway_schema_history)");

    // Then
    assertThatThrownBy(() -> Migrations.check(empty.database().system(), true))
        .hasMessageContaining("tunnelscope migrate");
  }

  @Test
  void shouldServeOnASchemaThatANewerVersionHasMigratedAlready(EmptyDatabase empty) {
    // Given
    Migrations.run(empty.database().migrate(), true);
    Sql.run(
        empty.database().migrate(),
        """
        INSERT INTO flyway_schema_history
          (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
        VALUES (999, '999', 'later', 'SQL', 'V999__later.sql', 1, 'x', 1, true)
        """);

    // Then
    assertThatCode(() -> Migrations.check(empty.database().system(), true))
        .doesNotThrowAnyException();
  }

  @Test
  void shouldRefuseAMigrationThatWasEditedAfterItRan(EmptyDatabase empty) {
    // Given
    Migrations.run(empty.database().migrate(), true);
    Sql.run(
        empty.database().migrate(),
        "UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE installed_rank = 1");

    // Then
    assertThatThrownBy(() -> Migrations.check(empty.database().system(), true))
        .isInstanceOf(MigrationFailure.class);
    assertThatThrownBy(() -> Migrations.run(empty.database().migrate(), true))
        .isInstanceOf(MigrationFailure.class);
  }

  @Test
  void shouldHaveAPartitionForEachMonthOfTheComingYear() {
    List<String> missing =
        Sql.column(
            database.superuser(),
            """
            SELECT month FROM (SELECT to_char(now() + make_interval(months => n), '"run_"YYYY_MM') AS month
                FROM generate_series(0, 12) n) wanted
            WHERE to_regclass('public.' || month) IS NULL
            """);

    assertThat(missing).isEmpty();
  }

  @Test
  void shouldGoOnMigratingWhenRunsOfAMonthLieInTheDefaultPartition(EmptyDatabase empty) {
    // Given: nobody has migrated for years
    Migrations.run(empty.database().migrate(), true);
    Sql.run(
        empty.database().migrate(),
        "INSERT INTO tenant (tenant_id, slug, name) VALUES (gen_random_uuid(), 'a', 'A')",
        """
        INSERT INTO run (tenant_id, run_id, subscription_id, target, target_name, kind, provider, source,
          requester, state, queued_at)
        SELECT tenant_id, app.first_uuid7('2040-02-03T00:00:00Z'), gen_random_uuid(), '/t', 't', 'gateway',
          'simulated', 'user', 'somebody', 'QUEUED', now() FROM tenant
        """);

    // When
    Sql.run(
        empty.database().migrate(),
        "SET ROLE tunnelscope_owner",
        "SELECT app.add_run_partitions('2040-01-01', 3)");

    // Then
    assertThat(
            Sql.column(
                empty.database().superuser(),
                "SELECT relname FROM pg_class WHERE relname LIKE 'run\\_2040\\___' ORDER BY 1"))
        .containsExactly("run_2040_01", "run_2040_03");
  }

  @Test
  void shouldFindNothingToComplainAboutInTheCatalogue() throws SQLException {
    try (Connection connection = transaction()) {
      assertThat(CatalogueLint.ofRepository().faults(connection)).isEmpty();
    }
  }

  private Connection transaction() throws SQLException {
    Connection connection = Sql.open(database.superuser());
    connection.setAutoCommit(false);
    return connection;
  }
}
