package io.tunnelscope.core.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tunnelscope.core.diagnosis.rules.StandardRules;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.Scope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Logs that are broken in every way: lines of the test logs of one dialect, cut, mixed and
 * mistyped. The same seed gives the same logs.
 */
class FuzzTest {

  private static final int SHORT = 5_000;
  private static final int LONG = 1_000_000;

  /** Rules are asked of every so many logs only: most of the time shall go to the readers. */
  private static final int DIAGNOSED = 20;

  private static final Map<LogKind, List<String>> SEEDS = seeds();

  @Test
  void shouldHaveSeedsForEveryReader() {
    assertThat(SEEDS.keySet())
        .containsExactlyElementsOf(EnumSet.complementOf(EnumSet.of(LogKind.UNKNOWN)));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
  void shouldNeverThrowOnJunk(LogKind kind) {
    fuzz(kind, SHORT, 20261124);
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
  void shouldNeverThrowOnAMillionPiecesOfJunk(LogKind kind) {
    fuzz(kind, LONG, System.nanoTime());
  }

  private static void fuzz(LogKind kind, int rounds, long seed) {
    var random = new Random(seed);
    var lines = SEEDS.get(kind);
    for (var round = 0; round < rounds; round++) {
      var log = junk(lines, random);
      var withRules = round % DIAGNOSED == 0;
      assertThatCode(() -> read(log, withRules))
          .as("%s, seed %d, round %d: %s", kind, seed, round, log)
          .doesNotThrowAnyException();
    }
  }

  private static String junk(List<String> lines, Random random) {
    var log = new StringBuilder();
    for (var more = random.nextInt(8); more >= 0; more--) {
      var line = new StringBuilder(lines.get(random.nextInt(lines.size())));
      for (var change = random.nextInt(4); change > 0 && !line.isEmpty(); change--) {
        change(line, lines, random);
      }
      log.append(line).append(random.nextInt(20) == 0 ? "\r" : "\n");
    }
    return log.toString();
  }

  private static void change(StringBuilder line, List<String> lines, Random random) {
    var at = random.nextInt(line.length());
    switch (random.nextInt(6)) {
      case 0 -> line.deleteCharAt(at);
      case 1 -> line.insert(at, (char) random.nextInt(0x250));
      case 2 -> line.setLength(at);
      case 3 -> line.insert(at, random.nextLong());
      case 4 -> line.delete(0, at);
      default -> line.insert(at, lines.get(random.nextInt(lines.size())));
    }
  }

  private static void read(String log, boolean withRules) throws IOException {
    var reader = new LogReader(Redaction.unkeyed(), Instant.EPOCH);
    reader.read("junk", new ByteArrayInputStream(log.getBytes(UTF_8)));
    if (withRules) {
      var evidence =
          EvidenceSet.builder(Scope.LOGS, Instant.EPOCH).addAll(reader.evidence()).build();
      var diagnosis = StandardRules.book().diagnose(evidence, Instant.EPOCH, Instant.EPOCH);
      assertThat(diagnosis.brokenRules()).isEmpty();
    }
  }

  /** All lines of the test logs, by the dialect that their file is written in. */
  private static Map<LogKind, List<String>> seeds() {
    var seeds = new EnumMap<LogKind, List<String>>(LogKind.class);
    try (var below = Files.walk(Path.of("src", "test", "resources"))) {
      for (var log : below.filter(file -> file.toString().endsWith(".log")).sorted().toList()) {
        var lines = new String(Files.readAllBytes(log), UTF_8).lines().toList();
        var kind = LogKind.detect(lines);
        if (kind != LogKind.UNKNOWN) {
          seeds.computeIfAbsent(kind, _ -> new ArrayList<>()).addAll(lines);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return seeds;
  }
}
