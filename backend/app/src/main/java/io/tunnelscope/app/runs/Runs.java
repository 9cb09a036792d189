package io.tunnelscope.app.runs;

import io.tunnelscope.app.bundles.BundleRecordStore;
import io.tunnelscope.app.bundles.StorageWish;
import io.tunnelscope.app.bundles.Upload;
import io.tunnelscope.app.bundles.UploadedRuns;
import io.tunnelscope.app.gateways.KnownTarget;
import io.tunnelscope.app.gateways.Subscription;
import io.tunnelscope.app.gateways.SubscriptionStore;
import io.tunnelscope.app.gateways.Targets;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.refusal.Refusal;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Starts and cancels runs. */
public final class Runs implements UploadedRuns {
  private final Targets targets;
  private final SubscriptionStore subscriptions;
  private final RunStore store;
  private final BundleRecordStore bundles;
  private final RunSignals signals;
  private final Uuid7 ids;
  private final Clock clock;

  public Runs(
      Targets targets,
      SubscriptionStore subscriptions,
      RunStore store,
      BundleRecordStore bundles,
      RunSignals signals,
      Uuid7 ids,
      Clock clock) {
    this.targets = targets;
    this.subscriptions = subscriptions;
    this.store = store;
    this.bundles = bundles;
    this.signals = signals;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Accepts the run; it is done later. Nothing was written when the future fails: with {@link
   * Refusal.NotFound}, {@link Refusal.UnsupportedTarget}, {@link Refusal.QueueFull} or {@link
   * Refusal.IdempotencyMismatch}.
   */
  public Future<RunStarted> start(StartRun asked) {
    return start(asked, (_, _, _) -> Future.succeededFuture());
  }

  /** As {@link #start}; the future fails with whatever {@code besides} fails with, too. */
  public Future<RunStarted> start(StartRun asked, RunStore.Besides besides) {
    return targets
        .resolveSupported(asked.who().tenant(), asked.target())
        .compose(
            target -> {
              var run = newRun(asked, target);
              return store.start(
                  asked.who(),
                  asked.origin(),
                  run,
                  asked.idempotencyKey(),
                  c -> besides.write(c, run.target(), run.id()));
            })
        .onSuccess(_ -> signals.ready());
  }

  /**
   * As {@link #start}, but nothing waits behind another run: fails with {@link Refusal.Conflict}
   * while one of the same subscription is open. A start that is repeated under its key does not.
   */
  public Future<RunStarted> startAlone(StartRun asked) {
    var tenant = asked.who().tenant();
    return targets
        .resolveSupported(tenant, asked.target())
        .compose(
            target ->
                store.start(
                    asked.who(),
                    asked.origin(),
                    newRun(asked, target),
                    asked.idempotencyKey(),
                    c -> store.alone(c, tenant, target.subscription())))
        .onSuccess(_ -> signals.ready());
  }

  private NewRun newRun(StartRun asked, KnownTarget target) {
    return newRun(target, asked.source(), asked.active(), asked.storage());
  }

  /**
   * A run that a schedule wishes for, to be written with {@link RunStore#startAll}.
   *
   * @param target one that can be troubleshot
   */
  public NewRun scheduled(KnownTarget target, boolean active) {
    return newRun(target, Source.SCHEDULE, active, Optional.empty());
  }

  private NewRun newRun(
      KnownTarget target, Source source, boolean active, Optional<StorageWish> storage) {
    var now = clock.instant();
    return new NewRun(
        new RunId(ids.at(now)),
        target.subscription(),
        target.id(),
        target.name(),
        target.kind(),
        target.provider(),
        source,
        active,
        storage,
        now);
  }

  /** Tells the workers of runs that were written with {@link RunStore#startAll}, once they are. */
  public void ready() {
    signals.ready();
  }

  @Override
  public Future<StartedRun> start(Upload upload) {
    return subscriptions
        .ensureUploads(upload.who().tenant())
        .compose(
            subscription ->
                store.start(
                    upload.who(),
                    Optional.of(upload.origin()),
                    newRun(upload, subscription),
                    Optional.empty(),
                    c ->
                        bundles.insert(
                            c,
                            upload.who().tenant(),
                            upload.run(),
                            upload.bundle(),
                            upload.files(),
                            clock.instant())))
        .onSuccess(_ -> signals.ready())
        .map(
            started ->
                new StartedRun(started.id(), started.state().name(), started.target().value()));
  }

  private NewRun newRun(Upload upload, Subscription subscription) {
    var target = UploadTarget.named(subscription.id(), upload.target().orElse(upload.name()));
    return new NewRun(
        upload.run(),
        subscription.id(),
        target.id(),
        target.name(),
        "connection",
        subscription.provider(),
        Source.UPLOAD,
        false,
        Optional.empty(),
        clock.instant());
  }

  /**
   * Cancels a run that waits, or asks the worker of one that runs; it ends within seconds then.
   * Fails with {@link Refusal.NotFound} or, when it is finished, {@link Refusal.Conflict}.
   */
  public Future<Run> cancel(Principal who, Optional<Origin> origin, RunId run) {
    return store
        .cancel(who, origin, run, clock.instant())
        .onSuccess(
            _ -> {
              signals.told(run);
              signals.ready();
            })
        .compose(_ -> store.get(who.tenant(), run));
  }

  /** The run and everything around it, or {@link Refusal.NotFound}. */
  public Future<RunDetails> details(TenantId tenant, RunId id) {
    return store
        .get(tenant, id)
        .compose(
            run -> {
              var waiting = store.waiting(tenant, id);
              var expectedStart =
                  run.state() == RunState.QUEUED
                      ? store.expectedStart(tenant, id)
                      : Future.succeededFuture(Optional.<Instant>empty());
              var diagnosis = store.diagnosis(tenant, run);
              var logs = bundles.logs(tenant, id);
              var bundle = bundles.of(tenant, id);
              var changes = store.changes(tenant, run);
              return Future.join(List.of(waiting, expectedStart, diagnosis, logs, bundle, changes))
                  .map(
                      _ ->
                          new RunDetails(
                              run,
                              waiting.result(),
                              expectedStart.result(),
                              diagnosis.result(),
                              logs.result(),
                              bundle.result(),
                              changes.result()));
            });
  }
}
