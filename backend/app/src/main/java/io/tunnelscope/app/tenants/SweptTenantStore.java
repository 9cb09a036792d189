package io.tunnelscope.app.tenants;

import io.tunnelscope.app.db.AcrossTenants;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
import java.util.List;

/** Whose things grow old. */
final class SweptTenantStore {
  private final Db db;

  SweptTenantStore(Db db) {
    this.db = db;
  }

  @AcrossTenants("every tenant's things grow old")
  Future<List<TenantId>> all() {
    return db.system(
        "retention",
        c ->
            c.query("SELECT tenant_id FROM tenant ORDER BY tenant_id")
                .execute()
                .map(rows -> Rows.all(rows, row -> new TenantId(row.getUUID("tenant_id")))));
  }
}
