package io.tunnelscope.app.providers.vici;

import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.gateways.StrongswanId;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.providers.Checkpoint;
import io.tunnelscope.app.providers.Collected;
import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.providers.EvidenceProvider.Progress;
import io.tunnelscope.app.providers.EvidenceProvider.Request;
import io.tunnelscope.app.testing.IpsecLab;
import io.tunnelscope.app.testing.IpsecLab.Fault;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.diagnosis.rules.StandardRules;
import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.ConnectionKind;
import io.tunnelscope.core.network.Gateway;
import io.tunnelscope.core.network.Target;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/** What a node does for a run, with the gateways of a lab and nothing stored. */
final class LabNode {
  private static final SubscriptionId SUBSCRIPTION = new SubscriptionId(new UUID(0, 1));
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** Before a fault ends that lasts for a while only. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Per cent of what the processors can do. */
  private static final int CALM = 80;

  /** How far a run looks. */
  enum Look {
    ACTIVE(true, true),
    PASSIVE(false, true),
    PASSIVE_WITHOUT_LOG_FILE(false, false);

    private final boolean active;
    private final boolean readsLog;

    Look(boolean active, boolean readsLog) {
      this.active = active;
      this.readsLog = readsLog;
    }
  }

  /**
   * The result of a run.
   *
   * @param took from its start until the diagnosis was there
   */
  record Answer(Diagnosis diagnosis, Duration took) {
    String fault() {
      return diagnosis.worst().fault().wireId();
    }
  }

  private record Gateways(IpsecLab lab, Look look) implements ViciGateways {
    @Override
    public Future<Optional<ViciGateway>> find(UUID tenant, ArmId gateway) {
      var log = Optional.of(lab.log(gateway.name())).filter(_ -> look.readsLog);
      return Future.succeededFuture(
          Optional.of(new ViciGateway(gateway, address(lab, gateway.name()), log)));
    }

    @Override
    public Future<Void> seen(UUID tenant, ArmId gateway, List<String> connections) {
      return Future.succeededFuture();
    }
  }

  private static final class Unwatched implements Progress {
    @Override
    public void probe(String probe, int percent) {}

    @Override
    public boolean isCancelled() {
      return false;
    }
  }

  private static final class FirstTry implements Checkpoint {
    @Override
    public Optional<String> read() {
      return Optional.empty();
    }

    @Override
    public Future<Void> save(String text) {
      return Future.succeededFuture();
    }
  }

  private final Vertx vertx;
  private final IpsecLab lab;
  private final Clock clock = Clock.systemUTC();

  LabNode(Vertx vertx, IpsecLab lab) {
    this.vertx = vertx;
    this.lab = lab;
  }

  /**
   * A gateway on a busy machine is rightly called overloaded, and daemons there answer late. Others
   * may keep it busy: waits for them, up to a limit.
   */
  void awaitCalm() {
    try {
      var earlier = new AtomicReference<>(HostLoad.read());
      await()
          .atMost(PATIENCE)
          .pollDelay(Duration.ofMillis(200))
          .pollInterval(Duration.ofMillis(200))
          .until(() -> isCalmSince(earlier));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ConditionTimeoutException _) {
      // not a matter of the gateway: whoever asks will be told
    }
  }

  private static boolean isCalmSince(AtomicReference<HostLoad> earlier) throws IOException {
    var now = HostLoad.read();
    return now.since(earlier.getAndSet(now)) <= CALM;
  }

  /** The same, unless it is the fault that makes this machine busy. */
  void awaitCalmUnder(Fault fault) {
    if (!fault.gatewayFault().equals("GatewayCPUUsageExceeded")) {
      awaitCalm();
    }
  }

  Future<Answer> gateway(Look look, String gateway) {
    return run(look, target(gateway));
  }

  Future<Answer> connection(Look look, String gateway, String name) {
    var hub = target(gateway);
    var id = StrongswanId.ofConnection(hub.id(), name).orElseThrow();
    return run(look, new Connection(id, hub, name, ConnectionKind.IPSEC));
  }

  private static Gateway target(String gateway) {
    return Gateway.routeBased(StrongswanId.ofGateway(SUBSCRIPTION, gateway));
  }

  private Future<Answer> run(Look look, Target target) {
    var begin = System.nanoTime();
    var start = clock.instant();
    var request =
        new Request(new UUID(0, 2), UUID.randomUUID(), target, look.active, new FirstTry());
    return new ViciEvidence(vertx, clock, ZoneId.systemDefault(), new Gateways(lab, look))
        .collect(request, Deadline.after(LONGEST), new Unwatched())
        .map(Collected::evidence)
        .map(evidence -> StandardRules.book().diagnose(evidence, start, clock.instant()))
        .map(diagnosis -> new Answer(diagnosis, Duration.ofNanos(System.nanoTime() - begin)));
  }

  /**
   * What a gateway has now.
   *
   * @param associations its IKE_SAs and CHILD_SAs of one connection, each by kind and number
   * @param traps names of connections that wait for the first packet
   */
  record State(boolean up, Set<String> associations, Set<String> traps) {}

  State state(String gateway, String connection) {
    var deadline = Deadline.after(Duration.ofSeconds(10));
    return Results.of(
        ViciConnection.open(vertx, address(lab, gateway), deadline)
            .compose(
                daemon ->
                    new SnapshotReader(daemon, clock, ZoneId.systemDefault(), deadline)
                        .all()
                        .onComplete(_ -> daemon.close()))
            .map(found -> state(found, connection)));
  }

  private static State state(Snapshot found, String connection) {
    var associations =
        found.tunnelsOf(connection).stream()
            .flatMap(
                tunnel ->
                    Stream.concat(
                        Stream.of("IKE_SA " + tunnel.id()),
                        tunnel.children().stream().map(child -> "CHILD_SA " + child.id())))
            .toList();
    return new State(found.isUp(connection), Set.copyOf(associations), found.traps());
  }

  private static ViciAddress address(IpsecLab lab, String gateway) {
    return new ViciAddress.Socket(lab.socket(gateway));
  }
}
