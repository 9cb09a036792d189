package io.tunnelscope.app.bench;

import io.tunnelscope.app.cli.CommandFailed;
import io.tunnelscope.app.cli.ExitStatus;
import io.tunnelscope.app.settings.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Three years of runs of 1,000 tenants, written by the server itself. The n-th tenant has a share
 * of 1/n, so the first has an eighth of all runs and the last about one in 7,500; a target has
 * about 1,500 runs, bad ones in spells. Rows lie in the order of their time, the tenants mixed, as
 * they would have come. One target more, of the largest tenant, has a run every minute of the last
 * 30 days, ten of each 200 bad. Each diagnosed run has a finding, each changed one a diff; the
 * starts of one tenant in ten are in the audit, whose chain is not valid.
 */
final class HistoryWorld {
  static final int TENANTS = 1_000;

  /** Every which tenant has an audit, the first one included. */
  static final int AUDITED = 10;

  private static final int MONTHS = 36;

  /** What is computed of a number comes out the same for the run and for the one that follows. */
  private static final List<String> FORMULAS =
      List.of(
          """
          CREATE FUNCTION pg_temp.luck(n int, i int, faces int) RETURNS int LANGUAGE sql IMMUTABLE AS $$
            SELECT abs(hashint8(n * 100000000::bigint + i) % faces) $$
          """,
          """
          CREATE FUNCTION pg_temp.run_id(at timestamptz, n int, i int) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
            SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '70008'
              || substr(md5(n || '.' || i), 1, 15))::uuid $$
          """,
          """
          CREATE FUNCTION pg_temp.verdict(n int, i int, targets int) RETURNS int LANGUAGE sql IMMUTABLE AS $$
            SELECT CASE WHEN pg_temp.luck(n, i % targets * 10000 + i / targets / 8, 6) > 0 THEN 0
              ELSE pg_temp.luck(n, i % targets * 10000 + i / targets / 8 + 1, 2000) END $$
          """,
          """
          CREATE FUNCTION pg_temp.month(number int) RETURNS timestamptz LANGUAGE sql STABLE AS $$
            SELECT first + (last - first) * (number / months::float) FROM pg_temp.bench_span $$
          """);

  private static final List<String> TENANTS_AND_TARGETS =
      List.of(
          """
          CREATE TEMP TABLE bench_tenant AS
          SELECT n, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid AS tenant_id,
                 ('00000000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid AS subscription_id,
                 runs, greatest(2, runs / 1500) AS targets
          FROM (SELECT n, greatest(10, (wanted / n / (SELECT sum(1.0 / m) FROM generate_series(1, 1000) m))::int) AS runs
                FROM bench_span, generate_series(1, 1000) n) share
          """,
          """
          CREATE TEMP TABLE bench_target AS
          SELECT t.n, k, tenant_id, subscription_id, k % 10 = 0 AS is_gateway,
                 md5('gateway' || t.n || '.' || k / 10)::uuid AS gateway_id,
                 md5('connection' || t.n || '.' || k)::uuid AS connection_id,
                 '/subscriptions/' || subscription_id || '/resourceGroups/net/providers/Microsoft.Network/'
                   || CASE WHEN k % 10 = 0 THEN 'virtualNetworkGateways/hub-' || k / 10
                           ELSE 'connections/hub-' || k / 10 || '-site-' || k END AS arm_id,
                 CASE WHEN k % 10 = 0 THEN 'hub-' || k / 10 ELSE 'site-' || k END AS own_name,
                 'hub-' || k / 10 || CASE WHEN k % 10 = 0 THEN '' ELSE '/site-' || k END AS name
          FROM bench_tenant t CROSS JOIN LATERAL generate_series(0, t.targets - 1) k
          """,
          """
          CREATE TEMP TABLE bench_verdict (v int, code text, fault text, cause text, severity text);
          INSERT INTO bench_verdict
          SELECT v, CASE WHEN v = 0 THEN 'Healthy' WHEN v < 1950 THEN 'UnHealthy' ELSE 'Undetermined' END,
                 CASE WHEN v = 0 THEN 'NoFault' WHEN v < 800 THEN 'PeerReachability'
                      WHEN v < 1400 THEN 'Authentication' WHEN v < 1900 THEN 'IkePolicyMismatch'
                      WHEN v < 1950 THEN 'PeerReachability' ELSE 'Undetermined' END,
                 CASE WHEN v = 0 THEN 'HEALTHY' WHEN v < 800 THEN 'PEER_UNREACHABLE'
                      WHEN v < 1400 THEN 'AUTH_PSK_MISMATCH' WHEN v < 1900 THEN 'IKE_PROPOSAL_MISMATCH'
                      WHEN v < 1950 THEN 'RESOURCE' ELSE 'UNDETERMINABLE' END,
                 CASE WHEN v = 0 THEN 'ok' WHEN v < 1950 THEN 'error' ELSE 'warning' END
          FROM generate_series(0, 1999) v
          """,
          "ANALYZE bench_tenant, bench_target, bench_verdict",
          """
          INSERT INTO tenant (tenant_id, slug, name)
          SELECT tenant_id, 'bench-' || n, 'Bench ' || n FROM bench_tenant
          """,
          """
          INSERT INTO audit_head (tenant_id, seq, hash)
          SELECT tenant_id, CASE WHEN n % 10 = 1 THEN runs ELSE 0 END, decode(repeat('00', 32), 'hex')
          FROM bench_tenant
          """,
          """
          INSERT INTO subscription (tenant_id, subscription_id, name, provider)
          SELECT tenant_id, subscription_id, 'production', 'simulated' FROM bench_tenant
          """,
          """
          INSERT INTO gateway (tenant_id, gateway_id, subscription_id, arm_id, name, kind, vpn_type)
          SELECT tenant_id, gateway_id, subscription_id, arm_id, own_name, 'Vpn', 'RouteBased'
          FROM bench_target WHERE is_gateway
          """,
          """
          INSERT INTO connection (tenant_id, connection_id, gateway_id, arm_id, name, kind)
          SELECT tenant_id, connection_id, gateway_id, arm_id, own_name, 'IPsec'
          FROM bench_target WHERE NOT is_gateway
          """);

