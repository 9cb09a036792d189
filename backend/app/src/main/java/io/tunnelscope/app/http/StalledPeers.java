package io.tunnelscope.app.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Gives up on requests whose other side has something to do and does nothing for 30 s: send the
 * rest of the body, or take the rest of the answer. The idle time-out of the server cannot tell
 * that from a server that is at work and has nothing to say yet.
 */
final class StalledPeers {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long SWEEP_MILLIS = 2_000;

  private final Vertx vertx;
  private final long sweep;
  private final Map<HttpServerRequest, Progress> inFlight = new ConcurrentHashMap<>();

  StalledPeers(Vertx vertx) {
    this.vertx = vertx;
    this.sweep = vertx.setPeriodic(SWEEP_MILLIS, _ -> dropStalled());
  }

  /**
   * @param bytes that have gone both ways
   * @param at when they last grew, or the other side had nothing to do
   */
  private record Progress(long bytes, long at) {}

  void arrived(RoutingContext ctx) {
    var request = ctx.request();
    inFlight.put(request, new Progress(0, System.nanoTime()));
    ctx.addEndHandler(_ -> inFlight.remove(request));
    ctx.next();
  }

  void stop() {
    vertx.cancelTimer(sweep);
  }

  private void dropStalled() {
    long now = System.nanoTime();
    inFlight.forEach(
        (request, before) -> {
          long bytes = request.bytesRead() + request.response().bytesWritten();
          if (bytes != before.bytes() || !waitsForPeer(request)) {
            inFlight.replace(request, before, new Progress(bytes, now));
          } else if (now - before.at() > PATIENCE_NANOS) {
            inFlight.remove(request);
            drop(request);
          }
        });
  }

  private static boolean waitsForPeer(HttpServerRequest request) {
    return !request.isEnded() || request.response().writeQueueFull();
  }

  /** In HTTP/2 other requests of the connection go on. */
  private static void drop(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset();
    } else {
      request.connection().close();
    }
  }
}
