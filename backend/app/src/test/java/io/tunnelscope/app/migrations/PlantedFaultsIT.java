package io.tunnelscope.app.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.migrations.CatalogueLint.Fault;
import io.tunnelscope.app.migrations.CatalogueLint.Rule;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Mistakes that somebody may make with a table, and the one rule of the lint that must name each.
 */
@BackendTest
class PlantedFaultsIT {
  /** A table with all that the lint wants, to be spoilt in one respect. */
  private static final String SOUND =
      """
      CREATE TABLE stray (tenant_id uuid NOT NULL, stray_id uuid NOT NULL, PRIMARY KEY (tenant_id, stray_id));
      ALTER TABLE stray OWNER TO tunnelscope_owner;
      ALTER TABLE stray ENABLE ROW LEVEL SECURITY;
      ALTER TABLE stray FORCE ROW LEVEL SECURITY;
      CREATE POLICY tenant_wall ON stray FOR ALL TO tunnelscope_app
        USING (tenant_id = (SELECT app.tenant())) WITH CHECK (tenant_id = (SELECT app.tenant()));
      GRANT SELECT, INSERT, UPDATE, DELETE ON stray TO tunnelscope_app;
      """;

  /**
   * @param mistake SQL, after {@link #SOUND}
   * @param named a word of the complaint
   */
  private record Planted(Rule rule, String mistake, String named) {}

