package io.tunnelscope.app.schedules;

import io.tunnelscope.app.gateways.Targets;
import io.tunnelscope.app.http.Fields;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.tenants.TenantSettingsStore;
import io.tunnelscope.core.language.Language;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Makes plans of what people want, and keeps them. The same for every door. Any thread. */
public final class Schedules {
  private final ScheduleStore store;
  private final Targets targets;
  private final TenantSettingsStore settings;
  private final Supplier<UUID> ids;
  private final Clock clock;

  public Schedules(
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

  /**
   * Fails with {@link Refusal.Invalid}, {@link Refusal.NotFound} and {@link Refusal.Conflict}.
   *
   * @param asked with the members that the API takes
   */
  public Future<ScheduleJson> add(
      Principal who, Origin origin, JsonObject asked, Language language) {
    return Future.succeededFuture(asked)
        .map(json -> Wanted.from(Fields.of(json)))
        .compose(wanted -> add(who, origin, wanted))
        .map(added -> ScheduleJson.of(added, language));
  }

  Future<Schedule> add(Principal who, Origin origin, Wanted wanted) {
    var id = ids.get();
    return plan(who.tenant(), wanted)
        .compose(plan -> store.add(who, origin, id, plan, firstTurn(plan, id)));
  }

  /** The newest first. */
  public Future<List<ScheduleJson>> list(TenantId tenant, int limit, Language language) {
    return store
        .list(tenant, Optional.empty(), false, limit)
        .map(all -> all.stream().map(each -> ScheduleJson.of(each, language)).toList());
  }

  /**
   * Lets it rest or go on, as whoever says so. Fails with {@link Refusal.NotFound}, and with {@link
   * Refusal.Conflict} when somebody changes it in the same moment.
   */
  public Future<ScheduleJson> pause(
      Principal who, Origin origin, UUID id, boolean rest, Language language) {
    var state = rest ? Schedule.State.PAUSED : Schedule.State.ON;
    return store
        .get(who.tenant(), id)
        .compose(
            known ->
                store.replace(
                    who,
                    origin,
                    id,
                    Optional.of(known.version()),
                    known.plan(),
                    state,
                    rest ? Optional.empty() : firstTurn(known.plan(), id)))
        .map(changed -> ScheduleJson.of(changed, language));
  }

  /** Fails with {@link Refusal.NotFound}. */
  public Future<Void> remove(Principal who, Origin origin, UUID id) {
    return store.remove(who, origin, id);
  }

  Optional<Plan.Turn> firstTurn(Plan plan, UUID id) {
    return plan.after(clock.instant(), id);
  }

  /**
   * A target that is named must be there, and a time must come; the tenant's time zone is usual.
   */
  Future<Plan> plan(TenantId tenant, Wanted wanted) {
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
}
