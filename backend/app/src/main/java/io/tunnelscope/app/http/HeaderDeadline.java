package io.tunnelscope.app.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Closes connections that take too long to send the headers of a request. The idle time-out does
 * not help here: it starts anew with every byte that drips in.
 */
final class HeaderDeadline {
  private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final long NEXT_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long SWEEP_MILLIS = 1_000;

  private final Vertx vertx;
  private final long sweep;
  // Connections without a request in flight, and when their patience ends.
  private final Map<HttpConnection, Long> waiting = new ConcurrentHashMap<>();

  HeaderDeadline(Vertx vertx) {
    this.vertx = vertx;
    this.sweep = vertx.setPeriodic(SWEEP_MILLIS, _ -> closeOverdue());
  }

  void watch(HttpConnection connection) {
    waiting.put(connection, System.nanoTime() + FIRST_NANOS);
    connection.closeHandler(_ -> waiting.remove(connection));
  }

  /** The headers are complete; the next ones are waited for when this request is answered. */
  void arrived(RoutingContext ctx) {
    var connection = ctx.request().connection();
    waiting.remove(connection);
    // In HTTP/2 other requests of the connection may still be answered, like a stream of events.
    if (ctx.request().version() != HttpVersion.HTTP_2) {
      ctx.addEndHandler(
          ended -> {
            if (ended.succeeded()) {
              waiting.put(connection, System.nanoTime() + NEXT_NANOS);
            }
          });
    }
    ctx.next();
  }

  void stop() {
    vertx.cancelTimer(sweep);
  }

  private void closeOverdue() {
    long now = System.nanoTime();
    waiting.forEach(
        (connection, end) -> {
          if (now - end > 0) {
            waiting.remove(connection);
            connection.close();
          }
        });
  }
}
