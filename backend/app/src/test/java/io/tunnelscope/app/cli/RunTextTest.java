package io.tunnelscope.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tunnelscope.core.language.Language;
import org.junit.jupiter.api.Test;

class RunTextTest {
  private static final Words ENGLISH = new Words(Language.EN);
  private static final Words KOREAN = new Words(Language.KO);

  @Test
  void shouldSayThatARunIsStoppingUntilItHasEnded() {
    var run = run("RUNNING").put("cancelRequested", true);

    assertThat(RunText.outcome(run, ENGLISH)).isEqualTo("stopping");
    assertThat(RunText.outcome(run, KOREAN)).isEqualTo("취소하는 중");
    assertThat(RunText.outcome(run.put("state", "CANCELLED"), ENGLISH)).isEqualTo("cancelled");
    assertThat(RunText.outcome(run("RUNNING"), ENGLISH)).isEqualTo("running");
  }

  @Test
  void shouldSayWhyARunWaitsAndWhenItIsExpectedToStart() {
    // Given
    var why = Json.object().put("reason", "SUBSCRIPTION").put("text", "Number 2 in line");
    var run = run("QUEUED").put("expectedStart", "2026-11-23T08:15:00Z");
    run.set("waiting", why);

    // Then
    assertThat(WaitText.of(run, ENGLISH))
        .contains("Number 2 in line, expected to start 2026-11-23 08:15:00 UTC");
    assertThat(WaitText.of(run, KOREAN))
        .contains("Number 2 in line, 시작 예상 2026-11-23 08:15:00 UTC");
    run.remove("expectedStart");
    assertThat(WaitText.of(run, ENGLISH)).contains("Number 2 in line");
    assertThat(WaitText.of(run("QUEUED"), ENGLISH)).isEmpty();
    assertThat(WaitText.of(run("RUNNING").set("waiting", why), ENGLISH)).isEmpty();
  }

  private static ObjectNode run(String state) {
    return Json.object().put("state", state);
  }
}
