package io.tunnelscope.app.secrets;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** One sealed key a tenant, for the marks in the place of secrets in its logs. */
public final class RedactionKeyStore {
  private final Db db;

  public RedactionKeyStore(Db db) {
    this.db = db;
  }

  Future<Optional<Sealed>> find(TenantId tenant) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT r.key_sealed, k.version, k.kek_id, k.wrapped FROM redaction_key r
                    JOIN data_key k ON k.tenant_id = r.tenant_id AND k.version = r.key_version
                    WHERE r.tenant_id = $1
                    """)
                .execute(Tuple.of(tenant.value()))
                .map(
                    rows ->
                        Rows.atMostOne(
                            rows, row -> DataKeyStore.toSealed(tenant, row, "key_sealed")))
                .map(found -> found.flatMap(key -> key)));
  }

  /** Does nothing when the tenant has one already. */
  Future<Void> add(TenantId tenant, Sealed key) {
    return db.inTenant(
        tenant,
        c ->
            DataKeyStore.stillThere(c, tenant, key)
                .compose(
                    _ ->
                        c.preparedQuery(
                                """
                                INSERT INTO redaction_key (tenant_id, key_sealed, key_version)
                                VALUES ($1, $2, $3)
                                ON CONFLICT (tenant_id) DO NOTHING
                                """)
                            .execute(Tuple.of(tenant.value(), key.bytes(), key.version())))
                .mapEmpty());
  }
}
