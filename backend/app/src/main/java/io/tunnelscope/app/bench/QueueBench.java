package io.tunnelscope.app.bench;

import io.tunnelscope.app.cli.Terminal;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.DbOptions;
import io.tunnelscope.app.db.Migrations;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.settings.DatabaseUrl;
import io.tunnelscope.app.settings.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Drives the product's queue through one workload: fills an empty database, starts worker
 * processes, and passes on what they tell, a line a job.
 */
final class QueueBench {
  private static final int BATCH = 1_000;
  private static final int AT_ONCE = 8;
  private static final int CONNECTIONS = 10;
  private static final Duration TO_START = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(20);

  private final Terminal terminal;
  private final DatabaseUrl superuser;
  private final List<String> workerCommand;
  private final QueueWorkload workload;
  private final QueueBenchStore store;
  private final AtomicInteger ready = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final Set<String> different = ConcurrentHashMap.newKeySet();
  private final List<Process> workers = new ArrayList<>();
  private final List<Thread> readers = new ArrayList<>();

  /**
   * @param workerCommand starts one worker process
   */
  QueueBench(
      Terminal terminal,
      DatabaseUrl superuser,
      List<String> workerCommand,
      QueueWorkload workload,
      Vertx vertx) {
    this.terminal = terminal;
    this.superuser = superuser;
    this.workerCommand = workerCommand;
    this.workload = workload;
    this.store =
        new QueueBenchStore(
            new Db(vertx, DbOptions.of(superuser, superuser)), open(vertx, superuser));
  }

  /** Signed in as the product is; the server trusts everybody on this machine. */
  static Db open(Vertx vertx, DatabaseUrl superuser) {
    return new Db(
        vertx, DbOptions.of(as(superuser, "tunnelscope_app"), as(superuser, "tunnelscope_system")));
  }

  private static DatabaseUrl as(DatabaseUrl superuser, String role) {
    return superuser.as(role, new Secret("00"));
  }

  void run() throws IOException, InterruptedException {
    BenchRoles.make(superuser, _ -> new Secret("00"));
    Migrations.run(as(superuser, "tunnelscope_migrate"), true);
    store.addLanes(workload.lanes()).await();
    switch (workload.kind()) {
      case "drain" -> {
        enqueue(workload.jobList());
        startWorkers();
        await(() -> done.get() >= workload.jobs());
      }
      case "trickle" -> {
        startWorkers();
        pause(Duration.ofMillis(500));
        trickle(workload.jobList());
        await(() -> done.get() >= workload.jobs());
      }
      case "skew" -> {
        enqueue(workload.hotList());
        startWorkers();
        pause(workload.settle());
        trickle(workload.jobList());
        await(() -> different.size() >= workload.jobs());
      }
      case "crash" -> {
        enqueue(workload.jobList());
        startWorkers();
        pause(workload.killAfter());
        metric("kill_us", QueueJob.nowMicros(), "us");
        workers.getFirst().destroyForcibly();
        await(() -> different.size() >= workload.jobs());
      }
      default -> measureEnqueue();
    }
    end();
  }

  /** A lane after the other, a few at once: which lane comes first makes no difference. */
  private void enqueue(List<QueueJob> jobs) {
    var lanes = new LinkedHashMap<SubscriptionId, List<QueueJob>>();
    jobs.forEach(job -> lanes.computeIfAbsent(job.subscription(), _ -> new ArrayList<>()).add(job));
    var pieces = lanes.values().stream().flatMap(lane -> pieces(lane).stream()).toList();
    // Those of one tenant would only wait for each other.
    int atOnce = workload.kind().equals("skew") ? 1 : AT_ONCE;
    for (int from = 0; from < pieces.size(); from += atOnce) {
      var some = pieces.subList(from, Math.min(pieces.size(), from + atOnce));
      Future.all(some.stream().map(this::enqueuePiece).toList()).await();
    }
    store.analyze().await();
  }

  private static List<List<QueueJob>> pieces(List<QueueJob> lane) {
    return IntStream.range(0, Math.ceilDiv(lane.size(), BATCH))
        .mapToObj(n -> lane.subList(n * BATCH, Math.min(lane.size(), (n + 1) * BATCH)))
        .toList();
  }

