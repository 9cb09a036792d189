package io.tunnelscope.app.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The second port, for supervisors and monitoring: {@code /health/live}, {@code /health/ready},
 * {@code /metrics}. No tenant's data is here, and nobody signs in.
 */
public final class ManagementServer {
  private static final int IDLE_SECONDS = 30;

  private final io.vertx.core.http.HttpServer server;
  private final Health health;
  private final PrometheusMeterRegistry metrics;

  /**
   * @param port 0 takes a free one
   */
  public ManagementServer(
      Vertx vertx, String host, int port, Health health, PrometheusMeterRegistry metrics) {
    this.health = health;
    this.metrics = metrics;
    this.server =
        vertx.createHttpServer(
            new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setIdleTimeout(IDLE_SECONDS)
                .setHttp2ClearTextEnabled(false));
    server.requestHandler(router(vertx));
  }

  /** Listens. Fails when the port is taken. */
  public Future<ManagementServer> start() {
    return server.listen().map(this);
  }

  public int port() {
    return server.actualPort();
  }

  public Future<Void> stop(Duration patience) {
    return server.shutdown(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Router router(Vertx vertx) {
    var headers = new SecurityHeaders(false);
    var router = Router.router(vertx);
    router.route().handler(headers::put);
    router.get("/health/live").handler(this::live);
    router.get("/health/ready").handler(this::ready);
    router.get("/metrics").handler(this::scrape);
    return router;
  }

  private void live(RoutingContext ctx) {
    if (health.isAlive()) {
      text(ctx, 200, "{\"status\":\"up\"}");
    } else {
      text(ctx, 503, "{\"status\":\"down\"}");
    }
  }

  private void ready(RoutingContext ctx) {
    health
        .report()
        .onSuccess(report -> text(ctx, report.ready() ? 200 : 503, WireJson.text(report)))
        .onFailure(_ -> text(ctx, 503, "{\"ready\":false}"));
  }

  private void scrape(RoutingContext ctx) {
    // Scraping walks over every meter; that is no work for an event loop.
    ctx.vertx()
        .executeBlocking(metrics::scrape, false)
        .onSuccess(
            text ->
                ctx.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                    .end(text))
        .onFailure(ctx::fail);
  }

  private static void text(RoutingContext ctx, int status, String json) {
    ctx.response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(json);
  }
}
