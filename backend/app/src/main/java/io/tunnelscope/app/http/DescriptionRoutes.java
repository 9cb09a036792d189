package io.tunnelscope.app.http;

import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.core.language.Language;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What the API says about itself: its description, and a page for every kind of problem. */
public final class DescriptionRoutes {
  private final Buffer openapi = read();

  public void mount(Routes routes) {
    routes.open(HttpMethod.GET, "/openapi.yaml", this::openapi);
    routes.open(HttpMethod.GET, "/problems/:slug", DescriptionRoutes::problem);
  }

  private void openapi(RoutingContext ctx) {
    ctx.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml").end(openapi);
  }

  private static void problem(RoutingContext ctx) {
    var kind = ProblemKind.ofSlug(ctx.pathParam("slug")).orElseThrow(Refusal.NotFound::new);
    Language language = Requests.language(ctx);
    ctx.response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
        .end(page(kind, language));
  }

  private static String page(ProblemKind kind, Language language) {
    return """
        <!doctype html><html lang="%1$s"><meta charset="utf-8"><title>%2$s · Tunnelscope</title>
        <h1>%2$s</h1><p>%3$s</p><p><code>%4$s</code> · HTTP %5$d</p></html>
        """
        .formatted(
            language.tag(),
            kind.title().in(language),
            kind.advice().in(language),
            kind.slug(),
            kind.status());
  }

  private static Buffer read() {
    try (var in = DescriptionRoutes.class.getResourceAsStream("/openapi.yaml")) {
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
