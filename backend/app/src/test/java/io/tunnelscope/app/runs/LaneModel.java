package io.tunnelscope.app.runs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rules of V018 and V038 in memory, without a database: {@link QueueSimulatorTest} plays with
 * it, and {@link LaneModelIT} compares it with the real functions, call by call. It can be given
 * bugs.
 */
final class LaneModel {
  private static final long COST = 1_000;
  private static final long STAND_BACK = 100 * COST;
  private static final int CRASHES_ALLOWED = 3;

  /** What somebody could get wrong. */
  enum Bug {
    SETTLES_WITH_ANY_FENCE,
    KEEPS_THE_FENCE,
    RENEWS_WITH_ANY_FENCE,
    FINISHES_WITH_ANY_FENCE,
    FORGETS_WHAT_CAME_WHILE_RUNNING,
    HANDS_OUT_AN_OLD_HEAD,
    REAPS_A_LIVING_LEASE,
    COUNTS_NO_CRASHES,
    PROMOTES_NOBODY,
    SERVES_FIRST_COME_FIRST,
    GIVES_CREDIT_FOR_QUIET_TIMES,
    LETS_SCHEDULES_GO_FIRST,
    PARKS_NOBODY,
    NEVER_ENDS_A_REST,
    CANCELS_WHAT_RUNS,
    FORGETS_WHO_CLAIMED,
    TAKES_ALL_CLAIMS_FOR_ONES_OWN,
    TRIES_AGAIN_WHAT_IS_CANCELLED,
    HOLDS_UP_A_LANE_FOR_ONE_RUN,
    HANDS_OUT_WHAT_RESTS,
    BRINGS_BACK_TO_LANES_AT_REST_ONLY,
    WAKES_A_RESTING_SUBSCRIPTION_FOR_A_PERSON,
    FORGETS_A_PAUSE_WITH_THE_RUN_THAT_MET_IT
  }

  enum LaneState {
    IDLE,
    READY,
    RUNNING,
    WAITING,
    RESTING,
    PARKED
  }

  record LaneKey(int tenant, int lane) implements Comparable<LaneKey> {
    @Override
    public int compareTo(LaneKey other) {
      return Comparator.comparingInt(LaneKey::tenant)
          .thenComparingInt(LaneKey::lane)
          .compare(this, other);
    }
  }

  record Held(LaneKey key, int run, long fence) {}

  static final class Tenant {
    int limit = 1_000_000;
    long vtime;
    long vtimeScheduled;
    int active;
    int parked;
  }

  static final class Lane {
    final LaneKey key;
    final List<Run> queued = new ArrayList<>();
    LaneState state = LaneState.IDLE;
    Run running;
    Run lastDone;
    int pendingWhenClaimed;
    long vtag;
    long readyAt;
    long fence;
    long leaseUntil;
    int owner;

    Lane(LaneKey key) {
      this.key = key;
    }

    /** Of those that do not rest. */
    int people() {
      return (int) queued.stream().filter(run -> !run.scheduled && !run.rests()).count();
    }

    int resting() {
      return (int) queued.stream().filter(Run::rests).count();
    }

    boolean goesOn() {
      return queued.size() > resting();
    }

    long rank() {
      return vtag + (people() > 0 ? 0 : STAND_BACK);
    }
  }

  static final class Run {
    final int id;
    final LaneKey key;
    final boolean scheduled;
    boolean finished;
    boolean cancelled;
    int crashes;

    /** Set aside until then; 0: not at all. */
    long restsUntil;

    Run(int id, LaneKey key, boolean scheduled) {
      this.id = id;
      this.key = key;
      this.scheduled = scheduled;
    }

    boolean rests() {
      return restsUntil > 0;
    }
  }

  final Map<Integer, Tenant> tenants = new TreeMap<>();
  final Map<LaneKey, Lane> lanes = new TreeMap<>();
  final Map<Integer, Run> runs = new TreeMap<>();
  private final Set<Bug> bugs = EnumSet.noneOf(Bug.class);
  private long virtualTime;
  private int nextRun;

  LaneModel(Bug... bugs) {
    this.bugs.addAll(List.of(bugs));
  }

  private boolean has(Bug bug) {
    return bugs.contains(bug);
  }