  private Future<Void> enqueuePiece(List<QueueJob> lane) {
    long now = QueueJob.nowMicros();
    var first = lane.getFirst();
    return store.enqueue(
        first.tenant(), first.subscription(), lane.stream().map(job -> job.run(now)).toList());
  }

  private void trickle(List<QueueJob> jobs) throws InterruptedException {
    Future.all(jobs.stream().limit(CONNECTIONS).map(job -> store.greet(job.tenant())).toList())
        .await();
    long begin = System.nanoTime();
    var sent = new ArrayList<Future<?>>();
    for (var job : jobs) {
      long due = begin + TimeUnit.SECONDS.toNanos(1) * sent.size() / workload.perSecond();
      pause(Duration.ofNanos(due - System.nanoTime()));
      sent.add(enqueuePiece(List.of(job)));
    }
    Future.all(sent).await();
  }

  private void measureEnqueue() {
    metric("enqueue_single_1conn", rate(workload.single1(), 1, 1), "jobs/s");
    metric("enqueue_single_10conn", rate(workload.single10(), 10, 1), "jobs/s");
    metric(
        "enqueue_batch" + workload.batch(),
        rate(workload.batched(), AT_ONCE, Integer.MAX_VALUE),
        "jobs/s");
  }

  /** Jobs a second, so many at once, so many of a lane in one transaction. */
  private long rate(int count, int atOnce, int ofALane) {
    var jobs = QueueWorkload.jobs(count, workload.keys(), QueueJob.Kind.KEYED);
    Map<Object, List<QueueJob>> pieces = new LinkedHashMap<>();
    jobs.forEach(
        job ->
            pieces
                .computeIfAbsent(ofALane == 1 ? job : job.subscription(), _ -> new ArrayList<>())
                .add(job));
    var waiting = pieces.values().iterator();
    long begin = System.nanoTime();
    while (waiting.hasNext()) {
      var some = new ArrayList<Future<?>>();
      while (some.size() < atOnce && waiting.hasNext()) {
        some.add(enqueuePiece(waiting.next()));
      }
      Future.all(some).await();
    }
    return TimeUnit.SECONDS.toNanos(1) * count / (System.nanoTime() - begin);
  }

  private void startWorkers() throws IOException, InterruptedException {
    for (int n = 0; n < workload.processes(); n++) {
      var worker =
          new ProcessBuilder(workerCommand).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      workers.add(worker);
      readers.add(Thread.ofPlatform().start(() -> passOn(worker)));
    }
    waitFor(() -> ready.get() == workload.processes(), TO_START);
  }

  private void passOn(Process worker) {
    try (var lines = new BufferedReader(worker.inputReader(StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(QueueBenchWorker.READY)) {
          ready.incrementAndGet();
        } else {
          count(line);
          terminal.out().line(line);
        }
      }
    } catch (IOException _) {
      // It was killed: what it told is told.
    }
  }

  private void count(String line) {
    done.incrementAndGet();
    if (!workload.kind().equals("skew") || !line.startsWith("J\thot/")) {
      different.add(line.substring(line.lastIndexOf('\t')));
    }
  }

  private void await(BooleanSupplier all) throws InterruptedException {
    if (!waitFor(all, workload.cap())) {
      metric("capped", workload.cap().toSeconds(), "s");
    }
  }

  private boolean waitFor(BooleanSupplier all, Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (!all.getAsBoolean() && System.nanoTime() < end) {
      pause(LOOK);
    }
    return all.getAsBoolean();
  }

  private static void pause(Duration time) throws InterruptedException {
    if (time.isPositive()) {
      var never = new CountDownLatch(1);
      never.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void metric(String name, long value, String unit) {
    terminal.out().line("M\t%s\t%d\t%s".formatted(name, value, unit));
  }

  private void end() throws IOException, InterruptedException {
    for (var worker : workers) {
      worker.outputWriter().close();
    }
    for (int n = 0; n < workers.size(); n++) {
      if (!workers.get(n).waitFor(TO_START.toSeconds(), TimeUnit.SECONDS)) {
        workers.get(n).destroyForcibly();
      }
      readers.get(n).join(TO_START);
    }
    terminal.out().flush();
  }
}
