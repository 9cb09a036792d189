package io.tunnelscope.app.providers.vici;

import io.tunnelscope.app.providers.CollectFailed;
import io.tunnelscope.app.providers.Collected;
import io.tunnelscope.app.providers.EvidenceProvider.Request;
import io.tunnelscope.app.providers.Stay;
import io.tunnelscope.app.providers.vici.ViciGateways.ViciGateway;
import io.tunnelscope.core.evidence.CpuSample;
import io.tunnelscope.core.evidence.Missing;
import io.tunnelscope.core.evidence.Missing.Why;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.Gateway;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One look at one gateway, from the knock at its door to the report. Used once, on one context;
 * every connection that it opens is closed however it ends.
 */
final class Visit {

  /** A daemon that works answers within a millisecond; one on a machine that is busy, in some. */
  private static final Duration TO_ANSWER = Duration.ofMillis(2_500);

  /** So that one slow answer does not make a gateway a hung one. */
  private static final int KNOCKS = 2;

  /**
   * All questions of a snapshot; a gateway with thousands of tunnels takes a while to list them.
   */
  private static final Duration TO_TELL = Duration.ofSeconds(20);

  /** Traffic that is asked for once a second shows up in this time, and so do its answers. */
  private static final Duration TO_WATCH_ONE_WAY = Duration.ofMillis(1_400);

  /** How often one looks again at a tunnel that is being dialled, and how many times. */
  private static final Duration ROUND = Duration.ofSeconds(1);

  private static final int SHORT_ROUNDS = 1;

  /** So long that charon repeats its message with its own timers, after 4 s. */
  private static final int LONG_ROUNDS = 6;

  private final Node node;
  private final ViciGateways gateways;
  private final ViciGateway gateway;
  private final Request request;
  private final Stay stay;
  private final Heard heard;
  private final List<Missing> missing = new ArrayList<>();

  /** That of the gateway, as {@code uname -r} tells it. */
  private Optional<String> kernel = Optional.empty();

  Visit(Node node, ViciGateways gateways, ViciGateway gateway, Request request, Stay stay) {
    this.node = node;
    this.gateways = gateways;
    this.gateway = gateway;
    this.request = request;
    this.stay = stay;
    this.heard = new Heard(node.clock());
  }

  Future<Collected> collect() {
    return knock(KNOCKS)
        .transform(
            answered ->
                answered.succeeded()
                    ? answered.result().during(this::inside)
                    : outside(answered.cause()));
  }

  /** A connection over which the daemon has answered once. */
  private Future<ViciConnection> knock(int times) {
    var deadline = stay.within(TO_ANSWER);
    return ViciConnection.open(node.vertx(), gateway.address(), deadline)
        .compose(
            daemon ->
                daemon
                    .request("version", ViciMessage.empty(), deadline)
                    .onSuccess(said -> kernel = said.text("release"))
                    .map(daemon)
                    .onFailure(_ -> daemon.close()))
        .recover(
            failure ->
                times > 1 && isPassing(failure) ? knock(times - 1) : Future.failedFuture(failure));
  }

  private static boolean isPassing(Throwable failure) {
    return failure instanceof ViciFailed vici
        && (vici.failure() instanceof ViciFailure.Silent
            || vici.failure() instanceof ViciFailure.Closed);
  }

  /**
   * What the closed door of a gateway on this machine tells. At the other end of a network it tells
   * nothing: the way may be broken as well.
   */
  private Future<Collected> outside(Throwable failure) {
    if (!(failure instanceof ViciFailed vici)) {
      return Future.failedFuture(failure);
    }
    var door = Door.of(vici.failure());
    if (vici.failure() instanceof ViciFailure.Malformed) {
      missing.add(new Missing("gateway", Why.MALFORMED));
    } else if (!isLocal() || door.isEmpty()) {
      return Future.failedFuture(new CollectFailed(vici.failure().collectFailure()));
    }
    return report(new DoorReport(request.target(), door), Optional.empty());
  }

  private boolean isLocal() {
    return gateway.address() instanceof ViciAddress.Socket;
  }

  /** A socket may be the near end of a way to another machine, as SSH makes them. */
  private boolean isOfThisMachine() {
    return kernel.map(System.getProperty("os.version")::equals).orElse(true);
  }

  private Future<Collected> inside(ViciConnection daemon) {
    return stay.step("gateway-state", 25)
        .compose(_ -> listen())
        .compose(
            ears ->
                ears.map(open -> open.during(_ -> look(daemon, true)))
                    .orElseGet(() -> look(daemon, false)));
  }

  /** A daemon that does not tell what it does can still be asked. */
  private Future<Optional<ViciConnection>> listen() {
    var deadline = stay.within(TO_ANSWER);
    return ViciConnection.open(node.vertx(), gateway.address(), deadline)
        .compose(ears -> heard.listen(ears, deadline).map(ears).onFailure(_ -> ears.close()))
        .map(Optional::of)
        .otherwise(
            failure -> {
              missing.add(SnapshotReader.failureOf(failure).missing("gateway-events"));
              return Optional.empty();
            });
  }

  private Future<Collected> look(ViciConnection daemon, boolean listening) {
    var load = load();
    return read(daemon)
        .all()
        .compose(
            found -> {
              missing.addAll(found.missing());
              tellConnections(found);
              return switch (request.target()) {
                case Gateway _ -> load.compose(cpu -> report(new GatewayReport(found), cpu));
                case Connection connection ->
                    connection(daemon, connection.ownName(), found, load, listening);
              };
            });
  }

