package io.tunnelscope.app.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes on one database, of which one is killed again and again, while people start runs all
 * the time: no run is lost and none is finished twice.
 */
@BackendTest
class StormIT {
  private static final int NODES = 3;
  private static final int TENANTS = 4;
  private static final int LANES = 15;
  private static final int AT_ONCE = 8;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration TICK = Duration.ofMillis(100);

  private final Vertx vertx;
  private final Db db;
  private final TestDatabase database;
  private final TestTenants tenants;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Asked> lanes = new ArrayList<>();
  private final Random random = new Random(20_261_126);
  private int kills;
  private Duration took = Duration.ZERO;
  @TempDir private Path folder;

  StormIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.db = db;
    this.database = database;
    this.tenants = tenants;
  }

  private record Asked(Principal who, String target) {}

  private record Node(UUID id, NodeProcess process) {}

  @Test
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void shouldLoseNothingAndFinishNothingTwiceInAShortStorm() throws Exception {
    storm(new Storm(Duration.ofSeconds(20), 400, 50, Duration.ofSeconds(5)));
  }

  @Test
  @Tag("long")
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void shouldLoseNothingOfTenThousandAndFinishNothingTwiceInAStorm() throws Exception {
    storm(new Storm(Duration.ofMinutes(3), 10_000, 10_000, Duration.ofSeconds(4)));
  }

  /**
   * @param time over which the runs are asked for evenly, while nodes are killed
   * @param least runs that are asked for however slow the machine is; the others only in time, or
   *     until a node was killed
   */
  private record Storm(Duration time, int runs, int least, Duration betweenKills) {
    boolean goesOn(int asked, int kills, Duration since) {
      return asked < least || asked < runs && (kills == 0 || since.compareTo(time) < 0);
    }
  }

  private void storm(Storm storm) throws Exception {
    // Given
    var log = new ResultLog(database);
    addLanes();
    try (var asking = new World(vertx, db, folder.resolve("asking"))) {
      for (int n = 0; n < NODES; n++) {
        nodes.add(start());
      }
      nodes.forEach(node -> node.process.awaitLines(List.of("working")));

      // When
      int runs = blow(asking, storm);

      // Then
      log.awaitFinished(runs, PATIENCE);
      log.assertOnceEach(runs, PATIENCE);
      assertOneMessageEach(runs, log);
      assertThat(log.number("SELECT sum(crashes) FROM run")).as("runs that were hit").isPositive();
      System.out.printf(
          "storm: %d runs in %d s, %d kills hit %d runs; gave up %d; finished %d s after the last%n",
          runs,
          took.toSeconds(),
          kills,
          log.number("SELECT sum(crashes) FROM run"),
          log.number("SELECT count(*) FROM run WHERE state <> 'SUCCEEDED'"),
          log.number("SELECT extract(epoch FROM max(finished_at) - max(queued_at))::int FROM run"));
    } finally {
      for (var node : nodes) {
        node.process.close();
      }
    }
  }

  /**
   * What a node wrote that died before its transaction ended is not there, and what another one
   * wrote instead of it is there once: a message that is written again has another version. That
   * each goes out once is the outbox's part of it, without which nobody empties this one.
   */
  private static void assertOneMessageEach(int runs, ResultLog log) {
    assertThat(log.number("SELECT count(*) FROM outbox_message")).as("messages").isEqualTo(runs);
    assertThat(log.number("SELECT count(*) FROM outbox_message WHERE version <> 1"))
        .as("messages that were written twice")
        .isZero();
    assertThat(
            log.number(
                """
                SELECT count(*) FROM run r
                 WHERE 1 <> (SELECT count(*) FROM slack_post p JOIN outbox_message m
                                 ON m.tenant_id = p.tenant_id AND position(p.post_id::text IN m.key || m.body) > 0
                              WHERE p.tenant_id = r.tenant_id AND p.run_id = r.run_id)
                """))
        .as("runs that the channel is not told of once")
        .isZero();
  }

  private Node start() throws IOException {
    var id = UUID.randomUUID();
    return new Node(
        id, NodeProcess.start(StormNode.class, database, folder.resolve("bundles"), id.toString()));
  }

  private void addLanes() {
    for (int n = 0; n < TENANTS; n++) {
      var tenant = tenants.add("storm");
      var who = tenants.principal(tenant, Role.OPERATOR);
      for (int lane = 0; lane < LANES; lane++) {
        var subscription = tenants.subscription(tenant, "s" + lane, "simulated");
        lanes.add(new Asked(who, tenants.gateway(tenant, subscription, "hub")));
      }
      hearOfAll(tenant);
    }
    Sql.update(database.migrate(), "UPDATE tenant SET queue_limit = 100000");
  }

  private void hearOfAll(TestTenant tenant) {
    var id = tenant.id().value();
    Sql.update(
        database.superuser(),
        """
        INSERT INTO slack_workspace (tenant_id, workspace_id, app_id, enterprise_id, team_id)
        VALUES (?, ?, 'A1', '', ?)
        """,
        id,
        id,
        id.toString());
    Sql.update(
        database.superuser(),
        """
        INSERT INTO slack_channel (tenant_id, workspace_id, channel_id, name, ceiling, bound_by, bound_at)
        VALUES (?, ?, 'C1', 'vpn', 'viewer', 'a test', now())
        """,
        id,
        id);
    Sql.update(
        database.superuser(),
        """
        INSERT INTO slack_subscription (tenant_id, workspace_id, channel_id, target_key, target_name, on_unhealthy,
                                        on_changed, on_recovered, on_all, digest, made_by)
        VALUES (?, ?, 'C1', '*', '*', false, false, false, true, false, 'a test')
        """,
        id,
        id);
  }

  /** Returns how many were asked for. */
  private int blow(World asking, Storm storm) throws Exception {
    var never = new CountDownLatch(1);
    long begin = System.nanoTime();
    long lastKill = begin;
    int asked = 0;
    while (storm.goesOn(asked, kills, took)) {
      int due = (int) Math.min(storm.runs, 1 + storm.runs * took.toNanos() / storm.time.toNanos());
      int next = Math.min(due, asked + AT_ONCE);
      if (asked < next) {
        Results.of(
            Future.all(
                IntStream.range(asked, next)
                    .mapToObj(n -> ask(asking, lanes.get(n % lanes.size()), n))
                    .toList()));
        asked = next;
      } else {
        never.await(TICK.toMillis(), TimeUnit.MILLISECONDS);
      }
      long now = System.nanoTime();
      if (now - lastKill > storm.betweenKills.toNanos() && killOneAtWork()) {
        lastKill = now;
      }
      took = Duration.ofNanos(now - begin);
    }
    return asked;
  }

  private static Future<RunStarted> ask(World asking, Asked lane, int n) {
    return asking.insist(asking.asked(lane.who(), lane.target(), Optional.of("storm-" + n)));
  }

  /**
   * Kills a node in the middle of a run, which it is stopped in first: the loss of one that has
   * nothing in hand, or is not up yet, would show nothing.
   *
   * @return false if none has a run in hand
   */
  private boolean killOneAtWork() throws Exception {
    int first = random.nextInt(NODES);
    for (int n = first; n < first + NODES; n++) {
      var node = nodes.get(n % NODES);
      node.process.freeze();
      if (isAtWork(node)) {
        node.process.kill();
        nodes.set(n % NODES, start());
        kills++;
        return true;
      }
      node.process.thaw();
    }
    return false;
  }

  private boolean isAtWork(Node node) {
    return !Sql.column(
            database.superuser(),
            """
            SELECT r.run_id FROM lane l
              JOIN queued_run q ON q.tenant_id = l.tenant_id AND q.subscription_id = l.subscription_id
                               AND q.seq = l.running_seq
              JOIN run r ON r.tenant_id = q.tenant_id AND r.run_id = q.run_id
             WHERE l.owner = ? AND r.finished_at IS NULL
            """,
            node.id)
        .isEmpty();
  }
}
