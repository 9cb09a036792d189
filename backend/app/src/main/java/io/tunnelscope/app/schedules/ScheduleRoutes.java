package io.tunnelscope.app.schedules;

import io.tunnelscope.app.gateways.Targets;
import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Cursor;
import io.tunnelscope.app.http.Fields;
import io.tunnelscope.app.http.Page;
import io.tunnelscope.app.http.Query;
import io.tunnelscope.app.http.Requests;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.tenants.TenantSettingsStore;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The schedules of a tenant: for its members to read, for those who may start runs to write. */
public final class ScheduleRoutes {
  private static final int LONGEST_TARGETS = 512;

  private final ScheduleStore store;
  private final Targets targets;
  private final TenantSettingsStore settings;
  private final Supplier<UUID> ids;
  private final Clock clock;

  public ScheduleRoutes(
      ScheduleStore store,
      Targets targets,
      TenantSettingsStore settings,
      Supplier<UUID> ids,
      Clock clock) {
    this.store = store;
    this.targets = targets;
    this.settings = settings;
    this.ids = ids;
    this.clock = clock;
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
    query.throwIfInvalid();
    var language = Requests.language(ctx);
    store
        .list(who.tenant(), before, limit + 1)
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
    var origin = Requests.origin(ctx);
    var language = Requests.language(ctx);
    var id = ids.get();
    plan(who.tenant(), wanted)
        .compose(plan -> store.add(who, origin, id, plan, firstTurn(plan, id)))
        .onSuccess(
            added ->
                Answer.created(
                    ctx, ctx.normalizedPath() + "/" + id, ScheduleJson.of(added, language)))
        .onFailure(ctx::fail);
  }

  private void replace(RoutingContext ctx, Principal who) {
    var id = id(ctx);
    var fields = Fields.of(ctx);
    var paused = fields.flag("paused", false);
    var wanted = Wanted.from(fields);
    var origin = Requests.origin(ctx);
    var state = paused ? Schedule.State.PAUSED : Schedule.State.ON;
    answer(
        ctx,
        plan(who.tenant(), wanted)
            .compose(
                plan ->
                    store.replace(
                        who,
                        origin,
                        id,
                        plan,
                        state,
                        paused ? Optional.empty() : firstTurn(plan, id))));
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

  private Optional<Plan.Turn> firstTurn(Plan plan, UUID id) {
    return plan.after(clock.instant(), id);
  }

  /**
   * A target that is named must be there, and a time must come; the tenant's time zone is usual.
   */
  private Future<Plan> plan(TenantId tenant, Wanted wanted) {
    return known(tenant, wanted.pick())
        .compose(
            _ ->
                wanted
                    .zone()
                    .map(Future::succeededFuture)
                    .orElseGet(() -> settings.timeZone(tenant)))
        .map(wanted::in)
        .compose(
            plan ->
                plan.cron().after(clock.instant(), plan.zone()).isPresent()
                    ? Future.succeededFuture(plan)
                    : Future.failedFuture(never()));
  }

  private Future<Void> known(TenantId tenant, Pick pick) {
    return switch (pick) {
      case Pick.One(var target) -> targets.resolveSupported(tenant, target).mapEmpty();
      case Pick.Gateway(var name) -> targets.resolve(tenant, name).mapEmpty();
      case Pick.Tagged _, Pick.All _ -> Future.succeededFuture();
    };
  }

  private static Refusal never() {
    var text = new Text("names a time that never comes", "도래하지 않는 시각을 가리킵니다");
    return new Refusal.Invalid(text, List.of(new Refusal.Invalid.Complaint("cron", text)));
  }

  /** A plan as it is asked for. */
  private record Wanted(
      String targets,
      CronTimes cron,
      Optional<ZoneId> zone,
      int jitterSeconds,
      Missed missed,
      boolean active) {

    static Wanted from(Fields fields) {
      var targets =
          fields.parsed(
              "targets",
              text -> Pick.parse(text).filter(_ -> text.length() <= LONGEST_TARGETS).map(_ -> text),
              "a target, gateway/*, tag:key, tag:key:value or *",
              "대상 이름, gateway/*, tag:키, tag:키:값, * 중 하나");
      var cron =
          fields.parsed(
              "cron",
              CronTimes::parse,
              "minute, hour, day of the month, month and day of the week, like */15 8-18 * * 1-5",
              "분, 시, 일, 월, 요일로 된 식 (예: */15 8-18 * * 1-5)");
      var zone =
          fields
              .optionalText("timeZone")
              .map(
                  text -> {
                    var named = zone(text);
                    if (named.isEmpty()) {
                      fields.complainAbout(
                          "timeZone",
                          new Text(
                              "must be the name of a time zone, like Asia/Seoul",
                              "Asia/Seoul과 같은 시간대 이름이어야 합니다"));
                    }
                    return named;
                  })
              .orElse(Optional.empty());
      var jitter = fields.optionalNumber("jitterSeconds", 0, Plan.MOST_JITTER).orElse(0);
      var missed =
          fields
              .optionalText("missed")
              .map(
                  text -> {
                    var known = Missed.parse(text);
                    if (known.isEmpty()) {
                      fields.complainAbout(
                          "missed", new Text("must be skip or once", "skip 또는 once여야 합니다"));
                    }
                    return known.orElse(Missed.SKIP);
                  })
              .orElse(Missed.SKIP);
      var active = fields.flag("active", false);
      fields.throwIfInvalid();
      return new Wanted(targets.orElseThrow(), cron.orElseThrow(), zone, jitter, missed, active);
    }

    private static Optional<ZoneId> zone(String text) {
      try {
        return Optional.of(ZoneId.of(text))
            .filter(zone -> ZoneId.getAvailableZoneIds().contains(zone.getId()));
      } catch (DateTimeException _) {
        return Optional.empty();
      }
    }

    Pick pick() {
      return Pick.parse(targets).orElseThrow();
    }

    Plan in(ZoneId zone) {
      return new Plan(targets, cron, zone, jitterSeconds, missed, active);
    }
  }
}