  private SnapshotReader read(ViciConnection daemon) {
    return new SnapshotReader(daemon, node, stay.within(TO_TELL));
  }

  /** Not waited for: it is nothing that a run would need. */
  private void tellConnections(Snapshot found) {
    found
        .loaded()
        .ifPresent(
            all ->
                gateways
                    .seen(request.tenant(), gateway.id(), List.copyOf(all.keySet()))
                    .otherwiseEmpty());
  }

  /** How busy this machine is. Nothing is known of one at the other end of a network. */
  private Future<Optional<CpuSample>> load() {
    if (!isLocal() || !isOfThisMachine()) {
      missing.add(new Missing("cpu", Why.NOT_OFFERED));
      return node.pause(HostWatch.BETWEEN_READINGS).map(Optional.empty());
    }
    return new HostWatch(node)
        .sample()
        .map(Optional::of)
        .otherwise(
            _ -> {
              missing.add(new Missing("cpu", Why.NOT_OFFERED));
              return Optional.empty();
            });
  }

  private Future<Collected> connection(
      ViciConnection daemon,
      String name,
      Snapshot found,
      Future<Optional<CpuSample>> load,
      boolean listening) {
    if (found.isBeingDialled(name)) {
      return stay.step("dialling", 50)
          .compose(_ -> load)
          .compose(
              cpu ->
                  outcome(daemon, name, request.active() ? LONG_ROUNDS : SHORT_ROUNDS)
                      .compose(
                          later -> report(ConnectionReport.of(name, found).later(later), cpu)));
    }
    var dial =
        found
            .connection(name)
            .filter(connection -> mayDial(connection, found))
            .map(connection -> new Dial(node, gateway.address(), connection, found, stay));
    if (dial.filter(Dial::fits).isPresent()) {
      return dial(dial.get(), ConnectionReport.of(name, found), load, listening);
    }
    if (dial.isPresent()) {
      missing.add(new Missing("dialling", Why.TIMED_OUT));
    }
    return stay.step("traffic", 50)
        .compose(_ -> load)
        .compose(
            cpu ->
                watch(daemon, name, found)
                    .compose(later -> report(ConnectionReport.of(name, found).later(later), cpu)));
  }

  /** Only one that is known to be down, not one that could not be asked for. */
  private boolean mayDial(LoadedConnection connection, Snapshot found) {
    return request.active()
        && connection.canDial()
        && found.tunnels().isPresent()
        && !found.isUp(connection.name())
        && !found.traps().contains(connection.name());
  }

  /**
   * @param listening whether what the daemon says while it dials is heard already
   */
  private Future<Collected> dial(
      Dial dial, ConnectionReport seen, Future<Optional<CpuSample>> load, boolean listening) {
    return stay.step("dialling", 50)
        .compose(
            _ ->
                dial.then(
                    line -> {
                      if (!listening) {
                        heard.line(line);
                      }
                    },
                    dialled -> load.compose(cpu -> dialled(dialled, seen, cpu))));
  }

  private Future<Collected> dialled(
      AsyncResult<Boolean> dialled, ConnectionReport seen, Optional<CpuSample> cpu) {
    if (dialled.succeeded()) {
      return report(seen.dialled(dialled.result()), cpu);
    }
    if (!(dialled.cause() instanceof ViciFailed vici)) {
      return Future.failedFuture(dialled.cause());
    }
    missing.add(vici.failure().collectFailure().missing("dialling"));
    return report(seen, cpu);
  }

  /** What becomes of a tunnel that somebody dials already, or how it stands after some rounds. */
  private Future<Optional<Snapshot>> outcome(ViciConnection daemon, String name, int rounds) {
    return node.pause(ROUND)
        .compose(_ -> read(daemon).tunnelsOf(name))
        .compose(
            seen ->
                rounds > 1 && seen.isBeingDialled(name)
                    ? outcome(daemon, name, rounds - 1)
                    : Future.succeededFuture(ifSeen(seen)));
  }

  /** A second look at the counters, and a longer one where traffic seems to go one way only. */
  private Future<Optional<Snapshot>> watch(ViciConnection daemon, String name, Snapshot found) {
    if (!found.isUp(name)) {
      return Future.succeededFuture(Optional.empty());
    }
    return read(daemon)
        .tunnelsOf(name)
        .compose(
            soon ->
                Traffic.between(found, soon, name).stream().anyMatch(Traffic::mayBeOneWay)
                    ? node.pause(TO_WATCH_ONE_WAY).compose(_ -> read(daemon).tunnelsOf(name))
                    : Future.succeededFuture(soon))
        .map(this::ifSeen);
  }

  private Optional<Snapshot> ifSeen(Snapshot later) {
    later.missing().stream().map(one -> new Missing("traffic", one.why())).forEach(missing::add);
    return Optional.of(later).filter(seen -> seen.tunnels().isPresent());
  }

  private Future<Collected> report(Story story, Optional<CpuSample> cpu) {
    var report = new Report(request.target(), node.now(), request.redaction());
    if (!heard.isAll()) {
      missing.add(new Missing("gateway-events", Why.CUT_OFF));
    }
    missing.forEach(report::add);
    cpu.ifPresent(report::load);
    var told = heard.lines();
    return stay.step("gateway-log", 75)
        .compose(_ -> node.reading(() -> report.tell(story, gateway.logFile(), told)));
  }
}