  Tenant tenant(int id) {
    return tenants.computeIfAbsent(id, _ -> new Tenant());
  }

  /** Queues a run; its number is the order of all that were queued. */
  Run add(LaneKey key, boolean scheduled, long now) {
    var lane = lanes.computeIfAbsent(key, Lane::new);
    var run = new Run(nextRun++, key, scheduled);
    runs.put(run.id, run);
    boolean firstPerson = !scheduled && lane.people() == 0;
    lane.queued.add(run);
    boolean wakes =
        lane.state == LaneState.WAITING
            && !scheduled
            && has(Bug.WAKES_A_RESTING_SUBSCRIPTION_FOR_A_PERSON);
    if (lane.state == LaneState.IDLE || lane.state == LaneState.RESTING || wakes) {
      becomesReady(lane, scheduled, now);
    } else if (firstPerson) {
      lane.vtag = Math.min(lane.vtag, startTag(tenant(key.tenant()), false));
    }
    return run;
  }

  private long startTag(Tenant tenant, boolean scheduled) {
    long finishTag = scheduled ? tenant.vtimeScheduled : tenant.vtime;
    return has(Bug.GIVES_CREDIT_FOR_QUIET_TIMES) ? finishTag : Math.max(finishTag, virtualTime);
  }

  private void takeTag(Lane lane, boolean scheduled) {
    var tenant = tenant(lane.key.tenant());
    lane.vtag = startTag(tenant, scheduled);
    if (scheduled) {
      tenant.vtimeScheduled = lane.vtag + COST;
    } else {
      tenant.vtime = lane.vtag + COST;
    }
  }

  private void becomesReady(Lane lane, boolean scheduled, long now) {
    var tenant = tenant(lane.key.tenant());
    takeTag(lane, scheduled);
    boolean room = tenant.active < tenant.limit && tenant.parked == 0 || has(Bug.PARKS_NOBODY);
    lane.state = room ? LaneState.READY : LaneState.PARKED;
    lane.readyAt = now;
    tenant.active += room ? 1 : 0;
    tenant.parked += room ? 0 : 1;
  }

  private void promote(int id) {
    var tenant = tenant(id);
    if (has(Bug.PROMOTES_NOBODY)) {
      return;
    }
    int room = Math.max(0, tenant.limit - tenant.active);
    lanes.values().stream()
        .filter(lane -> lane.key.tenant() == id && lane.state == LaneState.PARKED)
        .sorted(Comparator.comparingLong(Lane::rank).thenComparing(lane -> lane.key))
        .limit(room)
        .toList()
        .forEach(
            lane -> {
              lane.state = LaneState.READY;
              lane.vtag = Math.max(lane.vtag, virtualTime);
              tenant.active++;
              tenant.parked--;
            });
  }

  boolean holds(Held held) {
    var lane = lanes.get(held.key());
    return lane.state == LaneState.RUNNING && lane.fence == held.fence();
  }

  /** The worker writes what it found. False: refused. */
  boolean finish(Held held) {
    var run = runs.get(held.run());
    if (!has(Bug.FINISHES_WITH_ANY_FENCE) && !holds(held)) {
      return false;
    }
    run.finished = true;
    return true;
  }

  /** Hands one lane back. False: it was lost. */
  boolean settle(Held held, long now) {
    var lane = lanes.get(held.key());
    boolean mine = has(Bug.SETTLES_WITH_ANY_FENCE) ? lane.state == LaneState.RUNNING : holds(held);
    if (!mine) {
      return false;
    }
    lane.queued.remove(lane.running);
    lane.lastDone = lane.running;
    letGo(lane, now);
    return true;
  }

  /** Whoever held the lane is done with it; the next turn of it, if there is one, is paid for. */
  private void letGo(Lane lane, long now) {
    var tenant = tenant(lane.key.tenant());
    lane.running = null;
    lane.readyAt = now;
    tenant.active--;
    boolean forgotten = has(Bug.FORGETS_WHAT_CAME_WHILE_RUNNING) && lane.pendingWhenClaimed == 1;
    if (lane.queued.isEmpty() || forgotten) {
      lane.state = LaneState.IDLE;
    } else if (!lane.goesOn()) {
      lane.state = LaneState.RESTING;
    } else {
      takeTag(lane, lane.people() == 0);
      boolean crowded = tenant.parked > 0;
      lane.state = crowded ? LaneState.PARKED : LaneState.READY;
      tenant.parked += crowded ? 1 : 0;
      tenant.active += crowded ? 0 : 1;
    }
    promote(lane.key.tenant());
  }

