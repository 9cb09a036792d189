package io.tunnelscope.app.providers.vici;

import static java.util.stream.Collectors.toSet;

import io.tunnelscope.app.providers.Deadline;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What came of dialling a connection: tunnels that were not there before and that this side began.
 * An attempt that was under way already, with all that comes of it, and a peer that dialled
 * meanwhile are somebody else's. Used on one context.
 */
final class Made {
  private static final Duration TO_ANSWER = Duration.ofSeconds(3);
  private static final Duration TO_GO = Duration.ofSeconds(3);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final Node node;
  private final ViciAddress address;
  private final String connection;

  /** Numbers of the IKE_SAs and CHILD_SAs that were there, and which of the former were up. */
  private final Set<String> tunnels;

  private final Set<String> children;
  private final Set<String> established;

  /**
   * @param before dialling, with all tunnels of the gateway: one whose connection was not known yet
   *     may turn out to be of this one
   */
  Made(Node node, ViciAddress address, String connection, Snapshot before) {
    this.node = node;
    this.address = address;
    this.connection = connection;
    this.tunnels = before.allTunnels().map(Tunnel::id).collect(toSet());
    this.established =
        before.allTunnels().filter(Tunnel::isEstablished).map(Tunnel::id).collect(toSet());
    this.children =
        before
            .allTunnels()
            .flatMap(tunnel -> tunnel.children().stream())
            .map(Tunnel.Child::id)
            .collect(toSet());
  }

  /** Completes when it is gone. Fails with {@link ViciFailed}. */
  Future<Void> takeDown() {
    return ViciConnection.open(node.vertx(), address, Deadline.after(TO_ANSWER))
        .compose(daemon -> daemon.during(this::takeDown));
  }

  private Future<Void> takeDown(ViciConnection daemon) {
    return left(daemon)
        .compose(
            made -> {
              Future<Void> all = Future.succeededFuture();
              for (var one : made) {
                all = all.compose(_ -> terminate(daemon, one));
              }
              return made.isEmpty() ? all : all.compose(_ -> gone(daemon, Deadline.after(TO_GO)));
            });
  }

  private static Future<Void> terminate(ViciConnection daemon, ViciMessage one) {
    return daemon.request("terminate", one, Deadline.after(TO_ANSWER)).mapEmpty();
  }

  private Future<Void> gone(ViciConnection daemon, Deadline deadline) {
    return left(daemon)
        .compose(
            still -> {
              if (still.isEmpty()) {
                return Future.succeededFuture();
              }
              return deadline.isOver()
                  ? Future.failedFuture(new ViciFailed(new ViciFailure.Silent()))
                  : node.pause(BETWEEN_LOOKS).compose(_ -> gone(daemon, deadline));
            });
  }

  /** What would take down what is still there. */
  private Future<List<ViciMessage>> left(ViciConnection daemon) {
    return new SnapshotReader(daemon, node, Deadline.after(TO_ANSWER))
        .tunnelsOf(connection)
        .compose(
            now ->
                now.tunnels().isPresent()
                    ? Future.succeededFuture(terminations(now))
                    : Future.failedFuture(new ViciFailed(new ViciFailure.Silent())));
  }

  /** A new IKE_SA as a whole; of one that was there before, the new CHILD_SAs. */
  private List<ViciMessage> terminations(Snapshot now) {
    return now.tunnelsOf(connection).stream().flatMap(this::terminations).toList();
  }

  private Stream<ViciMessage> terminations(Tunnel tunnel) {
    if (!tunnels.contains(tunnel.id())) {
      return tunnel.dialled() ? Stream.of(termination("ike-id", tunnel.id())) : Stream.empty();
    }
    return tunnel.children().stream()
        .filter(_ -> established.contains(tunnel.id()))
        .filter(child -> !children.contains(child.id()) && !child.state().equals("DELETED"))
        .map(child -> termination("child-id", child.id()));
  }

  /** Without waiting for a peer that may never answer. */
  private static ViciMessage termination(String key, String id) {
    return ViciMessage.builder()
        .text(key, id)
        .text("force", "yes")
        .text("timeout", Long.toString(TO_ANSWER.toMillis() / 2))
        .build();
  }
}