  private static final List<Planted> PLANTED =
      List.of(
          planted(
              Rule.TENANT_COLUMN,
              "CREATE TABLE bare (a int); ALTER TABLE bare OWNER TO tunnelscope_owner",
              "bare"),
          planted(
              Rule.TENANT_COLUMN_TYPE,
              "ALTER TABLE stray ALTER stray_id DROP DEFAULT; UPDATE pg_attribute SET attnotnull = false"
                  + " WHERE attrelid = 'stray'::regclass AND attname = 'tenant_id'",
              "stray.tenant_id"),
          planted(Rule.PRIMARY_KEY, "ALTER TABLE stray DROP CONSTRAINT stray_pkey", "stray"),
          planted(
              Rule.PRIMARY_KEY,
              "ALTER TABLE stray DROP CONSTRAINT stray_pkey; REVOKE ALL ON stray FROM tunnelscope_app; ALTER TABLE stray ADD PRIMARY KEY (stray_id, tenant_id)",
              "stray"),
          planted(Rule.UNIQUE_KEY, "ALTER TABLE stray ADD UNIQUE (stray_id)", "stray_stray_id_key"),
          planted(
              Rule.UNIQUE_KEY,
              "ALTER TABLE stray ADD CONSTRAINT planted EXCLUDE (stray_id WITH =)",
              "planted"),
          planted(
              Rule.UNIQUE_KEY,
              "CREATE UNIQUE INDEX planted ON stray ((stray_id::text))",
              "planted"),
          planted(
              Rule.UNIQUE_KEY,
              "CREATE UNIQUE INDEX planted ON stray (stray_id, tenant_id)",
              "planted"),
          planted(
              Rule.FOREIGN_KEY,
              "ALTER TABLE membership ADD CONSTRAINT planted FOREIGN KEY (person_id) REFERENCES person; CREATE INDEX ON membership (person_id)",
              "planted"),
          planted(
              Rule.FOREIGN_KEY,
              "ALTER TABLE stray ADD CONSTRAINT planted FOREIGN KEY (stray_id, tenant_id) REFERENCES gateway (tenant_id, gateway_id)",
              "planted"),
          planted(
              Rule.FOREIGN_KEY_INDEX,
              "DROP INDEX connection_gateway",
              "connection_tenant_id_gateway_id_fkey"),
          planted(Rule.SECURITY_ENABLED, "ALTER TABLE stray DISABLE ROW LEVEL SECURITY", "stray"),
          planted(
              Rule.SECURITY_ENABLED,
              "ALTER TABLE run_older DISABLE ROW LEVEL SECURITY",
              "run_older"),
          planted(Rule.SECURITY_FORCED, "ALTER TABLE stray NO FORCE ROW LEVEL SECURITY", "stray"),
          planted(
              Rule.SECURITY_FORCED,
              "ALTER TABLE run_older NO FORCE ROW LEVEL SECURITY",
              "run_older"),
          planted(Rule.TENANT_WALL, "DROP POLICY tenant_wall ON stray", "stray"),
          planted(Rule.TENANT_WALL, "ALTER POLICY tenant_wall ON stray USING (true)", "stray"),
          planted(Rule.TENANT_WALL, "ALTER POLICY tenant_wall ON stray WITH CHECK (true)", "stray"),
          planted(
              Rule.TENANT_WALL,
              "ALTER POLICY tenant_wall ON stray USING (tenant_id = app.tenant())",
              "stray"),
          planted(
              Rule.TENANT_WALL,
              "ALTER POLICY tenant_wall ON stray USING (tenant_id = (SELECT app.tenant()) OR stray_id IS NULL)",
              "stray"),
          planted(Rule.TENANT_WALL, "ALTER POLICY tenant_wall ON stray TO PUBLIC", "stray"),
          planted(
              Rule.TENANT_WALL,
              "CREATE POLICY planted ON stray FOR SELECT TO tunnelscope_app USING (true)",
              "stray"),
          planted(
              Rule.TENANT_WALL,
              "DROP POLICY tenant_wall ON stray; CREATE POLICY tenant_wall ON stray FOR SELECT TO tunnelscope_app USING (tenant_id = (SELECT app.tenant()))",
              "stray"),
          planted(
              Rule.TENANT_WALL,
              "DROP POLICY tenant_wall ON stray; CREATE POLICY tenant_wall ON stray AS RESTRICTIVE TO tunnelscope_app USING (tenant_id = (SELECT app.tenant())) WITH CHECK (tenant_id = (SELECT app.tenant()))",
              "stray"),
          planted(
              Rule.SYSTEM_POLICY,
              "CREATE POLICY planted ON stray TO tunnelscope_system USING (true)",
              "stray"),
          planted(
              Rule.PARTITION_POLICY,
              "CREATE POLICY planted ON run_older TO tunnelscope_app USING (true)",
              "run_older"),
          planted(
              Rule.PARTITION_GRANT, "GRANT SELECT ON run_older TO tunnelscope_app", "run_older"),
          planted(Rule.GRANT_OF_MORE, "GRANT TRUNCATE ON stray TO tunnelscope_app", "TRUNCATE"),
          planted(Rule.GRANT_OF_MORE, "GRANT REFERENCES ON stray TO tunnelscope_app", "REFERENCES"),
          planted(
              Rule.GRANT_OF_MORE,
              "GRANT REFERENCES (stray_id) ON stray TO tunnelscope_app",
              "REFERENCES"),
          planted(Rule.GRANT_OF_MORE, "GRANT TRIGGER ON stray TO tunnelscope_app", "TRIGGER"),
          planted(Rule.GRANT_OF_MORE, "GRANT MAINTAIN ON stray TO tunnelscope_app", "MAINTAIN"),
          planted(Rule.GRANT_OF_MORE, "GRANT SELECT ON stray TO PUBLIC", "PUBLIC has SELECT"),
          planted(
              Rule.GRANT_OF_MORE, "GRANT SELECT ON stray TO pg_monitor", "pg_monitor has SELECT"),
          planted(
              Rule.SEQUENCE_GRANT,
              "GRANT SELECT ON SEQUENCE virtual_time TO tunnelscope_app",
              "virtual_time"),
          planted(Rule.SYSTEM_GRANT, "GRANT SELECT ON stray TO tunnelscope_system", "stray"),
          planted(
              Rule.SYSTEM_GRANT, "GRANT UPDATE (stray_id) ON stray TO tunnelscope_system", "stray"),
          planted(
              Rule.APP_GRANT_WITHOUT_TENANT, "GRANT SELECT ON person TO tunnelscope_app", "person"),
          planted(Rule.LIST_OF_SYSTEM_TABLES, "DROP TABLE session", "session"),
          planted(Rule.TIME_ZONE, "ALTER TABLE stray ADD planted timestamp", "stray.planted"),
          planted(Rule.DURABLE, "ALTER TABLE stray SET UNLOGGED", "stray"),
          planted(Rule.OWNER, "ALTER TABLE stray OWNER TO postgres", "stray"),
          planted(
              Rule.VIEW_INVOKER,
              "CREATE VIEW seen AS SELECT * FROM finding; ALTER VIEW seen OWNER TO tunnelscope_owner",
              "seen"),
          planted(
              Rule.MATERIALIZED_VIEW,
              "CREATE MATERIALIZED VIEW seen AS SELECT 1 AS a; ALTER MATERIALIZED VIEW seen OWNER TO tunnelscope_owner",
              "seen"),
          planted(Rule.DEFINER, "ALTER FUNCTION app.tenant() SECURITY DEFINER", "app.tenant()"),
          planted(
              Rule.SEARCH_PATH,
              "ALTER FUNCTION app.virtual_time() RESET search_path",
              "app.virtual_time()"),
          planted(
              Rule.SEARCH_PATH,
              "ALTER FUNCTION app.virtual_time() SET search_path = public",
              "app.virtual_time()"),
          planted(
              Rule.FUNCTION_OWNER,
              "ALTER FUNCTION app.virtual_time() OWNER TO postgres",
              "app.virtual_time()"),
          planted(
              Rule.FUNCTION_FOR_EVERYBODY,
              "GRANT EXECUTE ON FUNCTION app.virtual_time() TO PUBLIC",
              "app.virtual_time()"),
          planted(Rule.ROLE_RIGHTS, "ALTER ROLE tunnelscope_app BYPASSRLS", "tunnelscope_app"),
          planted(Rule.ROLE_RIGHTS, "ALTER ROLE tunnelscope_owner LOGIN", "tunnelscope_owner"),
          planted(
              Rule.ROLE_RIGHTS, "ALTER ROLE tunnelscope_system CREATEROLE", "tunnelscope_system"),
          planted(
              Rule.ROLE_MEMBERSHIP,
              "GRANT tunnelscope_owner TO tunnelscope_app WITH INHERIT FALSE",
              "tunnelscope_app"),
          planted(
              Rule.ROLE_MEMBERSHIP, "GRANT pg_read_all_data TO tunnelscope_app", "tunnelscope_app"),
          planted(
              Rule.ROLE_TIMEOUTS,
              "ALTER ROLE tunnelscope_app RESET statement_timeout",
              "statement_timeout"),
          planted(
              Rule.ROLE_TIMEOUTS,
              "ALTER ROLE tunnelscope_system SET lock_timeout = '1min'",
              "lock_timeout"),
          planted(
              Rule.DATABASE_GRANT,
              "DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO tunnelscope_app', current_database()); END $$",
              "tunnelscope_app has TEMPORARY"),
          planted(
              Rule.DATABASE_GRANT,
              "DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO tunnelscope_app', current_database()); END $$",
              "tunnelscope_app has CREATE"),
          planted(
              Rule.DATABASE_GRANT,
              "DO $$ BEGIN EXECUTE format('GRANT CONNECT ON DATABASE %I TO PUBLIC', current_database()); END $$",
              "PUBLIC has CONNECT"),
          planted(
              Rule.SCHEMA_CREATE,
              "GRANT CREATE ON SCHEMA public TO tunnelscope_app",
              "schema public"),
          planted(Rule.SCHEMA_CREATE, "GRANT CREATE ON SCHEMA app TO PUBLIC", "schema app"),
          planted(Rule.SCHEMA, "CREATE SCHEMA aside", "aside"),
          planted(
              Rule.DEFAULT_GRANT,
              "ALTER DEFAULT PRIVILEGES FOR ROLE tunnelscope_owner GRANT SELECT ON TABLES TO tunnelscope_system",
              "tunnelscope_owner"));

