package io.tunnelscope.app.runs;

import io.tunnelscope.app.runs.LaneQueue.Claimed;
import io.tunnelscope.app.runs.LaneQueue.LaneFence;
import io.tunnelscope.app.runs.Stopped.Why;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes runs from the queue and works on them, several at once. Each exchange with the queue hands
 * back what is finished and takes what comes next; what ends while one is on its way goes with the
 * next.
 *
 * <p>A verticle on virtual threads: its methods wait where others would call back, and only one of
 * them goes on at a time, so its fields need no locks.
 */
public final class RunWorker extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(RunWorker.class);
  private static final Duration LOOK_AROUND = Duration.ofMillis(500);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(5);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_AHEAD = Duration.ofSeconds(1);
  private static final Duration TO_RELEASE = Duration.ofSeconds(5);
  private static final int AT_ONCE = 100;

  private final LaneQueue lanes;
  private final WorkStore store;
  private final RunSignals signals;
  private final Work.Begin begin;
  private final WorkerOptions options;

  /** What is held here: what runs and what is ahead of the slots. */
  private final Map<LaneFence, Task> tasks = new HashMap<>();

  /** Claimed, and waiting for a slot. */
  private final Queue<Task> ahead =
      new PriorityQueue<>(Comparator.comparingLong(task -> task.claimed.rank()));

  /** Finished, and to be handed back with the next step. */
  private List<Lease> finished = new ArrayList<>();

  /** Finished, but the step that should have handed them back failed. */
  private final Set<Lease> stragglers = new HashSet<>();

  private final ClaimAhead claimAhead = new ClaimAhead();
  private final Set<Promise<Void>> whenIdle = new HashSet<>();
  private final Runnable wake = this::wake;

  /** Until the next look: short where something came just now, longer the longer it is quiet. */
  private Duration pause;

  private long alarm;
  private long housekeeper;
  private long reaper;
  private int running;
  private boolean stepping;
  private boolean calledMeanwhile;
  private boolean housekeeping;
  private boolean reaping;
  private boolean draining;
  private long renewedAt = System.nanoTime();

  private RunWorker(
      LaneQueue lanes,
      WorkStore store,
      RunSignals signals,
      Work.Begin begin,
      WorkerOptions options) {
    this.lanes = lanes;
    this.store = store;
    this.signals = signals;
    this.begin = begin;
    this.options = options;
    this.pause = options.poll();
  }

  private record Task(Claimed claimed, Work work, long since) {
    Lease lease() {
      return claimed.lease();
    }
  }

  /** Starts a worker on runs; it stops with {@link #drain}, or at once when it is undeployed. */
  public static Future<RunWorker> deploy(Vertx vertx, WorkerParts parts, WorkerOptions options) {
    return deploy(
        vertx,
        parts.lanes(),
        parts.work(),
        parts.signals(),
        (lease, context) -> new RunTask(parts, options, lease, context),
        options);
  }

  /** Starts a worker that does what it is given with the leases it gets. */
  public static Future<RunWorker> deploy(
      Vertx vertx,
      LaneQueue lanes,
      WorkStore store,
      RunSignals signals,
      Work.Begin begin,
      WorkerOptions options) {
    var worker = new RunWorker(lanes, store, signals, begin, options);
    return vertx
        .deployVerticle(
            worker, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
        .map(worker);
  }

  @Override
  public Future<?> start() {
    signals.onReady(wake);
    housekeeper = vertx.setPeriodic(LOOK_AROUND.toMillis(), _ -> keepHouse());
    reaper = vertx.setPeriodic(LOOK_AROUND.toMillis(), _ -> lookAfterOthers());
    step();
    poll();
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    draining = true;
    signals.noLongerOnReady(wake);
    return Future.succeededFuture();
  }

  private void wake() {
    context.runOnContext(_ -> step());
  }

  private void poll() {
    vertx.cancelTimer(alarm);
    if (!draining) {
      alarm =
          vertx.setTimer(
              pause.toMillis(),
              _ -> {
                if (!stepping) {
                  step();
                }
                poll();
              });
    }
  }

  /** One exchange with the queue at a time; another one when called meanwhile. */
  private void step() {
    if (stepping) {
      calledMeanwhile = true;
      return;
    }
    stepping = true;
    try {
      do {
        calledMeanwhile = false;
        lookAgain(exchange());
      } while (calledMeanwhile);
    } catch (Exception outage) {
      pause = min(max(pause, options.poll()).multipliedBy(2), LONGEST_PAUSE);
      LOG.atWarn().addKeyValue("pauseMs", pause.toMillis()).log("no runs can be taken now");
    } finally {
      stepping = false;
      tellWhenIdle();
    }
  }

  private void lookAgain(int taken) {
    if (taken > 0) {
      pause = min(SHORTEST_PAUSE, options.poll());
      poll();
    } else {
      pause = min(pause.multipliedBy(2), options.poll());
    }
  }

  /** Returns how many runs were taken. */
  private int exchange() {
    var done = finished;
    int want = want();
    if (done.isEmpty() && want == 0) {
      return 0;
    }
    finished = new ArrayList<>();
    long since = System.nanoTime();
    try {
      var taken = lanes.step(options.owner(), done, want).await();
      claimAhead.tookRoundTrip(System.nanoTime() - since);
      for (var claimed : taken) {
        var task = new Task(claimed, begin.on(claimed.lease(), context), System.nanoTime());
        tasks.put(LaneFence.of(claimed.lease()), task);
        ahead.add(task);
      }
      fillSlots();
      return taken.size();
    } catch (Exception failed) {
      stragglers.addAll(done);
      throw failed;
    }
  }

  private int want() {
    if (draining) {
      return 0;
    }
    int room = options.slots() + claimAhead.runs(options.slots()) - tasks.size();
    return Math.clamp(room, 0, AT_ONCE);
  }

  private void fillSlots() {
    if (draining) {
      // A claim that was on its way may have brought more.
      putBackAhead();
    }
    while (running < options.slots() && !ahead.isEmpty()) {
      var task = ahead.poll();
      running++;
      context.runOnContext(_ -> work(task));
    }
  }

  private void work(Task task) {
    long since = System.nanoTime();
    try {
      if (task.work.run()) {
        finished.add(task.lease());
      }
    } finally {
      running--;
      tasks.remove(LaneFence.of(task.lease()));
      claimAhead.tookRun(System.nanoTime() - since);
      fillSlots();
      step();
    }
  }

  private void keepHouse() {
    if (housekeeping) {
      return;
    }
    housekeeping = true;
    try {
      renew();
      handBackStragglers();
      if (!draining) {
        putBackWhatWaits();
        lookForCancelled();
      }
    } catch (Exception outage) {
      LOG.atWarn()
          .addKeyValue("failure", outage.getClass().getSimpleName())
          .log("queue not reachable");
    } finally {
      housekeeping = false;
      tellWhenIdle();
    }
  }

  private void renew() {
    var asked = List.copyOf(tasks.values());
    long now = System.nanoTime();
    if (asked.isEmpty()) {
      renewedAt = now;
      return;
    }
    if (now - renewedAt < options.heartbeat().toNanos()) {
      return;
    }
    try {
      var held = lanes.renew(asked.stream().map(Task::lease).toList()).await();
      renewedAt = now;
      asked.stream()
          .filter(task -> !held.contains(task.lease()))
          .forEach(task -> task.work.stop(Why.LEASE_LOST));
    } catch (Exception outage) {
      // By our own clock the leases are over: whatever is still done here may be done twice.
      if (now - renewedAt > options.lease().toNanos()) {
        asked.forEach(task -> task.work.stop(Why.LEASE_LOST));
      }
      throw outage;
    }
  }

  /** Singly: whoever sits on the share of one tenant does not hold up the others. */
  private void handBackStragglers() {
    for (var lease : List.copyOf(stragglers)) {
      try {
        lanes.step(options.owner(), List.of(lease), 0).await();
        stragglers.remove(lease);
      } catch (Exception stillHeld) {
        LOG.atWarn().addKeyValue("run", lease.run()).log("lane cannot be handed back yet");
      }
    }
  }

  /** Runs turned out longer than those before: others may have a free slot for what waits here. */
  private void putBackWhatWaits() {
    long now = System.nanoTime();
    for (var task : List.copyOf(ahead)) {
      if (now - task.since > LONGEST_AHEAD.toNanos() && ahead.remove(task)) {
        putBack(task);
      }
    }
  }

  private void putBack(Task task) {
    try {
      store.release(task.lease(), Duration.ZERO).await();
    } catch (Exception _) {
      // Lost, or left to its lease.
    } finally {
      tasks.remove(LaneFence.of(task.lease()));
      tellWhenIdle();
    }
  }

  private void lookForCancelled() {
    if (tasks.isEmpty()) {
      return;
    }
    for (var cancelled : lanes.cancelled(options.owner()).await()) {
      var task = tasks.get(cancelled);
      if (task != null) {
        task.work.stop(Why.CANCELLED);
      }
    }
  }

  /** Apart from the rest: a lane or a share that somebody sits on must not hold up renewals. */
  private void lookAfterOthers() {
    if (reaping || draining) {
      return;
    }
    reaping = true;
    try {
      lookForExpired();
    } catch (Exception outage) {
      LOG.atWarn()
          .addKeyValue("failure", outage.getClass().getSimpleName())
          .log("expired runs not reachable");
    } finally {
      reaping = false;
    }
  }

  private void lookForExpired() {
    int ready = lanes.wake(AT_ONCE).await();
    for (var lease : lanes.expired(AT_ONCE).await()) {
      reap(lease);
      ready++;
    }
    if (ready > 0) {
      signals.ready();
    }
  }

  private void reap(Lease lease) {
    try {
      var state = store.reap(lease).await();
      LOG.atWarn()
          .addKeyValue("tenant", lease.tenant())
          .addKeyValue("run", lease.run())
          .addKeyValue("state", state)
          .log("lease ended without a result");
    } catch (LeaseLost _) {
      // Renewed or settled meanwhile: nothing is wrong.
    } catch (Exception failed) {
      LOG.atWarn().addKeyValue("run", lease.run()).log("expired run left for later");
    }
    signals.told(lease.run());
  }

  /**
   * Takes no more runs, lets those that run end within the grace, and gives the rest back to the
   * queue. Completes within the grace and 5 s; the database must be there until then.
   */
  public Future<Void> drain(Duration grace) {
    var drained = Promise.<Void>promise();
    context.runOnContext(
        _ -> {
          long end = System.nanoTime() + grace.toNanos();
          draining = true;
          signals.noLongerOnReady(wake);
          putBackAhead();
          awaitIdle(end);
          tasks.values().forEach(task -> task.work.stop(Why.DRAINED));
          awaitIdle(System.nanoTime() + TO_RELEASE.toNanos());
          vertx.cancelTimer(housekeeper);
          vertx.cancelTimer(reaper);
          drained.complete();
        });
    return drained.future();
  }

  /** None of them waits for another: the database may be slow, or away. */
  private void putBackAhead() {
    for (var task = ahead.poll(); task != null; task = ahead.poll()) {
      var waiting = task;
      context.runOnContext(_ -> putBack(waiting));
    }
  }

  private void awaitIdle(long end) {
    if (isIdle()) {
      return;
    }
    var idle = Promise.<Void>promise();
    whenIdle.add(idle);
    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    long alarm = vertx.setTimer(Math.max(1, left), _ -> idle.tryComplete());
    idle.future().await();
    vertx.cancelTimer(alarm);
  }

  private void tellWhenIdle() {
    if (isIdle()) {
      whenIdle.forEach(Promise::tryComplete);
      whenIdle.clear();
    }
  }

  private boolean isIdle() {
    return tasks.isEmpty() && finished.isEmpty() && stragglers.isEmpty() && !stepping;
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
