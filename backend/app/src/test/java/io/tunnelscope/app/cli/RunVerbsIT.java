package io.tunnelscope.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.commands.ReportText;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.runs.DiagnosisJson;
import io.tunnelscope.app.runs.DiffJson;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.tunnelscope.core.language.Language;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people say in a chat, said on the command line. */
@BackendTest
class RunVerbsIT {
  private static final String TARGET = "sim/Authentication";

  private final TestApp app;
  private final TestTenants tenants;
  private TestTenant mine;
  private CalledCli cli;
  private CalledCli other;

  RunVerbsIT(TestApp app, TestTenants tenants) {
    this.app = app;
    this.tenants = tenants;
  }

  @BeforeEach
  void arrange(@TempDir Path folder) {
    mine = tenants.add("mine");
    SubscriptionId subscription = tenants.subscription(mine, "S", "simulated");
    var gateway = tenants.gateway(mine, subscription, "sim");
    tenants.connection(mine, gateway, "Authentication");
    tenants.connection(mine, gateway, "Slow");
    cli = cli(folder, "day");
    other = cli(folder, "night");
  }

  private CalledCli cli(Path folder, String token) {
    return new CalledCli(folder, Map.of())
        .with("TUNNELSCOPE_URL", app.origin())
        .with("TUNNELSCOPE_TENANT", mine.slug())
        .with(
            "TUNNELSCOPE_TOKEN",
            Results.of(app.services().tokens.create(mine.id(), token, Role.OPERATOR, 1)));
  }

  @Test
  void shouldSayWhatTheLastRunFoundAndWhy() {
    // Given
    assertThat(cli.call("last", TARGET).complaint()).contains("no run of " + TARGET);
    assertThat(cli.call("last", TARGET).status()).isEqualTo(65);
    assertThat(cli.call("last", "sim/Autentication").err()).contains("did you mean " + TARGET);
    var ran = cli.call("run", TARGET, "--quiet", "--watch", "--private", "--format", "json");
    assertThat(ran.status()).isEqualTo(1);
    var run = ran.json().at("/run/id").asText();

    // When
    var last = cli.call("last", TARGET);
    var why = cli.call("why", TARGET);
    var json = cli.call("why", run, "--format", "json");
    var status = cli.call("status", run);

    // Then
    assertThat(last.status()).isEqualTo(1);
    assertThat(last.out()).contains("Unhealthy", TARGET, run);
    assertThat(why.status()).isEqualTo(1);
    assertThat(why.out()).contains("Unhealthy", "Authentication", "Proof").doesNotContain(run);
    assertThat(json.json().path("run").asText()).isEqualTo(run);
    assertThat(json.json().at("/result/id").asText()).isEqualTo("Authentication");
    assertThat(status.out()).isEqualTo(cli.call("show", run).out());
    assertThat(cli.call("status").out()).contains("No run is open.");
  }

  /** What a chat makes of the run itself, this makes of the answer of the server. */
  @Test
  void shouldPrintTheReportThatAChatSends() {
    // Given
    assertThat(cli.call("report", TARGET).status()).isEqualTo(65);
    cli.call("run", TARGET, "--quiet");
    var run = cli.call("run", TARGET, "--quiet", "--format", "json").json().at("/run/id").asText();

    // When
    var english = cli.call("report", TARGET, "--here");
    var korean = cli.call("report", run, "--language", "ko");
    var json = cli.call("report", run, "--format", "json");

    // Then
    assertThat(english.status()).as(english.err()).isEqualTo(1);
    assertThat(english.out())
        .isEqualTo(report(run, Language.EN))
        .contains("Target: " + TARGET, "Run: " + run, "Proof", "https://", "Nothing changed.");
    assertThat(korean.out())
        .isEqualTo(report(run, Language.KO))
        .contains("결과: 비정상 (Authentication)", "조치 방법", "달라진 점이 없습니다.");
    assertThat(json.out()).isEqualTo(cli.call("show", run, "--format", "json").out());
  }

  private String report(String id, Language language) {
    var runs = app.services().runStore;
    var run = Results.of(runs.get(mine.id(), new RunId(UUID.fromString(id))));
    var page = app.origin() + "/t/" + mine.slug() + "/runs/" + id;
    return ReportText.of(
        new ReportText.About(run.targetName(), id, page),
        DiagnosisJson.of(Results.of(runs.diagnosis(mine.id(), run)).orElseThrow(), language),
        Results.of(runs.changes(mine.id(), run))
            .map(two -> DiffJson.of(two.since(), run, two.diff(), language)),
        language);
  }

