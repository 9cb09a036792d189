package io.tunnelscope.app.slack;

import io.tunnelscope.app.db.AcrossTenants;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.secrets.DataKeyStore;
import io.tunnelscope.app.secrets.Place;
import io.tunnelscope.app.secrets.Sealed;
import io.tunnelscope.app.secrets.SealedColumn;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What was taken from Slack and is not done yet. {@link SeenStore} writes it, with what names the
 * delivery. A lease holds by the clock of the database.
 */
final class ErrandStore {
  private final Db db;

  ErrandStore(Db db) {
    this.db = db;
  }

  /** An errand on its way into the database. */
  record Kept(TenantId tenant, UUID id, UUID workspace, Sealed said) {
    Held held() {
      return new Held(tenant, id, 1);
    }
  }

  /**
   * An errand that this node is at.
   *
   * @param attempt 1 for the node that took it from Slack
   */
  record Held(TenantId tenant, UUID id, int attempt) {}

  /** What was said, and how long ago by the clock of the database. */
  record Said(Sealed text, Duration ago) {}

  static Place placeOf(UUID errand) {
    return new Place(SealedColumn.SLACK_ERRAND, errand);
  }

  /**
   * Takes up to that many that nobody is at, those first that were left for longest.
   *
   * @param inHand those that this node is at, however long that takes
   */
  @AcrossTenants("nodes take up what others left, of all tenants: ids and times only")
  Future<List<Held>> takeUp(int want, Duration lease, Collection<UUID> inHand) {
    return db.systemStatement(
        "take up",
        c ->
            c.preparedQuery(
                    """
                    UPDATE slack_errand e SET
                           attempt = e.attempt + 1,
                           lease_until = clock_timestamp() + make_interval(secs => $2)
                      FROM (SELECT tenant_id, errand_id FROM slack_errand
                             WHERE lease_until < clock_timestamp() AND errand_id <> ALL ($3)
                             ORDER BY lease_until
                             LIMIT $1
                               FOR UPDATE SKIP LOCKED) left_behind
                     WHERE e.tenant_id = left_behind.tenant_id AND e.errand_id = left_behind.errand_id
                    RETURNING e.tenant_id, e.errand_id, e.attempt
                    """)
                .execute(Tuple.of(want, (double) lease.toSeconds(), inHand.toArray(UUID[]::new)))
                .map(
                    rows ->
                        Rows.all(
                            rows,
                            row ->
                                new Held(
                                    new TenantId(row.getUUID("tenant_id")),
                                    row.getUUID("errand_id"),
                                    row.getInteger("attempt")))));
  }

  /** Empty when somebody ended it meanwhile. */
  Future<Optional<Said>> said(TenantId tenant, UUID errand) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT e.said_sealed, k.version, k.kek_id, k.wrapped,
                           extract(epoch FROM clock_timestamp() - e.came_at)::float8 AS ago
                      FROM slack_errand e
                      JOIN data_key k ON k.tenant_id = e.tenant_id AND k.version = e.key_version
                     WHERE e.tenant_id = $1 AND e.errand_id = $2
                    """)
                .execute(Tuple.of(tenant.value(), errand))
                .map(
                    rows ->
                        Rows.atMostOne(
                            rows,
                            row ->
                                new Said(
                                    DataKeyStore.toSealed(tenant, row, "said_sealed").orElseThrow(),
                                    Duration.ofMillis((long) (row.getDouble("ago") * 1000))))));
  }

  /** Nobody else takes it up for that long; false when somebody has. */
  @AcrossTenants("leases are the system's: nodes take up what others left, of all tenants")
  Future<Boolean> hold(Held held, Duration lease) {
    return db.systemStatement(
        "hold",
        c ->
            c.preparedQuery(
                    """
                    UPDATE slack_errand
                       SET lease_until = greatest(lease_until, clock_timestamp() + make_interval(secs => $4))
                     WHERE tenant_id = $1 AND errand_id = $2 AND attempt = $3
                    """)
                .execute(
                    Tuple.of(
                        held.tenant().value(),
                        held.id(),
                        held.attempt(),
                        (double) lease.toSeconds()))
                .map(rows -> rows.rowCount() == 1));
  }

  /** It is done, unless another node has taken it up since. */
  Future<Void> done(TenantId tenant, Held held) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    DELETE FROM slack_errand WHERE tenant_id = $1 AND errand_id = $2 AND attempt = $3
                    """)
                .execute(Tuple.of(tenant.value(), held.id(), held.attempt()))
                .mapEmpty());
  }
}
