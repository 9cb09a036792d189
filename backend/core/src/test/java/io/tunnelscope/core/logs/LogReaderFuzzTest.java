package io.tunnelscope.core.logs;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tunnelscope.core.diagnosis.rules.StandardRules;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.Scope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;

/**
 * Guided by coverage when {@code JAZZER_FUZZ=1} is set; otherwise the inputs that were worth
 * keeping are read once more.
 */
class LogReaderFuzzTest {

  @FuzzTest
  void shouldReadAnything(byte[] log) throws IOException {
    var reader = new LogReader(Redaction.unkeyed(), Instant.EPOCH);
    reader.read("any", new ByteArrayInputStream(log));
    var evidence = EvidenceSet.builder(Scope.LOGS, Instant.EPOCH).addAll(reader.evidence()).build();
    var diagnosis = StandardRules.book().diagnose(evidence, Instant.EPOCH, Instant.EPOCH);
    if (!diagnosis.brokenRules().isEmpty()) {
      throw new AssertionError(diagnosis.brokenRules().toString());
    }
  }
}