  @Test
  void shouldListUnderBothNamesWhatHoldsTheFilter() {
    assertThat(cli.call("list").out()).isEqualTo(cli.call("targets").out()).contains(TARGET);
    assertThat(cli.call("list", "auth").out()).contains(TARGET).doesNotContain("sim/Slow");
    assertThat(cli.call("list", "nothing").out()).contains("No target fits.");
  }

  @Test
  void shouldExplainARunAndStartNothing() {
    // When
    var explained = cli.call("run", TARGET, "--explain", "--active");

    // Then
    assertThat(explained.status()).as(explained.err()).isZero();
    assertThat(explained.out())
        .contains(TARGET + " (S, simulated)", "bring a tunnel up", "day (operator): read, start");
    assertThat(cli.call("whoami").out()).contains("day (operator)");
    assertThat(cli.call("runs").out()).contains("No runs yet.");
  }

  @Test
  void shouldListWhatIsAskedForByTheNamesOfTheApi() {
    // Given
    var run = cli.call("run", TARGET, "--quiet", "--format", "json").json().at("/run/id").asText();
    cli.call("run", TARGET, "--quiet");

    // Then
    var ofIt = new String[] {"--target", TARGET, "--state", "succeeded", "--code", "UnHealthy"};
    for (var verb : List.of(List.of("runs"), List.of("history", TARGET))) {
      var all = with(verb, "--fault", "authentication", "--source", "CLI", "--requester", "DA");
      assertThat(cli.call(all).out()).contains(run);
      assertThat(cli.call(with(verb, "--from", "2026-01-01T00:00:00Z")).out()).contains(run);
      assertThat(cli.call(with(verb, "--cause", "auth_eap")).out()).contains("No run fits.");
      assertThat(cli.call(with(verb, "--changed", "--language", "ko")).out())
          .contains("조건에 맞는 점검이 없습니다.");
      assertThat(cli.call(with(verb, "--to", "2026-01-01T00:00:00Z")).out())
          .contains("No run fits.");
      var wrong = cli.call(with(verb, "--cause", "BAD_LUCK"));
      assertThat(wrong.status()).isEqualTo(64);
      assertThat(wrong.complaint()).contains("cause", "AUTH_PSK_MISMATCH");
    }
    assertThat(cli.call(with(List.of("runs"), ofIt)).out()).contains(run);
    assertThat(cli.call("runs", "--target", "sim/Slow").out()).contains("No run fits.");
  }

  private static String[] with(List<String> verb, String... options) {
    return Stream.concat(verb.stream(), Arrays.stream(options)).toArray(String[]::new);
  }

  @Test
  void shouldSayWhyARunWaits() {
    // Given
    var running = other.call("run", "sim/Slow", "--no-wait").out().strip();
    var waiting = cli.call("run", TARGET, "--no-wait").out().strip();

    // Then
    assertThat(cli.call("show", waiting).out()).contains("queued", "Next in its subscription");
    assertThat(cli.call("status", waiting, "--language", "ko").out()).contains("다음 차례입니다");
    cli.call("cancel", waiting);
    cli.call("cancel", running);
  }

  @Test
  void shouldCancelTheRunThatIsMine() {
    // Given
    assertThat(cli.call("cancel").status()).isEqualTo(65);
    var theirs = other.call("run", "sim/Slow", "--no-wait").out().strip();
    var first = cli.call("run", "sim/Slow", "--no-wait").out().strip();
    var second = cli.call("run", TARGET, "--no-wait").out().strip();

    // Then
    var several = cli.call("cancel");
    assertThat(several.status()).isEqualTo(64);
    assertThat(several.complaint())
        .contains("you have 2 open runs", first + " (sim/Slow)", second)
        .doesNotContain(theirs);
    assertThat(cli.call("status").out()).contains(theirs, first, second, "running");

    // When
    cli.call("cancel", second);
    var cancelled = cli.call("cancel");

    // Then
    assertThat(cancelled.status()).as(cancelled.err()).isZero();
    assertThat(cli.call("status").out()).contains(theirs).doesNotContain(first, second);
    other.call("cancel");
  }
}
