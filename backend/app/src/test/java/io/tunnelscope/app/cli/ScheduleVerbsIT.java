package io.tunnelscope.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestTenants;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schedules from the command line, from being added to being removed. */
@BackendTest
class ScheduleVerbsIT {
  private final TestApp app;
  private final TestTenants tenants;
  private CalledCli cli;

  ScheduleVerbsIT(TestApp app, TestTenants tenants) {
    this.app = app;
    this.tenants = tenants;
  }

  @BeforeEach
  void arrange(@TempDir Path folder) {
    var mine = tenants.add("mine");
    tenants.gateway(mine, tenants.subscription(mine, "S", "simulated"), "seoul");
    var token = Results.of(app.services().tokens.create(mine.id(), "night", Role.OPERATOR, 1));
    cli =
        new CalledCli(folder, Map.of())
            .with("TUNNELSCOPE_URL", app.origin())
            .with("TUNNELSCOPE_TENANT", mine.slug())
            .with("TUNNELSCOPE_TOKEN", token);
  }

  @Test
  void shouldAddListPauseResumeAndRemove() {
    // When
    var added = cli.call("schedule", "add", "seoul/*", "0 9 1 1 *", "--time-zone", "Asia/Seoul");

    // Then
    assertThat(added.status()).as(added.err()).isZero();
    assertThat(added.out()).contains("seoul/*", "0 9 1 1 *  Asia/Seoul", "-01-01 00:00:00");
    var id = added.out().substring(0, 36);

    // When
    var paused = cli.call("schedule", "pause", id);
    var listed = cli.call("schedule", "list");
    var resumed = cli.call("schedule", "resume", id, "--format", "json");

    // Then
    assertThat(paused.out()).contains("paused");
    assertThat(listed.out()).contains(id, "paused", "not yet");
    assertThat(resumed.out()).contains("\"state\" : \"ON\"", "Asia/Seoul");

    // When
    var removed = cli.call("schedule", "remove", id);

    // Then
    assertThat(removed.status()).as(removed.err()).isZero();
    assertThat(cli.call("schedule", "list").out()).contains("No schedules yet");
    assertThat(cli.call("schedule", "remove", id).err()).contains("no such schedule");
  }

  @Test
  void shouldSayInOneLineWhatIsWrong() {
    var answer = cli.call("schedule", "add", "seoul", "61 * * * *");

    assertThat(answer.status()).isEqualTo(64);
    assertThat(answer.err()).contains("cron").hasLineCount(1);
  }
}
