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
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
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
  private static final Duration LONGEST_AHEAD = Duration.ofSeconds(1);
  private static final Duration TO_RELEASE = Duration.ofSeconds(4);
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

  private final Pace pace;
  private final Renewals renewals;
  private final LostClaims lost;
  private final Reaper reaper;
  private final ClaimAhead claimAhead = new ClaimAhead();

  /** Who drains, and what for. */
  private final Map<Promise<Void>, BooleanSupplier> awaited = new HashMap<>();

  private final Runnable wake = this::wake;

  private long alarm;
  private long housekeeper;
  private int running;
  private boolean stepping;
  private boolean calledMeanwhile;
  private boolean housekeeping;
  private boolean draining;

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
    this.reaper = new Reaper(lanes, store, signals);
    this.lost = new LostClaims(options.heartbeat());
    this.pace = new Pace(options.poll());
    this.renewals = new Renewals(lanes, options);
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
    reaper.start(vertx, LOOK_AROUND);
    step();
    poll();
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    draining = true;
    reaper.stop();
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
              pace.pause().toMillis(),
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
        giveBackLostClaims();
        lookAgain(exchange());
      } while (calledMeanwhile);
    } catch (Exception outage) {
      pace.failed();
      LOG.atWarn().addKeyValue("pauseMs", pace.pause().toMillis()).log("no runs can be taken now");
    } finally {
      stepping = false;
      tellWhoWaits();
    }
  }

  private void lookAgain(int taken) {
    pace.took(taken);
    if (taken > 0) {
      poll();
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
      if (want > 0) {
        lost.suspect();
      }
      throw failed;
    }
  }

  /** Between two exchanges: what one of them brings is not known while it is on its way. */
  private void giveBackLostClaims() {
    if (!lost.lookIsDue()) {
      return;
    }
    var held = lanes.held(options.owner()).await();
    for (var lease : lost.among(held, this::knows)) {
      LOG.atWarn().addKeyValue("run", lease.run()).log("claimed without an answer, given back");
      context.runOnContext(
          _ -> {
            if (putBack(lease)) {
              signals.ready();
            }
          });
    }
  }

  private boolean knows(LaneFence lane) {
    return tasks.containsKey(lane)
        || Stream.concat(finished.stream(), stragglers.stream())
            .anyMatch(lease -> LaneFence.of(lease).equals(lane));
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
      context.runOnContext(_ -> workFrom(task));
    }
  }

  /**
   * Works on one run after the other in one slot; none waits for what an ended one leaves to do.
   */
  private void workFrom(Task first) {
    try {
      for (var task = first; task != null; task = draining ? null : ahead.poll()) {
        work(task);
        callForStep();
      }
    } finally {
      running--;
      fillSlots();
      callForStep();
    }
  }

  private void callForStep() {
    if (stepping) {
      calledMeanwhile = true;
    } else {
      wake();
    }
  }

  private void work(Task task) {
    long since = System.nanoTime();
    boolean done = false;
    try {
      done = task.work.run();
    } finally {
      if (done) {
        finished.add(task.lease());
      } else {
        // After an error too: taken for lost it would begin anew for ever, and never count.
        lost.leave(task.lease());
      }
      tasks.remove(LaneFence.of(task.lease()));
      claimAhead.tookRun(System.nanoTime() - since);
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
      lookForCancelled();
      if (!draining) {
        putBackWhatWaits();
      }
      if (lost.lookIsDue() && !stepping) {
        // Not here: the renewals would wait for it.
        wake();
      }
    } catch (Exception outage) {
      LOG.atWarn()
          .addKeyValue("failure", outage.getClass().getSimpleName())
          .log("queue not reachable");
    } finally {
      housekeeping = false;
      tellWhoWaits();
    }
  }

  private void renew() {
    var leases = tasks.values().stream().map(Task::lease).toList();
    try {
      stop(renewals.renew(leases).await());
    } catch (Exception outage) {
      // Whatever is still done here may be done twice.
      stop(renewals.overdue(leases));
      throw outage;
    }
  }

  private void stop(Set<Lease> lost) {
    for (var lease : lost) {
      var task = tasks.get(LaneFence.of(lease));
      if (task != null) {
        task.work.stop(Why.LEASE_LOST);
      }
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
        putBack(task.lease());
      }
    }
  }

  /** Nobody has begun with it. Returns whether others may take it now. */
  private boolean putBack(Lease lease) {
    try {
      store.release(lease).await();
      return true;
    } catch (LeaseLost _) {
      // Somebody else's by now.
      return false;
    } catch (Exception outage) {
      lost.suspect();
      return false;
    } finally {
      tasks.remove(LaneFence.of(lease));
      lost.back(lease);
      tellWhoWaits();
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

  /**
   * Takes no more runs, lets those that run end within the grace, and gives the rest back to the
   * queue. Completes within the grace and 4 s; the database must be there until then.
   */
  public Future<Void> drain(Duration grace) {
    var drained = Promise.<Void>promise();
    context.runOnContext(
        _ -> {
          long end = System.nanoTime() + grace.toNanos();
          draining = true;
          reaper.stop();
          signals.noLongerOnReady(wake);
          putBackAhead();
          await(this::isIdle, end);
          tasks.values().forEach(task -> task.work.stop(Why.DRAINED));
          await(() -> isIdle() && lost.isSettled(), System.nanoTime() + TO_RELEASE.toNanos());
          vertx.cancelTimer(housekeeper);
          drained.complete();
        });
    return drained.future();
  }

  /** None of them waits for another: the database may be slow, or away. */
  private void putBackAhead() {
    for (var task = ahead.poll(); task != null; task = ahead.poll()) {
      var waiting = task;
      context.runOnContext(_ -> putBack(waiting.lease()));
    }
  }

  private void await(BooleanSupplier reached, long end) {
    if (reached.getAsBoolean()) {
      return;
    }
    var told = Promise.<Void>promise();
    awaited.put(told, reached);
    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    long alarm = vertx.setTimer(Math.max(1, left), _ -> told.tryComplete());
    told.future().await();
    vertx.cancelTimer(alarm);
    awaited.remove(told);
  }

  private void tellWhoWaits() {
    awaited.forEach(
        (told, reached) -> {
          if (reached.getAsBoolean()) {
            told.tryComplete();
          }
        });
  }

  /** Nothing is in work, nor to be handed back, as far as is known here. */
  private boolean isIdle() {
    return tasks.isEmpty() && finished.isEmpty() && stragglers.isEmpty() && !stepping;
  }
}
