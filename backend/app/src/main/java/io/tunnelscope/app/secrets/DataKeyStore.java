package io.tunnelscope.app.secrets;

import io.tunnelscope.app.db.AcrossTenants;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/** The wrapped data keys of the tenants. */
public final class DataKeyStore {
  private final Db db;

  public DataKeyStore(Db db) {
    this.db = db;
  }

  /**
   * Goes before writing a sealed value, in the same transaction. Fails with {@link
   * Refusal.Unavailable} when the key was replaced since.
   */
  public static Future<Void> stillThere(SqlConnection c, TenantId tenant, Sealed sealed) {
    return c.preparedQuery("SELECT FROM data_key WHERE tenant_id = $1 AND version = $2")
        .execute(Tuple.of(tenant.value(), sealed.version()))
        .compose(
            found ->
                found.size() == 1
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        new Refusal.Unavailable(
                            new Text(
                                "The tenant's keys are being replaced. Try again in a moment.",
                                "테넌트의 키를 교체하고 있습니다. 잠시 후 다시 시도해 주세요."))));
  }

  /**
   * A sealed value and its key, of a row with {@code version}, {@code kek_id} and {@code wrapped}
   * of the data key; empty when the column is null.
   */
  public static Optional<Sealed> toSealed(TenantId tenant, Row row, String column) {
    return Optional.ofNullable(row.getBuffer(column))
        .map(bytes -> new Sealed(toKey(tenant, row), bytes));
  }

  /** The one that seals; empty before the tenant's first secret. */
  Future<Optional<StoredKey>> newest(TenantId tenant) {
    return all(tenant).map(keys -> keys.isEmpty() ? Optional.empty() : Optional.of(keys.getLast()));
  }

  /** More than one while a rotation goes on, or after one that did not end; the newest last. */
  Future<List<StoredKey>> all(TenantId tenant) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT version, kek_id, wrapped FROM data_key WHERE tenant_id = $1 ORDER BY version
                    """)
                .execute(Tuple.of(tenant.value()))
                .map(rows -> Rows.all(rows, row -> toKey(tenant, row))));
  }

  /** Does nothing when somebody else has added that version meanwhile. */
  Future<Void> add(StoredKey key) {
    var tenant = key.id().tenant();
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    INSERT INTO data_key (tenant_id, version, kek_id, wrapped) VALUES ($1, $2, $3, $4)
                    ON CONFLICT (tenant_id, version) DO NOTHING
                    """)
                .execute(
                    Tuple.of(
                        tenant.value(),
                        key.id().version(),
                        key.wrapped().kek(),
                        key.wrapped().bytes()))
                .mapEmpty());
  }

  @AcrossTenants("whether the KMS is the right one, before the first request")
  Future<List<StoredKey>> oneOfEachKek() {
    return db.system(
        "check of the KMS",
        c ->
            c.preparedQuery(
                    """
                    SELECT DISTINCT ON (kek_id) tenant_id, version, kek_id, wrapped FROM data_key
                    ORDER BY kek_id, tenant_id, version
                    """)
                .execute()
                .map(
                    rows ->
                        Rows.all(rows, row -> toKey(new TenantId(row.getUUID("tenant_id")), row))));
  }

  private static StoredKey toKey(TenantId tenant, Row row) {
    return new StoredKey(
        new DataKeyId(tenant, row.getInteger("version")),
        new WrappedKey(
            row.getString("kek_id"), Buffer.buffer(row.getBuffer("wrapped").getBytes())));
  }
}
