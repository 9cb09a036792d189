package io.tunnelscope.app.slack;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.outbox.OutboxStore.Besides;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The inbox on the web: what could not be delivered. Goes with the runs it is about. */
final class UndeliveredStore {
  private static final int LONGEST_WHY = 1_000;
  private static final int LONGEST_TEXT = 4_000;

  private final Db db;

  UndeliveredStore(Db db) {
    this.db = db;
  }

  Besides add(TenantId tenant, Undelivered message) {
    return c ->
        c.preparedQuery(
                """
                INSERT INTO slack_undelivered (tenant_id, undelivered_id, at, workspace_id, channel_id,
                                               slack_user, run_id, why, text)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                """)
            .execute(
                Tuple.tuple()
                    .addUUID(tenant.value())
                    .addUUID(message.id())
                    .addOffsetDateTime(message.at().atOffset(ZoneOffset.UTC))
                    .addUUID(message.channel().workspace())
                    .addString(message.channel().id())
                    .addString(message.user().orElse(""))
                    .addUUID(message.run().map(RunId::value).orElse(null))
                    .addString(cut(message.why(), LONGEST_WHY))
                    .addString(cut(message.text(), LONGEST_TEXT)))
            .mapEmpty();
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }

  /**
   * Newest first.
   *
   * @param before the last one of the page before
   */
  Future<List<Undelivered>> list(TenantId tenant, Optional<UUID> before, int limit) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT undelivered_id, at, workspace_id, channel_id, slack_user, run_id, why, text
                      FROM slack_undelivered
                     WHERE tenant_id = $1 AND ($2::uuid IS NULL OR undelivered_id < $2)
                     ORDER BY undelivered_id DESC
                     LIMIT $3
                    """)
                .execute(Tuple.of(tenant.value(), before.orElse(null), limit))
                .map(rows -> Rows.all(rows, UndeliveredStore::toUndelivered)));
  }

  private static Undelivered toUndelivered(Row row) {
    return new Undelivered(
        row.getUUID("undelivered_id"),
        row.getOffsetDateTime("at").toInstant(),
        new Channel(row.getUUID("workspace_id"), row.getString("channel_id")),
        Optional.of(row.getString("slack_user")).filter(user -> !user.isEmpty()),
        Optional.ofNullable(row.getUUID("run_id")).map(RunId::new),
        row.getString("why"),
        row.getString("text"));
  }
}