  /** Takes the heads of the first ready lanes. */
  List<Held> claim(int owner, int want, long now, long lease) {
    var order =
        has(Bug.SERVES_FIRST_COME_FIRST)
            ? Comparator.<Lane>comparingLong(lane -> lane.readyAt)
            : Comparator.comparingLong(Lane::rank);
    var taken =
        lanes.values().stream()
            .filter(lane -> lane.state == LaneState.READY)
            .sorted(order.thenComparing(lane -> lane.key))
            .limit(want)
            .toList();
    var held = new ArrayList<Held>();
    for (var lane : taken) {
      virtualTime = Math.max(virtualTime, lane.vtag);
      lane.running = head(lane);
      lane.pendingWhenClaimed = lane.queued.size();
      lane.state = LaneState.RUNNING;
      lane.fence += has(Bug.KEEPS_THE_FENCE) ? 0 : 1;
      lane.leaseUntil = now + lease;
      lane.owner = has(Bug.FORGETS_WHO_CLAIMED) ? 0 : owner;
      held.add(new Held(lane.key, lane.running.id, lane.fence));
    }
    return held;
  }

  /** All that somebody holds, whether the answer to the claim arrived or not. */
  List<Held> held(int owner) {
    return lanes.values().stream()
        .filter(lane -> lane.state == LaneState.RUNNING)
        .filter(lane -> lane.owner == owner || has(Bug.TAKES_ALL_CLAIMS_FOR_ONES_OWN))
        .map(lane -> new Held(lane.key, lane.running.id, lane.fence))
        .toList();
  }

  private Run head(Lane lane) {
    if (has(Bug.HANDS_OUT_AN_OLD_HEAD) && lane.lastDone != null && lane.lastDone.id % 5 == 0) {
      return lane.lastDone;
    }
    boolean schedules = lane.people() == 0 || has(Bug.LETS_SCHEDULES_GO_FIRST);
    var awake =
        lane.queued.stream().filter(run -> !run.rests() || has(Bug.HANDS_OUT_WHAT_RESTS)).toList();
    return awake.stream()
        .filter(run -> run.scheduled == schedules)
        .findFirst()
        .orElseGet(awake::getFirst);
  }

  boolean renew(Held held, long now, long lease) {
    var lane = lanes.get(held.key());
    if (!holds(held) && !(has(Bug.RENEWS_WITH_ANY_FENCE) && lane.state == LaneState.RUNNING)) {
      return false;
    }
    lane.leaseUntil = now + lease;
    return true;
  }

  /** What rests until a run is tried again. */
  enum Rest {
    NOTHING,
    RUN,
    SUBSCRIPTION
  }

  /** The worker has no result; what somebody cancelled meanwhile ends. False: it was lost. */
  boolean giveBack(Held held, Rest rest, long now, long until) {
    var run = runs.get(held.run());
    if (holds(held) && run.cancelled && !has(Bug.TRIES_AGAIN_WHAT_IS_CANCELLED)) {
      run.finished = true;
      return settle(held, now);
    }
    return switch (rest) {
      case NOTHING -> release(held, now, now);
      case RUN -> setAside(held, now, until);
      case SUBSCRIPTION -> release(held, now, until);
    };
  }

  /** Gives the run back, which rests until then, and the lane to others. False: it was lost. */
  boolean setAside(Held held, long now, long until) {
    if (!holds(held)) {
      return false;
    }
    var lane = lanes.get(held.key());
    lane.running.restsUntil = until;
    letGo(lane, now);
    if (has(Bug.HOLDS_UP_A_LANE_FOR_ONE_RUN) && lane.state == LaneState.READY) {
      lane.state = LaneState.RESTING;
      tenant(lane.key.tenant()).active--;
    }
    return true;
  }

