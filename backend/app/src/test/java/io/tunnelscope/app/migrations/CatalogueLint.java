package io.tunnelscope.app.migrations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads pg_catalog and says what is not as db/README.md wants it. Its only exceptions are the lines
 * of db/system-tables.txt and db/definer-functions.txt.
 */
final class CatalogueLint {
  /** What every rule reads: our tables with the marks that matter. */
  private static final String TABLES =
      """
      CREATE TEMP VIEW our_table AS
      SELECT c.oid, c.relname::text AS name, c.relkind AS kind, c.relispartition AS part,
             c.relrowsecurity AS secured, c.relforcerowsecurity AS forced, c.relpersistence AS kept,
             c.relname = ANY (string_to_array(current_setting('lint.system_tables'), ',')) AS listed,
             a.attnum AS tenant_column, a.atttypid = 'uuid'::regtype AND a.attnotnull AS tenant_sound
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
      WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('public', 'app')
      """;

  private static final String GRANTS =
      """
      CREATE TEMP VIEW our_grant AS
      SELECT c.relname::text AS name, c.relkind AS kind, g.privilege_type AS privilege,
             CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee)::text END AS role
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname IN ('public', 'app')
      CROSS JOIN LATERAL (
          SELECT * FROM aclexplode(c.relacl)
          UNION ALL
          SELECT x.* FROM pg_attribute a CROSS JOIN LATERAL aclexplode(a.attacl) x WHERE a.attrelid = c.oid) g
      WHERE g.grantee <> c.relowner
      """;

