package io.tunnelscope.app.runs;

import io.tunnelscope.app.db.Plans;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Lists runs, by their ids as they were asked for, or those of a target as they ended. A statement
 * holds the conditions that are asked for and no others, so that each combination has a plan of its
 * own: it walks the index of one of them backwards and stops when the page is full. The rows of the
 * page are fetched by their ids, from the months that these name.
 */
final class RunListStore {
  /** People and tokens whose runs are brought together, because their names hold a text. */
  static final int MOST_REQUESTERS = 50;

  /** What comes first. What has not ended comes before what has. */
  private enum Order {
    ASKED("%1$s.run_id DESC"),
    ENDED("%1$s.finished_at DESC, %1$s.run_id DESC");

    private final String sql;

    Order(String sql) {
      this.sql = sql;
    }

    String of(String table) {
      return sql.formatted(table);
    }
  }

  /**
   * Newest first; from that run on, but without it. Fails with {@link Refusal.Invalid} when too
   * many people have that in their names.
   */
  Future<List<Run>> list(
      SqlConnection c, TenantId tenant, RunFilter filter, Optional<RunId> before, int limit) {
    return page(c, tenant, filter, new Where(tenant).of(filter).before(before), Order.ASKED, limit);
  }

  /** As {@link #list}, but what ended last first. */
  Future<List<Run>> history(
      SqlConnection c, TenantId tenant, RunFilter filter, Optional<HistoryPlace> after, int limit) {
    return page(c, tenant, filter, new Where(tenant).of(filter).after(after), Order.ENDED, limit);
  }

  private static Future<List<Run>> page(
      SqlConnection c, TenantId tenant, RunFilter filter, Where where, Order order, int limit) {
    var ids =
        filter
            .requester()
            .map(
                part ->
                    requesters(c, tenant, part)
                        .compose(names -> idsOf(c, names, where, order, limit)))
            .orElseGet(() -> ids(c, where, order, limit));
    return ids.compose(
        page ->
            page.length == 0 ? Future.succeededFuture(List.of()) : rows(c, tenant, page, order));
  }

  /**
   * How many {@link #list} has in all.
   *
   * @param filter without a requester's name
   */
  Future<Integer> count(SqlConnection c, TenantId tenant, RunFilter filter) {
    var where = new Where(tenant).of(filter);
    return Plans.once(
            c,
            () ->
                c.preparedQuery("SELECT count(*)::int AS there FROM run r" + where.sql())
                    .execute(where.values()))
        .map(rows -> rows.iterator().next().getInteger("there"));
  }

  private static Future<UUID[]> ids(SqlConnection c, Where where, Order order, int limit) {
    return read(
        c,
        "SELECT r.run_id FROM run r%s ORDER BY %s LIMIT %s"
            .formatted(where.sql(), order.of("r"), where.place(limit)),
        where);
  }

  /** The newest of each name, then the newest of all these. */
  private static Future<UUID[]> idsOf(
      SqlConnection c, String[] names, Where where, Order order, int limit) {
    return read(
        c,
        """
        SELECT newest.run_id FROM unnest(%2$s::text[]) AS name
        CROSS JOIN LATERAL (
          SELECT r.run_id, r.finished_at FROM run r%1$s AND r.requester = name ORDER BY %4$s LIMIT %3$s
        ) newest
        ORDER BY %5$s LIMIT %3$s
        """
            .formatted(
                where.sql(),
                where.place(names),
                where.place(limit),
                order.of("r"),
                order.of("newest")),
        where);
  }

  private static Future<UUID[]> read(SqlConnection c, String sql, Where where) {
    return Plans.once(c, () -> c.preparedQuery(sql).execute(where.values()))
        .map(rows -> Rows.all(rows, row -> row.getUUID("run_id")).toArray(UUID[]::new));
  }

  private static Future<List<Run>> rows(
      SqlConnection c, TenantId tenant, UUID[] page, Order order) {
    return c.preparedQuery(
            RunRows.SELECT
                + " WHERE r.tenant_id = $1 AND r.run_id = ANY ($2) ORDER BY "
                + order.of("r"))
        .execute(Tuple.tuple().addUUID(tenant.value()).addArrayOfUUID(page))
        .map(rows -> Rows.all(rows, RunRows::toRun));
  }

  /**
   * Whose names hold the text. Where they are too many, those that are called so and not otherwise:
   * more of their name cannot be said.
   */
  private static Future<String[]> requesters(SqlConnection c, TenantId tenant, String part) {
    return c.preparedQuery(
            """
            SELECT name, lower(name) = lower($2) AS whole FROM requester
            WHERE tenant_id = $1 AND strpos(lower(name), lower($2)) > 0
            ORDER BY whole DESC, name LIMIT $3
            """)
        .execute(Tuple.of(tenant.value(), part, MOST_REQUESTERS + 1))
        .map(rows -> Rows.all(rows, row -> row))
        .compose(
            found -> {
              var fitting =
                  found.size() <= MOST_REQUESTERS
                      ? found
                      : found.stream()
                          .filter(row -> row.getBoolean("whole"))
                          .limit(MOST_REQUESTERS)
                          .toList();
              return fitting.isEmpty() && !found.isEmpty()
                  ? Future.failedFuture(tooMany())
                  : Future.succeededFuture(
                      fitting.stream().map(row -> row.getString("name")).toArray(String[]::new));
            });
  }

  private static Refusal tooMany() {
    var text =
        new Text(
            "more than %d people and tokens have that in their names: give more of the name"
                .formatted(MOST_REQUESTERS),
            "이름에 이 글자가 들어간 요청자가 %d명을 넘습니다. 이름을 더 길게 입력하십시오".formatted(MOST_REQUESTERS));
    return new Refusal.Invalid(text, List.of(new Refusal.Invalid.Complaint("requester", text)));
  }

  /** Conditions on {@code r} and their values, the tenant first. */
  private static final class Where {
    private final StringBuilder sql = new StringBuilder(" WHERE r.tenant_id = $1");
    private final Tuple values = Tuple.tuple();

    Where(TenantId tenant) {
      values.addUUID(tenant.value());
    }

    Where before(Optional<RunId> run) {
      run.ifPresent(id -> and("r.run_id < ", id.value()));
      return this;
    }

    Where after(Optional<HistoryPlace> place) {
      place.ifPresent(
          last -> {
            var run = place(last.run().value());
            and(
                last.ended()
                        .map(
                            at ->
                                "(r.finished_at, r.run_id) < ("
                                    + place(Columns.at(at))
                                    + ", "
                                    + run)
                        .orElse("(r.finished_at IS NOT NULL OR r.run_id < " + run)
                    + ")");
          });
      return this;
    }

    /** All but the requester's name. */
    Where of(RunFilter filter) {
      filter.target().ifPresent(this::target);
      filter.state().ifPresent(this::state);
      filter.fault().ifPresent(fault -> and("r.fault = ", fault.wireId()));
      filter.cause().ifPresent(cause -> and("r.cause = ", cause.name()));
      filter.source().ifPresent(source -> and("r.source = ", source.wire()));
      filter.by().ifPresent(id -> and("r.requested_by = ", id));
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
