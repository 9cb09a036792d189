package io.tunnelscope.app.runs;

import io.tunnelscope.app.blobs.BlobFailed;
import io.tunnelscope.app.bundles.BundleDelivery;
import io.tunnelscope.app.bundles.BundleStore.Written;
import io.tunnelscope.app.bundles.Delivery;
import io.tunnelscope.app.gateways.KnownTarget;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.providers.Checkpoint;
import io.tunnelscope.app.providers.CollectFailed;
import io.tunnelscope.app.providers.Collected;
import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.providers.EvidenceProvider;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.runs.Outcome.Cancelled;
import io.tunnelscope.app.runs.Outcome.Diagnosed;
import io.tunnelscope.app.runs.Outcome.Failed;
import io.tunnelscope.app.runs.Stopped.Why;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.evidence.Missing;
import io.tunnelscope.core.network.Target;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The long story of one claimed run, from top to bottom. Runs on a virtual thread of the worker's
 * context and waits there.
 */
final class RunTask implements Work {
  private static final Logger LOG = LoggerFactory.getLogger(RunTask.class);
  private static final int FINISH_TRIES = 6;
  private static final int STORE_TRIES = 3;
  private static final Missing LOGS_NOT_KEPT = new Missing("log-bundle", Missing.Why.NOT_KEPT);
  private static final long FIRST_PAUSE_MS = 200;

  private final WorkerParts parts;
  private final WorkerOptions options;
  private final Lease lease;
  private final RunStop stop = new RunStop();
  private final RunProgress progress;
  private final Retries retries;

  RunTask(WorkerParts parts, WorkerOptions options, Lease lease, Context context) {
    this.parts = parts;
    this.options = options;
    this.lease = lease;
    this.retries = new Retries(options.retryAfter(), ThreadLocalRandom::current);
    this.progress = new RunProgress(lease, parts.work(), parts.signals(), context, stop);
  }

  @Override
  public void stop(Why why) {
    stop.because(why);
  }

  /** One bad run does not cost the others their worker. */
  @Override
  public boolean run() {
    try {
      var run = begin();
      return run.isEmpty() || troubleshoot(run.get());
    } catch (LeaseLost lost) {
      LOG.atInfo().addKeyValue("run", lease.run()).log("lease lost, result dropped");
    } catch (Refusal.Unavailable outage) {
      giveBackAfterOutage();
    } catch (Exception outage) {
      // The lease runs out, and the run is tried again.
      LOG.atWarn()
          .addKeyValue("run", lease.run())
          .addKeyValue("failure", outage.getClass().getSimpleName())
          .log("run left to its lease");
    } finally {
      parts.signals().told(lease.run());
    }
    return false;
  }

  /** Empty when somebody cancelled it meanwhile; it is finished then. */
  private Optional<Run> begin() {
    var begun = parts.work().begin(lease).await();
    parts.signals().told(lease.run());
    return begun;
  }

  private boolean troubleshoot(Run run) {
    try {
      return finish(look(run));
    } catch (Stopped stopped) {
      return end(stopped.why());
    } catch (CollectFailed failed) {
      return failOrRetry(run, failed);
    } catch (LeaseLost | Refusal.Unavailable passedOn) {
      throw passedOn;
    } catch (Exception | StackOverflowError | LinkageError | AssertionError bug) {
      // Checked ones too: await() throws whatever the future failed with. Of the errors those that
      // the next try would meet again; where the machine is at its end, the lease decides.
      LOG.atError().addKeyValue("run", run.id()).setCause(bug).log("run failed");
      return finish(new Failed(Failure.of(Failure.INTERNAL)));
    }
  }

  private Outcome look(Run run) {
    var provider = parts.providers().get(run.provider());
    if (provider == null) {
      return new Failed(Failure.of(Failure.NO_PROVIDER));
    }
    var target = targetOf(run);
    if (target.isEmpty()) {
      return new Failed(Failure.of(Failure.TARGET_REMOVED));
    }
    var started = parts.clock().instant();
    progress.step("collecting", 5).await();
    var collected = collect(run, provider, target.get());
    progress.step("diagnosing", 85).await();
    var diagnosis = diagnose(collected, started);
    var logs = writeLogs(collected);
    var delivery = deliver(run, logs);
    progress.step("finishing", 95).await();
    var lost = logs.isEmpty() && !collected.logs().isEmpty();
    var seen = collected.evidence();
    return new Diagnosed(lost ? seen.with(LOGS_NOT_KEPT) : seen, diagnosis, logs, delivery);
  }

  private Optional<Target> targetOf(Run run) {
    return run.source() == Source.UPLOAD
        ? Optional.of(UploadTarget.of(run))
        : parts.targets().find(run.tenant(), run.target()).await().map(KnownTarget::target);
  }

  private Collected collect(Run run, EvidenceProvider provider, Target target) {
    var request =
        new EvidenceProvider.Request(
            run.tenant().value(),
            run.id().value(),
            target,
            run.active(),
            checkpointOf(run),
            parts.redactions().of(run.tenant()).await());
    long alarm =
        parts.vertx().setTimer(options.deadline().toMillis(), _ -> stop.because(Why.DEADLINE));
    try {
      var work = provider.collect(request, Deadline.after(options.deadline()), progress);
      return stop.orStopped(work).await();
    } finally {
      parts.vertx().cancelTimer(alarm);
    }
  }

