package io.tunnelscope.app.history;

import io.tunnelscope.app.gateways.KnownTarget;
import io.tunnelscope.app.gateways.Targets;
import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Fields;
import io.tunnelscope.app.http.Query;
import io.tunnelscope.app.http.Requests;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.runs.Run;
import io.tunnelscope.app.runs.RunStore;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.UUID;

/** Pins the run that a target is compared with, over HTTP; a target tells it. */
public final class BaselineRoutes {
  private final Targets targets;
  private final RunStore runs;
  private final BaselineStore baselines;

  public BaselineRoutes(Targets targets, RunStore runs, BaselineStore baselines) {
    this.targets = targets;
    this.runs = runs;
    this.baselines = baselines;
  }

  public void mount(Routes routes) {
    routes.inTenant(HttpMethod.PUT, "/targets/:target/baseline", Permission.START_RUN, this::pin);
    routes.inTenant(
        HttpMethod.DELETE, "/targets/:target/baseline", Permission.START_RUN, this::unpin);
  }

  private void pin(RoutingContext ctx, Principal who) {
    var fields = Fields.of(ctx);
    // What is no id at all is answered like an id that is not there.
    var run = new RunId(Query.parseUuid(fields.text("run")).orElse(new UUID(0, 0)));
    fields.throwIfInvalid();
    var tenant = who.tenant();
    targets
        .resolve(tenant, ctx.pathParam("target"))
        .map(KnownTarget::id)
        .compose(
            target ->
                runs.get(tenant, run)
                    .compose(found -> checked(found, target))
                    .compose(_ -> baselines.pin(tenant, who, Requests.origin(ctx), target, run)))
        .onSuccess(_ -> Answer.noContent(ctx))
        .onFailure(ctx::fail);
  }

  private static Future<Run> checked(Run run, ArmId target) {
    if (!run.target().key().equals(target.key())) {
      var text = new Text("must be a run of that target", "해당 대상의 점검이어야 합니다");
      return Future.failedFuture(
          new Refusal.Invalid(text, List.of(new Refusal.Invalid.Complaint("run", text))));
    }
    return run.verdict().isPresent()
        ? Future.succeededFuture(run)
        : Future.failedFuture(Diffs.withoutDiagnosis(run.id()));
  }

  private void unpin(RoutingContext ctx, Principal who) {
    targets
        .resolve(who.tenant(), ctx.pathParam("target"))
        .compose(known -> baselines.unpin(who.tenant(), who, Requests.origin(ctx), known.id()))
        .onSuccess(_ -> Answer.noContent(ctx))
        .onFailure(ctx::fail);
  }
}
