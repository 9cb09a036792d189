package io.tunnelscope.app.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyzeBenchTest {

  @TempDir private Path folder;

  @Test
  void shouldMeasureALogAsLongAsWanted() throws IOException {
    // Given
    var log = folder.resolve("long.log");
    LongLog.write(log, 2_000_000);

    // When
    var measured = AnalyzeBench.of(List.of(log), Instant.EPOCH);

    // Then
    assertThat(measured.bytes()).isEqualTo(Files.size(log)).isBetween(2_000_000L, 2_100_000L);
    assertThat(measured.line()).matches("analyze\\t\\d+\\t\\d+\\.\\d{3}\\t\\d+\\.\\d\\t\\d+");
  }

  @Test
  void shouldLookForMarksThatNearlyAllLinesBear() throws IOException {
    // Given
    var log = folder.resolve("long.log");
    LongLog.write(log, 200_000);
    List<String> marks;
    try (var needles = AnalyzeBench.class.getResourceAsStream("needles.txt")) {
      marks = new String(needles.readAllBytes(), UTF_8).lines().toList();
    }

    // When
    var lines = Files.readAllLines(log);
    var marked = lines.stream().filter(line -> marks.stream().anyMatch(line::contains)).count();

    // Then
    assertThat(marked).isGreaterThanOrEqualTo(lines.size() * 95 / 100);
    assertThat(marks).noneMatch(String::isEmpty);
  }
}
