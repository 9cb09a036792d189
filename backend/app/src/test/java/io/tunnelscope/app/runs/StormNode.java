package io.tunnelscope.app.runs;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.DbOptions;
import io.tunnelscope.app.outbox.OutboxStore;
import io.tunnelscope.app.providers.EvidenceProvider;
import io.tunnelscope.app.settings.DatabaseUrl;
import io.tunnelscope.app.slack.RunEndStore;
import io.tunnelscope.core.diagnosis.rules.StandardRules;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A program of its own for {@link StormIT}: a node whose runs look at a gateway for a while. It is
 * killed, never stopped.
 */
final class StormNode {
  /** So short that nobody waits long for the runs of a dead node. */
  static final Duration LEASE = Duration.ofSeconds(3);

  static final int SLOTS = 8;
  private static final int LONGEST_LOOK_MS = 200;

  private StormNode() {}

  /**
   * @param arguments a folder and the id of the node; the environment has APP_DATABASE and
   *     SYSTEM_DATABASE
   */
  public static void main(String[] arguments) throws IOException {
    var vertx = Vertx.vertx();
    var db = database(vertx);
    var herald = new RunEndStore(new OutboxStore(db));
    var world = new World(vertx, db, Path.of(arguments[0]), LEASE, herald);
    EvidenceProvider looking =
        (request, _, _) ->
            vertx
                .timer(
                    ThreadLocalRandom.current().nextInt(10, LONGEST_LOOK_MS), TimeUnit.MILLISECONDS)
                .map(_ -> Evidences.gatewayNotFound(request));
    world.worker(
        "simulated",
        looking,
        StandardRules.book(),
        options(UUID.fromString(arguments[1]), LEASE, SLOTS));
    System.out.println("working");
    System.in.transferTo(OutputStream.nullOutputStream());
    Runtime.getRuntime().halt(0);
  }

  static Db database(Vertx vertx) {
    return new Db(
        vertx,
        DbOptions.of(
            DatabaseUrl.parse(System.getenv("APP_DATABASE")),
            DatabaseUrl.parse(System.getenv("SYSTEM_DATABASE"))));
  }

  /** As in production, with another lease. */
  static WorkerOptions options(UUID node, Duration lease, int slots) {
    return new WorkerOptions(
        node,
        slots,
        Duration.ofMillis(500),
        lease.dividedBy(3),
        lease,
        Duration.ofMinutes(1),
        Duration.ofSeconds(1));
  }
}
