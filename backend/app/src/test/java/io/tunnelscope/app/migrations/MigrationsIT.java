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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /** Each line is a mistake somebody may make, and a word of the complaint that must follow. */
  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE TABLE stray (a int) | stray has no tenant_id",
        "ALTER TABLE gateway ALTER tenant_id TYPE text USING tenant_id::text | must be uuid",
        "CREATE TABLE stray (tenant_id uuid NOT NULL, a int) | stray has no primary key",
        "CREATE TABLE stray (tenant_id uuid NOT NULL, a int PRIMARY KEY) | stray has no primary key",
        "CREATE UNIQUE INDEX planted ON gateway (name) | unique index planted",
        "CREATE UNIQUE INDEX planted ON tenant (name) | unique index planted",
        "CREATE UNIQUE INDEX planted ON tenant (lower(slug)) | unique index planted",
        "ALTER TABLE gateway ADD CONSTRAINT planted EXCLUDE (name WITH =) | unique index planted",
        "ALTER TABLE membership ADD CONSTRAINT planted FOREIGN KEY (person_id) REFERENCES person | foreign key planted does not begin",
        "DROP INDEX connection_gateway | connection_tenant_id_gateway_id_fkey has no index",
        "ALTER TABLE evidence DISABLE ROW LEVEL SECURITY | evidence: row-level security is not enabled",
        "ALTER TABLE evidence NO FORCE ROW LEVEL SECURITY | evidence: row-level security is not forced",
        "ALTER TABLE run_older NO FORCE ROW LEVEL SECURITY | run_older: row-level security is not forced",
        "DROP POLICY tenant_wall ON finding | finding: needs exactly the policy",
        "ALTER POLICY tenant_wall ON finding USING (true) | finding: needs exactly the policy",
        "ALTER POLICY tenant_wall ON finding WITH CHECK (true) | finding: needs exactly the policy",
        "ALTER POLICY tenant_wall ON finding TO PUBLIC | finding: needs exactly the policy",
        "CREATE POLICY planted ON finding FOR SELECT TO tunnelscope_app USING (true) | finding: needs exactly the policy",
        "CREATE POLICY planted ON finding TO tunnelscope_system USING (true) | policy for tunnelscope_system",
        "CREATE POLICY planted ON run_older TO tunnelscope_app USING (true) | a partition has a policy",
        "GRANT SELECT ON run_older TO tunnelscope_app | SELECT on a partition",
        "GRANT TRUNCATE ON run TO tunnelscope_app | run: tunnelscope_app has TRUNCATE",
        "GRANT REFERENCES ON run TO tunnelscope_app | run: tunnelscope_app has REFERENCES",
        "GRANT TRIGGER ON run TO tunnelscope_app | run: tunnelscope_app has TRIGGER",
        "GRANT SELECT ON run TO PUBLIC | run: PUBLIC has SELECT",
        "GRANT SELECT ON SEQUENCE virtual_time TO tunnelscope_app | virtual_time: tunnelscope_app has SELECT on a sequence",
        "GRANT SELECT ON finding TO tunnelscope_system | not in system-tables.txt",
        "GRANT SELECT (cause) ON finding TO tunnelscope_system | not in system-tables.txt",
        "GRANT SELECT ON person TO tunnelscope_app | person: tunnelscope_app has SELECT on a table without tenant",
        "DROP TABLE session | system-tables.txt names session",
        "ALTER TABLE gateway ADD planted timestamp | gateway.planted",
        "CREATE UNLOGGED TABLE stray (tenant_id uuid PRIMARY KEY) | stray: is not durable",
        "CREATE TABLE stray (tenant_id uuid PRIMARY KEY) | stray: is not owned by tunnelscope_owner",
        "CREATE VIEW stray AS SELECT * FROM finding | view stray: is not security_invoker",
        "CREATE MATERIALIZED VIEW stray AS SELECT * FROM finding | materialized view stray",
        "ALTER FUNCTION app.tenant() SECURITY DEFINER | app.tenant(): is SECURITY DEFINER",
        "ALTER FUNCTION app.virtual_time() RESET search_path | app.virtual_time(): needs SET search_path",
        "ALTER FUNCTION app.virtual_time() OWNER TO postgres | app.virtual_time(): is not owned",
        "GRANT EXECUTE ON FUNCTION app.virtual_time() TO PUBLIC | app.virtual_time(): everybody",
        "ALTER ROLE tunnelscope_app BYPASSRLS | role tunnelscope_app: may do more",
        "ALTER ROLE tunnelscope_owner LOGIN | role tunnelscope_owner: may do more",
        "GRANT tunnelscope_owner TO tunnelscope_app | role tunnelscope_app: is a member",
        "ALTER ROLE tunnelscope_app RESET statement_timeout | role tunnelscope_app: has no statement_timeout",
        "GRANT CREATE ON SCHEMA public TO tunnelscope_app | schema public: tunnelscope_app has CREATE",
      })
  void shouldFindAPlantedFault(String fault, String complaint) throws SQLException {
    try (Connection connection = transaction();
        var statement = connection.createStatement()) {
      // Given
      if (fault.contains("tenant_id TYPE")) {
        statement.execute("DROP POLICY tenant_wall ON gateway");
        statement.execute(
            "ALTER TABLE connection DROP CONSTRAINT connection_tenant_id_gateway_id_fkey");
        statement.execute(
            "ALTER TABLE gateway_tag DROP CONSTRAINT gateway_tag_tenant_id_gateway_id_fkey");
        statement.execute(
            "ALTER TABLE gateway DROP CONSTRAINT gateway_tenant_id_subscription_id_fkey");
      }
      statement.execute(fault);

      // Then
      assertThat(CatalogueLint.ofRepository().faults(connection))
          .anySatisfy(each -> assertThat(each).contains(complaint));
      connection.rollback();
    }
  }

  private Connection transaction() throws SQLException {
    Connection connection = Sql.open(database.superuser());
    connection.setAutoCommit(false);
    return connection;
  }
}
