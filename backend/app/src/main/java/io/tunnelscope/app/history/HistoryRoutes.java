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
import io.tunnelscope.app.runs.HistoryPlace;
import io.tunnelscope.app.runs.Run;
import io.tunnelscope.app.runs.RunFilter;
import io.tunnelscope.app.runs.RunFilterQuery;
import io.tunnelscope.app.runs.RunStore;
import io.tunnelscope.app.runs.RunSummaryJson;
import io.tunnelscope.core.language.Language;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The history of a target and the differences between runs, over HTTP. */
public final class HistoryRoutes {
  private static final String BASELINE = "baseline";
  private static final String NOT_ENDED = "";

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
    var after = query.cursor(2).flatMap(HistoryRoutes::placeOf);
    int limit = query.limit();
    var filter = RunFilterQuery.read(query, Optional.empty());
    query.throwIfInvalid();
    var language = Requests.language(ctx);
    var tenant = who.tenant();
    idOf(tenant, ctx.pathParam("target"))
        .compose(id -> page(tenant, id, filter.of(id), after, limit, language))
        .onSuccess(page -> Answer.ok(ctx, page))
        .onFailure(ctx::fail);
  }

  private Future<HistoryJson> page(
      TenantId tenant,
      ArmId target,
      RunFilter filter,
      Optional<HistoryPlace> after,
      int limit,
      Language language) {
    return runs.history(tenant, filter, after, limit + 1)
        .compose(found -> known(tenant, target, found))
        .compose(
            found ->
                Future.join(
                        history.turningPoints(tenant, target),
                        steadiness(tenant, target, after.isEmpty()))
                    .map(
                        both ->
                            HistoryJson.of(
                                Page.of(
                                    found,
                                    limit,
                                    HistoryRoutes::cursorOf,
                                    run -> RunSummaryJson.of(run, language)),
                                both.resultAt(0),
                                both.resultAt(1))));
  }

  /** It is the same on all pages, so it stands on the first alone. */
  private Future<Optional<Steadiness>> steadiness(TenantId tenant, ArmId target, boolean isFirst) {
    return isFirst
        ? history
            .steadiness(tenant, target, clock.instant().minus(Steadiness.PERIOD))
            .map(Optional::of)
        : Future.succeededFuture(Optional.empty());
  }

  private static Cursor cursorOf(Run run) {
    return Cursor.of(
        run.times().finished().map(Instant::toString).orElse(NOT_ENDED), run.id().toString());
  }

  /** A cursor that is none of ours begins at the first page, as one of a run that is gone would. */
  private static Optional<HistoryPlace> placeOf(Cursor cursor) {
    var ended = cursor.key().getFirst();
    return Query.parseUuid(cursor.key().getLast())
        .map(RunId::new)
        .flatMap(
            run ->
                ended.equals(NOT_ENDED)
                    ? Optional.of(new HistoryPlace(Optional.empty(), run))
                    : Query.parseInstant(ended).map(at -> new HistoryPlace(Optional.of(at), run)));
  }

  /** History outlives its target; what has neither never was. */
  private Future<List<Run>> known(TenantId tenant, ArmId target, List<Run> found) {
    return found.isEmpty()
        ? runs.history(tenant, RunFilter.all().of(target), Optional.empty(), 1)
            .compose(
                any ->
                    any.isEmpty()
                        ? targets.resolve(tenant, target.value()).map(found)
                        : Future.succeededFuture(found))
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
