package io.tunnelscope.app.history;

import io.tunnelscope.app.gateways.KnownTarget;
import io.tunnelscope.app.gateways.Targets;
import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Cursor;
import io.tunnelscope.app.http.Page;
import io.tunnelscope.app.http.Query;
import io.tunnelscope.app.http.Requests;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.runs.DiffJson;
import io.tunnelscope.app.runs.Run;
import io.tunnelscope.app.runs.RunFilter;
import io.tunnelscope.app.runs.RunStore;
import io.tunnelscope.app.runs.RunSummaryJson;
import io.tunnelscope.core.language.Language;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The history of a target and the differences between runs, over HTTP. */
public final class HistoryRoutes {
  private static final String BASELINE = "baseline";

  private final Targets targets;
  private final RunStore runs;
  private final HistoryStore history;
  private final Diffs diffs;
  private final Clock clock;

  public HistoryRoutes(
      Targets targets, RunStore runs, HistoryStore history, Diffs diffs, Clock clock) {
    this.targets = targets;
    this.runs = runs;
    this.history = history;
    this.diffs = diffs;
    this.clock = clock;
  }

  public void mount(Routes routes) {
    routes.inTenant(HttpMethod.GET, "/targets/:target/history", Permission.READ, this::history);
    routes.inTenant(HttpMethod.GET, "/diffs", Permission.READ, this::diff);
  }

  private void history(RoutingContext ctx, Principal who) {
    var query = Query.of(ctx);
    var before = query.cursor(1).flatMap(c -> Query.parseUuid(c.key().getFirst())).map(RunId::new);
    int limit = query.limit();
    query.throwIfInvalid();
    var language = Requests.language(ctx);
    var tenant = who.tenant();
    idOf(tenant, ctx.pathParam("target"))
        .compose(id -> page(tenant, id, before, limit, language))
        .onSuccess(page -> Answer.ok(ctx, page))
        .onFailure(ctx::fail);
  }

  private Future<HistoryJson> page(
      TenantId tenant, ArmId target, Optional<RunId> before, int limit, Language language) {
    var filter = RunFilter.ofTarget(Optional.of(target.value()));
    return runs.list(tenant, filter, before, limit + 1)
        .compose(found -> known(tenant, target, found))
        .compose(
            found ->
                Future.join(
                        history.turningPoints(tenant, target),
                        history.steadiness(
                            tenant, target, clock.instant().minus(Steadiness.PERIOD)))
                    .map(
                        both ->
                            HistoryJson.of(
                                Page.of(
                                    found,
                                    limit,
                                    run -> Cursor.of(run.id().toString()),
                                    run -> RunSummaryJson.of(run, language)),
                                both.resultAt(0),
                                both.resultAt(1))));
  }

  /** History outlives its target; what has neither never was. */
  private Future<List<Run>> known(TenantId tenant, ArmId target, List<Run> found) {
    return found.isEmpty()
        ? targets.resolve(tenant, target.value()).map(found)
        : Future.succeededFuture(found);
  }

  private void diff(RoutingContext ctx, Principal who) {
    var query = Query.of(ctx);
    var target = query.text("target");
    var from = query.uuid("from").map(RunId::new);
    var to = query.uuid("to").map(RunId::new);
    var against =
        query.parsed(
            "against",
            text -> Optional.of(text).filter(BASELINE::equals),
            "baseline, or left out",
            "baseline이거나 생략해야 합니다");
    if (target.isPresent() == (from.isPresent() && to.isPresent())) {
      query.complainAbout(
          "from",
          new Text(
              "either from and to are given, or target", "from과 to를 함께 지정하거나 target을 지정해야 합니다"));
    }
    query.throwIfInvalid();
    var language = Requests.language(ctx);
    target
        .map(
            text ->
                idOf(who.tenant(), text)
                    .compose(
                        id ->
                            against.isPresent()
                                ? diffs.withBaseline(who.tenant(), id)
                                : diffs.lastTwo(who.tenant(), id)))
        .orElseGet(() -> diffs.between(who.tenant(), from.orElseThrow(), to.orElseThrow()))
        .onSuccess(two -> Answer.ok(ctx, DiffJson.of(two.from(), two.to(), two.diff(), language)))
        .onFailure(ctx::fail);
  }

  private Future<ArmId> idOf(TenantId tenant, String nameOrArmId) {
    return ArmId.parse(nameOrArmId)
        .map(Future::succeededFuture)
        .orElseGet(() -> targets.resolve(tenant, nameOrArmId).map(KnownTarget::id));
  }
}
