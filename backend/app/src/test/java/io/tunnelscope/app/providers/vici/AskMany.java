package io.tunnelscope.app.providers.vici;

import io.tunnelscope.app.providers.Checkpoint;
import io.tunnelscope.app.providers.Collected;
import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.providers.EvidenceProvider.Progress;
import io.tunnelscope.app.providers.EvidenceProvider.Request;
import io.tunnelscope.app.providers.ProcessorWork;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.diagnosis.RuleBook;
import io.tunnelscope.core.diagnosis.rules.StandardRules;
import io.tunnelscope.core.logs.Redaction;
import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.ConnectionKind;
import io.tunnelscope.core.network.Gateway;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A process that diagnoses the connection {@code branch} of many gateways at once and prints how
 * that went; warnings of blocked event loops, as Vert.x writes them, come between. Arguments: a
 * folder with sockets {@code 0.vici}, {@code 1.vici}, …, their number, and the log file of all.
 */
final class AskMany {
  private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
  private static final RuleBook RULES = StandardRules.book();
  private static final long TICK_MS = 5;
  private static final int LOOPS = 2;
  private static final int WARM_UP = 30;

  /** The line after which all is measured. */
  static final String BEGIN = "begin";

  private static final long LONGEST_BLOCK_MS = 100;

  private AskMany() {}

  public static void main(String[] args) {
    var vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(LOOPS)
                .setBlockedThreadCheckInterval(20)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS)
                .setMaxEventLoopExecuteTime(LONGEST_BLOCK_MS)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
                .setWarningExceptionTime(LONGEST_BLOCK_MS)
                .setWarningExceptionTimeUnit(TimeUnit.MILLISECONDS));
    var machine = new Lag();
    // A server has been running for a while: its classes are loaded.
    Results.of(diagnoseAll(vertx, Path.of(args[0]), WARM_UP, Path.of(args[2])));
    System.out.println(BEGIN);
    try (var reference = Executors.newSingleThreadScheduledExecutor()) {
      var ticks =
          reference.scheduleAtFixedRate(machine.ticker(), TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
      var began = System.nanoTime();
      var diagnoses =
          Results.of(
              diagnoseAll(vertx, Path.of(args[0]), Integer.parseInt(args[1]), Path.of(args[2])));
      var seconds = (System.nanoTime() - began) / 1e9;
      ticks.cancel(true);
      print(diagnoses, seconds, machine);
    }
    Results.of(vertx.close());
  }

  private static void print(List<Diagnosis> diagnoses, double seconds, Lag machine) {
    System.gc();
    var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    System.out.printf("seconds=%.2f%n", seconds);
    System.out.printf("heap_mb=%d%n", heap.getUsed() / 1_000_000);
    System.out.printf("machine_lag_ms=%d%n", machine.milliseconds());
    System.out.printf("faults=%s%n", faults(diagnoses));
  }

  private static Future<List<Diagnosis>> diagnoseAll(
      Vertx vertx, Path folder, int count, Path log) {
    return Future.join(
            IntStream.range(0, count)
                .mapToObj(number -> diagnose(vertx, folder.resolve(number + ".vici"), log))
                .toList())
        .map(CompositeFuture::list);
  }

  /** As a run does. */
  private static Future<Diagnosis> diagnose(Vertx vertx, Path socket, Path log) {
    return ask(vertx, socket, log)
        .compose(
            collected ->
                ProcessorWork.on(vertx).run(() -> RULES.diagnose(collected.evidence(), NOW, NOW)));
  }

  private static Future<Collected> ask(Vertx vertx, Path socket, Path log) {
    var hub = Gateway.routeBased(armId("virtualNetworkGateways/hub"));
    var branch = new Connection(armId("connections/branch"), hub, "branch", ConnectionKind.IPSEC);
    var found =
        new ViciGateways.ViciGateway(hub.id(), new ViciAddress.Socket(socket), Optional.of(log));
    var gateways =
        new ViciGateways() {
          @Override
          public Future<Optional<ViciGateway>> find(UUID tenant, ArmId gateway) {
            return Future.succeededFuture(Optional.of(found));
          }

          @Override
          public Future<Void> seen(UUID tenant, ArmId gateway, List<String> connections) {
            return Future.succeededFuture();
          }
        };
    var request =
        new Request(UUID.randomUUID(), UUID.randomUUID(), branch, false, NONE, Redaction.unkeyed());
    return new ViciEvidence(vertx, Clock.fixed(NOW, ZoneOffset.UTC), ZoneOffset.UTC, gateways)
        .collect(request, Deadline.after(Duration.ofSeconds(60)), UNSEEN);
  }

  private static String faults(List<Diagnosis> diagnoses) {
    return diagnoses.stream()
        .collect(
            Collectors.groupingBy(
                each -> each.findings().getFirst().fault(), Collectors.counting()))
        .entrySet()
        .stream()
        .map(each -> each.getKey() + ":" + each.getValue())
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private static ArmId armId(String name) {
    return new ArmId("/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/" + name);
  }

  /** How much later than it should the latest tick came. */
  private static final class Lag {
    private final AtomicLong most = new AtomicLong();

    /** To be called every {@value #TICK_MS} ms by one thread. */
    Runnable ticker() {
      var last = new AtomicLong(System.nanoTime());
      return () -> {
        var now = System.nanoTime();
        var gap = (now - last.getAndSet(now)) / 1_000_000 - TICK_MS;
        most.accumulateAndGet(gap, Math::max);
      };
    }

    long milliseconds() {
      return most.get();
    }
  }

  private static final Checkpoint NONE =
      new Checkpoint() {
        @Override
        public Optional<String> read() {
          return Optional.empty();
        }

        @Override
        public Future<Void> save(String text) {
          return Future.succeededFuture();
        }
      };

  private static final Progress UNSEEN =
      new Progress() {
        @Override
        public void probe(String probe, int percent) {
          // Nobody looks.
        }

        @Override
        public boolean isCancelled() {
          return false;
        }
      };
}
