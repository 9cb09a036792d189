package io.tunnelscope.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.cli.CalledCli.Answer;
import io.tunnelscope.core.diagnosis.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The first quarter of an hour of somebody who tries the product. */
@SuppressWarnings("try") // closing waits
class DemoIT {
  @TempDir static Path folder;
  private static DemoProcess demo;

  @BeforeAll
  static void start() throws Exception {
    demo = DemoProcess.start(folder.resolve("D"));
  }

  @AfterAll
  static void stop() throws Exception {
    demo.close();
  }

  private static CalledCli cli() {
    return new CalledCli(folder, Map.of());
  }

  private static Answer call(String... words) {
    return callIn("cli.env", words);
  }

  private static Answer callIn(String env, String... words) {
    var all = Stream.concat(Stream.of(words), Stream.of("--env", path(env)));
    return cli().call(all.toArray(String[]::new));
  }

  private static String path(String env) {
    return folder.resolve("D").resolve(env).toString();
  }

  static Stream<Arguments> everyFault() {
    return Stream.concat(
        Fault.ofGateways().stream().map(fault -> Arguments.of("sim-" + fault.wireId(), fault)),
        Fault.ofConnections().stream().map(fault -> Arguments.of("sim/" + fault.wireId(), fault)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyFault")
  void shouldBringEveryFaultBackAsItselfWithItsLogs(String target, Fault fault) {
    // When
    var answer = call("run", target, "--format", "json");
    // Then
    var result = answer.json().at("/results/0");
    assertThat(result.path("id").asText()).isEqualTo(fault.wireId());
    assertThat(answer.status()).isEqualTo(fault == Fault.NO_FAULT ? 0 : 1);
    assertThat(answer.json().at("/run/logs").isEmpty()).isEqualTo(!fault.writesLogs());
    assertThat(result.path("recommendedActions"))
        .isNotEmpty()
        .allSatisfy(action -> assertThat(action.path("actionUri").asText()).startsWith("https://"));
  }

  @Test
  void shouldShowTheProofOfAFault() {
    // When
    var answer = call("run", "sim/Authentication");
    // Then
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.out()).contains("AUTH_PSK_MISMATCH", "IKELogs.txt:", "https://");
    assertThat(answer.err()).isEmpty();
  }

  @Test
  void shouldTellWhenATargetTurnedBad() {
    // When
    var history = call("history", "sim/PeerReachability", "--format", "json").json();
    // Then
    assertThat(history.at("/items").size()).isGreaterThanOrEqualTo(4);
    assertThat(history.has("firstBadRun")).isTrue();
  }

  @Test
  void shouldShowWhatChangedBetweenTheLastTwoRuns() {
    // When
    var answer = call("diff", "frankfurt/berlin-office", "--format", "json");
    // Then
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.json().at("/changes/0/kind").asText()).isEqualTo("APPEARED");
  }

  @Test
  void shouldTroubleshootBothHalvesOfAConnectionAndSayWhichToMend() {
    // When
    var answer = call("run", "seoul-hq/to-frankfurt", "--twin", "--format", "json");
    var shown = call("run", "frankfurt/to-seoul-hq", "--twin", "--language", "ko");
    // Then
    var both = answer.json();
    assertThat(answer.status()).isEqualTo(1);
    assertThat(both.at("/first/results/0/id").asText()).isEqualTo("PeerReachability");
    assertThat(both.at("/second/run/targetName").asText()).isEqualTo("frankfurt/to-seoul-hq");
    assertThat(both.at("/comparison/mend").asText()).isEqualTo("second");
    assertThat(both.at("/comparison/first/run/id")).isEqualTo(both.at("/first/run/id"));
    assertThat(Instant.parse(both.at("/second/run/startedAt").asText()))
        .isAfterOrEqualTo(Instant.parse(both.at("/first/run/finishedAt").asText()));
    assertThat(shown.status()).isEqualTo(1);
    assertThat(shown.out()).contains("CONFIG_NOT_LOADED", "PEER_UNREACHABLE", "이쪽 연결을 고치십시오");
    assertThat(shown.out()).containsPattern("이쪽 +frankfurt/to-seoul-hq");
  }

  @Test
  void shouldStartNothingWhereThereIsNoTwin() {
    // When
    var alone = call("run", "seoul-hq/daegu-lab", "--twin");
    var both =
        call("run", "seoul-hq/to-frankfurt", "--twin", "--no-wait", "--idempotency-key", "k2");
    var again =
        call("run", "seoul-hq/to-frankfurt", "--twin", "--no-wait", "--idempotency-key", "k2");
    // Then
    assertThat(alone.status()).isEqualTo(65);
    assertThat(alone.complaint()).contains("seoul-hq/daegu-lab", "twin");
    assertThat(both.out().lines().distinct()).hasSize(2);
    assertThat(again.out()).isEqualTo(both.out());
  }

  @Test
  void shouldSuggestATargetAndRefuseAKindThatCannotBeTroubleshot() {
    // When
    var unknown = call("run", "sim/Authentikation");
    var express = call("run", "sim-express");
    // Then
    assertThat(unknown.status()).isEqualTo(65);
    assertThat(unknown.complaint()).contains("sim/Authentication");
    assertThat(express.status()).isEqualTo(65);
    assertThat(express.complaint()).contains("ExpressRoute");
  }

  @Test
  void shouldStartOneRunForOneKey() {
    // When
    var first = call("run", "sim/NoFault", "--no-wait", "--idempotency-key", "k1");
    var second = call("run", "sim/NoFault", "--no-wait", "--idempotency-key", "k1");
    // Then
    assertThat(second.out()).isEqualTo(first.out()).isNotBlank();
  }

  @Test
  void shouldHideOneTenantFromTheOther() {
    // Given
    var run = call("run", "sim/NoFault", "--no-wait").out().strip();
    // When
    var foreign = callIn("fabrikam.env", "show", run);
    var absent = callIn("fabrikam.env", "show", "01900000-0000-7000-8000-000000000000");
    // Then
    assertThat(foreign.status()).isEqualTo(65);
    assertThat(foreign.complaint()).isEqualTo(absent.complaint());
  }

  @Test
  void shouldSayThatATokenMayNotOrIsNotValid() {
    // Given
    var auditor = ServerAddress.read(Path.of(path("cli.env"))).get("TUNNELSCOPE_AUDITOR_TOKEN");
    // When
    var may =
        cli()
            .with("TUNNELSCOPE_TOKEN", auditor)
            .call("run", "sim/NoFault", "--env", path("cli.env"));
    var valid = cli().with("TUNNELSCOPE_TOKEN", "vpnt_x").call("targets", "--env", path("cli.env"));
    // Then
    assertThat(may.status()).isEqualTo(77);
    assertThat(valid.status()).isEqualTo(77);
    assertThat(valid.complaint()).contains("TUNNELSCOPE_TOKEN");
  }

  @Test
  void shouldAnalyzeTheLogsThatARunHasLeft() {
    // Given
    var run =
        call("run", "sim/IkePolicyMismatch", "--format", "json").json().at("/run/id").asText();
    var log = call("logs", run, "IKEErrors.txt").out();
    // When
    var answer =
        cli()
            .callWithInput(
                log.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "analyze",
                "--format",
                "json",
                "-");
    // Then
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.json().at("/results/0/id").asText()).isEqualTo("IkePolicyMismatch");
  }

