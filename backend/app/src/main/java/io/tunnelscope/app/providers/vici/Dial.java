package io.tunnelscope.app.providers.vici;

import io.tunnelscope.app.providers.Deadline;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Brings a connection up that is down, to see what happens, and leaves it as it was found: what was
 * made is taken down again, and nothing else.
 */
final class Dial {

  /** So long that two messages are repeated with charon's own timers, after 4 s and 7.2 s more. */
  private static final Duration PATIENCE = Duration.ofMillis(11_500);

  private static final Duration TO_ANSWER = Duration.ofSeconds(3);

  private final Vertx vertx;
  private final ViciAddress address;
  private final Clock clock;
  private final ZoneId zone;
  private final LoadedConnection connection;
  private final Set<String> before;

  /**
   * @param found what was there before
   */
  Dial(
      Vertx vertx,
      ViciAddress address,
      Clock clock,
      ZoneId zone,
      LoadedConnection connection,
      Snapshot found) {
    this.vertx = vertx;
    this.address = address;
    this.clock = clock;
    this.zone = zone;
    this.connection = connection;
    this.before = new HashSet<>();
    found.tunnelsOf(connection.name()).forEach(tunnel -> before.addAll(saOf(tunnel)));
  }

  /**
   * Dials, looks, cleans up, in this order.
   *
   * @param onLine for what the daemon says while it tries
   * @param look what is to be seen before it is taken down again
   * @return whether the tunnel came up, and what was seen; fails with {@link ViciFailed}
   */
  <T> Future<Tried<T>> then(Consumer<ViciMessage> onLine, Supplier<Future<T>> look) {
    return open(PATIENCE.plus(TO_ANSWER))
        .compose(
            daemon ->
                daemon.stream("initiate", "control-log", child(), onLine, deadline())
                    .onComplete(_ -> daemon.close()))
        .map(answer -> answer.text("success").filter("yes"::equals).isPresent())
        .transform(
            dialled ->
                look.get()
                    .transform(
                        seen ->
                            cleanUp()
                                .compose(
                                    _ ->
                                        dialled.failed()
                                            ? Future.failedFuture(dialled.cause())
                                            : seen.failed()
                                                ? Future.failedFuture(seen.cause())
                                                : Future.succeededFuture(
                                                    new Tried<>(
                                                        dialled.result(), seen.result())))));
  }

  /**
   * @param cameUp whether it did
   */
  record Tried<T>(boolean cameUp, T seen) {}

  private ViciMessage child() {
    return ViciMessage.builder()
        .text("child", connection.children().firstEntry().getKey())
        .text("ike", connection.name())
        .text("timeout", Long.toString(PATIENCE.toMillis()))
        .text("loglevel", "1")
        .build();
  }

  private static Deadline deadline() {
    return Deadline.after(PATIENCE.plus(TO_ANSWER));
  }

  private Future<ViciConnection> open(Duration most) {
    return ViciConnection.open(vertx, address, Deadline.after(most));
  }

  /** Best effort: a daemon that has gone away meanwhile has nothing left. */
  private Future<Void> cleanUp() {
    return open(TO_ANSWER)
        .compose(
            daemon ->
                new SnapshotReader(daemon, clock, zone, Deadline.after(TO_ANSWER))
                    .tunnels()
                    .compose(now -> terminate(daemon, now))
                    .onComplete(_ -> daemon.close()))
        .otherwiseEmpty();
  }

  private Future<Void> terminate(ViciConnection daemon, Snapshot now) {
    Future<Void> all = Future.succeededFuture();
    for (var made : made(now)) {
      all =
          all.compose(_ -> daemon.request("terminate", made, Deadline.after(TO_ANSWER)).mapEmpty());
    }
    return all;
  }

  /** A new IKE_SA as a whole; of one that was there before, the new CHILD_SAs. */
  private List<ViciMessage> made(Snapshot now) {
    var made = new ArrayList<ViciMessage>();
    for (var tunnel : now.tunnelsOf(connection.name())) {
      if (!before.contains(ike(tunnel))) {
        made.add(termination("ike-id", tunnel.id()));
      } else {
        tunnel.children().stream()
            .filter(child -> !before.contains(child(child)))
            .forEach(child -> made.add(termination("child-id", child.id())));
      }
    }
    return made;
  }

  /** Without waiting for a peer that may never answer. */
  private static ViciMessage termination(String key, String id) {
    return ViciMessage.builder()
        .text(key, id)
        .text("force", "yes")
        .text("timeout", Long.toString(TO_ANSWER.toMillis() / 2))
        .build();
  }

  private static List<String> saOf(Tunnel tunnel) {
    var all = new ArrayList<>(List.of(ike(tunnel)));
    tunnel.children().forEach(child -> all.add(child(child)));
    return all;
  }

  private static String ike(Tunnel tunnel) {
    return "ike " + tunnel.id();
  }

  private static String child(Tunnel.Child child) {
    return "child " + child.id();
  }
}
