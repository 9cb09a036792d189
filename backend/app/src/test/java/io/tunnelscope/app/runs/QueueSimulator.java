package io.tunnelscope.app.runs;

import io.tunnelscope.app.runs.LaneModel.Bug;
import io.tunnelscope.app.runs.LaneModel.Held;
import io.tunnelscope.app.runs.LaneModel.LaneKey;
import io.tunnelscope.app.runs.LaneModel.LaneState;
import io.tunnelscope.app.runs.LaneModel.Rest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Tenants that queue and cancel runs, workers that crash, freeze, lose answers and come back as
 * zombies, on a clock of its own. The same seed plays the same story. After each step the promises
 * of the queue are looked at, and in the end everybody is well again and all runs must finish.
 */
final class QueueSimulator {
  private static final int STEPS = 200;
  private static final int TENANTS = 3;
  private static final int LANES = 4;
  private static final int SLOTS = 2;
  private static final long LEASE = 3_000;

  private final Random chance;
  private final LaneModel model;

  /** No limits, no schedules, no rests: then fairness can be told by counting. */
  private final boolean plain;

  private int processes;
  private final List<Worker> workers = List.of(new Worker(), new Worker(), new Worker());
  private final Set<Integer> cursed = new HashSet<>();
  private final Set<Integer> begun = new HashSet<>();
  private final Map<Integer, Integer> served = new HashMap<>();
  private final Map<LaneKey, Long> atRest = new HashMap<>();
  private Set<Integer> backlogged = Set.of();
  private long now;

  QueueSimulator(long seed, Bug... bugs) {
    this.chance = new Random(seed);
    this.model = new LaneModel(bugs);
    this.plain = seed % 2 == 0;
    if (!plain) {
      for (int tenant = 0; tenant < TENANTS; tenant++) {
        model.tenant(tenant).limit = 1 + chance.nextInt(3);
      }
    }
  }

  private static final class Job {
    final Held held;
    final long ends;

    /** Until when the worker believes in its lease, by its own clock. */
    long believes;

    boolean finished;

    Job(Held held, long ends, long believes) {
      this.held = held;
      this.ends = ends;
      this.believes = believes;
    }
  }

  private final class Worker {
    final List<Job> jobs = new ArrayList<>();
    final Set<Held> lost = new HashSet<>();
    int owner = ++processes;
    long frozenUntil;

    /** Its successor has another name, and knows nothing. */
    void crash() {
      jobs.clear();
      lost.clear();
      owner = ++processes;
    }

    boolean knows(Held held) {
      return jobs.stream().anyMatch(job -> job.held.equals(held));
    }
  }

  /** Plays the story; empty, or the promise that was broken. */
  Optional<String> play() {
    try {
      for (int step = 0; step < STEPS; step++) {
        step(Math.floorMod(step / 100, 2) == 0);
        books();
      }
      recover();
      return Optional.empty();
    } catch (Broken broken) {
      return Optional.of(broken.getMessage());
    }
  }

  @SuppressWarnings("serial") // never serialised
  private static final class Broken extends RuntimeException {
    Broken(String promise) {
      super(promise, null, false, false);
    }
  }

  private static void promise(boolean kept, String what) {
    if (!kept) {
      throw new Broken(what);
    }
  }

  private void step(boolean busy) {
    now += chance.nextInt(200);
    switch (chance.nextInt(busy ? 10 : 14)) {
      case 0, 1, 2 -> queue(busy);
      case 3, 4, 5, 6 -> exchange(anyWorker());
      case 7 -> heartbeat(anyWorker());
      case 8 -> house();
      case 9 -> misfortune();
      default -> exchange(anyWorker());
    }
  }

  private Worker anyWorker() {
    return workers.get(chance.nextInt(workers.size()));
  }

  private void queue(boolean busy) {
    // One tenant is quiet for a while, and comes back.
    int tenant = chance.nextInt(busy ? TENANTS - 1 : TENANTS);
    for (int n = chance.nextInt(4); n >= 0; n--) {
      var key = new LaneKey(tenant, chance.nextInt(LANES));
      var run = model.add(key, !plain && chance.nextBoolean(), now);
      if (!plain && chance.nextInt(40) == 0) {
        cursed.add(run.id);
      }
    }
  }

  /** Any that ever was, or all that wait for the end of one pause. */
  private List<Integer> unwanted() {
    var paused =
        model.lanes.values().stream().filter(lane -> lane.state == LaneState.WAITING).toList();
    if (paused.isEmpty() || chance.nextBoolean()) {
      return List.of(chance.nextInt(model.runs.size()));
    }
    var lane = paused.get(chance.nextInt(paused.size()));
    return lane.queued.stream().map(run -> run.id).toList();
  }

