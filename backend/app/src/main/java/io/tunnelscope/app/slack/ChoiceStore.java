package io.tunnelscope.app.slack;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the buttons of an answer stand for. */
final class ChoiceStore {
  private final Db db;

  ChoiceStore(Db db) {
    this.db = db;
  }

  /** A line that a button says. */
  record Offered(UUID id, String command) {}

  /** Keeps them for that user, and forgets those whose time is over. */
  Future<Void> offer(
      TenantId tenant, UUID workspace, String user, List<Offered> all, Instant now, Instant until) {
    var rows =
        all.stream()
            .map(
                each ->
                    Tuple.of(
                        tenant.value(),
                        each.id(),
                        workspace,
                        user,
                        each.command(),
                        until.atOffset(ZoneOffset.UTC)))
            .toList();
    return rows.isEmpty()
        ? Future.succeededFuture()
        : db.inTenant(
            tenant,
            c ->
                c.preparedQuery("DELETE FROM slack_choice WHERE tenant_id = $1 AND expires_at < $2")
                    .execute(Tuple.of(tenant.value(), now.atOffset(ZoneOffset.UTC)))
                    .compose(
                        _ ->
                            c.preparedQuery(
                                    """
                                    INSERT INTO slack_choice (tenant_id, choice_id, workspace_id,
                                        slack_user, command, expires_at)
                                    VALUES ($1, $2, $3, $4, $5, $6)
                                    """)
                                .executeBatch(rows))
                    .mapEmpty());
  }

  /**
   * The line; it serves one press, and its own user alone.
   *
   * @param press the same when the same press comes again: what it asked for may not be done yet
   */
  Future<Optional<String>> take(
      TenantId tenant, UUID workspace, String user, UUID choice, String press, Instant now) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    UPDATE slack_choice SET taken_by = $6
                    WHERE tenant_id = $1 AND choice_id = $2 AND workspace_id = $3 AND slack_user = $4
                      AND expires_at > $5 AND coalesce(taken_by, $6) = $6
                    RETURNING command
                    """)
                .execute(
                    Tuple.of(
                        tenant.value(),
                        choice,
                        workspace,
                        user,
                        now.atOffset(ZoneOffset.UTC),
                        press))
                .map(rows -> Rows.atMostOne(rows, row -> row.getString("command"))));
  }
}