  /** Each returns one sentence a fault. */
  private static final List<String> RULES =
      List.of(
          """
          SELECT format('%s has no tenant_id and is not in system-tables.txt', name)
          FROM our_table WHERE tenant_column IS NULL AND NOT listed
          """,
          "SELECT format('%s.tenant_id must be uuid NOT NULL', name) FROM our_table WHERE NOT tenant_sound",
          """
          SELECT format('%s has no primary key that begins with tenant_id', name)
          FROM our_table t WHERE tenant_column IS NOT NULL AND NOT EXISTS (
              SELECT FROM pg_index i WHERE i.indrelid = t.oid AND i.indisprimary AND i.indkey[0] = t.tenant_column)
          """,
          // A key across tenants answers "is it there?" to whoever may write its columns; who may
          // not
          // cannot ask.
          """
          SELECT format('%s: unique index %s does not begin with tenant_id', name, i.indexrelid::regclass)
          FROM our_table t JOIN pg_index i ON i.indrelid = t.oid
          WHERE tenant_column IS NOT NULL AND (i.indisunique OR i.indisexclusion) AND i.indkey[0] <> t.tenant_column
            AND (has_any_column_privilege('tunnelscope_app', t.oid, 'INSERT') OR EXISTS (
              SELECT FROM unnest(i.indkey::int2[]) k (attnum)
              WHERE CASE k.attnum WHEN 0 THEN has_any_column_privilege('tunnelscope_app', t.oid, 'UPDATE')
                                  ELSE has_column_privilege('tunnelscope_app', t.oid, k.attnum, 'UPDATE') END))
          """,
          """
          SELECT format('%s: foreign key %s does not begin with tenant_id', name, k.conname)
          FROM our_table t JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'f'
          JOIN pg_attribute f ON f.attrelid = k.confrelid AND f.attnum = k.confkey[1]
          WHERE tenant_column IS NOT NULL AND (k.conkey[1] <> t.tenant_column OR f.attname <> 'tenant_id')
          """,
          """
          SELECT format('%s: foreign key %s has no index', name, k.conname)
          FROM our_table t JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'f'
          WHERE NOT EXISTS (
              SELECT FROM pg_index i WHERE i.indrelid = t.oid AND i.indpred IS NULL
                AND (SELECT array_agg(c ORDER BY c) FROM unnest(k.conkey) c)
                  = (SELECT array_agg(c ORDER BY c) FROM unnest((i.indkey::int2[])[0:cardinality(k.conkey) - 1]) c))
          """,
          "SELECT format('%s: row-level security is not enabled', name) FROM our_table WHERE tenant_column IS NOT NULL AND NOT secured",
          "SELECT format('%s: row-level security is not forced', name) FROM our_table WHERE tenant_column IS NOT NULL AND NOT forced",
          """
          SELECT format('%s: needs exactly the policy of the tenant wall for tunnelscope_app', name)
          FROM our_table t WHERE tenant_column IS NOT NULL AND NOT part AND (
              SELECT count(*) FILTER (WHERE p.polcmd = '*' AND p.polpermissive AND p.polroles = ARRAY['tunnelscope_app'::regrole::oid]
                       AND pg_get_expr(p.polqual, t.oid) = '(tenant_id = ( SELECT app.tenant() AS tenant))'
                       AND pg_get_expr(p.polwithcheck, t.oid) = '(tenant_id = ( SELECT app.tenant() AS tenant))') <> 1
                  OR count(*) FILTER (WHERE p.polroles <> ARRAY['tunnelscope_system'::regrole::oid]) <> 1
              FROM pg_policy p WHERE p.polrelid = t.oid)
          """,
          """
          SELECT format('%s: has a policy for tunnelscope_system and is not in system-tables.txt', name)
          FROM our_table t JOIN pg_policy p ON p.polrelid = t.oid
          WHERE p.polroles = ARRAY['tunnelscope_system'::regrole::oid] AND NOT listed
          """,
          "SELECT format('%s: a partition has a policy of its own', name) FROM our_table t JOIN pg_policy p ON p.polrelid = t.oid WHERE part",
          "SELECT format('%s: %s has %s on a partition', g.name, role, privilege) FROM our_grant g JOIN our_table t ON t.name = g.name WHERE part",
          """
          SELECT format('%s: %s has %s', name, role, privilege) FROM our_grant
          WHERE privilege NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE') OR role NOT IN ('tunnelscope_app', 'tunnelscope_system')
          """,
          "SELECT format('%s: %s has %s on a sequence', name, role, privilege) FROM our_grant WHERE kind = 'S'",
          """
          SELECT format('%s: tunnelscope_system has %s and it is not in system-tables.txt', g.name, privilege)
          FROM our_grant g WHERE role = 'tunnelscope_system'
            AND NOT g.name = ANY (string_to_array(current_setting('lint.system_tables'), ','))
          """,
          """
          SELECT format('%s: tunnelscope_app has %s on a table without tenant', g.name, privilege)
          FROM our_grant g JOIN our_table t ON t.name = g.name WHERE role = 'tunnelscope_app' AND tenant_column IS NULL
          """,
          """
          SELECT format('system-tables.txt names %s, which is not there', name)
          FROM unnest(string_to_array(current_setting('lint.system_tables'), ',')) name
          WHERE NOT EXISTS (SELECT FROM our_table t WHERE t.name = name.name)
          """,
          """
          SELECT format('%s.%s: %s knows no time zone', name, a.attname, format_type(a.atttypid, NULL))
          FROM our_table t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
          WHERE a.atttypid IN ('timestamp'::regtype, 'time'::regtype, 'timetz'::regtype) AND name <> 'flyway_schema_history'
          """,
          "SELECT format('%s: is not durable', name) FROM our_table WHERE kept <> 'p'",
          """
          SELECT format('%s: is not owned by tunnelscope_owner', c.relname)
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname IN ('public', 'app')
          WHERE c.relowner <> 'tunnelscope_owner'::regrole
          """,
          """
          SELECT format('view %s: is not security_invoker', c.relname)
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname IN ('public', 'app')
          WHERE c.relkind = 'v' AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false)
          """,
          """
          SELECT format('materialized view %s: row-level security does not reach it', c.relname)
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname IN ('public', 'app')
          WHERE c.relkind = 'm'
          """,
          """
          SELECT format('function %s: is SECURITY DEFINER and not in definer-functions.txt', f.oid::regprocedure)
          FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace AND n.nspname IN ('public', 'app')
          WHERE f.prosecdef
            AND NOT n.nspname || '.' || f.proname = ANY (string_to_array(current_setting('lint.definer_functions'), ','))
          """,
          """
          SELECT format('function %s: needs SET search_path = pg_catalog, pg_temp', f.oid::regprocedure)
          FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace AND n.nspname IN ('public', 'app')
          WHERE NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (f.proconfig), false)
          """,
          """
          SELECT format('function %s: is not owned by tunnelscope_owner', f.oid::regprocedure)
          FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace AND n.nspname IN ('public', 'app')
          WHERE f.proowner <> 'tunnelscope_owner'::regrole
          """,
          """
          SELECT format('function %s: everybody may execute it', f.oid::regprocedure)
          FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace AND n.nspname IN ('public', 'app')
          CROSS JOIN LATERAL aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) g WHERE g.grantee = 0
          """,
          """
          SELECT format('role %s: may do more than its work needs', rolname) FROM pg_roles
          WHERE rolname LIKE 'tunnelscope\\_%' AND (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication
              OR rolbypassrls <> (rolname = 'tunnelscope_migrate') OR rolcanlogin = (rolname = 'tunnelscope_owner'))
          """,
          """
          SELECT format('role %s: is a member of %s', m.member::regrole, m.roleid::regrole) FROM pg_auth_members m
          WHERE m.member::regrole::text LIKE 'tunnelscope\\_%'
            AND NOT (m.member = 'tunnelscope_migrate'::regrole AND m.roleid = 'tunnelscope_owner'::regrole)
          """,
          """
          SELECT format('role %s: has no %s of %s', r.name, s.name, s.value)
          FROM (VALUES ('tunnelscope_app'), ('tunnelscope_system')) r (name)
          CROSS JOIN (VALUES ('statement_timeout', '5s'), ('lock_timeout', '2s'), ('idle_in_transaction_session_timeout', '15s')) s (name, value)
          WHERE NOT EXISTS (SELECT FROM pg_db_role_setting x WHERE x.setrole = r.name::regrole AND s.name || '=' || s.value = ANY (x.setconfig))
          """,
          """
          SELECT format('database: %s has %s', CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee)::text END, g.privilege_type)
          FROM pg_database d CROSS JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) g
          WHERE d.datname = current_database() AND g.grantee <> d.datdba
            AND NOT (g.privilege_type = 'CONNECT' AND g.grantee <> 0)
            AND NOT (g.privilege_type = 'CREATE' AND g.grantee = 'tunnelscope_owner'::regrole)
          """,
          """
          SELECT format('schema %s: %s has CREATE', n.nspname, r.name)
          FROM pg_namespace n CROSS JOIN (VALUES ('tunnelscope_app'), ('tunnelscope_system')) r (name)
          WHERE n.nspname IN ('public', 'app') AND has_schema_privilege(r.name, n.oid, 'CREATE')
          """);

