package io.tunnelscope.app.providers.vici;

import io.tunnelscope.app.providers.Collected;
import io.tunnelscope.core.bundle.BundleFile;
import io.tunnelscope.core.bundle.BundleWriter;
import io.tunnelscope.core.evidence.ConfigPart;
import io.tunnelscope.core.evidence.CpuSample;
import io.tunnelscope.core.evidence.Evidence;
import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.LogFile;
import io.tunnelscope.core.evidence.Missing;
import io.tunnelscope.core.evidence.Missing.Why;
import io.tunnelscope.core.evidence.PlatformFact;
import io.tunnelscope.core.evidence.PlatformState;
import io.tunnelscope.core.evidence.Scope;
import io.tunnelscope.core.evidence.TunnelStatus;
import io.tunnelscope.core.logs.LogKind;
import io.tunnelscope.core.logs.LogReader;
import io.tunnelscope.core.logs.RedactedText;
import io.tunnelscope.core.logs.Redaction;
import io.tunnelscope.core.network.Gateway;
import io.tunnelscope.core.network.Target;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The evidence of a visit and the files of its bundle, while they are written. Used once, by one
 * thread at a time; it works for as long as the log is long.
 */
final class Report {
  private static final String IKE_LOG = "IKELogs.txt";
  private static final int MOST_LINES = 5_000;

  private final ZonedDateTime now;
  private final Redaction redaction;
  private final EvidenceSet.Builder evidence;
  private Optional<BundleFile> statistics = Optional.empty();
  private Optional<BundleFile> load = Optional.empty();
  private Optional<BundleFile> log = Optional.empty();

  /**
   * @param now in the zone of the gateway
   */
  Report(Target target, ZonedDateTime now, Redaction redaction) {
    this.now = now;
    this.redaction = redaction;
    var scope = target instanceof Gateway ? Scope.GATEWAY : Scope.CONNECTION;
    this.evidence = EvidenceSet.builder(scope, now.toInstant()).target(target.id());
  }

  /**
   * Reads the log and writes all of it. Blocks.
   *
   * @param logFile where there is one to be read
   * @param told what the daemon said during the visit
   */
  Collected tell(Story story, Optional<Path> logFile, List<String> told) {
    var written = logFile.map(this::read).orElseGet(() -> unread(Why.NOT_OFFERED));
    var lately = story.since().map(start -> written.since(start, now)).orElse(written);
    story.tell(this, lately.with(told, now).lines());
    return collected();
  }

  private GatewayLog read(Path logFile) {
    try {
      return GatewayLog.tail(logFile);
    } catch (AccessDeniedException _) {
      return unread(Why.NOT_ALLOWED);
    } catch (NoSuchFileException _) {
      return unread(Why.EMPTY);
    } catch (IOException _) {
      return unread(Why.MALFORMED);
    }
  }

  private GatewayLog unread(Why why) {
    add(new Missing("gateway-log", why));
    return GatewayLog.empty();
  }

  void add(Evidence one) {
    evidence.add(one);
  }

  /**
   * @param connection blank for the whole gateway
   */
  void config(String connection, String key, String value) {
    add(new ConfigPart(connection, key, value, List.of()));
  }

  /** In whose terms all is explained. */
  void software(String name) {
    config("", "software", name);
  }

  /** What follows from the mere fact that a daemon answers. */
  void running(Snapshot found) {
    software(found.software());
    add(PlatformState.of(PlatformFact.GATEWAY_EXISTS, true));
    add(PlatformState.of(PlatformFact.PLATFORM_ACTIVE, true));
    add(PlatformState.of(PlatformFact.SERVICE_RUNNING, true));
  }

  void load(CpuSample cpu) {
    add(cpu);
    load = Optional.of(BundleWriter.load(cpu));
  }

  /** Keeps the counters as a file, and points at its lines. */
  List<EvidenceRef> statistics(List<TunnelStatus> connections) {
    if (connections.isEmpty()) {
      return List.of();
    }
    var file = BundleWriter.statistics(connections);
    statistics = Optional.of(file);
    var lines = file.text().lines().toList();
    return IntStream.range(0, lines.size())
        .mapToObj(index -> new EvidenceRef(file.name(), index + 1, lines.get(index)))
        .toList();
  }

  /** Keeps the last of the lines as a file, without secrets. */
  BundleFile log(List<String> lines) {
    var clean = new RedactedText(redaction);
    var text = new StringBuilder();
    for (var line : lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size())) {
      text.append(clean.line(line)).append('\n');
    }
    var file = new BundleFile(IKE_LOG, text.toString());
    log = Optional.of(file).filter(written -> !written.text().isEmpty());
    return file;
  }

  /** What such a file says. */
  Stream<Evidence> read(BundleFile file) {
    var reader = new LogReader(redaction, now);
    try {
      reader.read(file.name(), new ByteArrayInputStream(file.bytes()));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
    return reader.evidence().stream();
  }

  /** Files in the order of the source document. */
  private Collected collected() {
    log.ifPresent(
        file ->
            evidence.addFiles(
                List.of(new LogFile(file.name(), LogKind.CHARON.id(), file.lines()))));
    var files = Stream.of(statistics, load, log).flatMap(Optional::stream).toList();
    return new Collected(evidence.build(), files);
  }
}