  /** What is named so has a run every minute. */
  private static final List<String> MINUTELY =
      List.of(
          """
          INSERT INTO connection (tenant_id, connection_id, gateway_id, arm_id, name, kind)
          SELECT tenant_id, md5('minutely')::uuid, gateway_id,
                 replace(arm_id, 'virtualNetworkGateways/hub-0', 'connections/minutely'), 'minutely', 'IPsec'
          FROM bench_target WHERE n = 1 AND k = 0
          """,
          """
          INSERT INTO run (tenant_id, run_id, subscription_id, target, target_name, kind, provider, source,
                           requester, state, attempt, event_seq, queued_at, started_at, finished_at,
                           diagnosed_from, diagnosed_to, code, severity, fault, cause, previous_run_id, changed)
          SELECT tenant_id, pg_temp.run_id(at, 0, i), subscription_id,
                 replace(arm_id, 'virtualNetworkGateways/hub-0', 'connections/minutely'), 'hub-0/minutely',
                 'connection', 'simulated', 'schedule', 'Nightly look', 'SUCCEEDED', 1, 6,
                 at, at + interval '1 second', at + interval '9 seconds', at, at + interval '8 seconds',
                 code, severity, fault, cause,
                 CASE WHEN i > 0 THEN pg_temp.run_id(at - interval '1 minute', 0, i - 1) END,
                 CASE WHEN i > 0 THEN i % 200 IN (0, 190) END
          FROM (SELECT i, last - interval '30 days' + i * interval '1 minute' AS at
                FROM bench_span, generate_series(0, 30 * 24 * 60 - 1) i) each
          JOIN bench_target ON n = 1 AND k = 0
          JOIN bench_verdict ON v = CASE WHEN i % 200 < 190 THEN 0 ELSE 1000 END
          ORDER BY at
          """);

