package io.tunnelscope.app.bundles;

import io.tunnelscope.app.bundles.UploadDesk.Announced;
import io.tunnelscope.app.bundles.UploadedRuns.StartedRun;
import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Query;
import io.tunnelscope.app.http.Requests;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** Takes log bundles over HTTP. */
public final class BundleRoutes {
  private final UploadDesk desk;

  public BundleRoutes(UploadDesk desk) {
    this.desk = desk;
  }

  public void mount(Routes routes) {
    routes.upload("/bundles", Permission.START_RUN, this::upload);
  }

  /** The run that an upload has started, on the wire. */
  record StartedJson(String id, String state, String target) {
    static StartedJson of(StartedRun run) {
      return new StartedJson(run.id().toString(), run.state(), run.target());
    }
  }

  private void upload(RoutingContext ctx, Principal who) {
    var query = Query.of(ctx);
    var announced =
        new Announced(
            who, Requests.origin(ctx), query.text("name").orElse("upload"), query.text("target"));
    query.throwIfInvalid();
    var request = ctx.request();
    if (announcesTooMuch(request)) {
      ctx.fail(Allowance.tooLarge());
      return;
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
    desk.take(announced, request)
        .onSuccess(
            run ->
                Answer.accepted(
                    ctx,
                    "/api/v1/t/" + ctx.pathParam("tenant") + "/runs/" + run.id(),
                    StartedJson.of(run)))
        .onFailure(ctx::fail);
  }

  /** With room for the lines around the parts of a form. */
  private static boolean announcesTooMuch(HttpServerRequest request) {
    var length = request.getHeader("Content-Length");
    try {
      return length != null && Long.parseLong(length) > Allowance.MOST_BYTES + (1 << 20);
    } catch (NumberFormatException _) {
      return false; // the HTTP parser has refused it already
    }
  }
}
