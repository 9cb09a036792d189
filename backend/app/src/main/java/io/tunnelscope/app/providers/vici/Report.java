package io.tunnelscope.app.providers.vici;

import static java.util.stream.Collectors.joining;

import io.tunnelscope.app.providers.Collected;
import io.tunnelscope.core.bundle.BundleFile;
import io.tunnelscope.core.bundle.BundleWriter;
import io.tunnelscope.core.evidence.ChildSa;
import io.tunnelscope.core.evidence.ConfigPart;
import io.tunnelscope.core.evidence.CpuSample;
import io.tunnelscope.core.evidence.Evidence;
import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.IkeExchange;
import io.tunnelscope.core.evidence.IkeSa;
import io.tunnelscope.core.evidence.LogFile;
import io.tunnelscope.core.evidence.LogLine;
import io.tunnelscope.core.evidence.Missing;
import io.tunnelscope.core.evidence.PlatformFact;
import io.tunnelscope.core.evidence.PlatformState;
import io.tunnelscope.core.evidence.SaState;
import io.tunnelscope.core.evidence.Scope;
import io.tunnelscope.core.evidence.TunnelHistory;
import io.tunnelscope.core.evidence.TunnelStatus;
import io.tunnelscope.core.logs.LogKind;
import io.tunnelscope.core.logs.LogReader;
import io.tunnelscope.core.logs.Redaction;
import io.tunnelscope.core.network.Gateway;
import io.tunnelscope.core.network.Target;
import io.tunnelscope.core.network.TrafficSelector;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Puts what was seen of a gateway into evidence and into the files of a bundle. Pure.
 *
 * @param now in the zone of the gateway
 * @param lines of its log, secrets and all
 * @param missing what could not be seen
 */
