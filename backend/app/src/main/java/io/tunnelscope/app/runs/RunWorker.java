package io.tunnelscope.app.runs;

import io.tunnelscope.app.runs.RunQueue.LaneFence;
import io.tunnelscope.app.runs.Stopped.Why;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes runs from the queue and works on them, several at once. A verticle on virtual threads: its
 * methods wait where others would call back, and only one of them goes on at a time, so its fields
 * need no locks.
 */
public final class RunWorker extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(RunWorker.class);
  private static final Duration LOOK_AROUND = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration TO_RELEASE = Duration.ofSeconds(5);
  private static final int AT_ONCE = 100;

  private final WorkerParts parts;
  private final WorkerOptions options;
  private final Map<LaneFence, RunTask> tasks = new HashMap<>();
  private final Set<Promise<Void>> whenIdle = new HashSet<>();
  private final Runnable wake = this::wake;
  private Duration pause;
  private long housekeeper;
  private boolean claiming;
  private boolean calledMeanwhile;
  private boolean housekeeping;
  private boolean draining;
  private long renewedAt = System.nanoTime();

  private RunWorker(WorkerParts parts, WorkerOptions options) {
    this.parts = parts;
    this.options = options;
    this.pause = options.poll();
  }

  /** Starts a worker; it stops with {@link #drain}, or at once when it is undeployed. */
  public static Future<RunWorker> deploy(Vertx vertx, WorkerParts parts, WorkerOptions options) {
    var worker = new RunWorker(parts, options);
    return vertx
        .deployVerticle(
            worker, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
        .map(worker);
  }

  @Override
  public Future<?> start() {
    parts.signals().onReady(wake);
    housekeeper = vertx.setPeriodic(LOOK_AROUND.toMillis(), _ -> keepHouse());
    claim();
    poll();
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    draining = true;
    parts.signals().noLongerOnReady(wake);
    return Future.succeededFuture();
  }

  private void wake() {
    context.runOnContext(_ -> claim());
  }

  private void poll() {
    vertx.setTimer(
        pause.toMillis(),
        _ -> {
          claim();
          if (!draining) {
            poll();
          }
        });
  }

  /** Takes as many runs as there are free slots; again when called meanwhile. */
  private void claim() {
    if (claiming) {
      calledMeanwhile = true;
      return;
    }
    claiming = true;
    try {
      do {
        calledMeanwhile = false;
        take();
      } while (calledMeanwhile && !draining);
      pause = options.poll();
    } catch (Exception outage) {
      pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
      LOG.atWarn().addKeyValue("pauseMs", pause.toMillis()).log("no runs can be taken now");
    } finally {
      claiming = false;
    }
  }

  private void take() {
    int free = options.slots() - tasks.size();
    if (free <= 0 || draining) {
      return;
    }
    for (var lease : parts.queue().claim(options.owner(), Math.min(free, AT_ONCE)).await()) {
      var task = new RunTask(parts, options, lease, context);
      tasks.put(LaneFence.of(lease), task);
      context.runOnContext(_ -> work(task));
    }
  }

  private void work(RunTask task) {
    try {
      task.run();
    } finally {
      tasks.remove(LaneFence.of(task.lease()));
      if (tasks.isEmpty()) {
        whenIdle.forEach(Promise::tryComplete);
        whenIdle.clear();
      }
      claim();
    }
  }

  private void keepHouse() {
    if (housekeeping) {
      return;
    }
    housekeeping = true;
    try {
      renew();
      if (!draining) {
        lookForCancelled();
        lookForExpired();
      }
    } catch (Exception outage) {
      LOG.atWarn()
          .addKeyValue("failure", outage.getClass().getSimpleName())
          .log("queue not reachable");
    } finally {
      housekeeping = false;
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
      var held = parts.queue().renew(asked.stream().map(RunTask::lease).toList()).await();
      renewedAt = now;
      asked.stream()
          .filter(task -> !held.contains(task.lease()))
          .forEach(task -> task.stop(Why.LEASE_LOST));
    } catch (Exception outage) {
      // By our own clock the leases are over: whatever is still done here may be done twice.
      if (now - renewedAt > options.lease().toNanos()) {
        asked.forEach(task -> task.stop(Why.LEASE_LOST));
      }
      throw outage;
    }
  }

  private void lookForCancelled() {
    if (tasks.isEmpty()) {
      return;
    }
    for (var cancelled : parts.queue().cancelled(options.owner()).await()) {
      var task = tasks.get(cancelled);
      if (task != null) {
        task.stop(Why.CANCELLED);
      }
    }
  }

  private void lookForExpired() {
    int ready = parts.queue().wake(AT_ONCE).await();
    for (var lease : parts.queue().expired(AT_ONCE).await()) {
      reap(lease);
      ready++;
    }
    if (ready > 0) {
      parts.signals().ready();
    }
  }

  private void reap(Lease lease) {
    try {
      var state = parts.work().reap(lease).await();
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
    parts.signals().told(lease.run());
  }

  /**
   * Takes no more runs, lets those that run end within the grace, and gives the rest back to the
   * queue. Completes within the grace and 5 s; the database must be there until then.
   */
  public Future<Void> drain(Duration grace) {
    var drained = Promise.<Void>promise();
    context.runOnContext(
        _ -> {
          draining = true;
          parts.signals().noLongerOnReady(wake);
          awaitClaims();
          awaitIdle(grace);
          tasks.values().forEach(task -> task.stop(Why.DRAINED));
          awaitIdle(TO_RELEASE);
          vertx.cancelTimer(housekeeper);
          drained.complete();
        });
    return drained.future();
  }

  /** A claim that was on its way brings runs that must be ended too. */
  private void awaitClaims() {
    long end = System.nanoTime() + TO_RELEASE.toNanos();
    while (claiming && System.nanoTime() < end) {
      vertx.timer(10, TimeUnit.MILLISECONDS).await();
    }
  }

  private void awaitIdle(Duration longest) {
    if (tasks.isEmpty()) {
      return;
    }
    var idle = Promise.<Void>promise();
    whenIdle.add(idle);
    long alarm = vertx.setTimer(Math.max(1, longest.toMillis()), _ -> idle.tryComplete());
    idle.future().await();
    vertx.cancelTimer(alarm);
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