  private void misfortune() {
    var worker = anyWorker();
    switch (chance.nextInt(4)) {
      case 0 -> worker.crash();
      case 1 -> worker.frozenUntil = now + chance.nextLong(3 * LEASE);
      case 2 -> now += chance.nextLong(LEASE);
      default -> {
        if (!model.runs.isEmpty()) {
          unwanted().forEach(model::cancel);
        }
      }
    }
  }

  private void heartbeat(Worker worker) {
    if (worker.frozenUntil > now) {
      return;
    }
    for (var job : List.copyOf(worker.jobs)) {
      if (model.renew(job.held, now, LEASE)) {
        promise(model.holds(job.held), "a lease that was lost cannot be renewed");
        job.believes = now + LEASE;
      } else {
        worker.jobs.remove(job);
      }
    }
    giveBackLostClaims(worker);
  }

  /** What the worker holds without knowing it goes to whoever comes first. */
  private void giveBackLostClaims(Worker worker) {
    var believed = believed();
    model.held(worker.owner).stream()
        .filter(held -> !worker.knows(held))
        .forEach(held -> model.giveBack(held, Rest.NOTHING, now, now));
    for (var job : believed) {
      promise(job.finished || model.holds(job.held), "nobody gives back what another works on");
    }
    promise(
        worker.lost.stream().noneMatch(model::holds),
        "a claim without an answer does not wait for its lease");
    worker.lost.clear();
  }

  private void house() {
    model.wake(now);
    var believed = believed();
    model.reap(now, LEASE);
    for (var job : believed) {
      promise(job.finished || model.holds(job.held), "nobody takes a lease that has not ended");
    }
    promise(
        model.runs.values().stream()
            .noneMatch(run -> !run.finished && run.rests() && run.restsUntil <= now),
        "a rest ends when it is over, whatever its lane does");
  }

  private List<Job> believed() {
    return workers.stream()
        .flatMap(worker -> worker.jobs.stream())
        .filter(job -> job.believes > now && model.holds(job.held))
        .toList();
  }

  /** What is done is written, then its lane goes back and others are taken. */
  private void exchange(Worker worker) {
    if (worker.frozenUntil > now) {
      return;
    }
    for (var job : List.copyOf(worker.jobs)) {
      if (job.ends <= now) {
        end(worker, job);
      }
    }
    for (var job : worker.jobs.stream().filter(job -> job.finished).toList()) {
      boolean mine = model.holds(job.held);
      promise(model.settle(job.held, now) == mine, "only the holder hands a lane back");
      // An answer that is lost is asked for again, and does no harm.
      if (chance.nextInt(10) > 0) {
        worker.jobs.remove(job);
      }
    }
    claim(worker);
  }

  private void end(Worker worker, Job job) {
    if (job.finished) {
      return;
    }
    if (cursed.contains(job.held.run())) {
      worker.crash();
      return;
    }
    boolean mine = model.holds(job.held);
    var run = model.runs.get(job.held.run());
    if (!plain && chance.nextInt(6) == 0) {
      giveBack(job, mine);
      worker.jobs.remove(job);
      return;
    }
    promise(!mine || !run.finished, "a run is finished once");
    promise(model.finish(job.held) == mine, "what is written with a lost lease is refused");
    if (mine) {
      job.finished = true;
    } else {
      worker.jobs.remove(job);
    }
  }

  /** At once as at a drain, or after a rest: of its own, or one that the provider asked for. */
  private void giveBack(Job job, boolean mine) {
    var rest =
        switch (chance.nextInt(3)) {
          case 0 -> Rest.NOTHING;
          case 1 -> Rest.RUN;
          default -> Rest.SUBSCRIPTION;
        };
    long until = now + 1 + chance.nextInt(3) * LEASE;
    boolean ends = model.runs.get(job.held.run()).cancelled;
    promise(model.giveBack(job.held, rest, now, until) == mine, "only the holder gives a run back");
    if (mine && rest == Rest.SUBSCRIPTION && !ends) {
      atRest.put(job.held.key(), until);
    }
  }

  private void claim(Worker worker) {
    int want = SLOTS - worker.jobs.size();
    if (want <= 0) {
      return;
    }
    var living = believed();
    var waiting = waitingTenants();
    for (var held : model.claim(worker.owner, want, now, LEASE)) {
      promiseSerial(living, held);
      promiseOrder(held);
      promiseRest(held);
      promiseFair(waiting, held);
      boolean answered = chance.nextInt(20) > 0;
      if (answered) {
        worker.jobs.add(new Job(held, now + chance.nextLong(2 * LEASE), now + LEASE));
      } else {
        worker.lost.add(held);
      }
    }
  }

