package io.tunnelscope.core.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tunnelscope.core.bundle.BundleReader;
import io.tunnelscope.core.bundle.Limits;
import io.tunnelscope.core.bundle.LogSource;
import io.tunnelscope.core.bundle.UnusableInput;
import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.rules.StandardRules;
import io.tunnelscope.core.evidence.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Measures the diagnosis on logs with a known cause that are kept beside the repository. The floor
 * below is what is reached today; it may only rise.
 */
class CorpusTest {

  private static final Pattern LABEL = Pattern.compile("\"label\"\\s*:\\s*\"(\\w+)\"");
  private static final Pattern VENDOR = Pattern.compile("\"vendor\"\\s*:\\s*\"(\\w+)\"");
  private static final Pattern ACCEPTABLE = Pattern.compile("\"acceptable\"\\s*:\\s*\\[([^]]*)]");
  private static final Pattern WORD = Pattern.compile("\\w+");
  private static final int FLOOR = 51;

  /** Where it is sure of itself it may be wrong once in fifty times. */
  private static final double SURE = 0.98;

  private record Judged(
      String name, String vendor, Cause label, Set<Cause> acceptable, Optional<Finding> found) {

    boolean isRight() {
      return found.filter(finding -> finding.cause() == label).isPresent();
    }

    boolean isFair() {
      return isRight() || found.filter(finding -> acceptable.contains(finding.cause())).isPresent();
    }

    boolean isSure() {
      return found.filter(finding -> finding.certainty() == Certainty.CERTAIN).isPresent();
    }

    /** Whether a cause is named with more than a guess. */
    boolean isNamed() {
      return found
          .filter(finding -> finding.cause() != Cause.UNDETERMINABLE)
          .filter(finding -> finding.certainty() != Certainty.POSSIBLE)
          .isPresent();
    }

    String seenAs() {
      return found.map(Finding::cause).map(Cause::name).orElse("(not read)");
    }

    String line() {
      return "%s %-7s %-22s %-22s %-8s %s"
          .formatted(
              isRight() ? "  " : "! ",
              vendor,
              label,
              seenAs(),
              found.map(finding -> finding.certainty().wireName()).orElse(""),
              name);
    }
  }

  @Test
  void shouldFindTheKnownCause() throws IOException {
    // Given
    var corpus = folder();
    assumeTrue(corpus.isPresent(), "the corpus is not beside the repository");

    // When
    var judged = judge(corpus.get());
    judged.forEach(one -> System.out.println(one.line()));
    var right = judged.stream().filter(Judged::isRight).count();
    System.out.println(confusion("label", judged, one -> one.label.name()));
    System.out.println(confusion("vendor", judged, Judged::vendor));
    var sure = judged.stream().filter(Judged::isSure).toList();
    var surelyRight = sure.stream().filter(Judged::isFair).count();
    System.out.println("certain: " + surelyRight + " of " + sure.size() + " right");
    System.out.println(right + " of " + judged.size() + " exact");

    // Then
    assertThat(right).isGreaterThanOrEqualTo(FLOOR);
    assertThat(judged).filteredOn(one -> one.label == Cause.HEALTHY).allMatch(Judged::isRight);
    assertThat(judged)
        .filteredOn(one -> one.label == Cause.UNDETERMINABLE)
        .noneMatch(Judged::isNamed);
    assertThat((double) surelyRight / sure.size()).isGreaterThanOrEqualTo(SURE);
  }

  /** A row for each value: how many there are, and as what they were seen. */
  private static String confusion(
      String title, List<Judged> judged, Function<Judged, String> value) {
    var rows =
        judged.stream().collect(Collectors.groupingBy(value, TreeMap::new, Collectors.toList()));
    return rows.entrySet().stream()
        .map(
            row ->
                "  %-7s %-22s %2d exact of %2d %s"
                    .formatted(
                        title,
                        row.getKey(),
                        row.getValue().stream().filter(Judged::isRight).count(),
                        row.getValue().size(),
                        row.getValue().stream()
                            .filter(one -> !one.isRight())
                            .map(one -> one.label + " as " + one.seenAs())
                            .toList()))
        .collect(Collectors.joining("\n"));
  }

  private static List<Judged> judge(Path corpus) throws IOException {
    List<Path> cases;
    try (var below = Files.list(corpus)) {
      cases = below.filter(Files::isDirectory).sorted().toList();
    }
    var judged = new ArrayList<Judged>();
    for (var one : cases) {
      var json = Files.readString(one.resolve("case.json"));
      var label = Cause.valueOf(first(LABEL, json));
      judged.add(
          new Judged(
              one.getFileName().toString(),
              first(VENDOR, json),
              label,
              acceptable(json),
              diagnose(one.resolve("log.txt"))));
    }
    return judged;
  }

  private static Optional<Finding> diagnose(Path log) throws IOException {
    try {
      var source = new LogSource("log.txt", () -> Files.newInputStream(log));
      var evidence =
          new BundleReader(Limits.ofOwnFiles()).read(List.of(source), Scope.LOGS, Instant.EPOCH);
      return Optional.of(
          StandardRules.book().diagnose(evidence, Instant.EPOCH, Instant.EPOCH).worst());
    } catch (UnusableInput _) {
      return Optional.empty();
    }
  }

  private static Set<Cause> acceptable(String json) {
    var list = ACCEPTABLE.matcher(json);
    var causes = EnumSet.noneOf(Cause.class);
    if (list.find()) {
      WORD.matcher(list.group(1))
          .results()
          .forEach(word -> causes.add(Cause.valueOf(word.group())));
    }
    return causes;
  }

  private static String first(Pattern pattern, String json) {
    var found = pattern.matcher(json);
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  /**
   * The folder {@code shared} stands beside the repository, or beside the folder that clones are
   * kept in.
   */
  private static Optional<Path> folder() {
    for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      var corpus = at.resolve("shared/corpus");
      if (Files.isDirectory(corpus)) {
        return Optional.of(corpus);
      }
    }
    return Optional.empty();
  }
}
