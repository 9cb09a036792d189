package io.tunnelscope.app.providers.vici;

import io.tunnelscope.core.evidence.ConfigPart;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What is worth knowing of how a connection is set up, and of what its peer makes of it. */
record Settings(LoadedConnection connection, Snapshot found) {

  /** Fewer renewals may have been a person's wish. */
  private static final long ENOUGH_RENEWALS = 2;

  Stream<ConfigPart> parts() {
    return Stream.of(lifetime(), nat(), certificates(), sharedKeys()).flatMap(parts -> parts);
  }

  private Stream<ConfigPart> lifetime() {
    return Stream.concat(connection.lifetimes(), observedLifetime()).min(Long::compare).stream()
        .map(seconds -> part("saLifeTimeSeconds", Long.toString(seconds)));
  }

  /** The peer renews keys when it likes, whatever is configured here. */
  private Stream<Long> observedLifetime() {
    var times = found.rekeyed().getOrDefault(connection.name(), 0L);
    return times < ENOUGH_RENEWALS
        ? Stream.empty()
        : tunnels().stream()
            .flatMap(tunnel -> tunnel.establishedAt().stream())
            .min(Instant::compareTo)
            .map(since -> Duration.between(since, found.at()).toSeconds() / times)
            .stream();
  }

  private Stream<ConfigPart> nat() {
    if (tunnels().isEmpty() && !found.natIsFeigned()) {
      return Stream.empty();
    }
    var natted = tunnels().stream().anyMatch(Tunnel::natted);
    return Stream.of(part("natInPath", Boolean.toString(natted)));
  }

  private Stream<ConfigPart> certificates() {
    return connection.ownCertificates().stream()
        .map(subject -> found.certificates().get(Subject.of(subject)))
        .filter(Objects::nonNull)
        .map(until -> part("certificateValidUntil", until.toString()));
  }

  /**
   * A number to compare runs by, never a finding: what {@code ipsec.secrets} or a database holds,
   * or was loaded without a name, is not listed, so that none is no proof of anything.
   */
  private Stream<ConfigPart> sharedKeys() {
    return connection.usesSharedKey() && found.sharedKeys().isPresent()
        ? Stream.of(part("sharedKeysListed", Integer.toString(found.sharedKeys().getAsInt())))
        : Stream.empty();
  }

  private List<Tunnel> tunnels() {
    return found.tunnelsOf(connection.name());
  }

  private ConfigPart part(String key, String value) {
    return new ConfigPart(connection.name(), key, value, List.of());
  }
}