  private void promiseSerial(List<Job> living, Held held) {
    promise(
        living.stream().noneMatch(job -> job.held.key().equals(held.key())),
        "one run of a lane at a time");
    promise(
        workers.stream()
            .flatMap(worker -> worker.jobs.stream())
            .noneMatch(
                job -> job.held.key().equals(held.key()) && job.held.fence() >= held.fence()),
        "the fence grows with every claim");
    promise(!model.runs.get(held.run()).finished, "what is finished is not handed out");
  }

  private void promiseOrder(Held held) {
    var run = model.runs.get(held.run());
    var waits =
        model.runs.values().stream()
            .filter(each -> !each.finished && each.key.equals(run.key) && each != run)
            .filter(each -> !each.rests())
            .toList();
    promise(
        waits.stream().noneMatch(each -> each.scheduled == run.scheduled && each.id < run.id),
        "runs of a lane keep their order");
    promise(
        !run.scheduled || waits.stream().allMatch(each -> each.scheduled),
        "a person goes before a schedule");
  }

  private void promiseRest(Held held) {
    promise(!model.runs.get(held.run()).rests(), "a run that rests is not handed out");
    promise(
        atRest.getOrDefault(held.key(), 0L) <= now,
        "a subscription rests for as long as its provider asked for");
  }

  /** Tenants with a lane that could be taken. */
  private Set<Integer> waitingTenants() {
    var waiting = new HashSet<Integer>();
    model.lanes.values().stream()
        .filter(lane -> lane.state == LaneState.READY)
        .forEach(lane -> waiting.add(lane.key.tenant()));
    return waiting;
  }

  /** Whoever waits all the time is served as often as the others who do. */
  private void promiseFair(Set<Integer> waiting, Held held) {
    if (!plain || !begun.add(held.run())) {
      return;
    }
    if (!waiting.equals(backlogged)) {
      backlogged = waiting;
      served.clear();
    }
    served.merge(held.key().tenant(), 1, Integer::sum);
    int most = backlogged.stream().mapToInt(id -> served.getOrDefault(id, 0)).max().orElse(0);
    int least = backlogged.stream().mapToInt(id -> served.getOrDefault(id, 0)).min().orElse(0);
    promise(most - least <= LANES, "tenants take turns");
  }

  private void books() {
    model.tenants.forEach(
        (id, tenant) -> {
          long active = lanesIn(id, LaneState.READY) + lanesIn(id, LaneState.RUNNING);
          promise(tenant.active == active, "the share counts ready and running lanes");
          promise(tenant.parked == lanesIn(id, LaneState.PARKED), "the share counts parked lanes");
          promise(active <= tenant.limit, "no tenant runs more than it may");
          promise(tenant.parked == 0 || active >= tenant.limit, "nobody is parked below the limit");
        });
    model
        .lanes
        .values()
        .forEach(
            lane ->
                promise(
                    lane.queued.isEmpty()
                        ? lane.state == LaneState.IDLE || lane.state == LaneState.WAITING
                        : lane.state != LaneState.IDLE,
                    "a lane is idle when empty, but for a pause"));
    model
        .lanes
        .values()
        .forEach(
            lane ->
                promise(
                    lane.state != LaneState.RESTING || !lane.goesOn(),
                    "nobody is held up by the rest of another"));
    model
        .runs
        .values()
        .forEach(
            run ->
                promise(
                    run.finished || !run.cancelled || model.lanes.get(run.key).running == run,
                    "what is cancelled ends, and is not tried again"));
    model
        .runs
        .values()
        .forEach(run -> promise(run.crashes <= 3, "a run crashes three times at most"));
  }

  private long lanesIn(int tenant, LaneState state) {
    return model.lanes.values().stream()
        .filter(lane -> lane.key.tenant() == tenant && lane.state == state)
        .count();
  }

  /** The faults are over. */
  private void recover() {
    workers.forEach(worker -> worker.frozenUntil = 0);
    long end = now + 400 * LEASE;
    while (now < end && open()) {
      now += LEASE / 4;
      house();
      workers.forEach(this::heartbeat);
      workers.forEach(this::exchange);
      books();
    }
    promise(!open(), "every run ends");
    promise(
        cursed.stream().map(model.runs::get).allMatch(run -> run.crashes == 3 || run.cancelled),
        "what crashes three times is given up");
  }

  private boolean open() {
    return model.runs.values().stream().anyMatch(run -> !run.finished);
  }
}
