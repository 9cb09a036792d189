package io.tunnelscope.core.diagnosis.rules;

import io.tunnelscope.core.bundle.BundleReader;
import io.tunnelscope.core.bundle.Limits;
import io.tunnelscope.core.bundle.LogSource;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.evidence.Evidence;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.Scope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Diagnoses logs of the test folder, or evidence made by hand. */
final class Fixture {

  private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");

  private Fixture() {}

  /**
   * @param name for instance {@code Authentication/positive}
   */
  static Diagnosis log(String name) throws IOException {
    return log(name, Scope.LOGS);
  }

  static Diagnosis log(String name, Scope scope) throws IOException {
    return of(
        new LogSource(name, () -> Fixture.class.getResourceAsStream("/" + name + ".log")), scope);
  }

  /** The lines of a log of the test folder. */
  static String linesOf(String name) throws IOException {
    try (var log = Fixture.class.getResourceAsStream("/" + name + ".log")) {
      return new String(log.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Diagnoses the lines of a log. */
  static Diagnosis text(String lines) throws IOException {
    var bytes = lines.getBytes(StandardCharsets.UTF_8);
    return of(new LogSource("log.txt", () -> new ByteArrayInputStream(bytes)), Scope.LOGS);
  }

  private static Diagnosis of(LogSource source, Scope scope) throws IOException {
    return of(List.of(source), scope);
  }

  private static Diagnosis of(List<LogSource> sources, Scope scope) throws IOException {
    var evidence = new BundleReader(Limits.ofUploads()).read(sources, scope, AT);
    return StandardRules.book().diagnose(evidence, AT, AT);
  }

  /** Diagnoses the lines of several logs as one case. */
  static Diagnosis texts(String... logs) throws IOException {
    var sources = new ArrayList<LogSource>();
    for (var log : logs) {
      var bytes = log.getBytes(StandardCharsets.UTF_8);
      sources.add(LogSource.of("log-" + (sources.size() + 1) + ".txt", bytes));
    }
    return of(sources, Scope.LOGS);
  }

  /** Several logs as one case. */
  static Diagnosis logs(String... names) throws IOException {
    var sources =
        Stream.of(names)
            .map(
                name ->
                    new LogSource(
                        name, () -> Fixture.class.getResourceAsStream("/" + name + ".log")))
            .toList();
    return of(sources, Scope.LOGS);
  }

  static Diagnosis seen(Scope scope, Evidence... evidence) {
    var set = EvidenceSet.builder(scope, AT).addAll(List.of(evidence)).build();
    return StandardRules.book().diagnose(set, AT, AT);
  }
}