  /** Of one month, whose number is asked for wherever a question mark stands; so are the next. */
  private static final String RUNS =
      """
      INSERT INTO run (tenant_id, run_id, subscription_id, target, target_name, kind, provider, source,
                       requester, state, attempt, event_seq, queued_at, started_at, finished_at,
                       diagnosed_from, diagnosed_to, code, severity, fault, cause, previous_run_id,
                       changed, failure_reason, failure_detail)
      SELECT r.tenant_id, pg_temp.run_id(at, r.n, i), r.subscription_id, k.arm_id, k.name,
             CASE WHEN k.is_gateway THEN 'gateway' ELSE 'connection' END, 'simulated',
             CASE WHEN by_whom < 600 THEN 'schedule' WHEN by_whom < 800 THEN 'user'
                  WHEN by_whom < 900 THEN 'api' WHEN by_whom < 950 THEN 'cli'
                  WHEN by_whom < 999 THEN 'slack' ELSE 'arm' END,
             CASE WHEN by_whom < 600 THEN 'Nightly look' WHEN by_whom < 800 THEN 'Person ' || by_whom % 40
                  WHEN by_whom < 950 THEN 'Token ' || by_whom % 10 ELSE 'Guest ' || by_whom % 40 END,
             CASE WHEN fate > 0 THEN 'SUCCEEDED' ELSE 'FAILED' END, 1, 6,
             at, at + interval '1 second', at + interval '9 seconds',
             CASE WHEN fate > 0 THEN at END, CASE WHEN fate > 0 THEN at + interval '8 seconds' END,
             CASE WHEN fate > 0 THEN v.code END, CASE WHEN fate > 0 THEN v.severity END,
             CASE WHEN fate > 0 THEN v.fault END, CASE WHEN fate > 0 THEN v.cause END,
             CASE WHEN followed THEN pg_temp.run_id(before, r.n, i - r.targets) END,
             CASE WHEN followed THEN v.v <> pg_temp.verdict(r.n, i - r.targets, r.targets) END,
             CASE WHEN fate = 0 THEN 'COLLECT_FAILED' END, CASE WHEN fate = 0 THEN 'timed out' END
      FROM (
        SELECT t.*, i, first + (last - first) * (i / runs::float) AS at,
               first + (last - first) * ((i - targets) / runs::float) AS before,
               pg_temp.luck(n, i, 1000) AS by_whom, pg_temp.luck(n, i + 1, 100) AS fate,
               pg_temp.luck(n, i + 1, 100) > 0 AND i >= targets
                 AND pg_temp.luck(n, i - targets + 1, 100) > 0 AS followed
        FROM bench_tenant t
        CROSS JOIN bench_span
        CROSS JOIN LATERAL generate_series(ceil(runs * ? / months::numeric)::int, ceil(runs * (? + 1) / months::numeric)::int - 1) i
      ) r
      JOIN bench_target k ON k.n = r.n AND k.k = i % r.targets
      JOIN bench_verdict v ON v.v = pg_temp.verdict(r.n, i, r.targets)
      ORDER BY at
      """;

  private static final String FINDINGS =
      """
      INSERT INTO finding (tenant_id, run_id, ordinal, notice, fault, cause, severity, certainty, facts, proof)
      SELECT tenant_id, run_id, 0, false, fault, cause, severity, 'certain', '{"step": "IKE_AUTH"}',
             '[{"file": "charon.log", "line": 117, "text": "received AUTHENTICATION_FAILED notify error"}]'
      FROM run
      WHERE run_id >= app.first_uuid7(pg_temp.month(?)) AND run_id < app.first_uuid7(pg_temp.month(? + 1)) AND state = 'SUCCEEDED'
      ORDER BY run_id
      """;

  private static final String DIFFS =
      """
      INSERT INTO diff (tenant_id, to_run, from_run, ordinal, kind, fault, cause, before, after)
      SELECT tenant_id, run_id, previous_run_id, 0, CASE WHEN code = 'Healthy' THEN 'CLEARED' ELSE 'APPEARED' END,
             fault, cause, NULL, '{"severity":"error","certainty":"certain","facts":{"step":"IKE_AUTH"}}'
      FROM run
      WHERE run_id >= app.first_uuid7(pg_temp.month(?)) AND run_id < app.first_uuid7(pg_temp.month(? + 1)) AND changed
      ORDER BY run_id
      """;

  private static final String AUDIT =
      """
      INSERT INTO audit (tenant_id, seq, at, actor_kind, actor_id, actor, action, object, result, ip, agent,
                         request_id, details, version, prev_hash, hash)
      SELECT r.tenant_id,
             ceil(t.runs * ? / months::numeric)::int + row_number() OVER (PARTITION BY t.n ORDER BY r.run_id),
             r.queued_at, 'person', md5(r.requester)::uuid, r.requester,
             (ARRAY['run.start', 'run.start', 'run.start', 'run.start', 'run.start', 'run.start', 'run.cancel',
                    'gateway.change', 'bundle.download', 'audit.read'])[1 + pg_temp.luck(t.n, i, 10)],
             r.run_id::text, CASE WHEN pg_temp.luck(t.n, i, 500) = 0 THEN 'denied' ELSE 'ok' END,
             '198.18.0.7', 'Mozilla/5.0', r.run_id::text, jsonb_build_object('target', r.target), 2,
             decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex')
      FROM (SELECT *, (extract(epoch FROM queued_at) * 1000 % 1000000)::int AS i FROM run
            WHERE run_id >= app.first_uuid7(pg_temp.month(?)) AND run_id < app.first_uuid7(pg_temp.month(? + 1))
              AND target_name <> 'hub-0/minutely') r
      JOIN bench_tenant t ON t.tenant_id = r.tenant_id AND t.n % 10 = 1
      CROSS JOIN bench_span
      ORDER BY r.queued_at
      """;

