package io.tunnelscope.app.audit;

import io.tunnelscope.app.audit.CheckpointFile.Head;
import io.tunnelscope.app.db.Db;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs, each minute and at the end, where the chains of all tenants have come to, and appends it
 * to a file outside of the database. A line names the heads that have moved since this process
 * wrote its last one; the first line of a process names all. When it fails, the log says so and the
 * next minute makes up for it.
 */
public final class Checkpoints {
  private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final Duration LAST = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final CheckpointStore store;
  private final CheckpointFile file;

  /** One round after the other; touched by the round that runs alone. */
  private Future<Void> round = Future.succeededFuture();

  private Map<UUID, String> written = Map.of();
  private long timer = -1;

  private Checkpoints(Vertx vertx, CheckpointStore store, CheckpointFile file) {
    this.vertx = vertx;
    this.store = store;
    this.file = file;
  }

  /**
   * Makes the file and its key when they are not there. Blocks.
   *
   * @throws CheckpointsUnusable when they cannot be made or read
   */
  public static Checkpoints open(Vertx vertx, Db db, Path file) {
    try {
      return new Checkpoints(vertx, new CheckpointStore(db), CheckpointFile.open(file));
    } catch (IOException e) {
      throw new CheckpointsUnusable(file, e);
    }
  }

  /** From now on each minute; the first one at once. */
  public synchronized void start() {
    timer = vertx.setPeriodic(0, EVERY.toMillis(), _ -> write(false));
  }

  /** Signs what there is to sign now, whoever signed this minute. Never fails. */
  public Future<Void> write() {
    return write(true);
  }

  /** A last time, at most 2 s; then no more. Never fails. */
  public synchronized Future<Void> stop() {
    vertx.cancelTimer(timer);
    return write(true).timeout(LAST.toMillis(), TimeUnit.MILLISECONDS).otherwiseEmpty();
  }

  private synchronized Future<Void> write(boolean always) {
    round =
        round
            .compose(_ -> store.claim(file.keyId(), always))
            .compose(ours -> ours ? all() : Future.succeededFuture())
            .onFailure(e -> log.atError().setCause(e).log("no audit checkpoint was written"))
            .otherwiseEmpty();
    return round;
  }

  private Future<Void> all() {
    return read(Optional.empty(), new ArrayList<>())
        .compose(
            heads ->
                vertx.executeBlocking(
                    () -> {
                      append(heads);
                      return null;
                    }));
  }

  private Future<List<CheckpointStore.Heads>> read(
      Optional<UUID> after, List<CheckpointStore.Heads> before) {
    return store
        .heads(after)
        .compose(
            found -> {
              before.add(found);
              return found.heads().size() < CheckpointStore.MOST
                  ? Future.succeededFuture(before)
                  : read(Optional.of(found.heads().getLast().tenant()), before);
            });
  }

  private void append(List<CheckpointStore.Heads> read) throws IOException {
    var now = new HashMap<UUID, String>();
    for (var part : read) {
      part.heads().forEach(head -> now.put(head.tenant(), head.hash()));
      var moved = part.heads().stream().filter(this::hasMoved).toList();
      if (part.at().isAfter(Instant.EPOCH)) {
        file.append(part.at(), moved);
      }
    }
    written = now;
  }

  private boolean hasMoved(Head head) {
    return !head.hash().equals(written.get(head.tenant()));
  }
}
