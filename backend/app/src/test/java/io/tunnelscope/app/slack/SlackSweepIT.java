package io.tunnelscope.app.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the bot forgets by the hour. */
@BackendTest
class SlackSweepIT {
  private final Db db;
  private final TestDatabase database;
  private final TestTenant tenant;

  SlackSweepIT(Db db, TestDatabase database, TestTenants tenants) {
    this.db = db;
    this.database = database;
    this.tenant = tenants.add("sweep");
  }

  @Test
  void shouldTakeAwayWhatIsOverAndNothingElse() {
    // Given: more than one step takes, and one of each that is still needed
    insert(
        """
        INSERT INTO slack_bucket (tenant_id, workspace_id, bucket, taken_until)
        SELECT ?, gen_random_uuid(), 'old' || n, now() - interval '2 days' FROM generate_series(1, 1100) n
        """);
    insert(
        """
        INSERT INTO slack_bucket (tenant_id, workspace_id, bucket, taken_until, rests_until)
        VALUES (?, gen_random_uuid(), 'rests', now() - interval '2 days', now() + interval '1 minute')
        """);
    mute("'over'", "now() - interval '1 second'");
    mute("'muted'", "now() + interval '1 hour'");
    undelivered("'over'", "now() - interval '91 days'");
    undelivered("'kept'", "now() - interval '89 days'");

    // When
    Results.of(new SlackSweep(db).sweep());

    // Then
    assertThat(left("bucket", "slack_bucket")).containsExactly("rests");
    assertThat(left("target_key", "slack_mute")).containsExactly("muted");
    assertThat(left("text", "slack_undelivered")).containsExactly("kept");
  }

  private void mute(String target, String until) {
    insert(
        """
        INSERT INTO slack_mute (tenant_id, workspace_id, channel_id, target_key, until, made_by)
        VALUES (?, gen_random_uuid(), 'C1', %s, %s, 'A')
        """
            .formatted(target, until));
  }

  private void undelivered(String text, String at) {
    insert(
        """
        INSERT INTO slack_undelivered (tenant_id, undelivered_id, at, workspace_id, channel_id, slack_user, why, text)
        VALUES (?, '%s', %s, gen_random_uuid(), 'C1', '', 'channel: is_archived', %s)
        """
            .formatted(UUID.randomUUID(), at, text));
  }

  private void insert(String sql) {
    Sql.update(database.migrate(), sql, tenant.id().value());
  }

  private List<String> left(String column, String table) {
    return Sql.column(
        database.migrate(),
        "SELECT %s FROM %s WHERE tenant_id = ?".formatted(column, table),
        tenant.id().value());
  }
}