  private final String systemTables;
  private final String definerFunctions;

  private CatalogueLint(String systemTables, String definerFunctions) {
    this.systemTables = systemTables;
    this.definerFunctions = definerFunctions;
  }

  /** With the exceptions that stand in the repository's db folder. */
  static CatalogueLint ofRepository() {
    Path db = Path.of("..", "..", "db");
    return new CatalogueLint(
        firstWords(db.resolve("system-tables.txt")),
        firstWords(db.resolve("definer-functions.txt")));
  }

  /**
   * Leaves two temporary views behind; roll back or close.
   *
   * @param superuser in a transaction
   */
  List<String> faults(Connection superuser) throws SQLException {
    var faults = new ArrayList<String>();
    try (var statement = superuser.createStatement()) {
      statement.execute("SET LOCAL search_path = pg_catalog, public");
      statement.execute("SET LOCAL lint.system_tables = '" + systemTables + "'");
      statement.execute("SET LOCAL lint.definer_functions = '" + definerFunctions + "'");
      statement.execute(TABLES);
      statement.execute(GRANTS);
      for (String rule : RULES) {
        try (var rows = statement.executeQuery(rule)) {
          while (rows.next()) {
            faults.add(rows.getString(1));
          }
        }
      }
    }
    return faults;
  }

  private static String firstWords(Path file) {
    try {
      return String.join(
          ",",
          Files.readAllLines(file).stream()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(line -> line.split("\\s+", 2)[0])
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
