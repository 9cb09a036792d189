package io.tunnelscope.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody meets who types {@code ./tunnelscope}, before any Java of ours runs. */
class LauncherIT {
  private static final Instant AFTER_THE_JAR = Instant.parse("2026-01-03T00:00:00Z");

  @TempDir Path machine;
  Checkout checkout;

  @BeforeEach
  void makeMachine() throws Exception {
    checkout = Checkout.on(machine);
  }

  @Test
  void shouldHandArgumentsAndExitStatusThrough() throws Exception {
    // Given
    checkout.jdk("25.0.1");
    // When
    var outcome = checkout.run("run", "sim/No Fault", "", "--format", "json");
    // Then
    assertThat(outcome.out().lines())
        .containsSubsequence(
            "-jar",
            checkout.folder.resolve("backend/app/target/tunnelscope.jar").toString(),
            "run",
            "sim/No Fault",
            "",
            "--format",
            "json");
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void shouldWorkFromAnotherFolderThroughASymbolicLink() throws Exception {
    // Given
    checkout.jdk("25.0.1");
    var link =
        Files.createSymbolicLink(
            machine.resolve("ts"), Path.of("a path with blanks", "tunnelscope"));
    // When
    var outcome = checkout.runAs(link, checkout.programs(), "version");
    // Then
    assertThat(outcome.out())
        .contains(checkout.folder.resolve("backend/app/target/tunnelscope.jar").toString());
  }

  @Test
  void shouldWriteNothingIntoACheckoutThatIsBuilt() throws Exception {
    // Given
    checkout.jdk("25");
    var before = checkout.state();
    // When
    checkout.run("version");
    // Then
    assertThat(checkout.state()).isEqualTo(before);
  }

  @Test
  void shouldNameTheJdkInOneLineWhenThereIsNone() throws Exception {
    // Given
    checkout.jdk("17.0.15");
    checkout.jdk("26.0.1");
    // When
    var outcome = checkout.run("version");
    // Then
    assertThat(outcome.status()).isEqualTo(69);
    assertThat(outcome.errorLines())
        .singleElement()
        .asString()
        .startsWith("tunnelscope: ")
        .contains("Temurin 25", "JAVA_HOME");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void shouldBuildWhenASourceIsNewerThanTheJar() throws Exception {
    // Given
    checkout.buildTools("touch \"$PWD/built\"; touch '" + jar() + "'");
    checkout.write("backend/core/src/main/java/Some.java", AFTER_THE_JAR);
    // When
    var outcome = checkout.run("version");
    // Then
    assertThat(machine.resolve("built")).exists();
    assertThat(outcome.errorLines()).singleElement().asString().contains("building");
    assertThat(outcome.out()).contains("version");
  }

  @Test
  void shouldShowWhyABuildFailed() throws Exception {
    // Given
    checkout.buildTools("echo '[ERROR] Some.java: a semicolon is missing'; exit 1");
    checkout.write("backend/core/src/main/java/Some.java", AFTER_THE_JAR);
    // When
    var outcome = checkout.run("version");
    // Then
    assertThat(outcome.status()).isEqualTo(70);
    assertThat(outcome.err()).contains("a semicolon is missing", ".tunnelscope/build.log");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void shouldInstallWhatIsMissingAsRoot() throws Exception {
    // Given
    checkout.buildTools("");
    Files.delete(checkout.programs().resolve("mvn"));
    checkout.program(
        "apt-get",
        """
        echo "$@" >> '%1$s/apt'
        [ "$1" = update ] && exit
        printf '#!/bin/sh\\n%%s\\n' "%2$s" > '%3$s/mvn'
        /bin/chmod +x '%3$s/mvn'
        """
            .formatted(
                machine,
                Checkout.maven("touch '" + jar() + "'").replace("$", "\\$").replace("\"", "\\\""),
                checkout.programs()));
    checkout.write("pom.xml", AFTER_THE_JAR);
    // When
    var outcome = checkout.run("version");
    // Then
    assertThat(machine.resolve("apt"))
        .content()
        .containsSubsequence("update", "install", "maven")
        .doesNotContain("chromium", "jdk");
    assertThat(outcome.out()).contains("version");
  }

  @Test
  void shouldPrintTheInstallLineWhenNotRoot() throws Exception {
    // Given
    checkout.buildTools("");
    Files.delete(checkout.programs().resolve("mvn"));
    Files.delete(checkout.programs().resolve("chromium"));
    checkout.program("id", "echo 1000");
    checkout.program("apt-get", "echo 'must not be called' >&2");
    // When
    var outcome = checkout.run("test");
    // Then
    assertThat(outcome.status()).isEqualTo(69);
    assertThat(outcome.errorLines())
        .singleElement()
        .asString()
        .contains("apt-get install -y maven chromium");
  }

  @Test
  void shouldCountTheTestsOfAllParts() throws Exception {
    // Given
    checkout.buildTools(
        report("backend/core/target/surefire-reports/TEST-A.xml", 5, 0, 0, 1)
            + report("backend/app/target/failsafe-reports/TEST-B.xml", 4, 0, 0, 0)
            + report("frontend/target/vitest/junit.xml", 3, 0, 0, 0));
    // When
    var outcome = checkout.run("test");
    // Then
    assertThat(outcome.lastLine()).isEqualTo("11 passed, 0 failed, 1 skipped");
    assertThat(outcome.status()).isZero();
  }

  @Test
  void shouldSayOnceWhyTestsWereSkipped() throws Exception {
    // Given
    var skipped =
        "<testcase name=\"\"><skipped message=\"tunnelscope: run it as &quot;root&quot;\"/>";
    checkout.buildTools(
        report("backend/core/target/surefire-reports/TEST-A.xml", 5, 0, 0, 2)
            + "echo '%1$s\n%1$s' >> '%2$s'\n"
                .formatted(
                    skipped,
                    checkout.folder.resolve("backend/core/target/surefire-reports/TEST-A.xml")));
    // When
    var outcome = checkout.run("test");
    // Then
    assertThat(outcome.errorLines())
        .singleElement()
        .isEqualTo("tunnelscope: skipped: run it as \"root\"");
    assertThat(outcome.lastLine()).isEqualTo("3 passed, 0 failed, 2 skipped");
  }

  @Test
  void shouldInstallWhatTheLabNeedsBeforeTheTests() throws Exception {
    // Given
    checkout.buildTools(report("backend/core/target/surefire-reports/TEST-A.xml", 1, 0, 0, 0));
    checkout.lab();
    checkout.program("unshare", "");
    checkout.program(
        "dpkg-query", "grep -qs ^install '%s/apt' && echo ok installed".formatted(machine));
    checkout.program("apt-get", "echo \"$@\" >> '%s/apt'".formatted(machine));
    // When
    checkout.run("test");
    // Then
    assertThat(machine.resolve("apt"))
        .content()
        .contains("charon-systemd", "strongswan-swanctl", "strongswan-pki", "nftables");
  }

  @Test
  void shouldCountFailuresAndErrorsAsFailed() throws Exception {
    // Given
    checkout.buildTools(
        report("backend/core/target/surefire-reports/TEST-A.xml", 5, 1, 2, 0) + "exit 1");
    // When
    var outcome = checkout.run("test");
    // Then
    assertThat(outcome.lastLine()).isEqualTo("2 passed, 3 failed, 0 skipped");
    assertThat(outcome.status()).isEqualTo(1);
  }

  @Test
  void shouldNotPassWhenTheBuildFailsOutsideTheTests() throws Exception {
    // Given
    checkout.buildTools(
        report("backend/core/target/surefire-reports/TEST-A.xml", 5, 0, 0, 0) + "exit 1");
    // When
    var outcome = checkout.run("test");
    // Then
    assertThat(outcome.lastLine()).isEqualTo("5 passed, 0 failed, 0 skipped");
    assertThat(outcome.err()).contains("the build failed outside the tests");
    assertThat(outcome.status()).isEqualTo(1);
  }

  @Test
  void shouldForgetTheReportsOfAnEarlierRun() throws Exception {
    // Given
    checkout.buildTools(report("backend/core/target/surefire-reports/TEST-A.xml", 1, 0, 0, 0));
    checkout.run("test");
    checkout.buildTools(report("backend/core/target/surefire-reports/TEST-B.xml", 1, 0, 0, 0));
    // When
    var outcome = checkout.run("test");
    // Then
    assertThat(outcome.lastLine()).isEqualTo("1 passed, 0 failed, 0 skipped");
  }

  @Test
  void shouldRefuseAnUnknownOptionOfTest() throws Exception {
    // When
    var outcome = checkout.run("test", "--fast");
    // Then
    assertThat(outcome.status()).isEqualTo(64);
    assertThat(outcome.errorLines()).singleElement().asString().contains("--fast");
  }

  private Path jar() {
    return checkout.folder.resolve("backend/app/target/tunnelscope.jar");
  }

  private String report(String path, int tests, int failures, int errors, int skipped) {
    var file = checkout.folder.resolve(path);
    return """
    mkdir -p '%s'
    cat > '%s' <<'XML'
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="all" tests="999" failures="999">
      <testsuite name="one" time="1.5" tests="%d" failures="%d" errors="%d" skipped="%d">
      </testsuite>
    </testsuites>
    XML
    """
        .formatted(file.getParent(), file, tests, failures, errors, skipped);
  }
}
