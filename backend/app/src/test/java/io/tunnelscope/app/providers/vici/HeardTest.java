package io.tunnelscope.app.providers.vici;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class HeardTest {
  private final Heard heard =
      new Heard(Clock.fixed(Instant.parse("2026-11-26T10:00:00.123456Z"), ZoneOffset.UTC));

  @Test
  void shouldWriteDownWhatIsToldAsTheDaemonWould() {
    heard.line(said("IKE", "branch", "3", "initiating\tIKE_SA\n branch[3]"));
    heard.line(said("IKE", "", "4", "no name yet"));
    heard.line(said("no group", "branch", "no number", "of nobody"));
    heard.line(said("IKE", "branch", "3", " "));

    assertThat(heard.lines())
        .containsExactly(
            "2026-11-26T10:00:00.123Z 07[IKE] <branch|3> initiating IKE_SA branch[3]",
            "2026-11-26T10:00:00.123Z 07[IKE] <4> no name yet",
            "2026-11-26T10:00:00.123Z 07[DMN] of nobody");
    assertThat(heard.isAll()).isTrue();
  }

  @Test
  void shouldKeepWhatCameLastOfADaemonThatTalksWithoutEnd() {
    // When: lines of 4,000 characters, a million in all
    for (var number = 1; number <= 300; number++) {
      heard.line(said("IKE", "branch", "" + number, "x".repeat(60_000)));
    }

    // Then
    assertThat(heard.isAll()).isFalse();
    assertThat(heard.lines()).hasSize(250);
    assertThat(heard.lines().getFirst()).hasSize(4_000).contains("<branch|51>");
    assertThat(heard.lines().getLast()).contains("<branch|300>");
  }

  private static ViciMessage said(String group, String connection, String sa, String message) {
    return ViciMessage.builder()
        .text("group", group)
        .text("thread", "7")
        .text("ikesa-name", connection)
        .text("ikesa-uniqueid", sa)
        .text("msg", message)
        .build();
  }
}
