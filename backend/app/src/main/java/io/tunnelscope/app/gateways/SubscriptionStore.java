package io.tunnelscope.app.gateways;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The subscriptions of a tenant. */
public final class SubscriptionStore {
  /** Subscriptions of one tenant. */
  public static final int MOST = 200;

  private final Db db;
  private final Uuid7 ids;
  private final AuditLog audit;

  public SubscriptionStore(Db db, Uuid7 ids, AuditLog audit) {
    this.db = db;
    this.ids = ids;
    this.audit = audit;
  }

  /** Adds a subscription, or renames the one with that id; its provider stays what it was. */
  public Future<Void> put(TenantId tenant, Subscription subscription) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    INSERT INTO subscription (tenant_id, subscription_id, name, provider) VALUES ($1, $2, $3, $4)
                    ON CONFLICT (tenant_id, subscription_id) DO UPDATE SET name = excluded.name
                    """)
                .execute(
                    Tuple.of(
                        tenant.value(),
                        subscription.id().value(),
                        subscription.name(),
                        subscription.provider()))
                .mapEmpty());
  }

  /** For a subscription that is to be added. */
  SubscriptionId newId() {
    return new SubscriptionId(ids.next());
  }

  /** As the other one, with nothing to add along. */
  Future<Subscription> add(Principal who, Origin origin, String name, String provider) {
    return add(
        who,
        origin,
        new Subscription(newId(), name, provider),
        new JsonObject(),
        _ -> Future.succeededFuture());
  }

  /**
   * Adds a subscription and says so in the audit. Fails with {@link Refusal.Conflict} when its name
   * is taken or the tenant has as many as it may have.
   *
   * @param more for the audit
   * @param along what is added in the same transaction, behind the subscription
   */
  Future<Subscription> add(
      Principal who,
      Origin origin,
      Subscription subscription,
      JsonObject more,
      Function<SqlConnection, Future<Void>> along) {
    var details =
        new JsonObject()
            .put("name", subscription.name())
            .put("provider", subscription.provider())
            .mergeIn(more);
    return db.inTenant(
        who.tenant(),
        c ->
            insert(c, who.tenant(), subscription)
                .compose(
                    _ ->
                        audit.record(
                            c,
                            who,
                            origin,
                            "subscription.add",
                            Optional.of(subscription.id().toString()),
                            details))
                .compose(_ -> along.apply(c))
                .map(subscription));
  }

  private static Future<Void> insert(SqlConnection c, TenantId tenant, Subscription subscription) {
    if (subscription.name().equals(Subscription.UPLOADS)) {
      return Future.failedFuture(nameTaken()); // made when the first upload comes
    }
    return c.preparedQuery(
            "SELECT count(*) AS subscriptions FROM subscription WHERE tenant_id = $1")
        .execute(Tuple.of(tenant.value()))
        .compose(
            rows ->
                rows.iterator().next().getLong("subscriptions") < MOST
                    ? c.preparedQuery(
                            """
                            INSERT INTO subscription (tenant_id, subscription_id, name, provider)
                            VALUES ($1, $2, $3, $4)
                            ON CONFLICT (tenant_id, name) DO NOTHING
                            """)
                        .execute(
                            Tuple.of(
                                tenant.value(),
                                subscription.id().value(),
                                subscription.name(),
                                subscription.provider()))
                    : Future.failedFuture(full()))
        .compose(
            rows ->
                rows.rowCount() == 1 ? Future.succeededFuture() : Future.failedFuture(nameTaken()));
  }

  /** The slug of that tenant, by which the settings of a node know it. */
  public Future<String> slug(TenantId tenant) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery("SELECT slug FROM tenant WHERE tenant_id = $1")
                .execute(Tuple.of(tenant.value()))
                .map(rows -> rows.iterator().next().getString("slug")));
  }

  public Future<Optional<Subscription>> find(TenantId tenant, SubscriptionId id) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT subscription_id, name, provider FROM subscription
                    WHERE tenant_id = $1 AND subscription_id = $2
                    """)
                .execute(Tuple.of(tenant.value(), id.value()))
                .map(rows -> Rows.atMostOne(rows, SubscriptionStore::toSubscription)));
  }

  /**
   * In order of their names.
   *
   * @param after name of the last one of the page before; empty for the first page
   */
  public Future<List<SubscriptionState>> list(TenantId tenant, Optional<String> after, int limit) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT s.subscription_id, s.name, s.provider,
                           coalesce(l.pending, 0) AS pending, coalesce(l.state, 'IDLE') AS state,
                           a.cloud, a.authority, a.resource_manager, a.azure_subscription, a.directory,
                           a.client_id, a.secret_set_at, b.account_id, b.container, b.key_set_at
                    FROM subscription s
                    LEFT JOIN azure_account a ON a.tenant_id = s.tenant_id AND a.subscription_id = s.subscription_id
                    LEFT JOIN log_storage b ON b.tenant_id = s.tenant_id AND b.subscription_id = s.subscription_id
                    LEFT JOIN lane l ON l.tenant_id = s.tenant_id AND l.subscription_id = s.subscription_id
                    WHERE s.tenant_id = $1 AND ($2::text IS NULL OR s.name > $2)
                    ORDER BY s.name
                    LIMIT $3
                    """)
                .execute(Tuple.of(tenant.value(), after.orElse(null), limit))
                .map(rows -> Rows.all(rows, SubscriptionStore::toState)));
  }

  /** The subscription that takes uploads; made when the tenant has none yet. */
  public Future<Subscription> ensureUploads(SqlConnection c, TenantId tenant) {
    return c.preparedQuery(
            """
            INSERT INTO subscription (tenant_id, subscription_id, name, provider) VALUES ($1, $2, $3, 'uploaded')
            ON CONFLICT (tenant_id, name) DO NOTHING
            """)
        .execute(Tuple.of(tenant.value(), ids.next(), Subscription.UPLOADS))
        .compose(
            _ ->
                c.preparedQuery(
                        """
                        SELECT subscription_id, name, provider FROM subscription
                        WHERE tenant_id = $1 AND name = $2
                        """)
                    .execute(Tuple.of(tenant.value(), Subscription.UPLOADS)))
        .map(rows -> Rows.atMostOne(rows, SubscriptionStore::toSubscription).orElseThrow());
  }

  /** As {@link #ensureUploads(SqlConnection, TenantId)}, in a transaction of its own. */
  public Future<Subscription> ensureUploads(TenantId tenant) {
    return db.inTenant(tenant, c -> ensureUploads(c, tenant));
  }

  /** The same for a subscription of another tenant and for one that never was. */
  public static Refusal notFound() {
    return new Refusal.NotFound(new Text("There is no such subscription.", "해당 구독을 찾을 수 없습니다."));
  }

  private static Refusal nameTaken() {
    return new Refusal.Conflict(
        new Text(
            "The tenant has a subscription of that name already: choose another name.",
            "테넌트에 같은 이름의 구독이 이미 있습니다. 다른 이름을 지정해 주십시오."));
  }

  private static Refusal full() {
    return new Refusal.Conflict(
        new Text(
            "The tenant has %d subscriptions already, which is the most.".formatted(MOST),
            "테넌트의 구독이 이미 최대 개수인 %d개입니다.".formatted(MOST)));
  }

  private static SubscriptionState toState(Row row) {
    var state = row.getString("state");
    var running = state.equals("RUNNING") ? 1 : 0;
    return new SubscriptionState(
        toSubscription(row),
        Math.max(0, row.getInteger("pending") - running),
        running,
        state.equals("PARKED"),
        row.getString("cloud") == null
            ? Optional.empty()
            : Optional.of(AccountStore.toAccount(row)),
        row.getString("container") == null
            ? Optional.empty()
            : Optional.of(StorageStore.toStorage(row)));
  }

  private static Subscription toSubscription(Row row) {
    return new Subscription(
        new SubscriptionId(row.getUUID("subscription_id")),
        row.getString("name"),
        row.getString("provider"));
  }
}
