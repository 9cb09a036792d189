package io.tunnelscope.app.slack;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** What the bot remembered and need not any more. */
final class ForgottenStore {
  private static final int AT_ONCE = 500;

  /** Rows whose time is over, by what names them within their tenant. */
  private record Swept(String table, String key, String over) {
    String statement() {
      return """
      DELETE FROM %1$s WHERE tenant_id = $1 AND (%2$s) IN (
          SELECT %2$s FROM %1$s WHERE tenant_id = $1 AND %3$s LIMIT $2)
      """
          .formatted(table, key, over);
    }
  }

  private static final List<Swept> ALL =
      List.of(
          // A bucket that was left alone for a day is as good as a new one.
          new Swept(
              "slack_bucket",
              "workspace_id, bucket",
              "greatest(taken_until, rests_until) < now() - interval '1 day'"),
          new Swept("slack_mute", "workspace_id, channel_id, target_key", "until < now()"),
          new Swept("slack_choice", "choice_id", "expires_at < now()"),
          new Swept("slack_reply", "reply_id", "until < now()"),
          new Swept("slack_link", "link_hash", "expires_at < now()"),
          new Swept("slack_install", "state_hash", "expires_at < now()"),
          new Swept(
              "slack_undelivered",
              "undelivered_id",
              "run_id IS NULL AND at < now() - interval '90 days'"));

  private final Db db;

  ForgottenStore(Db db) {
    this.db = db;
  }

  /** Takes a little of it away; whether more may be left. */
  Future<Boolean> remove(TenantId tenant) {
    return db.inTenant(
        tenant,
        c -> {
          Future<Boolean> more = Future.succeededFuture(false);
          for (var swept : ALL) {
            more = more.compose(left -> remove(c, tenant, swept).map(full -> left || full));
          }
          return more;
        });
  }

  private static Future<Boolean> remove(SqlConnection c, TenantId tenant, Swept swept) {
    return c.preparedQuery(swept.statement())
        .execute(Tuple.of(tenant.value(), AT_ONCE))
        .map(rows -> rows.rowCount() == AT_ONCE);
  }
}
