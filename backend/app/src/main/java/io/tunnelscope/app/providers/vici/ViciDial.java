package io.tunnelscope.app.providers.vici;

import io.tunnelscope.app.providers.Deadline;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Opens one socket and tells the ways apart in which that fails. Needs no native transport: the
 * JDK's own channels know Unix sockets. Lives on one context, for one call.
 */
final class ViciDial {

  /**
   * A full backlog refuses at once instead of letting us wait. charon lets five wait, which a burst
   * of askers fills for a moment and a hung daemon's for good.
   */
  private static final Duration BACKLOG_PAUSE = Duration.ofMillis(50);

  /** The clean-up behind our own timer, which decides. */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final ViciAddress address;
  private final Deadline deadline;
  private final NetClient client;
  private final Promise<Line> dialled = Promise.promise();

  /** A socket, and the client that would close it when it were collected. */
  record Line(NetClient client, NetSocket socket) {

    /** Never fails. */
    Future<Void> close() {
      return socket.close().eventually(client::close).otherwiseEmpty();
    }
  }

  ViciDial(Vertx vertx, ViciAddress address, Deadline deadline) {
    this.vertx = vertx;
    this.address = address;
    this.deadline = deadline;
    this.client = vertx.createNetClient();
  }

  Future<Line> dial() {
    long timer =
        vertx.setTimer(deadline.remaining().toMillis() + 1, _ -> giveUp(new ViciFailure.Silent()));
    if (deadline.isOver()) {
      giveUp(new ViciFailure.Silent());
    } else {
      attempt();
    }
    return dialled
        .future()
        .onComplete(_ -> vertx.cancelTimer(timer))
        .onFailure(_ -> client.close());
  }

  private void attempt() {
    long timeout = deadline.remaining().plus(MARGIN).toMillis();
    client
        .connect(
            new ConnectOptions()
                .setRemoteAddress(remote())
                .setTimeout((int) Math.min(timeout, Integer.MAX_VALUE)))
        .onComplete(this::connected, this::failed);
  }

  private SocketAddress remote() {
    return switch (address) {
      case ViciAddress.Socket(Path path) -> SocketAddress.domainSocketAddress(path.toString());
      case ViciAddress.Tcp(String host, int port) -> SocketAddress.inetSocketAddress(port, host);
    };
  }

  private void connected(NetSocket socket) {
    var line = new Line(client, socket);
    if (!dialled.tryComplete(line)) {
      line.close();
    }
  }

  private void failed(Throwable cause) {
    if (!dialled.future().isComplete()) {
      reason(cause)
          .onComplete(
              why -> why.ifPresentOrElse(this::giveUp, this::attemptLater), dialled::tryFail);
    }
  }

  private void giveUp(ViciFailure why) {
    dialled.tryFail(new ViciFailed(why));
  }

  private void attemptLater() {
    vertx.setTimer(
        BACKLOG_PAUSE.toMillis(),
        _ -> {
          if (!dialled.future().isComplete()) {
            attempt();
          }
        });
  }

  /** Empty when it may work in a moment. What is our own trouble fails as it is. */
  private Future<Optional<ViciFailure>> reason(Throwable cause) {
    if (cause instanceof UnknownHostException) {
      return Future.succeededFuture(Optional.of(new ViciFailure.Absent()));
    }
    if (!(cause instanceof SocketException)) {
      return Future.failedFuture(cause);
    }
    if (cause instanceof ConnectException) {
      return Future.succeededFuture(Optional.of(new ViciFailure.Refused()));
    }
    return switch (address) {
      case ViciAddress.Tcp _ -> Future.succeededFuture(Optional.of(new ViciFailure.Absent()));
      case ViciAddress.Socket(Path path) -> vertx.executeBlocking(() -> reason(path), false);
    };
  }

  /**
   * The system's sentence for the failure may be in any language, so the file is asked. A socket is
   * opened by whoever may write to it; the same as root, who may always.
   */
  private static Optional<ViciFailure> reason(Path path) {
    if (Files.notExists(path)) {
      return Optional.of(new ViciFailure.Absent());
    }
    return Files.isWritable(path) ? Optional.empty() : Optional.of(new ViciFailure.NotAllowed());
  }
}
