package io.tunnelscope.app.schedules;

import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Cursor;
import io.tunnelscope.app.http.Fields;
import io.tunnelscope.app.http.Page;
import io.tunnelscope.app.http.Query;
import io.tunnelscope.app.http.Requests;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.refusal.Refusal;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;

/** The schedules of a tenant: for its members to read, for those who may start runs to write. */
public final class ScheduleRoutes {
  private final ScheduleStore store;
  private final Schedules schedules;

  public ScheduleRoutes(ScheduleStore store, Schedules schedules) {
    this.store = store;
    this.schedules = schedules;
  }

  public void mount(Routes routes) {
    routes.inTenant(HttpMethod.GET, "/schedules", Permission.READ, this::list);
    routes.inTenant(HttpMethod.POST, "/schedules", Permission.START_RUN, this::add);
    routes.inTenant(HttpMethod.GET, "/schedules/:schedule", Permission.READ, this::show);
    routes.inTenant(HttpMethod.PUT, "/schedules/:schedule", Permission.START_RUN, this::replace);
    routes.inTenant(HttpMethod.DELETE, "/schedules/:schedule", Permission.START_RUN, this::remove);
  }

  private void list(RoutingContext ctx, Principal who) {
    var query = Query.of(ctx);
    int limit = query.limit();
    var before = query.cursor(1).flatMap(cursor -> Query.parseUuid(cursor.key().getFirst()));
    boolean stopped = query.flag("stopped").orElse(false);
    query.throwIfInvalid();
    var language = Requests.language(ctx);
    store
        .list(who.tenant(), before, stopped, limit + 1)
        .map(
            found ->
                Page.of(
                    found,
                    limit,
                    schedule -> Cursor.of(schedule.id().toString()),
                    schedule -> ScheduleJson.of(schedule, language)))
        .onSuccess(page -> Answer.ok(ctx, page))
        .onFailure(ctx::fail);
  }

  private void show(RoutingContext ctx, Principal who) {
    answer(ctx, store.get(who.tenant(), id(ctx)));
  }

  private void add(RoutingContext ctx, Principal who) {
    var wanted = Wanted.from(Fields.of(ctx));
    var language = Requests.language(ctx);
    schedules
        .add(who, Requests.origin(ctx), wanted)
        .onSuccess(
            added ->
                Answer.created(
                    ctx, ctx.normalizedPath() + "/" + added.id(), ScheduleJson.of(added, language)))
        .onFailure(ctx::fail);
  }

  private void replace(RoutingContext ctx, Principal who) {
    var id = id(ctx);
    var fields = Fields.of(ctx);
    var paused = fields.flag("paused", false);
    var seen = fields.optionalNumber("version", 1, Integer.MAX_VALUE);
    var wanted = Wanted.from(fields);
    var origin = Requests.origin(ctx);
    var state = paused ? Schedule.State.PAUSED : Schedule.State.ON;
    answer(
        ctx,
        schedules
            .plan(who.tenant(), wanted)
            .compose(
                plan ->
                    store.replace(
                        who,
                        origin,
                        id,
                        seen,
                        plan,
                        state,
                        paused ? Optional.empty() : schedules.firstTurn(plan, id))));
  }

  private void remove(RoutingContext ctx, Principal who) {
    store
        .remove(who, Requests.origin(ctx), id(ctx))
        .onSuccess(_ -> Answer.noContent(ctx))
        .onFailure(ctx::fail);
  }

  private static void answer(RoutingContext ctx, Future<Schedule> schedule) {
    var language = Requests.language(ctx);
    schedule
        .onSuccess(found -> Answer.ok(ctx, ScheduleJson.of(found, language)))
        .onFailure(ctx::fail);
  }

  private static UUID id(RoutingContext ctx) {
    return Query.parseUuid(ctx.pathParam("schedule")).orElseThrow(Refusal.NotFound::new);
  }
}
