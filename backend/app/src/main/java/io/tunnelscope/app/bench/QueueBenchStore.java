package io.tunnelscope.app.bench;

import io.tunnelscope.app.db.AcrossTenants;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.runs.RunQueue;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/** What the benchmark of the queue writes: the world that runs need, then runs by the queue. */
final class QueueBenchStore {
  private final Db superuser;
  private final Db db;
  private final RunQueue queue = new RunQueue();

  QueueBenchStore(Db superuser, Db db) {
    this.superuser = superuser;
    this.db = db;
  }

  /** Tenants without limits, and a subscription a lane. */
  @AcrossTenants("an empty database is filled")
  Future<Void> addLanes(List<QueueJob> lanes) {
    var tenants = lanes.stream().map(lane -> lane.tenant().value()).toArray(UUID[]::new);
    return superuser.system(
        "bench",
        c ->
            c.preparedQuery(
                    """
                    INSERT INTO tenant (tenant_id, slug, name, queue_limit, running_limit)
                    SELECT DISTINCT tenant_id, slug, slug, 1000000, 1000000
                      FROM unnest($1::uuid[], $2::text[]) AS t (tenant_id, slug)
                    """)
                .execute(
                    Tuple.tuple()
                        .addArrayOfUUID(tenants)
                        .addArrayOfString(
                            lanes.stream().map(QueueJob::tenantSlug).toArray(String[]::new)))
                .compose(
                    _ ->
                        c.preparedQuery(
                                """
                                INSERT INTO tenant_share (tenant_id)
                                SELECT DISTINCT tenant_id FROM unnest($1::uuid[]) AS t (tenant_id)
                                """)
                            .execute(Tuple.tuple().addArrayOfUUID(tenants)))
                .compose(
                    _ ->
                        c.preparedQuery(
                                """
                                INSERT INTO subscription (tenant_id, subscription_id, name, provider)
                                SELECT tenant_id, subscription_id, subscription_id::text, 'simulated'
                                  FROM unnest($1::uuid[], $2::uuid[]) AS s (tenant_id, subscription_id)
                                """)
                            .execute(
                                Tuple.tuple()
                                    .addArrayOfUUID(tenants)
                                    .addArrayOfUUID(
                                        lanes.stream()
                                            .map(lane -> lane.subscription().value())
                                            .toArray(UUID[]::new))))
                .mapEmpty());
  }

  /** Opens connections, as a node has them that was there for a while. */
  Future<Void> greet(TenantId tenant) {
    return db.inTenant(tenant, c -> queue.lockShare(c, tenant)).mapEmpty();
  }

  /** Queues runs of one lane in one transaction. */
  Future<Void> enqueue(TenantId tenant, SubscriptionId subscription, List<RunId> runs) {
    return db.inTenant(
        tenant,
        c ->
            queue
                .lockShare(c, tenant)
                .compose(
                    share -> {
                      // Sent together: the second stands behind the first on the wire.
                      var inserted = insert(c, tenant, subscription, runs);
                      var added = queue.add(c, share, subscription, runs, false);
                      return Future.join(inserted, added).mapEmpty();
                    }));
  }

  private static Future<Void> insert(
      SqlConnection c, TenantId tenant, SubscriptionId subscription, List<RunId> runs) {
    return c.preparedQuery(
            """
            INSERT INTO run (tenant_id, run_id, subscription_id, target, target_name, kind, provider,
                             source, requester, state, queued_at)
            SELECT $1, run_id, $2, 't', 't', 'gateway', 'simulated', 'api', 'bench', 'QUEUED', now()
              FROM unnest($3::uuid[]) AS r (run_id)
            """)
        .execute(
            Tuple.of(
                tenant.value(),
                subscription.value(),
                runs.stream().map(RunId::value).toArray(UUID[]::new)))
        .mapEmpty();
  }

  /** Fresh statistics, as autovacuum would make them in time. */
  @AcrossTenants("statistics belong to no tenant")
  Future<Void> analyze() {
    return superuser.systemStatement("bench", c -> c.query("ANALYZE").execute().mapEmpty());
  }
}
