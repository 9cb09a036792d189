package io.tunnelscope.app.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.tunnelscope.app.settings.HttpSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The door for browsers and programs: limits on everything that arrives, security headers on
 * everything that leaves. Build it, mount routes on {@link #router()}, then {@link #start()} it.
 */
public final class HttpServer {
  /**
   * The last resort. Whoever has something to send or to take has 30 s, see {@link HeaderDeadline}
   * and {@link StalledPeers}; this is longer than it takes us to look through the largest upload,
   * whose sender hears nothing till then.
   */
  private static final int IDLE_SECONDS = 120;

  private static final int HEADER_BYTES = 8 * 1024;
  private static final int LINE_BYTES = 4 * 1024;
  private static final int BACKLOG = 512;
  private static final List<Integer> ROUTER_STATUSES = List.of(400, 404, 405, 406, 415, 500);

  private final Vertx vertx;
  private final HttpSettings settings;
  private final Supplier<UUID> ids;
  private final SecurityHeaders headers;
  private final Router router;
  private final HeaderDeadline headerDeadline;
  private final StalledPeers stalledPeers;
  private final io.vertx.core.http.HttpServer server;

  /**
   * @param ids of requests
   */
  public HttpServer(Vertx vertx, HttpSettings settings, Supplier<UUID> ids) {
    this.vertx = vertx;
    this.settings = settings;
    this.ids = ids;
    this.headers = new SecurityHeaders(settings.isSecure());
    this.headerDeadline = new HeaderDeadline(vertx);
    this.stalledPeers = new StalledPeers(vertx);
    this.router = prepared();
    this.server = vertx.createHttpServer(options(settings));
  }

  /** Where routes are mounted; headers, request ids and problems are there already. */
  public Router router() {
    return router;
  }

  /** Listens. Fails when the port is taken or the PEM files cannot be used. */
  public Future<HttpServer> start() {
    return server
        .connectionHandler(headerDeadline::watch)
        .invalidRequestHandler(this::refuseBroken)
        .requestHandler(router)
        .listen()
        .map(this);
  }

  public int port() {
    return server.actualPort();
  }

  /** What browsers name as origin: scheme, host and port. */
  public String origin() {
    return settings.origin(port());
  }

  /** Takes no more connections, lets requests in flight end, closes what is left after the time. */
  public Future<Void> stop(Duration patience) {
    headerDeadline.stop();
    stalledPeers.stop();
    return server.shutdown(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Router prepared() {
    var requests = new Requests(ids, new TrustedProxies(settings.trustedProxies()));
    var fresh = Router.router(vertx);
    fresh
        .route()
        .handler(headerDeadline::arrived)
        .handler(stalledPeers::arrived)
        .handler(requests::identify)
        .handler(headers::put)
        .handler(new HostGuard(settings)::check)
        .failureHandler(Problems::answer);
    for (int status : ROUTER_STATUSES) {
      fresh.errorHandler(status, Problems::answer);
    }
    return fresh;
  }

  /** Requests that cannot be parsed never reach the router; their answer is made here. */
  private void refuseBroken(HttpServerRequest request) {
    var cause = request.decoderResult().cause();
    int status =
        switch (cause) {
          case TooLongHttpLineException _ -> 414;
          case TooLongHttpHeaderException _ -> 431;
          case null, default -> 400;
        };
    var advice = ProblemKind.INVALID.advice();
    var problem =
        new Problem(
            "/problems/" + ProblemKind.INVALID.slug(),
            ProblemKind.INVALID.title().english(),
            status,
            advice.english(),
            ids.get().toString(),
            List.of());
    var response = request.response();
    headers.put(response);
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.CONTENT_TYPE)
        .putHeader(HttpHeaders.CONNECTION, "close")
        .end(WireJson.text(problem))
        .onComplete(_ -> request.connection().close());
  }

  private static HttpServerOptions options(HttpSettings settings) {
    var options =
        new HttpServerOptions()
            .setHost(settings.host())
            .setPort(settings.port())
            .setAcceptBacklog(BACKLOG)
            .setIdleTimeout(IDLE_SECONDS)
            .setMaxHeaderSize(HEADER_BYTES)
            .setMaxInitialLineLength(LINE_BYTES)
            .setHttp2ClearTextEnabled(false)
            .setDecompressionSupported(false)
            .setCompressionSupported(false);
    settings
        .tls()
        .ifPresent(
            pem ->
                options
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setSni(false)
                    .setKeyCertOptions(
                        new PemKeyCertOptions()
                            .setCertPath(pem.certificate().toString())
                            .setKeyPath(pem.key().toString())));
    return options;
  }
}
