package io.tunnelscope.app.schedules;

import io.tunnelscope.app.gateways.KnownTarget;
import io.tunnelscope.app.gateways.TagFilter;
import io.tunnelscope.app.gateways.TargetFilter;
import io.tunnelscope.app.gateways.TargetStore;
import io.tunnelscope.app.gateways.TargetStore.Place;
import io.tunnelscope.app.gateways.Targets;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.runs.NewRun;
import io.tunnelscope.app.runs.Runs;
import io.tunnelscope.app.schedules.TurnStore.Claim;
import io.tunnelscope.app.schedules.TurnStore.Come;
import io.tunnelscope.app.schedules.TurnStore.Then;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** What happens when it is a schedule's turn. Any thread. */
final class Turns {
  /** Targets of one transaction, which keeps the tenant's people waiting for no longer. */
  static final int BATCH = 25;

  /** Targets that found no place are counted by so many, and up to so many. */
  private static final int COUNTED_AT_ONCE = 500;

  private static final int MOST_COUNTED = 10_000;

  private final TurnStore store;
  private final TargetStore targets;
  private final Targets named;
  private final Runs runs;

  Turns(TurnStore store, TargetStore targets, Runs runs) {
    this.store = store;
    this.targets = targets;
    this.named = new Targets(targets);
    this.runs = runs;
  }

  /**
   * Does a part of the turn: the next targets, or the end of it. The tenant may be claimed again
   * then. When this node dies in between, or the future fails, another one does the same part.
   */
  Future<Void> take(Claim claim) {
    return store
        .come(claim.tenant(), claim)
        .compose(
            come -> come.isPresent() ? take(claim, come.get()) : store.release(claim.tenant()));
  }

  /** Stops it if its maker may not start runs any more. */
  Future<Void> stop(TenantId tenant, UUID schedule) {
    return store.stop(tenant, schedule);
  }

  private Future<Void> take(Claim claim, Come come) {
    if (come.who().isEmpty()) {
      return store.stop(come.tenant(), come.id());
    }
    if (come.progress().untouched()) {
      var plan = come.schedule().plan();
      var passed = plan.passed(come.turn().due(), come.now());
      var last = plan.turn(passed.last(), come.id());
      if (plan.missed() == Missed.SKIP
          && claim.missedUntil().filter(until -> last.at().isBefore(until)).isPresent()) {
        return store.skip(come, last.due(), passed.before() + 1, plan.after(last.due(), come.id()));
      }
      if (passed.before() > 0) {
        return store.passOver(come, last, passed.before(), claim.missedUntil().isPresent());
      }
    }
    return goOn(come);
  }

  private Future<Void> goOn(Come come) {
    return switch (come.schedule().plan().pick()) {
      case Pick.One(var target) -> one(come, target);
      case Pick.Gateway(var name) -> some(come, filter(Optional.of(name), Optional.empty()));
      case Pick.Tagged(var tag) -> some(come, filter(Optional.empty(), Optional.of(tag)));
      case Pick.All() -> some(come, TargetFilter.all());
    };
  }

  private static TargetFilter filter(Optional<String> gateway, Optional<TagFilter> tag) {
    return new TargetFilter(Optional.empty(), gateway, Optional.empty(), tag);
  }

  private Future<Void> one(Come come, String target) {
    return named
        .resolveSupported(come.tenant(), target)
        .map(List::of)
        .recover(
            failure ->
                switch (failure) {
                  case Refusal.NotFound _, Refusal.UnsupportedTarget _, Refusal.Invalid _ ->
                      Future.succeededFuture(List.<KnownTarget>of());
                  default -> Future.failedFuture(failure); // the turn is taken again
                })
        .compose(
            found ->
                found.isEmpty()
                    ? end(come, 1)
                    : start(come, found, new Then.End(next(come)), stopped -> end(stopped, 1)));
  }

  private Future<Void> some(Come come, TargetFilter filter) {
    return page(come, filter, come.progress(), BATCH)
        .compose(
            page ->
                start(
                    come,
                    page.supported(),
                    page.last() ? new Then.End(next(come)) : new Then.GoOn(page.there()),
                    stopped ->
                        rest(stopped, filter, stopped.progress(), 0)
                            .compose(left -> end(stopped, left))));
  }

  /**
   * Targets that come next in a turn.
   *
   * @param supported those of them that can be troubleshot
   * @param there how far the turn has come with them
   * @param last whether there are no more
   */
  private record Page(List<KnownTarget> supported, Progress there, boolean last) {}

  private Future<Page> page(Come come, TargetFilter filter, Progress from, int size) {
    var begin = come.schedule().beginAfter();
    var after = from.wrapped() ? from.place() : from.place().or(() -> begin);
    return targets
        .between(come.tenant(), filter, after, begin.filter(_ -> from.wrapped()), size)
        .map(
            found -> {
              var supported =
                  found.stream().filter(each -> Targets.whyUnsupported(each).isEmpty()).toList();
              if (found.size() == size) {
                var there = Optional.of(Place.of(found.getLast()));
                return new Page(supported, from.at(there, from.wrapped()), false);
              }
              return begin.isPresent() && !from.wrapped()
                  ? new Page(supported, from.at(Optional.empty(), true), false)
                  : new Page(supported, from, true);
            });
  }

  /**
   * @param whenFull goes on from where the queue was full
   */
  private Future<Void> start(
      Come come, List<KnownTarget> next, Then then, Function<Come, Future<Void>> whenFull) {
    return store
        .start(come, next, target -> run(come, target), then)
        .compose(
            done -> {
              if (done.isEmpty()) {
                return Future.succeededFuture();
              }
              var batch = done.get();
              if (!batch.start().isEmpty()) {
                runs.ready();
              }
              return batch.full() ? whenFull.apply(come.stopped(batch)) : Future.succeededFuture();
            });
  }

  private NewRun run(Come come, KnownTarget target) {
    return runs.scheduled(target, come.schedule().plan().active());
  }

  /** How many targets there are beyond where the turn has stopped. */
  private Future<Integer> rest(Come stopped, TargetFilter filter, Progress from, int before) {
    return page(stopped, filter, from, COUNTED_AT_ONCE)
        .compose(
            page -> {
              int counted = before + page.supported().size();
              return page.last() || counted >= MOST_COUNTED
                  ? Future.succeededFuture(counted)
                  : rest(stopped, filter, page.there(), counted);
            });
  }

  /** The next turn begins where this one has stopped. */
  private Future<Void> end(Come come, int refused) {
    var progress = come.progress();
    return store.end(come, progress.round().andRefused(refused), next(come), progress.place());
  }

  /** The next one from when it was due, not from now: no turn is lost because one was late. */
  private static Optional<Plan.Turn> next(Come come) {
    return come.schedule().plan().after(come.turn().due(), come.id());
  }
}
