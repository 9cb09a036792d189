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

  /** Diagnoses the lines of a log. */
  static Diagnosis text(String lines) throws IOException {
    var bytes = lines.getBytes(StandardCharsets.UTF_8);
    return of(new LogSource("log.txt", () -> new ByteArrayInputStream(bytes)), Scope.LOGS);
  }

  private static Diagnosis of(LogSource source, Scope scope) throws IOException {
    var evidence = new BundleReader(Limits.ofUploads()).read(List.of(source), scope, AT);
    return StandardRules.book().diagnose(evidence, AT, AT);
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
    var evidence = new BundleReader(Limits.ofUploads()).read(sources, Scope.LOGS, AT);
    return StandardRules.book().diagnose(evidence, AT, AT);
  }

  static Diagnosis seen(Scope scope, Evidence... evidence) {
    var set = EvidenceSet.builder(scope, AT).addAll(List.of(evidence)).build();
    return StandardRules.book().diagnose(set, AT, AT);
  }
}
