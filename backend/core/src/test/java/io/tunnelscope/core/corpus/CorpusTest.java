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
import java.util.regex.Pattern;
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
  private static final int FLOOR = 45;

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

    String line() {
      return "%s %-7s %-22s %-22s %-8s %s"
          .formatted(
              isRight() ? "  " : "! ",
              vendor,
              label,
              found.map(Finding::cause).map(Cause::name).orElse("(not read)"),
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
    System.out.println(right + " of " + judged.size() + " exact");

    // Then
    assertThat(right).isGreaterThanOrEqualTo(FLOOR);
    assertThat(judged).filteredOn(one -> one.label == Cause.HEALTHY).allMatch(Judged::isRight);
    assertThat(judged)
        .filteredOn(one -> one.label == Cause.UNDETERMINABLE)
        .noneMatch(Judged::isSure);
    assertThat(judged).filteredOn(Judged::isSure).allMatch(Judged::isFair);
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
