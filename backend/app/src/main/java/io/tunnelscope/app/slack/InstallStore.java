package io.tunnelscope.app.slack;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;

/** Installations that have left for Slack, by the hash of their state. */
final class InstallStore {
  private final Db db;

  InstallStore(Db db) {
    this.db = db;
  }

  /** Stores it and forgets those that nobody came back for. */
  Future<Void> add(TenantId tenant, Buffer state, Buffer session, Instant now, Instant until) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery("DELETE FROM slack_install WHERE tenant_id = $1 AND expires_at <= $2")
                .execute(Tuple.of(tenant.value(), now.atOffset(ZoneOffset.UTC)))
                .compose(
                    _ ->
                        c.preparedQuery(
                                """
                                INSERT INTO slack_install
                                    (tenant_id, state_hash, session_hash, expires_at)
                                VALUES ($1, $2, $3, $4)
                                """)
                            .execute(
                                Tuple.of(
                                    tenant.value(),
                                    state,
                                    session,
                                    until.atOffset(ZoneOffset.UTC))))
                .mapEmpty());
  }

  /** Takes it out; whether it was there, of that session and in time. */
  Future<Boolean> take(TenantId tenant, Buffer state, Buffer session, Instant now) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    DELETE FROM slack_install WHERE tenant_id = $1 AND state_hash = $2
                    RETURNING session_hash = $3 AND expires_at > $4 AS good
                    """)
                .execute(Tuple.of(tenant.value(), state, session, now.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.size() == 1 && rows.iterator().next().getBoolean("good")));
  }
}
