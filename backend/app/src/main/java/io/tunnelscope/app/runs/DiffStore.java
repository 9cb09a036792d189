package io.tunnelscope.app.runs;

import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.core.diff.Diff;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;

/** What changed from a run to the next one of its target. */
final class DiffStore {
  Future<Void> insert(SqlConnection c, TenantId tenant, RunId from, RunId to, Diff diff) {
    var rows = new ArrayList<Tuple>();
    for (var change : diff.changes()) {
      rows.add(
          Tuple.of(
              tenant.value(),
              to.value(),
              from.value(),
              rows.size(),
              change.kind().name(),
              change.id().wireId(),
              change.cause().name(),
              change.before().map(FaultStateText::of).orElse(null),
              change.after().map(FaultStateText::of).orElse(null)));
    }
    return rows.isEmpty()
        ? Future.succeededFuture()
        : c.preparedQuery(
                """
                INSERT INTO diff (tenant_id, to_run, from_run, ordinal, kind, fault, cause, before, after)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                """)
            .executeBatch(rows)
            .mapEmpty();
  }
}
