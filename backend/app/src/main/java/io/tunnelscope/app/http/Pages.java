package io.tunnelscope.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.refusal.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The web pages, out of our own jar: never from a file system, never a listing. Every path that is
 * a page gets {@code index.html} with a fresh nonce; which page it is, the browser works out.
 */
public final class Pages {
  private static final String ROOT = "webroot/";
  private static final String NONCE = "__CSP_NONCE__";
  private static final int NONCE_BYTES = 18;
  private static final Pattern HASHED = Pattern.compile("/assets/([A-Za-z0-9_.-]{1,120})");
  private static final Pattern FILE = Pattern.compile("/([A-Za-z0-9_-]{1,60}\\.[a-z0-9]{1,12})");
  private static final String IMMUTABLE = "public, max-age=31536000, immutable";
  private static final String REVALIDATE = "no-cache";
  private static final String NOT_BUILT =
      """
      <!doctype html><html lang="en"><meta charset="utf-8"><title>Tunnelscope</title>
      <p>Tunnelscope is running, but its web pages were not built into this jar.
      Build it without -Dfrontend.skip, or use the API: <a href="/openapi.yaml">openapi.yaml</a>.</p>
      <p lang="ko">Tunnelscope는 실행 중이지만 이 jar에는 웹 페이지가 포함되어 있지 않습니다.
      -Dfrontend.skip 없이 다시 빌드하거나 API를 사용하세요.</p></html>
      """;

  private final Vertx vertx;
  private final SecureRandom random;
  // Only what is in the jar gets in here, so it is as bounded as the jar.
  private final Map<String, WebFile> loaded = new ConcurrentHashMap<>();

  public Pages(Vertx vertx, SecureRandom random) {
    this.vertx = vertx;
    this.random = random;
  }

  /** Call it last: a page answers for every path that nobody else took. */
  public void mount(Router router) {
    router.get().handler(this::serve);
  }

  private void serve(RoutingContext ctx) {
    var path = ctx.normalizedPath();
    var hashed = HASHED.matcher(path);
    var file = FILE.matcher(path);
    if (hashed.matches()) {
      sendFile(ctx, "assets/" + hashed.group(1), IMMUTABLE);
    } else if (file.matches() && !path.equals("/index.html")) {
      sendFile(ctx, file.group(1), REVALIDATE);
    } else if (isPage(path)) {
      sendPage(ctx);
    } else {
      ctx.fail(new Refusal.NotFound());
    }
  }

  /** A page below a tenant may have dots in its path: an ARM id has. */
  private static boolean isPage(String path) {
    boolean api = path.equals("/api") || path.startsWith("/api/");
    return !api && (path.startsWith("/t/") || path.indexOf('.') < 0);
  }

  private void sendFile(RoutingContext ctx, String name, String caching) {
    load(name)
        .onSuccess(
            file ->
                file.ifPresentOrElse(
                    found -> found.send(ctx, caching), () -> ctx.fail(new Refusal.NotFound())))
        .onFailure(ctx::fail);
  }

  private void sendPage(RoutingContext ctx) {
    load("index.html")
        .onSuccess(
            index -> {
              var nonce = nonce();
              var html = index.map(WebFile::text).orElse(NOT_BUILT).replace(NONCE, nonce);
              SecurityHeaders.allowStyles(ctx.response(), nonce);
              ctx.response()
                  .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                  .end(html);
            })
        .onFailure(ctx::fail);
  }

  private Future<Optional<WebFile>> load(String name) {
    var known = loaded.get(name);
    if (known != null) {
      return Future.succeededFuture(Optional.of(known));
    }
    return vertx
        .executeBlocking(() -> read(name), false)
        .onSuccess(file -> file.ifPresent(found -> loaded.put(name, found)));
  }

  private static Optional<WebFile> read(String name) throws IOException {
    try (var in = Pages.class.getClassLoader().getResourceAsStream(ROOT + name)) {
      return in == null
          ? Optional.empty()
          : Optional.of(WebFile.of(name, Buffer.buffer(in.readAllBytes())));
    }
  }

  private String nonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** One file of the pages, with its compressed form where that is smaller. */
  private record WebFile(String type, String etag, Buffer plain, Optional<Buffer> gzip) {
    static WebFile of(String name, Buffer content) {
      var packed = Gzip.of(content);
      return new WebFile(
          ContentTypes.of(name),
          "\"" + Integer.toHexString(content.hashCode()) + "-" + content.length() + "\"",
          content,
          packed.length() < content.length() ? Optional.of(packed) : Optional.empty());
    }

    String text() {
      return plain.toString(UTF_8);
    }

    void send(RoutingContext ctx, String caching) {
      var response = ctx.response();
      response
          .putHeader(HttpHeaders.CACHE_CONTROL, caching)
          .putHeader(HttpHeaders.ETAG, etag)
          .putHeader(HttpHeaders.VARY, "Accept-Encoding");
      if (etag.equals(ctx.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
        response.setStatusCode(304).end();
        return;
      }
      response.putHeader(HttpHeaders.CONTENT_TYPE, type);
      var accepted = ctx.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
      if (gzip.isPresent() && accepted != null && accepted.contains("gzip")) {
        response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip").end(gzip.get());
      } else {
        response.end(plain);
      }
    }
  }
}
