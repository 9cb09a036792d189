package io.tunnelscope.app.schedules;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.gateways.TagFilter;
import io.tunnelscope.app.gateways.TargetFilter;
import io.tunnelscope.app.gateways.TargetStore;
import io.tunnelscope.app.gateways.Targets;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.runs.Runs;
import io.tunnelscope.app.runs.Source;
import io.tunnelscope.app.runs.StartRun;
import io.tunnelscope.app.schedules.Schedule.Round;
import io.tunnelscope.app.schedules.TurnStore.Come;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What happens when it is a schedule's turn. Any thread. */
final class Turns {
  /** Later than this, nobody was there when it was time. */
  private static final Duration MISSED_AFTER = Duration.ofMinutes(2);

  /** Targets of one turn. */
  private static final int MOST_TARGETS = 500;

  private final TurnStore store;
  private final TargetStore targets;
  private final Runs runs;

  Turns(TurnStore store, TargetStore targets, Runs runs) {
    this.store = store;
    this.targets = targets;
    this.runs = runs;
  }

  /**
   * Starts the runs of the turn and moves the schedule on. When this node dies in between, the turn
   * is taken again, and each run is started once all the same.
   */
  Future<Void> take(TenantId tenant, UUID schedule) {
    return store
        .come(tenant, schedule)
        .compose(come -> come.isPresent() ? take(tenant, come.get()) : Future.succeededFuture());
  }

  private Future<Void> take(TenantId tenant, Come come) {
    if (come.who().isEmpty()) {
      return store.stop(tenant, come);
    }
    var plan = come.schedule().plan();
    var next = plan.after(come.now(), come.schedule().id());
    var late = Duration.between(come.turn().at(), come.now()).compareTo(MISSED_AFTER) > 0;
    if (late && plan.missed() == Missed.SKIP) {
      return store.moveOn(tenant, come, Optional.empty(), next);
    }
    return picked(tenant, plan.pick())
        .compose(picked -> startAll(come, picked))
        .compose(round -> store.moveOn(tenant, come, Optional.of(round), next));
  }

  /** Names or resource ids of what can be troubleshot. */
  private Future<List<String>> picked(TenantId tenant, Pick pick) {
    return switch (pick) {
      case Pick.One(var target) -> Future.succeededFuture(List.of(target));
      case Pick.Gateway(var name) -> listed(tenant, Optional.of(name), Optional.empty());
      case Pick.Tagged(var tag) -> listed(tenant, Optional.empty(), Optional.of(tag));
      case Pick.All() -> listed(tenant, Optional.empty(), Optional.empty());
    };
  }

  private Future<List<String>> listed(
      TenantId tenant, Optional<String> gateway, Optional<TagFilter> tag) {
    var filter = new TargetFilter(Optional.empty(), gateway, Optional.empty(), tag);
    return targets
        .list(tenant, filter, Optional.empty(), MOST_TARGETS)
        .map(
            found ->
                found.stream()
                    .filter(state -> Targets.whyUnsupported(state.known()).isEmpty())
                    .map(state -> state.known().id().value())
                    .toList());
  }

  /** One after the other: people's requests come in between. */
  private Future<Round> startAll(Come come, List<String> picked) {
    var round = Future.succeededFuture(Round.nothing(come.turn().due()));
    for (var target : picked) {
      round = round.compose(before -> start(come, target, before));
    }
    return round;
  }

  private Future<Round> start(Come come, String target, Round before) {
    var schedule = come.schedule();
    var who = come.who().orElseThrow();
    return runs.start(
            asked(come, who, target),
            (c, id, run) -> store.onlyOne(c, who.tenant(), schedule.id(), id, run))
        .map(_ -> before.andStarted())
        .recover(
            failure ->
                switch (failure) {
                  case Refusal.Conflict _ -> Future.succeededFuture(before.andBusy());
                  case Refusal.QueueFull _,
                      Refusal.IdempotencyMismatch _,
                      Refusal.NotFound _,
                      Refusal.UnsupportedTarget _,
                      Refusal.Invalid _ ->
                      Future.succeededFuture(before.andRefused());
                  default -> Future.failedFuture(failure); // the turn is taken again
                });
  }

  private static StartRun asked(Come come, Principal who, String target) {
    var schedule = come.schedule();
    var once =
        "schedule %s %s %s"
            .formatted(
                schedule.id(), come.turn().due(), UUID.nameUUIDFromBytes(target.getBytes(UTF_8)));
    return new StartRun(
        who,
        Optional.empty(),
        target,
        schedule.plan().active(),
        Source.SCHEDULE,
        Optional.of(once));
  }
}