  @Test
  void shouldLeaveASecondDemoOutOfTheFolderAndOffThePort() {
    // Given
    var port = demo.ready().replaceFirst(".*:", "");
    // When
    var folderTaken = cli().call("demo", "--port", "0", "--data", folder.resolve("D").toString());
    var portTaken = cli().call("demo", "--port", port, "--data", folder.resolve("E").toString());
    // Then
    assertThat(folderTaken.status()).isEqualTo(73);
    assertThat(folderTaken.complaint()).contains("--data");
    assertThat(portTaken.status()).isEqualTo(69);
    assertThat(portTaken.complaint()).contains(port, "--port 0");
    assertThat(folder.resolve("E")).doesNotExist();
  }

  @Test
  void shouldKeepWhatGivesAccessToItself() throws Exception {
    // When
    var permissions = Files.getPosixFilePermissions(Path.of(path("cli.env")));
    // Then
    assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-------");
  }

  @Test
  void shouldGoOnAfterBeingKilledAndEndWhenAsked() throws Exception {
    // Given
    var data = folder.resolve("killed");
    String run;
    try (var first = DemoProcess.start(data)) {
      run =
          cli()
              .call("run", "sim/Authentication", "--format", "json", "--env", data + "/cli.env")
              .json()
              .at("/run/id")
              .asText();
      first.kill();
    }
    // When
    try (var second = DemoProcess.start(data)) {
      // Then
      assertThat(cli().call("show", run, "--env", data + "/cli.env").status()).isEqualTo(1);
      assertThat(second.terminate()).isZero();
    }
  }

  @Test
  void shouldSayTheOneLineOfAMistakeInTheRealProcess() throws Exception {
    // When
    var process = DemoProcess.launch("targets", "--nope");
    // Then
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(64);
    assertThat(
            new String(
                    process.getErrorStream().readAllBytes(),
                    java.nio.charset.StandardCharsets.UTF_8)
                .lines())
        .hasSize(1);
  }
}
