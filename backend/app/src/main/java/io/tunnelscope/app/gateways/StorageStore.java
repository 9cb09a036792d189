package io.tunnelscope.app.gateways;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.secrets.DataKeyStore;
import io.tunnelscope.app.secrets.Place;
import io.tunnelscope.app.secrets.Sealed;
import io.tunnelscope.app.secrets.SealedColumn;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Where tenants want the bundles of their runs put. Keys come in and go out sealed. */
public final class StorageStore {
  private final Db db;
  private final AuditLog audit;

  public StorageStore(Db db, AuditLog audit) {
    this.db = db;
    this.audit = audit;
  }

  /** What opens a container, once the envelope has opened the key. */
  record InUse(StoredStorage storage, Optional<Sealed> key) {}

  /** Where the key of that subscription's storage stands. */
  static Place placeOf(SubscriptionId subscription) {
    return new Place(SealedColumn.LOG_STORAGE, subscription.value());
  }

  /**
   * Says where bundles of the subscription go; whatever was said before counts no more, its key
   * included. Fails with {@link io.tunnelscope.app.refusal.Refusal.NotFound} when there is no such
   * subscription.
   */
  Future<Void> put(
      Principal who,
      Origin origin,
      SubscriptionId subscription,
      ArmId account,
      URI container,
      Optional<Sealed> key) {
    var tenant = who.tenant();
    return db.inTenant(
        tenant,
        c ->
            lock(c, tenant, subscription)
                .compose(_ -> key.map(k -> DataKeyStore.stillThere(c, tenant, k)).orElse(NOTHING))
                .compose(_ -> before(c, tenant, subscription))
                .compose(
                    before ->
                        upsert(c, tenant, subscription, account, container, key)
                            .compose(
                                _ ->
                                    audit.record(
                                        c,
                                        who,
                                        origin,
                                        "storage.set",
                                        Optional.of(subscription.toString()),
                                        new JsonObject()
                                            .put("before", before.orElse(null))
                                            .put(
                                                "after",
                                                json(account, container, key.isPresent()))))));
  }

  private static Future<Optional<JsonObject>> before(
      SqlConnection c, TenantId tenant, SubscriptionId subscription) {
    return sealed(c, tenant, subscription).map(found -> found.map(StorageStore::json));
  }

  private static JsonObject json(InUse before) {
    var storage = before.storage();
    return json(storage.account(), storage.container(), before.key().isPresent());
  }

  /** For the audit, which has no secrets. */
  private static JsonObject json(ArmId account, URI container, boolean key) {
    return new JsonObject()
        .put("accountId", account.value())
        .put("container", container.toString())
        .put("key", key ? "set" : "not set");
  }

  private static final Future<Void> NOTHING = Future.succeededFuture();

  private static Future<Void> lock(SqlConnection c, TenantId tenant, SubscriptionId subscription) {
    return c.preparedQuery(
            """
            SELECT FROM subscription WHERE tenant_id = $1 AND subscription_id = $2 FOR UPDATE
            """)
        .execute(Tuple.of(tenant.value(), subscription.value()))
        .compose(
            found ->
                found.size() == 1
                    ? Future.succeededFuture()
                    : Future.failedFuture(SubscriptionStore.notFound()));
  }

  private static Future<Void> upsert(
      SqlConnection c,
      TenantId tenant,
      SubscriptionId subscription,
      ArmId account,
      URI container,
      Optional<Sealed> key) {
    Buffer bytes = key.map(Sealed::bytes).orElse(null);
    Integer version = key.map(Sealed::version).orElse(null);
    return c.preparedQuery(
            """
            INSERT INTO log_storage (tenant_id, subscription_id, account_id, container, key_sealed,
                                     key_version, key_set_at)
            VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN $6::integer IS NULL THEN NULL ELSE now() END)
            ON CONFLICT (tenant_id, subscription_id) DO UPDATE
            SET account_id = excluded.account_id, container = excluded.container,
                key_sealed = excluded.key_sealed, key_version = excluded.key_version,
                key_set_at = excluded.key_set_at
            """)
        .execute(
            Tuple.of(
                tenant.value(),
                subscription.value(),
                account.value(),
                container.toString(),
                bytes,
                version))
        .mapEmpty();
  }

  /** Bundles go nowhere else any more. Fails as {@link #put}; nothing happens when none did. */
  Future<Void> remove(Principal who, Origin origin, SubscriptionId subscription) {
    var tenant = who.tenant();
    return db.inTenant(
        tenant,
        c ->
            lock(c, tenant, subscription)
                .compose(_ -> before(c, tenant, subscription))
                .compose(
                    before ->
                        before.isEmpty()
                            ? Future.succeededFuture()
                            : delete(c, tenant, subscription)
                                .compose(
                                    _ ->
                                        audit.record(
                                            c,
                                            who,
                                            origin,
                                            "storage.remove",
                                            Optional.of(subscription.toString()),
                                            new JsonObject().put("before", before.get())))));
  }

  private static Future<Void> delete(
      SqlConnection c, TenantId tenant, SubscriptionId subscription) {
    return c.preparedQuery("DELETE FROM log_storage WHERE tenant_id = $1 AND subscription_id = $2")
        .execute(Tuple.of(tenant.value(), subscription.value()))
        .mapEmpty();
  }

  Future<Optional<StoredStorage>> find(TenantId tenant, SubscriptionId subscription) {
    return db.inTenant(tenant, c -> sealed(c, tenant, subscription))
        .map(found -> found.map(InUse::storage));
  }

  /** Takes the key out to be used by a run, and says so in the audit where there is one. */
  Future<Optional<InUse>> use(Principal who, SubscriptionId subscription) {
    var details = new JsonObject().put("secret", "storage");
    return db.inTenant(
        who.tenant(),
        c ->
            sealed(c, who.tenant(), subscription)
                .compose(
                    found ->
                        found.flatMap(InUse::key).isEmpty()
                            ? Future.succeededFuture(found)
                            : used(c, audit, who, Optional.empty(), subscription, details)
                                .map(found)));
  }

  static Future<Void> used(
      SqlConnection c,
      AuditLog audit,
      Principal who,
      Optional<Origin> origin,
      SubscriptionId subscription,
      JsonObject details) {
    var object = Optional.of(subscription.toString());
    return origin
        .map(from -> audit.record(c, who, from, "secret.use", object, details))
        .orElseGet(() -> audit.record(c, who, "secret.use", object, details));
  }

  static Future<Optional<InUse>> sealed(
      SqlConnection c, TenantId tenant, SubscriptionId subscription) {
    return c.preparedQuery(
            """
            SELECT s.account_id, s.container, s.key_set_at, s.key_sealed, k.version, k.kek_id, k.wrapped
            FROM log_storage s
            LEFT JOIN data_key k ON k.tenant_id = s.tenant_id AND k.version = s.key_version
            WHERE s.tenant_id = $1 AND s.subscription_id = $2
            """)
        .execute(Tuple.of(tenant.value(), subscription.value()))
        .map(
            rows ->
                Rows.atMostOne(
                    rows,
                    row ->
                        new InUse(
                            toStorage(row), DataKeyStore.toSealed(tenant, row, "key_sealed"))));
  }

  /** Of a row with the columns of the table, without the sealed one. */
  static StoredStorage toStorage(Row row) {
    return new StoredStorage(
        new ArmId(row.getString("account_id")),
        URI.create(row.getString("container")),
        Optional.ofNullable(row.getOffsetDateTime("key_set_at")).map(OffsetDateTime::toInstant));
  }
}
