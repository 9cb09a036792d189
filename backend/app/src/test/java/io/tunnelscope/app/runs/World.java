package io.tunnelscope.app.runs;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.blobs.Blobs;
import io.tunnelscope.app.bundles.BundleDelivery;
import io.tunnelscope.app.bundles.BundleRecordStore;
import io.tunnelscope.app.bundles.BundleStorages;
import io.tunnelscope.app.bundles.BundleStore;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.gateways.SubscriptionStore;
import io.tunnelscope.app.gateways.TargetStore;
import io.tunnelscope.app.gateways.Targets;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.providers.EvidenceProvider;
import io.tunnelscope.app.providers.ProcessorWork;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.TestKeys;
import io.tunnelscope.core.diagnosis.RuleBook;
import io.tunnelscope.core.diagnosis.rules.StandardRules;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The real parts of a node without its HTTP door, as a test of runs needs them. */
final class World implements AutoCloseable {
  private static final int START_TRIES = 10;

  final Clock clock = Clock.systemUTC();
  final Uuid7 ids = new Uuid7(clock, new SecureRandom());
  final RunSignals signals = new RunSignals();
  final Vertx vertx;
  final Db db;
  final RunQueue queue = new RunQueue();
  final LaneQueue lanes;
  final RunStore runStore;
  final WorkStore work;
  final BundleRecordStore records;
  final BundleStore bundles;
  final Runs runs;
  final Blobs blobs;

  /** Where bundles are to be put; nobody has set anything unless a test does. */
  BundleStorages storages = (_, _) -> Future.succeededFuture(Optional.empty());

  private final List<RunWorker> workers = new ArrayList<>();
  private final List<RunRelay> relays = new ArrayList<>();

  World(Vertx vertx, Db db, Path folder) {
    this(vertx, db, folder, Duration.ofSeconds(30));
  }

  World(Vertx vertx, Db db, Path folder, Duration lease) {
    this(vertx, db, folder, lease, RunStore.Herald.NOBODY);
  }

  World(Vertx vertx, Db db, Path folder, Duration lease, RunStore.Herald herald) {
    this.vertx = vertx;
    this.db = db;
    this.blobs = new Blobs(vertx);
    var audit = new AuditLog();
    lanes = new LaneQueue(db, lease);
    records = new BundleRecordStore(db);
    bundles = open(vertx, folder, ids);
    runStore = new RunStore(db, queue, audit, herald);
    work = new WorkStore(db, queue, lanes, audit, records, clock, herald);
    runs =
        new Runs(
            new Targets(new TargetStore(db)),
            new SubscriptionStore(db, ids, new AuditLog()),
            runStore,
            records,
            signals,
            ids,
            clock);
  }

  private static BundleStore open(Vertx vertx, Path folder, Uuid7 ids) {
    try {
      return BundleStore.open(vertx, folder, ids);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  StartRun asked(Principal who, String target) {
    return asked(who, target, Optional.empty());
  }

  StartRun asked(Principal who, String target, Optional<String> key) {
    return new StartRun(who, Optional.empty(), target, false, Source.API, key);
  }

  /**
   * Starts a run as a client does on a busy machine: again with the same key when no answer came.
   *
   * @param asked has a key
   */
  Future<RunStarted> insist(StartRun asked) {
    return insist(asked, 1);
  }

  private Future<RunStarted> insist(StartRun asked, int attempt) {
    return runs.start(asked)
        .recover(
            failure ->
                failure instanceof Refusal.Unavailable && attempt < START_TRIES
                    ? vertx
                        .timer(200, TimeUnit.MILLISECONDS)
                        .compose(_ -> insist(asked, attempt + 1))
                    : Future.failedFuture(failure));
  }

  /** Takes runs as a worker does, one that never comes back to them. */
  List<Lease> claim(int want) {
    return Results.of(lanes.step(ids.next(), List.of(), want)).stream()
        .map(LaneQueue.Claimed::lease)
        .toList();
  }

  /** Hands lanes back as a worker does. */
  void handBack(List<Lease> finished) {
    Results.of(lanes.step(ids.next(), finished, 0));
  }

  RunId start(Principal who, String target) {
    return Results.of(insist(asked(who, target, Optional.of(ids.next().toString())))).id();
  }

  RunWorker worker(String provider, EvidenceProvider evidence) {
    return worker(provider, evidence, StandardRules.book(), quick(4));
  }

  RunWorker worker(
      String provider, EvidenceProvider evidence, RuleBook rules, WorkerOptions options) {
    var parts =
        new WorkerParts(
            vertx,
            clock,
            lanes,
            work,
            signals,
            new TargetStore(db),
            bundles,
            TestKeys.redactions(db, TestKeys.kms(vertx)),
            new BundleDelivery(bundles, storages, blobs),
            Map.of(provider, evidence),
            rules,
            ProcessorWork.on(vertx));
    var worker = Results.of(RunWorker.deploy(vertx, parts, options));
    workers.add(worker);
    return worker;
  }

  /** Hears of what other processes do at once, and tells them of what this one does. */
  void relay() {
    relays.add(RunRelay.start(vertx, db, signals, ids.next()));
  }

  /** Everything as in production but quicker. */
  WorkerOptions quick(int slots) {
    return new WorkerOptions(
        ids.next(),
        slots,
        Duration.ofMillis(100),
        Duration.ofMillis(300),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMillis(300));
  }

  Run run(Principal who, RunId id) {
    return Results.of(runStore.get(who.tenant(), id));
  }

  @Override
  public void close() {
    workers.forEach(worker -> Results.of(worker.drain(Duration.ZERO)));
    relays.forEach(relay -> Results.of(relay.stop()));
    Results.of(bundles.close());
    Results.of(blobs.close());
  }
}