record Report(
    Target target,
    ZonedDateTime now,
    Redaction redaction,
    List<String> lines,
    Optional<CpuSample> cpu,
    List<Missing> missing) {

  private static final String IKE_LOG = "IKELogs.txt";
  private static final int MOST_LINES = 5_000;
  private static final int MOST_STATISTICS = 1_000;

  /** Fewer renewals may have been a person's wish. */
  private static final long ENOUGH_RENEWALS = 2;

  /** Of a gateway that gave no answer, or a foolish one. */
  Collected ofDoor(Optional<Door> door) {
    var log = log(lines);
    var last = log.text().isEmpty() ? List.<EvidenceRef>of() : List.of(lastRef(log));
    var evidence = evidence();
    door.map(Door::states).orElse(List.of()).forEach(state -> evidence.add(proven(state, last)));
    return collected(evidence, List.of(log));
  }

  /** Where the log just ends, or what it ends with, tells when the daemon went. */
  private static PlatformState proven(PlatformState state, List<EvidenceRef> last) {
    return state.fact() == PlatformFact.SERVICE_RUNNING
        ? new PlatformState(state.fact(), state.value(), last)
        : state;
  }

  Collected ofGateway(Snapshot found) {
    var log = log(lines);
    var evidence = running(found);
    found
        .loaded()
        .ifPresent(
            loaded -> {
              evidence.add(PlatformState.of(PlatformFact.CONNECTIONS, loaded.size()));
              if (found.tunnels().isPresent()) {
                var up = (int) loaded.keySet().stream().filter(found::isConnected).count();
                evidence.add(PlatformState.of(PlatformFact.CONNECTIONS_UP, up));
              }
            });
    OutsideLink.lost(log)
        .ifPresent(
            proof -> evidence.add(new PlatformState(PlatformFact.VIP_ANSWERS, "false", proof)));
    found
        .certificates()
        .values()
        .forEach(until -> evidence.add(config("", "certificateValidUntil", until.toString())));
    var statistics =
        found.loaded().orElse(Map.of()).values().stream()
            .limit(MOST_STATISTICS)
            .map(connection -> status(connection.name(), Optional.of(connection), found))
            .toList();
    return collected(evidence, Stream.concat(statistics(statistics), Stream.of(log)).toList());
  }

  /**
   * @param later a second look at a tunnel that is up
   * @param cameUp what came of dialling one that was down
   */
  Collected ofConnection(
      String name, Snapshot found, Optional<Snapshot> later, Optional<Boolean> cameUp) {
    var loaded = found.connection(name);
    var all = found.loaded().map(Map::values).orElse(List.of());
    var mine = loaded.orElseGet(() -> LoadedConnection.of(name, ViciMessage.empty()));
    var log = log(ConnectionLines.of(mine, all, lines));
    var status = status(name, loaded, later.orElse(found));
    var statistics = statistics(found.tunnels().isPresent() ? List.of(status) : List.of()).toList();
    var evidence = running(found);
    states(name, found, cameUp).forEach(evidence::add);
    if (loaded.isPresent() && found.tunnels().isPresent()) {
      evidence.add(proven(status, statistics));
    }
    evidence.addAll(securityAssociations(name, later.orElse(found)));
    later.ifPresent(
        second ->
            Traffic.between(found, second, name)
                .forEach(traffic -> evidence.add(traffic.evidence(name))));
    evidence.addAll(settings(mine, found));
    evidence.addAll(told(log, mine, all));
    return collected(evidence, Stream.concat(statistics.stream(), Stream.of(log)).toList());
  }

  private EvidenceSet.Builder evidence() {
    var scope = target instanceof Gateway ? Scope.GATEWAY : Scope.CONNECTION;
    var evidence = EvidenceSet.builder(scope, now.toInstant()).target(target.id());
    missing.forEach(evidence::add);
    cpu.ifPresent(evidence::add);
    return evidence;
  }

  private EvidenceSet.Builder running(Snapshot found) {
    return evidence()
        .add(config("", "software", found.software()))
        .add(PlatformState.of(PlatformFact.GATEWAY_EXISTS, true))
        .add(PlatformState.of(PlatformFact.PLATFORM_ACTIVE, true))
        .add(PlatformState.of(PlatformFact.SERVICE_RUNNING, true));
  }

  private static List<PlatformState> states(String name, Snapshot found, Optional<Boolean> cameUp) {
    var states = new ArrayList<PlatformState>();
    found
        .loaded()
        .ifPresent(
            loaded -> {
              states.add(PlatformState.of(PlatformFact.CONNECTION_EXISTS, !loaded.isEmpty()));
              if (!loaded.isEmpty()) {
                states.add(
                    PlatformState.of(PlatformFact.CONNECTION_ON_GATEWAY, loaded.containsKey(name)));
              }
            });
    var waits = found.traps().contains(name) && !found.isUp(name);
    states.add(PlatformState.of(PlatformFact.CONNECTION_STANDBY, waits));
    cameUp.ifPresent(up -> states.add(PlatformState.of(PlatformFact.CAME_UP_WHEN_TRIED, up)));
    return states;
  }

  private static TunnelStatus status(
      String name, Optional<LoadedConnection> loaded, Snapshot seen) {
    var tunnels = seen.tunnelsOf(name);
    var up = tunnels.stream().filter(Tunnel::isUp).toList();
    var children =
        up.stream()
            .flatMap(tunnel -> tunnel.children().stream())
            .filter(Tunnel.Child::carriesTraffic)
            .toList();
    return new TunnelStatus(
        name,
        state(tunnels),
        Stream.concat(
                up.stream().map(Tunnel::remote),
                loaded.stream().flatMap(connection -> connection.hosts().stream()))
            .findFirst()
            .orElse(""),
        OptionalLong.of(children.stream().mapToLong(Tunnel.Child::bytesIn).sum()),
        OptionalLong.of(children.stream().mapToLong(Tunnel.Child::bytesOut).sum()),
        up.stream().flatMap(tunnel -> tunnel.establishedAt().stream()).min(Instant::compareTo),
        List.of());
  }

  private static SaState state(List<Tunnel> tunnels) {
    if (tunnels.stream().anyMatch(Tunnel::isUp)) {
      return SaState.CONNECTED;
    }
    return tunnels.stream().anyMatch(tunnel -> tunnel.state().equals("CONNECTING"))
        ? SaState.CONNECTING
        : SaState.NOT_CONNECTED;
  }

  private static List<Evidence> securityAssociations(String name, Snapshot seen) {
    var all = new ArrayList<Evidence>();
    for (var tunnel : seen.tunnelsOf(name)) {
      all.add(
          new IkeSa(
              name,
              tunnel.remote(),
              tunnel.version(),
              tunnel.isEstablished() ? SaState.CONNECTED : SaState.CONNECTING,
              Optional.empty(),
              tunnel.establishedAt(),
              List.of()));
      tunnel.children().forEach(child -> all.add(childSa(name, child)));
    }
    return all;
  }

  private static ChildSa childSa(String connection, Tunnel.Child child) {
    return new ChildSa(
        connection,
        child.name(),
        child.carriesTraffic() ? SaState.CONNECTED : SaState.NOT_CONNECTED,
        child.bytesIn(),
        child.bytesOut(),
        selectors(child.local()),
        selectors(child.remote()),
        Optional.empty(),
        List.of());
  }

  private static List<TrafficSelector> selectors(List<String> networks) {
    return networks.stream().map(network -> TrafficSelector.range(network, network)).toList();
  }

  private static List<ConfigPart> settings(LoadedConnection connection, Snapshot found) {
    var name = connection.name();
    var settings = new ArrayList<ConfigPart>();
    Stream.concat(connection.lifetimes(), observedLifetime(name, found))
        .min(Long::compare)
        .ifPresent(
            seconds -> settings.add(config(name, "saLifeTimeSeconds", Long.toString(seconds))));
    var tunnels = found.tunnelsOf(name);
    if (!tunnels.isEmpty() || found.natIsFeigned()) {
      var natted = tunnels.stream().anyMatch(Tunnel::natted);
      settings.add(config(name, "natInPath", Boolean.toString(natted)));
    }
    connection.ownCertificates().stream()
        .map(subject -> found.certificates().get(Subject.of(subject)))
        .filter(Objects::nonNull)
        .forEach(until -> settings.add(config(name, "certificateValidUntil", until.toString())));
    return settings;
  }

  /** The peer renews keys when it likes, whatever is configured here. */
  private static Stream<Long> observedLifetime(String name, Snapshot found) {
    var times = found.rekeyed().getOrDefault(name, 0L);
    return times < ENOUGH_RENEWALS
        ? Stream.empty()
        : found.tunnelsOf(name).stream()
            .flatMap(tunnel -> tunnel.establishedAt().stream())
            .min(Instant::compareTo)
            .map(since -> Duration.between(since, found.at()).toSeconds() / times)
            .stream();
  }

  private static ConfigPart config(String connection, String key, String value) {
    return new ConfigPart(connection, key, value, List.of());
  }

  /** What the log says of this connection's peers. */
  private List<Evidence> told(
      BundleFile log, LoadedConnection mine, Collection<LoadedConnection> all) {
    var strangers = strangers(mine, all);
    var reader = new LogReader(redaction, now);
    try {
      reader.read(log.name(), new ByteArrayInputStream(log.bytes()));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
    return reader.evidence().stream()
        .filter(one -> peerOf(one).isEmpty() || isPeer(peerOf(one), mine, strangers))
        .toList();
  }

  /** One that had this connection before its settings were changed is none any more. */
  private static boolean isPeer(String address, LoadedConnection mine, Set<String> strangers) {
    return mine.isToKnownHosts() ? mine.hosts().contains(address) : !strangers.contains(address);
  }

  private static String peerOf(Evidence one) {
    return switch (one) {
      case IkeExchange exchange -> exchange.peer();
      case TunnelHistory history -> history.peer();
      case LogLine line -> line.peer();
      default -> "";
    };
  }

  private static Set<String> strangers(LoadedConnection mine, Collection<LoadedConnection> all) {
    var strangers = new HashSet<String>();
    all.stream()
        .filter(other -> !other.name().equals(mine.name()))
        .forEach(other -> strangers.addAll(other.hosts()));
    mine.hosts().forEach(strangers::remove);
    return strangers;
  }

  private BundleFile log(List<String> which) {
    var last = which.subList(Math.max(0, which.size() - MOST_LINES), which.size());
    return new BundleFile(
        IKE_LOG, last.stream().map(line -> redaction.of(line) + "\n").collect(joining()));
  }

  private static EvidenceRef lastRef(BundleFile log) {
    var all = log.text().lines().toList();
    return new EvidenceRef(log.name(), all.size(), all.getLast());
  }

  private static Stream<BundleFile> statistics(List<TunnelStatus> connections) {
    return connections.isEmpty() ? Stream.empty() : Stream.of(BundleWriter.statistics(connections));
  }

  private static TunnelStatus proven(TunnelStatus status, List<BundleFile> statistics) {
    var refs = new ArrayList<EvidenceRef>();
    for (var file : statistics) {
      var all = file.text().lines().toList();
      for (var index = 0; index < all.size(); index++) {
        refs.add(new EvidenceRef(file.name(), index + 1, all.get(index)));
      }
    }
    return new TunnelStatus(
        status.connection(),
        status.state(),
        status.remoteEndpoint(),
        status.ingressBytes(),
        status.egressBytes(),
        status.connectedSince(),
        refs);
  }

  /** In the order of the source document; files that would be empty are left out. */
  private Collected collected(EvidenceSet.Builder evidence, List<BundleFile> files) {
    var kept = new ArrayList<BundleFile>();
    files.stream().filter(file -> !file.name().equals(IKE_LOG)).forEach(kept::add);
    cpu.map(BundleWriter::load).ifPresent(kept::add);
    files.stream()
        .filter(file -> file.name().equals(IKE_LOG) && !file.text().isEmpty())
        .forEach(kept::add);
    evidence.addFiles(
        kept.stream()
            .filter(file -> file.name().equals(IKE_LOG))
            .map(file -> new LogFile(file.name(), LogKind.CHARON.id(), file.lines()))
            .toList());
    return new Collected(evidence.build(), kept);
  }
}
