package io.tunnelscope.app.runs;

import io.tunnelscope.app.db.Plans;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Lists runs. A statement holds the conditions that are asked for and no others, so that each
 * combination has a plan of its own: it walks the index of one of them backwards and stops when the
 * page is full. The rows of the page are fetched by their ids, from the months that these name.
 */
final class RunListStore {
  /**
   * People and tokens whose names hold the text; the first in the alphabet, when there are more.
   */
  private static final int MOST_REQUESTERS = 50;

  /** Newest first; from that run on, but without it. */
  Future<List<Run>> list(
      SqlConnection c, TenantId tenant, RunFilter filter, Optional<RunId> before, int limit) {
    var where = new Where(tenant).of(filter, before);
    var ids =
        filter
            .requester()
            .map(
                part -> requesters(c, tenant, part).compose(names -> idsOf(c, names, where, limit)))
            .orElseGet(() -> ids(c, where, limit));
    return ids.compose(
        page -> page.length == 0 ? Future.succeededFuture(List.of()) : rows(c, tenant, page));
  }

  private static Future<UUID[]> ids(SqlConnection c, Where where, int limit) {
    return read(
        c,
        "SELECT r.run_id FROM run r%s ORDER BY r.run_id DESC LIMIT %s"
            .formatted(where.sql(), where.place(limit)),
        where);
  }

  /** The newest of each name, then the newest of all these. */
  private static Future<UUID[]> idsOf(SqlConnection c, String[] names, Where where, int limit) {
    return read(
        c,
        """
        SELECT newest.run_id FROM unnest(%2$s::text[]) AS name
        CROSS JOIN LATERAL (
          SELECT r.run_id FROM run r%1$s AND r.requester = name ORDER BY r.run_id DESC LIMIT %3$s
        ) newest
        ORDER BY newest.run_id DESC LIMIT %3$s
        """
            .formatted(where.sql(), where.place(names), where.place(limit)),
        where);
  }

  private static Future<UUID[]> read(SqlConnection c, String sql, Where where) {
    return Plans.once(c, () -> c.preparedQuery(sql).execute(where.values()))
        .map(rows -> Rows.all(rows, row -> row.getUUID("run_id")).toArray(UUID[]::new));
  }

  private static Future<List<Run>> rows(SqlConnection c, TenantId tenant, UUID[] page) {
    return c.preparedQuery(
            RunRows.SELECT
                + " WHERE r.tenant_id = $1 AND r.run_id = ANY ($2) ORDER BY r.run_id DESC")
        .execute(Tuple.tuple().addUUID(tenant.value()).addArrayOfUUID(page))
        .map(rows -> Rows.all(rows, RunRows::toRun));
  }

  private static Future<String[]> requesters(SqlConnection c, TenantId tenant, String part) {
    return c.preparedQuery(
            """
            SELECT name FROM requester
            WHERE tenant_id = $1 AND strpos(lower(name), lower($2)) > 0
            ORDER BY name LIMIT $3
            """)
        .execute(Tuple.of(tenant.value(), part, MOST_REQUESTERS))
        .map(rows -> Rows.all(rows, row -> row.getString("name")).toArray(String[]::new));
  }

  /** Conditions on {@code r} and their values, the tenant first. */
  private static final class Where {
    private final StringBuilder sql = new StringBuilder(" WHERE r.tenant_id = $1");
    private final Tuple values = Tuple.tuple();

    Where(TenantId tenant) {
      values.addUUID(tenant.value());
    }

    /** All but the requester. */
    Where of(RunFilter filter, Optional<RunId> before) {
      before.ifPresent(run -> and("r.run_id < ", run.value()));
      filter.target().ifPresent(this::target);
      filter.state().ifPresent(this::state);
      filter.fault().ifPresent(fault -> and("r.fault = ", fault.wireId()));
      filter.cause().ifPresent(cause -> and("r.cause = ", cause.name()));
      filter.source().ifPresent(source -> and("r.source = ", source.wire()));
      filter.code().ifPresent(code -> and("r.code = ", code.wireName()));
      filter.changed().ifPresent(changed -> and(changed ? "r.changed" : "r.changed IS NOT TRUE"));
      filter.from().ifPresent(from -> and("r.run_id >= ", RunFilter.firstIdOf(from)));
      filter.to().ifPresent(to -> and("r.run_id < ", RunFilter.firstIdOf(to)));
      return this;
    }

    /** No name begins with a slash, and every resource id does. */
    private void target(String idOrName) {
      and(
          (ArmId.parse(idOrName).isPresent() ? "r.target_key" : "r.target_name_key")
              + " = lower("
              + place(idOrName)
              + ")");
    }

    /** Named, not bound: most states have an index that holds no others. */
    private void state(RunState state) {
      and(
          switch (state) {
            case QUEUED -> "r.state = 'QUEUED'";
            case RUNNING -> "r.state = 'RUNNING'";
            case SUCCEEDED -> "r.state = 'SUCCEEDED'";
            case FAILED -> "r.state = 'FAILED'";
            case CANCELLED -> "r.state = 'CANCELLED'";
          });
    }

    private void and(String condition) {
      sql.append(" AND ").append(condition);
    }

    private void and(String condition, Object value) {
      and(condition + place(value));
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
