package io.tunnelscope.app.providers.vici;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.providers.CollectFailed;
import io.tunnelscope.app.providers.Collected;
import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.providers.EvidenceProvider.Progress;
import io.tunnelscope.app.providers.EvidenceProvider.Request;
import io.tunnelscope.app.providers.vici.ViciGateways.ViciGateway;
import io.tunnelscope.core.evidence.CpuSample;
import io.tunnelscope.core.evidence.Missing;
import io.tunnelscope.core.evidence.Missing.Why;
import io.tunnelscope.core.logs.Redaction;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.Gateway;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** One look at one gateway, step by step. Runs on one context. */
final class Visit {

  /** A daemon that works answers within a millisecond; one on a machine that is busy, in some. */
  private static final Duration TO_ANSWER = Duration.ofMillis(2_500);

  /** So that one slow answer does not make a gateway a hung one. */
  private static final int KNOCKS = 2;

  /**
   * All questions of a snapshot; a gateway with thousands of tunnels takes a while to list them.
   */
  private static final Duration TO_TELL = Duration.ofSeconds(20);

  /** Long enough for the kernel's clock ticks to tell one per cent from the next. */
  private static final Duration BETWEEN_READINGS = Duration.ofSeconds(1);

  /** Traffic that is asked for once a second shows up in this time, and so do its answers. */
  private static final Duration TO_WATCH_ONE_WAY = Duration.ofMillis(1_400);

  private static final int BUSY = 95;

  private final Vertx vertx;
  private final Clock clock;
  private final ZoneId zone;
  private final ViciGateways gateways;
  private final ViciGateway gateway;
  private final Request request;
  private final Progress progress;
  private final Heard heard;
  private final List<Missing> missing = new ArrayList<>();
  private boolean listening;

  Visit(
      Vertx vertx,
      Clock clock,
      ZoneId zone,
      ViciGateways gateways,
      ViciGateway gateway,
      Request request,
      Progress progress) {
    this.vertx = vertx;
    this.clock = clock;
    this.zone = zone;
    this.gateways = gateways;
    this.gateway = gateway;
    this.request = request;
    this.progress = progress;
    this.heard = new Heard(clock);
  }

  Future<Collected> collect() {
    return knock(KNOCKS)
        .transform(
            answered ->
                answered.succeeded() ? inside(answered.result()) : outside(answered.cause()));
  }

  private Future<ViciConnection> knock(int times) {
    var deadline = Deadline.after(TO_ANSWER);
    return ViciConnection.open(vertx, gateway.address(), deadline)
        .compose(
            daemon ->
                daemon
                    .request("version", ViciMessage.empty(), deadline)
                    .map(daemon)
                    .onFailure(_ -> daemon.close()))
        .recover(
            failure ->
                times > 1 && failure instanceof ViciFailed vici && isPassing(vici.failure())
                    ? knock(times - 1)
                    : Future.failedFuture(failure));
  }

  private static boolean isPassing(ViciFailure failure) {
    return failure instanceof ViciFailure.Silent || failure instanceof ViciFailure.Closed;
  }

  /**
   * What the closed door of a gateway on this machine tells. At the other end of a network it tells
   * nothing: the way may be broken as well.
   */
  private Future<Collected> outside(Throwable failure) {
    if (!(failure instanceof ViciFailed vici)) {
      return Future.failedFuture(failure);
    }
    if (vici.failure() instanceof ViciFailure.Malformed) {
      missing.add(new Missing("gateway", Why.MALFORMED));
    } else if (!isLocal() || Door.of(vici.failure()).isEmpty()) {
      return Future.failedFuture(new CollectFailed(vici.failure().collectFailure()));
    }
    progress.probe("gateway-log", 60);
    return log().map(lines -> report(lines, Optional.empty()).ofDoor(Door.of(vici.failure())));
  }

  private boolean isLocal() {
    return gateway.address() instanceof ViciAddress.Socket;
  }

  private Future<Collected> inside(ViciConnection daemon) {
    progress.probe("gateway-state", 25);
    return listen()
        .compose(
            ears ->
                look(daemon)
                    .onComplete(_ -> daemon.close())
                    .onComplete(_ -> ears.ifPresent(ViciConnection::close)));
  }

  /** A daemon that does not tell what it does can still be asked. */
  private Future<Optional<ViciConnection>> listen() {
    return ViciConnection.open(vertx, gateway.address(), Deadline.after(TO_ANSWER))
        .compose(ears -> heard.listen(ears).map(ears).onFailure(_ -> ears.close()))
        .map(
            ears -> {
              listening = true;
              return Optional.of(ears);
            })
        .otherwise(
            failure -> {
              missing.add(SnapshotReader.failureOf(failure).missing("gateway-events"));
              return Optional.empty();
            });
  }

  private Future<Collected> look(ViciConnection daemon) {
    var load = load();
    return read(daemon)
        .all()
        .compose(
            found -> {
              missing.addAll(found.missing());
              tellConnections(found);
              return switch (request.target()) {
                case Gateway _ -> gateway(found, load);
                case Connection connection -> connection(daemon, connection, found, load);
              };
            });
  }

  private SnapshotReader read(ViciConnection daemon) {
    return new SnapshotReader(daemon, clock, zone, Deadline.after(TO_TELL));
  }

  private void tellConnections(Snapshot found) {
    found
        .loaded()
        .ifPresent(
            all ->
                gateways
                    .seen(request.tenant(), gateway.id(), List.copyOf(all.keySet()))
                    .otherwiseEmpty());
  }

  private Future<Collected> gateway(Snapshot found, Future<Optional<CpuSample>> load) {
    progress.probe("gateway-load", 50);
    return load.compose(cpu -> logSince(found).map(lines -> report(lines, cpu).ofGateway(found)));
  }

