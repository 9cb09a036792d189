package io.tunnelscope.app.gateways;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.identity.Uuid7;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/** The subscriptions of a tenant. */
public final class SubscriptionStore {
  private final Db db;
  private final Uuid7 ids;

  public SubscriptionStore(Db db, Uuid7 ids) {
    this.db = db;
    this.ids = ids;
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
                           coalesce(l.pending, 0) AS pending, coalesce(l.state, 'IDLE') AS state
                    FROM subscription s
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

  private static SubscriptionState toState(Row row) {
    var state = row.getString("state");
    var running = state.equals("RUNNING") ? 1 : 0;
    return new SubscriptionState(
        toSubscription(row),
        Math.max(0, row.getInteger("pending") - running),
        running,
        state.equals("PARKED"));
  }

  private static Subscription toSubscription(Row row) {
    return new Subscription(
        new SubscriptionId(row.getUUID("subscription_id")),
        row.getString("name"),
        row.getString("provider"));
  }
}
