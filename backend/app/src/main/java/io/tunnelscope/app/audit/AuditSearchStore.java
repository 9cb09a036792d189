package io.tunnelscope.app.audit;

import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.http.Query;
import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/**
 * Finds entries in an audit of years. A name or an action is given in part: first the whole ones
 * that there are are looked up, one look each, then the newest entries of each of them are read
 * from its index. So the cost does not depend on how many entries there are in between.
 */
final class AuditSearchStore {
  /** Names or actions that hold the text; the first in the alphabet, when there are more. */
  private static final int MOST_NAMES = 100;

  private static final String COLUMNS =
      """
      SELECT seq, at, actor_kind, actor_id, actor, on_behalf_of, action, object, result, ip, agent,
          request_id, details
      FROM audit
      """;

  private AuditSearchStore() {}

  /** The newest first. */
  static Future<List<AuditEntry>> find(
      SqlConnection c, TenantId tenant, AuditFilter filter, int limit) {
    if (filter.actor().isPresent()) {
      return ofActors(c, tenant, filter, limit);
    }
    return filter.action().isPresent()
        ? ofActions(c, tenant, filter, limit)
        : page(c, tenant, filter, limit);
  }

  private static Future<List<AuditEntry>> page(
      SqlConnection c, TenantId tenant, AuditFilter filter, int limit) {
    var where = new Where(tenant).of(filter);
    return read(c, COLUMNS + where.sql() + " ORDER BY seq DESC LIMIT " + where.place(limit), where);
  }

  private static Future<List<AuditEntry>> ofActions(
      SqlConnection c, TenantId tenant, AuditFilter filter, int limit) {
    return actions(c, tenant, filter.action().orElseThrow())
        .compose(
            actions -> {
              var where = new Where(tenant).of(filter);
              var most = where.place(limit);
              var newest = newest("action", where.place(actions), where.sql(), most);
              return read(c, newestOf(newest, most), where);
            });
  }

  private static Future<List<AuditEntry>> ofActors(
      SqlConnection c, TenantId tenant, AuditFilter filter, int limit) {
    var text = filter.actor().orElseThrow();
    var behalf = names(c, tenant, ON_BEHALF_OF, text);
    var actions =
        filter.action().isPresent()
            ? actions(c, tenant, filter.action().get())
            : Future.succeededFuture(new String[0]);
    return Future.join(names(c, tenant, ACTORS, text), behalf, actions)
        .compose(
            found -> {
              var where = new Where(tenant).of(filter);
              if (filter.action().isPresent()) {
                where.and("action = ANY (", actions.result(), ")");
              }
              var most = where.place(limit);
              var id = where.place(Query.parseUuid(text).orElse(new UUID(0, 0)));
              var sql = where.sql();
              return read(
                  c,
                  newestOf(
                      newest("actor", where.place(found.<String[]>resultAt(0)), sql, most)
                          + " UNION "
                          + newest("on_behalf_of", where.place(behalf.result()), sql, most)
                          + " UNION (SELECT seq FROM audit %s AND actor_id = %s ORDER BY seq DESC LIMIT %s)"
                              .formatted(sql, id, most),
                      most),
                  where);
            });
  }

  private static String newest(String column, String names, String where, String most) {
    return """
    SELECT one.seq FROM unnest(%2$s::text[]) AS name
    CROSS JOIN LATERAL (
      SELECT seq FROM audit %3$s AND %1$s = name ORDER BY seq DESC LIMIT %4$s
    ) one
    """
        .formatted(column, names, where, most);
  }

  private static String newestOf(String newest, String most) {
    return """
    WITH page AS MATERIALIZED (
      SELECT seq FROM (%1$s) each ORDER BY seq DESC LIMIT %2$s
    )
    %3$s WHERE tenant_id = $1 AND seq IN (SELECT seq FROM page) ORDER BY seq DESC
    """
        .formatted(newest, most, COLUMNS);
  }

  private static Future<List<AuditEntry>> read(SqlConnection c, String sql, Where where) {
    return c.preparedQuery(sql)
        .execute(where.values())
        .map(rows -> Rows.all(rows, AuditStore::toEntry));
  }

  private static final String ACTORS = known("actor", "strpos(lower(name), lower($2)) > 0");

  private static final String ON_BEHALF_OF =
      known("on_behalf_of", "strpos(lower(name), lower($2)) > 0");

  private static final String ACTIONS =
      known("action", "(name = $2 OR starts_with(name, $2 || '.'))");

  /** Different values of a column that has an index; the number of entries does not matter. */
  private static String known(String column, String condition) {
    return """
    WITH RECURSIVE known AS (
      (SELECT %1$s AS name FROM audit
       WHERE tenant_id = $1 AND %1$s IS NOT NULL ORDER BY %1$s LIMIT 1)
      UNION ALL
      SELECT (SELECT a.%1$s FROM audit a
              WHERE a.tenant_id = $1 AND a.%1$s > known.name ORDER BY a.%1$s LIMIT 1)
      FROM known WHERE known.name IS NOT NULL
    )
    SELECT name FROM known WHERE %2$s LIMIT $3
    """
        .formatted(column, condition);
  }

  private static Future<String[]> actions(SqlConnection c, TenantId tenant, String action) {
    return names(c, tenant, ACTIONS, action);
  }

  private static Future<String[]> names(
      SqlConnection c, TenantId tenant, String known, String text) {
    return c.preparedQuery(known)
        .execute(Tuple.of(tenant.value(), text, MOST_NAMES))
        .map(rows -> Rows.all(rows, row -> row.getString("name")).toArray(String[]::new));
  }

  /** Conditions and their values, the tenant first; all but those on names and actions. */
  private static final class Where {
    private final StringBuilder sql = new StringBuilder("WHERE tenant_id = $1");
    private final Tuple values = Tuple.tuple();

    Where(TenantId tenant) {
      values.addUUID(tenant.value());
    }

    Where of(AuditFilter filter) {
      filter.before().ifPresent(seq -> and("seq < ", seq, ""));
      filter.object().ifPresent(object -> and("object = ", object, ""));
      filter.result().ifPresent(result -> and("result = ", result, ""));
      filter.from().ifPresent(from -> and("at >= ", AuditStore.utc(from), ""));
      filter.to().ifPresent(to -> and("at < ", AuditStore.utc(to), ""));
      return this;
    }

    void and(String before, Object value, String after) {
      sql.append(" AND ").append(before).append(place(value)).append(after);
    }

    /** Binds one more value; how the statement names it. */
    String place(Object value) {
      values.addValue(value);
      return "$" + values.size();
    }

    String sql() {
      return sql.toString();
    }

    Tuple values() {
      return values;
    }
  }
}
