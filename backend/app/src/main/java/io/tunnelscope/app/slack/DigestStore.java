package io.tunnelscope.app.slack;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.outbox.OutboxStore.Besides;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** The runs that digests tell of. */
final class DigestStore {
  private final Db db;

  DigestStore(Db db) {
    this.db = db;
  }

  /**
   * In the order in which they were asked for. None where nobody may be told any more: the channel
   * is not bound, or who subscribed in their conversation with the bot is no member.
   */
  Future<List<RunId>> runs(TenantId tenant, Outgoing.Digest digest) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT run_id FROM slack_digest_run
                     WHERE tenant_id = $1 AND workspace_id = $2 AND channel_id = $3 AND period = $4
                       AND CASE WHEN channel_id ~ '^[CG]'
                           THEN EXISTS (SELECT FROM slack_channel
                                         WHERE tenant_id = $1 AND workspace_id = $2 AND channel_id = $3)
                           ELSE EXISTS (SELECT FROM slack_subscription s
                                         WHERE s.tenant_id = $1 AND s.workspace_id = $2
                                           AND s.channel_id = $3 AND %s) END
                     ORDER BY run_id
                    """
                        .formatted(SlackAccountStore.isMember("$2", "s.slack_user")))
                .execute(
                    Tuple.of(
                        tenant.value(),
                        digest.channel().workspace(),
                        digest.channel().id(),
                        digest.period()))
                .map(rows -> Rows.all(rows, row -> new RunId(row.getUUID("run_id")))));
  }

  /** It was told, or somebody was told that it cannot be. */
  Besides told(TenantId tenant, Outgoing.Digest digest) {
    return c ->
        c.preparedQuery(
                """
                DELETE FROM slack_digest_run
                 WHERE tenant_id = $1 AND workspace_id = $2 AND channel_id = $3 AND period = $4
                """)
            .execute(
                Tuple.of(
                    tenant.value(),
                    digest.channel().workspace(),
                    digest.channel().id(),
                    digest.period()))
            .mapEmpty();
  }
}
