package io.tunnelscope.app.runs;

import io.tunnelscope.app.http.WireJson;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.core.language.Language;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * One browser that watches one run by server-sent events. It follows the table, not the worker, so
 * it may come late, come back, and watch what another process does. Lives on one event loop.
 */
final class EventStream {
  private static final Duration LOOK = Duration.ofMillis(300);
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** Then the browser comes back with its Last-Event-ID, and is asked again who it is. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Vertx vertx;
  private final RunEvents events;
  private final TenantId tenant;
  private final RunId run;
  private final Language language;
  private final HttpServerResponse response;
  private final Context context;
  private RunEvents.Watch watch;
  private long[] timers = {};
  private int seen;
  private boolean looking;
  private boolean calledMeanwhile;
  private boolean over;

  EventStream(
      Vertx vertx,
      RunEvents events,
      TenantId tenant,
      RunId run,
      int seen,
      Language language,
      HttpServerResponse response) {
    this.vertx = vertx;
    this.events = events;
    this.tenant = tenant;
    this.run = run;
    this.seen = seen;
    this.language = language;
    this.response = response;
    this.context = vertx.getOrCreateContext();
  }

  void open() {
    watch = events.watch(tenant, run, () -> context.runOnContext(_ -> look()));
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("X-Accel-Buffering", "no");
    response.closeHandler(_ -> end());
    response.exceptionHandler(_ -> end());
    timers =
        new long[] {
          vertx.setPeriodic(LOOK.toMillis(), _ -> look()),
          vertx.setPeriodic(HEARTBEAT.toMillis(), _ -> beat()),
          vertx.setTimer(LONGEST.toMillis(), _ -> close())
        };
    response.write("retry: 1000\n\n");
    look();
  }

  private void look() {
    if (over || response.writeQueueFull()) {
      return;
    }
    if (looking) {
      calledMeanwhile = true;
      return;
    }
    looking = true;
    events.after(tenant, run, seen).onComplete(this::send, _ -> looked(false));
  }

  private void send(List<RunEvent> found) {
    for (var event : found) {
      if (over) {
        return;
      }
      seen = event.seq();
      response.write(
          "id: %d\nevent: %s\ndata: %s\n\n"
              .formatted(
                  event.seq(),
                  event.kind().name().toLowerCase(Locale.ROOT),
                  WireJson.text(EventJson.of(event, language))));
      if (event.kind() == RunEvent.Kind.DONE) {
        close();
        return;
      }
    }
    looked(found.size() == RunEvents.PAGE);
  }

  private void looked(boolean more) {
    looking = false;
    if (more || calledMeanwhile) {
      calledMeanwhile = false;
      look();
    }
  }

  private void beat() {
    if (!over) {
      response.write(": still here\n\n");
    }
  }

  private void close() {
    if (!over) {
      end();
      response.end();
    }
  }

  private void end() {
    if (!over) {
      over = true;
      watch.end();
      for (long timer : timers) {
        vertx.cancelTimer(timer);
      }
    }
  }
}