  private Checkpoint checkpointOf(Run run) {
    return new Checkpoint() {
      @Override
      public Optional<String> read() {
        return run.checkpoint();
      }

      @Override
      public Future<Void> save(String text) {
        return parts.work().checkpoint(lease, text);
      }
    };
  }

  /** Off this context: a large bundle takes long, and the heartbeats live here. */
  private Diagnosis diagnose(Collected collected, Instant started) {
    var evidence = collected.evidence();
    var work =
        parts
            .thinking()
            .run(() -> parts.rules().diagnose(evidence, started, parts.clock().instant()));
    return stop.orStopped(work).await();
  }

  /** A store that does not take them does not cost the run its result: empty. */
  private Optional<Written> writeLogs(Collected collected) {
    if (collected.logs().isEmpty()) {
      return Optional.empty();
    }
    progress.step("writing-logs", 90).await();
    for (int attempt = 1; ; attempt++) {
      try {
        var work = parts.bundles().saveLogs(lease.tenant(), lease.run(), collected.logs());
        return Optional.of(stop.orStopped(work).await());
      } catch (Exception failure) {
        if (!(failure instanceof IOException)) {
          throw failure;
        }
        if (attempt == STORE_TRIES || !mayBeTaken(failure)) {
          LOG.atWarn()
              .addKeyValue("run", lease.run())
              .addKeyValue("failure", failure.getMessage())
              .log("logs not kept");
          return Optional.empty();
        }
        stop.orStopped(parts.vertx().timer(FIRST_PAUSE_MS << attempt, TimeUnit.MILLISECONDS))
            .await();
      }
    }
  }

  /** Whether the store may take the same a moment later. */
  private static boolean mayBeTaken(Exception failure) {
    return failure instanceof BlobFailed blob && blob.failure().retryMayHelp();
  }

  /** A copy that cannot be delivered does not cost the run its result. */
  private Optional<Delivery> deliver(Run run, Optional<Written> logs) {
    if (run.storage().isEmpty()) {
      return Optional.empty();
    }
    var day = LocalDate.ofInstant(run.times().queued(), ZoneOffset.UTC);
    var parcel =
        new BundleDelivery.Parcel(
            run.tenant(), run.subscription(), run.id(), day, run.storage().get());
    var work = parts.delivery().deliver(parcel, logs.map(Written::bundle));
    return Optional.of(stop.orStopped(work).await());
  }

  private boolean end(Why why) {
    return switch (why) {
      case CANCELLED -> finish(new Cancelled());
      case DEADLINE -> finish(new Failed(Failure.of(Failure.DEADLINE)));
      case DRAINED -> givenBack(parts.work().release(lease));
      case LEASE_LOST -> throw new LeaseLost(lease);
    };
  }

  private boolean failOrRetry(Run run, CollectFailed failed) {
    return retries
        .rest(failed.failure(), run.failedTries())
        .map(rest -> givenBack(parts.work().tryAgain(lease, rest)))
        .orElseGet(() -> finish(new Failed(Failure.of(failed.failure().reason()))));
  }

  /** Its lane is handed back with it, also when it ended because somebody had cancelled it. */
  private boolean givenBack(Future<RunState> work) {
    var state = work.await();
    if (state.isFinished()) {
      log(lease.run(), state);
    }
    return false;
  }

  /**
   * The lease may hold for long after the database is back, and nobody else takes the run until
   * then. Where a release is refused, or nothing answers, the lease decides.
   */
  private void giveBackAfterOutage() {
    for (int attempt = 1; attempt <= FINISH_TRIES; attempt++) {
      try {
        parts.vertx().timer(FIRST_PAUSE_MS << attempt, TimeUnit.MILLISECONDS).await();
        parts.work().release(lease).await();
        LOG.atWarn().addKeyValue("run", lease.run()).log("run given back after an outage");
        return;
      } catch (Refusal.Unavailable _) {
        // Still away.
      } catch (Exception lost) {
        LOG.atWarn()
            .addKeyValue("run", lease.run())
            .addKeyValue("failure", lost.getClass().getSimpleName())
            .log("run left to its lease");
        return;
      }
    }
  }

  /**
   * Tries for as long as the lease holds. An answer that got lost on the way does no harm: the
   * second time nothing is left to do.
   */
  private boolean finish(Outcome outcome) {
    for (int attempt = 1; ; attempt++) {
      try {
        var state = parts.work().finish(lease, outcome).await();
        log(lease.run(), state);
        return true;
      } catch (Refusal.Unavailable outage) {
        if (attempt == FINISH_TRIES) {
          throw outage;
        }
        parts.vertx().timer(FIRST_PAUSE_MS << attempt, TimeUnit.MILLISECONDS).await();
      }
    }
  }

  private void log(RunId run, RunState state) {
    LOG.atInfo()
        .addKeyValue("tenant", lease.tenant())
        .addKeyValue("run", run)
        .addKeyValue("state", state)
        .log("run finished");
  }
}
