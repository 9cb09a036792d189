package io.tunnelscope.app.runs;

import static io.vertx.core.http.HttpMethod.GET;

import io.tunnelscope.app.bundles.BundleRecordStore;
import io.tunnelscope.app.bundles.LogFiles;
import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Page;
import io.tunnelscope.app.http.Query;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** The log files of a run over HTTP: to be read line by line, or taken away. */
public final class LogRoutes {
  private static final int USUAL_LINES = 500;

  private final RunStore runs;
  private final BundleRecordStore bundles;
  private final LogFiles logs;

  public LogRoutes(RunStore runs, BundleRecordStore bundles, LogFiles logs) {
    this.runs = runs;
    this.bundles = bundles;
    this.logs = logs;
  }

  public void mount(Routes routes) {
    routes.inTenant(GET, "/runs/:run/logs", Permission.READ, this::list);
    routes.inTenant(GET, "/runs/:run/logs/:name", Permission.READ, this::file);
    routes.inTenant(GET, "/runs/:run/logs.zip", Permission.READ, this::zip);
  }

  private void list(RoutingContext ctx, Principal who) {
    runs.get(who.tenant(), RunRoutes.runId(ctx))
        .compose(run -> bundles.logs(who.tenant(), run.id()))
        .onSuccess(files -> Answer.ok(ctx, Page.whole(files)))
        .onFailure(ctx::fail);
  }

  private void file(RoutingContext ctx, Principal who) {
    var query = Query.of(ctx);
    int from = query.number("fromLine", 1, 1, Integer.MAX_VALUE);
    int count = query.number("lines", USUAL_LINES, 1, LogFiles.MOST_LINES);
    query.throwIfInvalid();
    var run = RunRoutes.runId(ctx);
    var name = ctx.pathParam("name");
    if (wantsText(ctx)) {
      logs.sendText(ctx.response(), who.tenant(), run, name).onFailure(ctx::fail);
      return;
    }
    logs.lines(who.tenant(), run, name, from, count)
        .onSuccess(page -> Answer.ok(ctx, page))
        .onFailure(ctx::fail);
  }

  private static boolean wantsText(RoutingContext ctx) {
    var accept = ctx.request().getHeader(HttpHeaders.ACCEPT);
    return accept != null && accept.contains("text/plain") && !accept.contains("json");
  }

  private void zip(RoutingContext ctx, Principal who) {
    logs.sendZip(ctx.response(), who.tenant(), RunRoutes.runId(ctx)).onFailure(ctx::fail);
  }
}
