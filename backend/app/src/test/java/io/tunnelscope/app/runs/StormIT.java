package io.tunnelscope.app.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
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
@Tag("long")
class StormIT {
  private static final int NODES = 3;
  private static final int TENANTS = 4;
  private static final int LANES = 15;
  private static final int AT_ONCE = 8;
  private static final int TRIES = 10;
  private static final Duration TICK = Duration.ofMillis(100);

  private final Vertx vertx;
  private final Db db;
  private final TestDatabase database;
  private final TestTenants tenants;
  private final List<NodeProcess> nodes = new ArrayList<>();
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

  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void shouldLoseNothingAndFinishNothingTwiceInAShortStorm() throws Exception {
    storm(Duration.ofSeconds(12), 300, Duration.ofSeconds(3), Duration.ofSeconds(90));
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void shouldLoseNothingOfTenThousandAndFinishNothingTwiceInAStorm() throws Exception {
    storm(Duration.ofMinutes(3), 10_000, Duration.ofSeconds(4), Duration.ofMinutes(5));
  }

  private void storm(Duration time, int runs, Duration betweenKills, Duration patience)
      throws Exception {
    // Given
    var log = new ResultLog(database);
    addLanes();
    try (var asking = new World(vertx, db, folder.resolve("asking"))) {
      for (int n = 0; n < NODES; n++) {
        nodes.add(start());
      }
      nodes.forEach(node -> node.awaitLines(List.of("working")));

      // When
      blow(asking, time, runs, betweenKills);

      // Then
      log.awaitFinished(runs, patience);
      log.assertOnceEach(runs, patience);
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
        node.close();
      }
    }
  }

  private NodeProcess start() throws IOException {
    return NodeProcess.start(StormNode.class, database, folder.resolve("bundles"));
  }

  private void addLanes() {
    for (int n = 0; n < TENANTS; n++) {
      var tenant = tenants.add("storm");
      var who = tenants.principal(tenant, Role.OPERATOR);
      for (int lane = 0; lane < LANES; lane++) {
        var subscription = tenants.subscription(tenant, "s" + lane, "simulated");
        lanes.add(new Asked(who, tenants.gateway(tenant, subscription, "hub")));
      }
    }
    Sql.update(database.migrate(), "UPDATE tenant SET queue_limit = 100000");
  }

  /** Runs are asked for evenly, so that there is work whenever somebody is killed. */
  private void blow(World asking, Duration time, int runs, Duration betweenKills) throws Exception {
    var never = new CountDownLatch(1);
    long begin = System.nanoTime();
    long lastKill = begin;
    int asked = 0;
    while (asked < runs) {
      long now = System.nanoTime();
      int due = (int) Math.min(runs, 1 + runs * (now - begin) / time.toNanos());
      int next = Math.min(due, asked + AT_ONCE);
      if (asked < next) {
        Results.of(
            Future.all(IntStream.range(asked, next).mapToObj(n -> ask(asking, n, 1)).toList()));
        asked = next;
      } else {
        never.await(TICK.toMillis(), TimeUnit.MILLISECONDS);
      }
      if (now - lastKill > betweenKills.toNanos()) {
        killOne();
        lastKill = now;
      }
    }
    took = Duration.ofNanos(System.nanoTime() - begin);
  }

  /** As a client does it: again with the same key when no answer came. */
  private Future<RunStarted> ask(World asking, int n, int attempt) {
    var lane = lanes.get(n % lanes.size());
    return asking
        .runs
        .start(asking.asked(lane.who(), lane.target(), Optional.of("storm-" + n)))
        .recover(
            failure ->
                failure instanceof Refusal.Unavailable && attempt < TRIES
                    ? vertx
                        .timer(200, TimeUnit.MILLISECONDS)
                        .compose(_ -> ask(asking, n, attempt + 1))
                    : Future.failedFuture(failure));
  }

  private void killOne() throws Exception {
    int victim = random.nextInt(NODES);
    nodes.get(victim).kill();
    nodes.set(victim, start());
    kills++;
  }
}