  private Future<Collected> connection(
      ViciConnection daemon, Connection target, Snapshot found, Future<Optional<CpuSample>> load) {
    var name = target.ownName();
    var dialable =
        found
            .connection(name)
            .filter(_ -> request.active() && !found.isUp(name) && !found.traps().contains(name))
            .filter(LoadedConnection::canDial);
    if (dialable.isPresent()) {
      return dial(dialable.get(), found, load);
    }
    progress.probe("traffic", 50);
    return load.compose(
        cpu ->
            watch(daemon, name, found)
                .compose(
                    later ->
                        logSince(found)
                            .map(
                                lines ->
                                    report(lines, cpu)
                                        .ofConnection(name, found, later, Optional.empty()))));
  }

  private Future<Collected> dial(
      LoadedConnection connection, Snapshot found, Future<Optional<CpuSample>> load) {
    progress.probe("dialling", 50);
    return new Dial(vertx, gateway.address(), clock, zone, connection, found)
        .then(
            line -> {
              if (!listening) {
                heard.line(line);
              }
            },
            () -> logSince(found))
        .compose(
            tried ->
                load.map(
                    cpu ->
                        report(tried.seen(), cpu)
                            .ofConnection(
                                connection.name(),
                                found,
                                Optional.empty(),
                                Optional.of(tried.cameUp()))))
        .recover(
            failure ->
                failure instanceof ViciFailed vici
                    ? undialled(connection, found, load, vici)
                    : Future.failedFuture(failure));
  }

  private Future<Collected> undialled(
      LoadedConnection connection,
      Snapshot found,
      Future<Optional<CpuSample>> load,
      ViciFailed failure) {
    missing.add(failure.failure().collectFailure().missing("dialling"));
    return load.compose(
        cpu ->
            logSince(found)
                .map(
                    lines ->
                        report(lines, cpu)
                            .ofConnection(
                                connection.name(), found, Optional.empty(), Optional.empty())));
  }

  /** A second look at the counters, and a longer one where traffic seems to go one way only. */
  private Future<Optional<Snapshot>> watch(ViciConnection daemon, String name, Snapshot found) {
    if (!found.isUp(name)) {
      return Future.succeededFuture(Optional.empty());
    }
    return read(daemon)
        .tunnels()
        .compose(
            soon ->
                Traffic.between(found, soon, name).stream().anyMatch(Traffic::mayBeOneWay)
                    ? pause(TO_WATCH_ONE_WAY).compose(_ -> read(daemon).tunnels())
                    : Future.succeededFuture(soon))
        .map(Optional::of);
  }

  /** How busy this machine is. Nothing is known of one at the other end of a network. */
  private Future<Optional<CpuSample>> load() {
    if (!isLocal()) {
      missing.add(new Missing("cpu", Why.NOT_OFFERED));
      return pause(BETWEEN_READINGS).map(Optional.empty());
    }
    return busy()
        .compose(first -> first > BUSY ? busy().map(again -> Math.min(first, again)) : done(first))
        .compose(percent -> blocking(() -> HostLoad.sample(percent)))
        .map(Optional::of)
        .otherwise(
            _ -> {
              missing.add(new Missing("cpu", Why.NOT_OFFERED));
              return Optional.empty();
            });
  }

  private Future<Integer> busy() {
    return blocking(HostLoad::read)
        .compose(
            earlier ->
                pause(BETWEEN_READINGS)
                    .compose(_ -> blocking(HostLoad::read))
                    .map(later -> later.since(earlier)));
  }

  private static Future<Integer> done(int value) {
    return Future.succeededFuture(value);
  }

  private Future<Void> pause(Duration time) {
    return vertx.timer(time.toMillis(), TimeUnit.MILLISECONDS).mapEmpty();
  }

  private <T> Future<T> blocking(Callable<T> work) {
    return vertx.executeBlocking(work, false);
  }

  /** What the daemon wrote in its present life, and what it told meanwhile. */
  private Future<List<String>> logSince(Snapshot found) {
    progress.probe("gateway-log", 75);
    return log()
        .map(
            lines ->
                found.since().map(start -> GatewayLog.since(start, lines, now())).orElse(lines))
        .map(this::withWhatWasHeard);
  }

  private Future<List<String>> log() {
    if (gateway.logFile().isEmpty()) {
      missing.add(new Missing("gateway-log", Why.NOT_OFFERED));
      return Future.succeededFuture(List.of());
    }
    return blocking(() -> GatewayLog.tail(gateway.logFile().get()))
        .otherwise(
            failure -> {
              missing.add(new Missing("gateway-log", whyUnread(failure)));
              return List.of();
            });
  }

  private static Why whyUnread(Throwable failure) {
    return switch (failure) {
      case AccessDeniedException _ -> Why.NOT_ALLOWED;
      case NoSuchFileException _ -> Why.EMPTY;
      case IOException _ -> Why.MALFORMED;
      default -> Why.UNREACHABLE;
    };
  }

  /** The file may be written late, may be another daemon's, or not be there. */
  private List<String> withWhatWasHeard(List<String> lines) {
    var written = new HashSet<String>();
    lines.forEach(line -> CharonLine.of(line).map(CharonLine::message).ifPresent(written::add));
    var all = new ArrayList<>(lines);
    heard.lines().stream()
        .filter(
            line -> CharonLine.of(line).filter(said -> written.contains(said.message())).isEmpty())
        .forEach(all::add);
    return all;
  }

  private ZonedDateTime now() {
    return clock.instant().atZone(zone);
  }

  private Report report(List<String> lines, Optional<CpuSample> cpu) {
    var redaction = new Redaction(request.tenant().toString().getBytes(UTF_8));
    return new Report(request.target(), now(), redaction, lines, cpu, List.copyOf(missing));
  }
}
