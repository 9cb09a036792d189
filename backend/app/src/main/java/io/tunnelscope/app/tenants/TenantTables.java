package io.tunnelscope.app.tenants;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Every table that holds rows of tenants, as the catalogue knows them: a table that is added later
 * is among them by itself.
 */
final class TenantTables {
  /**
   * One of them.
   *
   * @param key its primary key, quoted
   * @param columns all, as they are called
   */
  record Table(String name, List<String> key, List<String> columns) {
    String quoted() {
      return quote(name);
    }

    String keyList() {
      return String.join(", ", key);
    }
  }

  private record Reference(String from, String to) {}

  private TenantTables() {}

  /** Those that point at others before those that are pointed at. */
  static List<Table> childrenFirst(Connection connection) throws SQLException {
    var left = new ArrayList<>(all(connection));
    var references = references(connection);
    var ordered = new ArrayList<Table>();
    while (!left.isEmpty()) {
      var free = left.stream().filter(table -> !isNeeded(table, left, references)).findFirst();
      // Two tables that point at each other would need a word about how to part them.
      var next = free.orElseThrow(() -> new IllegalStateException("tables in a circle: " + left));
      left.remove(next);
      ordered.add(next);
    }
    return List.copyOf(ordered);
  }

  private static boolean isNeeded(Table table, List<Table> left, Set<Reference> references) {
    return left.stream()
        .filter(other -> !other.equals(table))
        .anyMatch(other -> references.contains(new Reference(other.name(), table.name())));
  }

  private static List<Table> all(Connection connection) throws SQLException {
    var tables = new ArrayList<Table>();
    try (var statement =
            connection.prepareStatement(
                """
                SELECT c.relname::text,
                    (SELECT array_agg(quote_ident(a.attname) ORDER BY k.n)
                       FROM pg_index i
                      CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY k (attnum, n)
                       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
                      WHERE i.indrelid = c.oid AND i.indisprimary),
                    (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
                      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
                  FROM pg_class c
                  JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
                  JOIN pg_attribute t ON t.attrelid = c.oid AND t.attname = 'tenant_id'
                   AND NOT t.attisdropped
                 WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
                 ORDER BY 1
                """);
        var rows = statement.executeQuery()) {
      while (rows.next()) {
        tables.add(
            new Table(
                rows.getString(1),
                List.of((String[]) rows.getArray(2).getArray()),
                List.of((String[]) rows.getArray(3).getArray())));
      }
    }
    return tables;
  }

  private static Set<Reference> references(Connection connection) throws SQLException {
    var references = new LinkedHashSet<Reference>();
    try (var statement =
            connection.prepareStatement(
                """
                SELECT f.relname::text, t.relname::text
                  FROM pg_constraint k
                  JOIN pg_class f ON f.oid = k.conrelid
                  JOIN pg_class t ON t.oid = k.confrelid
                 WHERE k.contype = 'f' AND k.conparentid = 0
                """);
        var rows = statement.executeQuery()) {
      while (rows.next()) {
        references.add(new Reference(rows.getString(1), rows.getString(2)));
      }
    }
    return references;
  }

  /** A name of the catalogue as SQL takes it. */
  static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
