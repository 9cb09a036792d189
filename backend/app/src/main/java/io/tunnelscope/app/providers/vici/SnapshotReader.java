package io.tunnelscope.app.providers.vici;

import io.tunnelscope.app.providers.CollectFailure;
import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.core.evidence.Missing;
import io.vertx.core.Future;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Asks a daemon for all that it tells of itself, one thing after the other. Changes nothing there.
 * What it does not answer is missing; only its silence ends the asking. Used once, on the context
 * of its connection.
 */
final class SnapshotReader {
  private static final int MOST_TUNNELS = 20_000;
  private static final int MOST_CERTIFICATES = 1_000;
  private static final DateTimeFormatter SINCE =
      DateTimeFormatter.ofPattern("MMM d[d] HH:mm:ss uuuu", Locale.ENGLISH);

  private final ViciConnection daemon;
  private final Node node;
  private final Deadline deadline;

  private final SequencedMap<String, LoadedConnection> loaded = new LinkedHashMap<>();
  private final Map<String, List<Tunnel>> tunnels = new HashMap<>();
  private final Set<String> traps = new HashSet<>();
  private final Map<String, Instant> certificates = new HashMap<>();
  private final Map<String, Long> rekeyed = new HashMap<>();
  private final List<Missing> missing = new ArrayList<>();
  private int tunnelCount;
  private OptionalInt sharedKeys = OptionalInt.empty();
  private boolean natIsFeigned;
  private Optional<Instant> since = Optional.empty();
  private String software = "strongSwan";

  /**
   * @param deadline of all questions together
   */
  SnapshotReader(ViciConnection daemon, Node node, Deadline deadline) {
    this.daemon = daemon;
    this.node = node;
    this.deadline = deadline;
  }

  /** Never fails. */
  Future<Snapshot> all() {
    return ask("version", ViciMessage.empty(), this::version)
        .compose(_ -> ask("stats", ViciMessage.empty(), this::stats))
        .compose(_ -> list("list-conns", "list-conn", ViciMessage.empty(), this::connections))
        .compose(_ -> listTunnels(listArguments()))
        .compose(_ -> list("list-policies", "list-policy", onlyTraps(), this::policies))
        .compose(_ -> list("list-certs", "list-cert", onlyX509(), this::certificate))
        .compose(_ -> ask("get-counters", ofEach(), this::counters))
        .compose(_ -> ask("get-shared", ViciMessage.empty(), this::sharedKeys))
        .map(_ -> snapshot());
  }

  /** What changes from second to second, of one connection alone. Never fails. */
  Future<Snapshot> tunnelsOf(String connection) {
    return listTunnels(listArguments().text("ike", connection)).map(_ -> snapshot());
  }

  private Snapshot snapshot() {
    return new Snapshot(
        node.clock().instant(),
        software,
        natIsFeigned,
        since,
        isMissing("list-conns")
            ? Optional.empty()
            : Optional.of(Collections.unmodifiableSequencedMap(loaded)),
        isMissing("list-sas")
            ? Optional.empty()
            : Optional.of(Collections.unmodifiableMap(tunnels)),
        traps,
        certificates,
        rekeyed,
        sharedKeys,
        missing);
  }

  private boolean isMissing(String probe) {
    return missing.stream().anyMatch(one -> one.probe().equals(probe));
  }

  private Future<Void> listTunnels(ViciMessage.Builder arguments) {
    return list("list-sas", "list-sa", arguments.build(), this::tunnels);
  }

  /** Without waiting for SAs that are being worked on, which one in trouble always is. */
  private static ViciMessage.Builder listArguments() {
    return ViciMessage.builder().text("noblock", "yes");
  }

  private Future<Void> ask(String command, ViciMessage arguments, Consumer<ViciMessage> reader) {
    return orMissing(command, daemon.request(command, arguments, deadline).map(read(reader)));
  }

  private Future<Void> list(
      String command, String event, ViciMessage arguments, Consumer<ViciMessage> reader) {
    return orMissing(
        command, daemon.stream(command, event, arguments, reader, deadline).mapEmpty());
  }

  private static Function<ViciMessage, Void> read(Consumer<ViciMessage> reader) {
    return answer -> {
      reader.accept(answer);
      return null;
    };
  }

  private Future<Void> orMissing(String probe, Future<Void> answer) {
    return answer.otherwise(
        failure -> {
          missing.add(failureOf(failure).missing(probe));
          return null;
        });
  }

  static CollectFailure failureOf(Throwable failure) {
    return failure instanceof ViciFailed vici
        ? vici.failure().collectFailure()
        : new CollectFailure.Malformed();
  }

  private void version(ViciMessage said) {
    software = "strongSwan " + said.text("version").orElse("");
  }

  /** {@code Nov 26 10:23:50 2026}, by the clock on the gateway's wall. */
  private void stats(ViciMessage said) {
    natIsFeigned = said.list("plugins").contains("kernel-libipsec");
    since = said.section("uptime").text("since").flatMap(this::moment);
  }

  private Optional<Instant> moment(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text, SINCE).atZone(node.zone()).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private void connections(ViciMessage said) {
    said.sections()
        .forEach(
            (name, connection) -> {
              if (loaded.size() < ViciDiscovery.MOST) {
                loaded.put(name, LoadedConnection.of(name, connection));
              }
            });
  }

  private void tunnels(ViciMessage said) {
    said.sections()
        .forEach(
            (name, tunnel) -> {
              if (tunnelCount++ < MOST_TUNNELS) {
                tunnels
                    .computeIfAbsent(name, _ -> new ArrayList<>())
                    .add(Tunnel.of(name, tunnel, node.clock().instant()));
              }
            });
  }

  private static ViciMessage onlyTraps() {
    return ViciMessage.builder().text("trap", "yes").build();
  }

  private void policies(ViciMessage said) {
    said.sections()
        .values()
        .forEach(
            policy ->
                policy.text("ike").filter(_ -> traps.size() < MOST_TUNNELS).ifPresent(traps::add));
  }

  private static ViciMessage onlyX509() {
    return ViciMessage.builder().text("type", "x509").build();
  }

  private void certificate(ViciMessage said) {
    if (certificates.size() >= MOST_CERTIFICATES
        || said.text("has_privkey").filter("yes"::equals).isEmpty()) {
      return;
    }
    said.bytes("data")
        .flatMap(SnapshotReader::x509)
        .ifPresent(
            one ->
                certificates.put(
                    Subject.of(one.getSubjectX500Principal()), one.getNotAfter().toInstant()));
  }

  private static Optional<X509Certificate> x509(byte[] der) {
    try {
      var made = CertificateFactory.getInstance("X.509");
      return Optional.of((X509Certificate) made.generateCertificate(new ByteArrayInputStream(der)));
    } catch (CertificateException _) {
      return Optional.empty();
    }
  }

  private static ViciMessage ofEach() {
    return ViciMessage.builder().text("all", "yes").build();
  }

  private void counters(ViciMessage said) {
    said.section("counters")
        .sections()
        .forEach(
            (name, counted) ->
                counted.number("child-rekey").ifPresent(times -> rekeyed.put(name, times)));
  }

  /** Names of keys; a key itself is never told. */
  private void sharedKeys(ViciMessage said) {
    sharedKeys = OptionalInt.of(said.list("keys").size());
  }
}