  private final DatabaseUrl superuser;
  private final Instant now;

  HistoryWorld(DatabaseUrl superuser, Instant now) {
    this.superuser = superuser;
    this.now = now;
  }

  /** The first moment that has runs. */
  Instant first() {
    return month(0);
  }

  /** The moment after the last one that has runs: the end of this month. */
  Instant last() {
    return month(MONTHS);
  }

  private Instant month(int n) {
    return LocalDate.ofInstant(now, ZoneOffset.UTC)
        .withDayOfMonth(1)
        .plusMonths(n + 1L - MONTHS)
        .atStartOfDay(ZoneOffset.UTC)
        .toInstant();
  }

  /**
   * Writes about that many runs, unless the tenants are there already, and leaves the tables as
   * autovacuum would leave them in time.
   *
   * @param progress is told what was written
   * @throws CommandFailed when the database, which has the schema, holds tenants of somebody else
   */
  void fill(long runs, Consumer<String> progress) {
    try (var connection = open()) {
      if (isFilled(connection)) {
        return;
      }
      var begin = System.nanoTime();
      run(
          connection,
          // Each row refers to one that was written before it; asking again takes half the time.
          "SET session_replication_role = replica",
          "SET synchronous_commit = off",
          "SET work_mem = '256MB'",
          "SET timezone = 'UTC'",
          "SET ROLE tunnelscope_owner",
          "SELECT app.add_run_partitions('%s', %d)"
              .formatted(LocalDate.ofInstant(first(), ZoneOffset.UTC), MONTHS),
          "RESET ROLE");
      write(
          connection,
          "CREATE TEMP TABLE bench_span AS SELECT ? AS first, ? AS last, ? AS months, ? AS wanted",
          first().atOffset(ZoneOffset.UTC),
          last().atOffset(ZoneOffset.UTC),
          MONTHS,
          runs);
      for (var sql : FORMULAS) {
        run(connection, sql);
      }
      for (var sql : TENANTS_AND_TARGETS) {
        run(connection, sql);
      }
      for (var sql : MINUTELY) {
        run(connection, sql);
      }
      for (int n = 0; n < MONTHS; n++) {
        write(connection, RUNS, n, n);
        write(connection, FINDINGS, n, n);
        write(connection, DIFFS, n, n);
        write(connection, AUDIT, n, n, n);
      }
      run(connection, "INSERT INTO requester SELECT DISTINCT tenant_id, requester FROM run");
      // No trigger fires while the server takes the rows for those of a replica.
      run(
          connection,
          """
          INSERT INTO target_last_run (tenant_id, target_key, run_id, state, code, fault, severity, finished_at)
          SELECT DISTINCT ON (tenant_id, target_key)
                 tenant_id, target_key, run_id, state, code, fault, severity, finished_at
          FROM run
          WHERE state IN ('SUCCEEDED', 'FAILED')
          ORDER BY tenant_id, target_key, finished_at DESC, run_id DESC
          """);
      run(
          connection,
          "VACUUM (ANALYZE) run, finding, diff, audit, gateway, connection, target_last_run");
      progress.accept(
          "%d runs written in %d s"
              .formatted(
                  count(connection, "SELECT count(*) FROM run"),
                  TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin)));
    } catch (SQLException e) {
      throw new CommandFailed(
          ExitStatus.UNREACHABLE,
          "the database cannot be filled: " + e.getMessage(),
          "데이터베이스를 채울 수 없습니다: " + e.getMessage());
    }
  }

  private static boolean isFilled(Connection connection) throws SQLException {
    long ours = count(connection, "SELECT count(*) FROM tenant WHERE slug LIKE 'bench-%'");
    if (ours != TENANTS && count(connection, "SELECT count(*) FROM tenant") > 0) {
      throw new CommandFailed(
          ExitStatus.UNUSABLE_INPUT,
          "the database is not empty: make one for this alone",
          "데이터베이스가 비어 있지 않습니다: 측정 전용 데이터베이스를 만드십시오");
    }
    return ours == TENANTS;
  }

  private static long count(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void write(Connection connection, String sql, Object... values)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (int n = 0; n < values.length; n++) {
        statement.setObject(n + 1, values[n]);
      }
      statement.execute();
    }
  }

  private static void run(Connection connection, String... statements) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Waits for an answer as long as it takes. */
  private Connection open() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", superuser.user());
    properties.setProperty("password", superuser.password().reveal());
    properties.setProperty("ApplicationName", "tunnelscope bench");
    return DriverManager.getConnection(superuser.jdbc(), properties);
  }
}
