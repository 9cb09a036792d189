package io.tunnelscope.app.migrations;

import io.tunnelscope.app.settings.DatabaseUrl;
import io.tunnelscope.app.testing.Sql;
import java.util.UUID;

/** One row in each tenant table, so that a wall between tenants has something to hide. */
final class TenantRows {
  private TenantRows() {}

  /**
   * Writes as the migrate role, which sees every tenant. A new table needs a statement here; the
   * isolation test says so.
   */
  static void insert(DatabaseUrl migrate, UUID tenant) {
    String sql =
        """
        INSERT INTO tenant (tenant_id, slug, name) VALUES ({t}, 'slug-' || right({t}::text, 12), 'T');
        INSERT INTO membership (tenant_id, person_id, role, name, issuer, subject) VALUES ({t}, {t}, 'viewer', 'A', 'i', 's');
        INSERT INTO api_token (tenant_id, token_id, name, role, secret_hash, created_by, expires_at)
          VALUES ({t}, {t}, 'ci', 'viewer', decode(repeat('00', 32), 'hex'), 'A', now() + interval '1 day');
        INSERT INTO identity_provider (tenant_id, issuer, client_id, scopes, role_claim) VALUES ({t}, 'i', 'c', 'openid', 'groups');
        INSERT INTO role_mapping (tenant_id, position, claim_value, role) VALUES ({t}, 1, 'g', 'viewer');
        INSERT INTO subscription (tenant_id, subscription_id, name, provider) VALUES ({t}, {t}, 'main', 'simulated');
        INSERT INTO data_key (tenant_id, version, kek_id, wrapped) VALUES ({t}, 1, 'kek', '\\x00');
        INSERT INTO redaction_key (tenant_id, key_sealed, key_version) VALUES ({t}, decode(repeat('00', 32), 'hex'), 1);
        INSERT INTO azure_account (tenant_id, subscription_id, cloud, azure_subscription, directory, client_id)
          VALUES ({t}, {t}, 'public', {t}, 'd', {t});
        INSERT INTO log_storage (tenant_id, subscription_id, account_id, container) VALUES ({t}, {t}, '/a', 'https://c');
        INSERT INTO gateway (tenant_id, gateway_id, subscription_id, arm_id, name, kind) VALUES ({t}, {t}, {t}, '/g', 'g', 'Vpn');
        INSERT INTO connection (tenant_id, connection_id, gateway_id, arm_id, name, kind) VALUES ({t}, {t}, {t}, '/c', 'c', 'IPsec');
        INSERT INTO gateway_tag (tenant_id, gateway_id, key, value) VALUES ({t}, {t}, 'k', 'v');
        INSERT INTO connection_tag (tenant_id, connection_id, key, value) VALUES ({t}, {t}, 'k', 'v');
        INSERT INTO former_subscription (tenant_id, subscription_id, name) VALUES ({t}, {t}, 'gone');
        INSERT INTO run (tenant_id, run_id, subscription_id, target, target_name, kind, provider, source, requester, state, queued_at)
          VALUES ({t}, {t}, {t}, '/c', 'c', 'connection', 'simulated', 'user', 'A', 'QUEUED', now());
        INSERT INTO schedule (tenant_id, schedule_id, targets, cron, time_zone, jitter_seconds, missed, active, state,
                              maker_kind, maker_id, maker_name)
          VALUES ({t}, {t}, '*', '* * * * *', 'Etc/UTC', 0, 'skip', false, 'ON', 'person', {t}, 'A');
        INSERT INTO schedule_tick (tenant_id, schedule_id, due_at, next_at) VALUES ({t}, {t}, now(), now());
        INSERT INTO schedule_run (tenant_id, schedule_id, target_key, run_id) VALUES ({t}, {t}, '/c', {t});
        INSERT INTO requester (tenant_id, name) VALUES ({t}, 'A');
        INSERT INTO target_baseline (tenant_id, target_key, run_id, pinned_by) VALUES ({t}, '/c', {t}, 'A');
        INSERT INTO target_last_run (tenant_id, target_key, run_id, state) VALUES ({t}, '/c', {t}, 'FAILED');
        INSERT INTO run_event (tenant_id, run_id, seq, at, kind, body) VALUES ({t}, {t}, 1, now(), 'state', '{}');
        INSERT INTO evidence (tenant_id, run_id, ordinal, kind, body) VALUES ({t}, {t}, 1, 'cpu', '{}');
        INSERT INTO finding (tenant_id, run_id, ordinal, notice, cause, severity, certainty, facts, proof)
          VALUES ({t}, {t}, 1, true, 'NAT_IN_PATH', 'ok', 'certain', '{}', '[]');
        INSERT INTO diff (tenant_id, to_run, from_run, ordinal, kind, fault, cause) VALUES ({t}, {t}, {t}, 1, 'APPEARED', 'f', 'c');
        INSERT INTO bundle (tenant_id, run_id, origin, store_key, bytes, sha256, created_at)
          VALUES ({t}, {t}, 'written', 'k', 1, decode(repeat('00', 32), 'hex'), now());
        INSERT INTO log_file (tenant_id, run_id, ordinal, name, bytes, lines) VALUES ({t}, {t}, 1, 'a.txt', 1, 1);
        INSERT INTO idempotency_key (tenant_id, key, request_hash, run_id, expires_at) VALUES ({t}, 'k', '', {t}, now());
        INSERT INTO tenant_share (tenant_id) VALUES ({t});
        INSERT INTO lane (tenant_id, subscription_id) VALUES ({t}, {t});
        INSERT INTO queued_run (tenant_id, subscription_id, run_id) VALUES ({t}, {t}, {t});
        INSERT INTO outbox_lane (tenant_id, lane) VALUES ({t}, 'l');
        INSERT INTO outbox_message (tenant_id, lane, key, body, not_before, since) VALUES ({t}, 'l', 'k', '{}', now(), now());
        INSERT INTO slack_reply (tenant_id, reply_id, response_url_sealed, key_version, until)
          VALUES ({t}, {t}, decode(repeat('00', 32), 'hex'), 1, now());
        INSERT INTO slack_post (tenant_id, post_id, run_id, workspace_id, channel_id, only_for, asked_by, reply_id, quiet)
          VALUES ({t}, {t}, {t}, {t}, 'C1', '', 'U1', {t}, false);
        INSERT INTO slack_subscription (tenant_id, workspace_id, channel_id, target_key, target_name, on_unhealthy, on_changed,
                                        on_recovered, on_all, digest, made_by)
          VALUES ({t}, {t}, 'C1', '*', '*', true, false, false, false, false, 'A');
        INSERT INTO slack_mute (tenant_id, workspace_id, channel_id, target_key, until, made_by)
          VALUES ({t}, {t}, 'C1', '/c', now(), 'A');
        INSERT INTO slack_digest_run (tenant_id, workspace_id, channel_id, run_id, period) VALUES ({t}, {t}, 'C1', {t}, 1);
        INSERT INTO slack_bucket (tenant_id, workspace_id, bucket, taken_until) VALUES ({t}, {t}, 'chat.update', now());
        INSERT INTO slack_undelivered (tenant_id, undelivered_id, at, workspace_id, channel_id, slack_user, run_id, why, text)
          VALUES ({t}, {t}, now(), {t}, 'C1', 'U1', {t}, 'channel: is_archived', 'Healthy');
        INSERT INTO slack_workspace (tenant_id, workspace_id, app_id, enterprise_id, team_id) VALUES ({t}, {t}, 'A1', '', {t}::text);
        INSERT INTO slack_errand (tenant_id, errand_id, workspace_id, said_sealed, key_version, came_at, lease_until)
          VALUES ({t}, {t}, {t}, decode(repeat('00', 32), 'hex'), 1, now(), now());
        INSERT INTO slack_install (tenant_id, state_hash, session_hash, expires_at)
          VALUES ({t}, decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex'), now());
        INSERT INTO slack_account (tenant_id, workspace_id, slack_user, person_id, linked_at) VALUES ({t}, {t}, 'U1', {t}, now());
        INSERT INTO slack_link (tenant_id, link_hash, workspace_id, slack_user, slack_name, expires_at)
          VALUES ({t}, decode(repeat('00', 32), 'hex'), {t}, 'U1', 'a', now());
        INSERT INTO slack_choice (tenant_id, choice_id, workspace_id, slack_user, command, expires_at)
          VALUES ({t}, {t}, {t}, 'U1', 'help', now());
        INSERT INTO slack_channel (tenant_id, workspace_id, channel_id, name, ceiling, bound_by, bound_at)
          VALUES ({t}, {t}, 'C1', 'c', 'viewer', 'A', now());
        INSERT INTO audit_head (tenant_id, hash) VALUES ({t}, decode(repeat('00', 32), 'hex'));
        INSERT INTO audit (tenant_id, seq, at, actor_kind, actor, action, result, prev_hash, hash)
          VALUES ({t}, 1, now(), 'system', 'A', 'run.start', 'ok', decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex'));
        """;
    Sql.run(migrate, sql.replace("{t}", "'" + tenant + "'::uuid").split(";\\n"));
  }
}
