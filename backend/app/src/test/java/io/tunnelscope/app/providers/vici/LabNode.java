package io.tunnelscope.app.providers.vici;

import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.gateways.StrongswanId;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.providers.Checkpoint;
import io.tunnelscope.app.providers.Collected;
import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.providers.EvidenceProvider;
import io.tunnelscope.app.providers.EvidenceProvider.Progress;
import io.tunnelscope.app.providers.EvidenceProvider.Request;
import io.tunnelscope.app.testing.IpsecLab;
import io.tunnelscope.app.testing.IpsecLab.Fault;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.diagnosis.rules.StandardRules;
import io.tunnelscope.core.logs.Redaction;
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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionTimeoutException;

/** What a node does for a run, with the gateways of a lab and nothing stored. */
final class LabNode {
  private static final SubscriptionId SUBSCRIPTION = new SubscriptionId(new UUID(0, 1));
  private static final String OVERLOADED = "GatewayCPUUsageExceeded";
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Each takes two seconds. */
  private static final int TRIES = 12;

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
   * @param busy per cent of that time in which the processors of this machine worked
   */
  record Answer(Diagnosis diagnosis, Duration took, int busy) {
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
  private final Map<Look, EvidenceProvider> providers = new EnumMap<>(Look.class);

  LabNode(Vertx vertx, IpsecLab lab) {
    this.vertx = vertx;
    this.lab = lab;
    for (var look : Look.values()) {
      var gateways = new Gateways(lab, look);
      providers.put(look, new ViciEvidence(vertx, clock, ZoneId.systemDefault(), gateways));
    }
  }

  /**
   * Returns when the fault is on and its evidence there. Others may keep this machine busy: waits
   * for them before, up to a limit.
   */
  void inject(Fault fault) {
    awaitCalm();
    lab.fault(fault.name());
    lab.awaitProof(fault.name(), Duration.ofSeconds(20));
  }

  void heal() {
    awaitCalm();
    lab.heal();
  }

  private static void awaitCalm() {
    var earlier = new AtomicReference<>(load());
    try {
      await()
          .atMost(PATIENCE)
          .pollDelay(Duration.ofMillis(200))
          .pollInterval(Duration.ofMillis(200))
          .until(() -> isCalmSince(earlier));
    } catch (ConditionTimeoutException _) {
      // not a matter of the gateway: whoever asks will be told
    }
  }

  private static boolean isCalmSince(AtomicReference<HostLoad> earlier) {
    var now = load();
    return now.since(earlier.getAndSet(now)) <= CALM;
  }

  Future<Answer> gateway(Look look, Fault fault) {
    return fault.gatewayFault().equals(OVERLOADED)
        ? run(look, target(fault.gateway()))
        : gateway(look, fault.gateway());
  }

  /**
   * A gateway on a busy machine is rightly called overloaded. While others keep this one busy, it
   * is asked again, a few times.
   */
  Future<Answer> gateway(Look look, String gateway) {
    return gateway(look, gateway, TRIES);
  }

  private Future<Answer> gateway(Look look, String gateway, int tries) {
    return run(look, target(gateway))
        .compose(
            answer ->
                answer.fault().equals(OVERLOADED) && answer.busy() > CALM && tries > 1
                    ? gateway(look, gateway, tries - 1)
                    : Future.succeededFuture(answer));
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
    var before = load();
    var start = clock.instant();
    var request =
        new Request(
            new UUID(0, 2),
            UUID.randomUUID(),
            target,
            look.active,
            new FirstTry(),
            Redaction.unkeyed());
    return providers
        .get(look)
        .collect(request, Deadline.after(LONGEST), new Unwatched())
        .map(Collected::evidence)
        .map(evidence -> StandardRules.book().diagnose(evidence, start, clock.instant()))
        .map(
            diagnosis ->
                new Answer(
                    diagnosis, Duration.ofNanos(System.nanoTime() - begin), load().since(before)));
  }

  private static HostLoad load() {
    try {
      return HostLoad.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What a gateway has now.
   *
   * @param associations its IKE_SAs and CHILD_SAs of one connection, each by kind and number
   * @param traps names of CHILD_SAs that wait for the first packet
   */
  record State(boolean up, Set<String> associations, Set<String> traps) {}

  State state(String gateway, String connection) {
    var deadline = Deadline.after(Duration.ofSeconds(10));
    return Results.of(
        ViciConnection.open(vertx, address(lab, gateway), deadline)
            .compose(
                daemon -> state(daemon, connection, deadline).onComplete(_ -> daemon.close())));
  }

  private static Future<State> state(ViciConnection daemon, String connection, Deadline deadline) {
    var tunnels = new ArrayList<ViciMessage>();
    var traps = new HashSet<String>();
    var onlyTraps = ViciMessage.builder().text("trap", "yes").build();
    return daemon.stream(
            "list-sas",
            "list-sa",
            ViciMessage.builder().text("noblock", "yes").build(),
            said -> Optional.ofNullable(said.sections().get(connection)).ifPresent(tunnels::add),
            deadline)
        .compose(
            _ ->
                daemon.stream(
                    "list-policies",
                    "list-policy",
                    onlyTraps,
                    said -> traps.addAll(said.sections().keySet()),
                    deadline))
        .map(_ -> state(tunnels, traps));
  }

  private static State state(List<ViciMessage> tunnels, Set<String> traps) {
    var up = false;
    var associations = new HashSet<String>();
    for (var tunnel : tunnels) {
      associations.add("IKE_SA " + tunnel.text("uniqueid").orElseThrow());
      for (var child : tunnel.section("child-sas").sections().values()) {
        associations.add("CHILD_SA " + child.text("uniqueid").orElseThrow());
        up |= child.text("state").filter("INSTALLED"::equals).isPresent();
      }
    }
    return new State(up, associations, traps);
  }

  private static ViciAddress address(IpsecLab lab, String gateway) {
    return new ViciAddress.Socket(lab.socket(gateway));
  }
}