  /** Gives the run back; its lane rests until then. False: it was lost. */
  boolean release(Held held, long now, long until) {
    if (!holds(held)) {
      return false;
    }
    var lane = lanes.get(held.key());
    lane.running = null;
    lane.readyAt = until;
    if (until > now) {
      lane.state = LaneState.WAITING;
      tenant(held.key().tenant()).active--;
      promote(held.key().tenant());
    } else {
      lane.state = LaneState.READY;
    }
    return true;
  }

  void wake(long now) {
    if (has(Bug.NEVER_ENDS_A_REST)) {
      return;
    }
    for (int id : tenants.keySet()) {
      var mine = lanes.values().stream().filter(lane -> lane.key.tenant() == id).toList();
      mine.forEach(lane -> bringBack(lane, now));
      var due =
          mine.stream()
              .filter(lane -> lane.state == LaneState.WAITING && lane.readyAt <= now)
              .toList();
      for (var lane : due) {
        if (!lane.goesOn()) {
          lane.state = lane.queued.isEmpty() ? LaneState.IDLE : LaneState.RESTING;
          continue;
        }
        lane.state = LaneState.PARKED;
        lane.vtag = Math.max(lane.vtag, virtualTime);
        tenant(id).parked++;
      }
      if (!due.isEmpty()) {
        promote(id);
      }
    }
  }

  /** Those whose rest is over take their places among the others again. */
  private void bringBack(Lane lane, long now) {
    var back = lane.queued.stream().filter(run -> run.rests() && run.restsUntil <= now).toList();
    boolean atRest = lane.state == LaneState.RESTING;
    if (back.isEmpty() || !atRest && has(Bug.BRINGS_BACK_TO_LANES_AT_REST_ONLY)) {
      return;
    }
    int people = lane.people();
    back.forEach(run -> run.restsUntil = 0);
    if (atRest) {
      lane.state = LaneState.WAITING;
      lane.readyAt = now;
    } else if (people == 0 && lane.people() > 0) {
      lane.vtag = Math.min(lane.vtag, startTag(tenant(lane.key.tenant()), false));
    }
  }

  /** Deals with leases whose time has ended. */
  void reap(long now, long lease) {
    for (var lane : List.copyOf(lanes.values())) {
      long ends = has(Bug.REAPS_A_LIVING_LEASE) ? lane.leaseUntil - lease / 2 : lane.leaseUntil;
      if (lane.state != LaneState.RUNNING || ends >= now) {
        continue;
      }
      var run = lane.running;
      var held = new Held(lane.key, run.id, lane.fence);
      if (!run.finished) {
        run.crashes += has(Bug.COUNTS_NO_CRASHES) ? 0 : 1;
        run.finished = run.cancelled || run.crashes >= CRASHES_ALLOWED;
      }
      if (run.finished) {
        settle(held, now);
      } else {
        release(held, now, now);
      }
    }
  }

  /** Takes a run that waits out of the queue; marks one that runs. */
  void cancel(int id) {
    var run = runs.get(id);
    var lane = lanes.get(run.key);
    if (!lane.queued.contains(run)) {
      return;
    }
    run.cancelled = true;
    if (Optional.ofNullable(lane.running).filter(run::equals).isPresent()
        && !has(Bug.CANCELS_WHAT_RUNS)) {
      return;
    }
    run.finished = true;
    lane.queued.remove(run);
    var tenant = tenant(run.key.tenant());
    boolean pauses =
        lane.state == LaneState.WAITING && !has(Bug.FORGETS_A_PAUSE_WITH_THE_RUN_THAT_MET_IT);
    if (pauses) {
      return; // the next run would meet the same answer
    }
    if (lane.queued.isEmpty()) {
      tenant.active -= lane.state == LaneState.READY || lane.state == LaneState.RUNNING ? 1 : 0;
      tenant.parked -= lane.state == LaneState.PARKED ? 1 : 0;
      lane.state = LaneState.IDLE;
      lane.running = null;
    } else if (!lane.goesOn()
        && (lane.state == LaneState.READY || lane.state == LaneState.PARKED)) {
      tenant.active -= lane.state == LaneState.READY ? 1 : 0;
      tenant.parked -= lane.state == LaneState.PARKED ? 1 : 0;
      lane.state = LaneState.RESTING;
    }
    promote(run.key.tenant());
  }
}