  private final TestDatabase database;

  PlantedFaultsIT(TestDatabase database) {
    this.database = database;
  }

  @Test
  void shouldHaveNothingAgainstASoundTable() throws SQLException {
    assertThat(faultsAfter("SELECT")).isEmpty();
  }

  @Test
  void shouldTryEveryRule() {
    assertThat(PLANTED.stream().map(Planted::rule).distinct())
        .containsExactlyInAnyOrder(Rule.values());
  }

  @TestFactory
  Stream<DynamicTest> shouldNameEachFaultByTheOneRuleForIt() {
    return PLANTED.stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.rule() + ": " + each.mistake().lines().findFirst().orElseThrow(),
                    () -> {
                      var faults = faultsAfter(each.mistake());
                      assertThat(faults).extracting(Fault::rule).containsOnly(each.rule());
                      assertThat(faults)
                          .anySatisfy(fault -> assertThat(fault.text()).contains(each.named()));
                    }));
  }

  private static Planted planted(Rule rule, String mistake, String named) {
    return new Planted(rule, mistake, named);
  }

  /** In a transaction that is rolled back. */
  private List<Fault> faultsAfter(String mistake) throws SQLException {
    try (Connection connection = Sql.open(database.superuser());
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(SOUND);
      statement.execute(mistake);
      var faults = CatalogueLint.ofRepository().faults(connection);
      connection.rollback();
      return faults;
    }
  }
}
