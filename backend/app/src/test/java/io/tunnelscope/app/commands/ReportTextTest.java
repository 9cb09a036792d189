package io.tunnelscope.app.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.runs.DiagnosisJson;
import io.tunnelscope.core.language.Language;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTextTest {
  private static final Instant AT = Instant.parse("2026-03-01T08:15:30Z");
  private static final ReportText.About ABOUT =
      new ReportText.About("gw/site", "7", "https://vpn.contoso.example/t/a/runs/7");

  private static DiagnosisJson diagnosis(List<DiagnosisJson.Proof> proof) {
    var result =
        new DiagnosisJson.Result(
            Optional.of("Authentication"),
            "PSK_MISMATCH",
            "error",
            "likely",
            "The keys differ.",
            "Because.\nAnd so on.",
            proof,
            List.of(new DiagnosisJson.Action("Set it.", "https://a.example/b", "How to")),
            List.of(new DiagnosisJson.Row("dh", "DH group", List.of("14", "19"), List.of("2"))),
            Map.of());
    var step =
        new DiagnosisJson.Step(
            Optional.of(AT), "sent", "IKE_AUTH", "E", 1, "asked", Optional.of("x"), "a.txt", 3);
    return new DiagnosisJson(
        AT,
        AT,
        "UnHealthy",
        Optional.empty(),
        "error",
        List.of(result),
        List.of(),
        List.of(step),
        List.of(new DiagnosisJson.MissingJson("cpu", "no answer")));
  }

  private static String text(List<DiagnosisJson.Proof> proof, Language language, int mostBytes) {
    return ReportText.of(ABOUT, diagnosis(proof), Optional.empty(), language, mostBytes);
  }

  @Test
  void shouldTellAllThatWasFound() {
    // When
    var text =
        text(
            List.of(
                new DiagnosisJson.Proof("a.txt", 1, "one"),
                new DiagnosisJson.Proof("b.txt", 22, "two")),
            Language.EN,
            ReportText.MOST_BYTES);

    // Then
    assertThat(text.lines())
        .contains(
            "Target: gw/site",
            "Run: 7",
            "When: 2026-03-01 08:15:30 UTC",
            "Result: Unhealthy (Authentication)",
            "Page: https://vpn.contoso.example/t/a/runs/7",
            "Authentication / PSK_MISMATCH (error, likely)",
            "  The keys differ.",
            "  And so on.",
            "    a.txt:1  one",
            "    b.txt:22  two",
            "    DH group: 14, 19 / 2",
            "    - Set it.",
            "      How to: https://a.example/b",
            "There is no run before to compare with.",
            "  2026-03-01 08:15:30  →  IKE_AUTH: asked: x  [a.txt:3]",
            "  cpu: no answer");
  }

  @Test
  void shouldSayHowMuchItLeavesOutAndWhereThatIs() {
    // Given
    var proof =
        IntStream.rangeClosed(1, 500)
            .mapToObj(n -> new DiagnosisJson.Proof("a.txt", n, "가".repeat(100)))
            .toList();

    // When
    var text = text(proof, Language.KO, 20_000);

    // Then
    assertThat(text.getBytes(UTF_8).length).isBetween(15_000, 20_000);
    assertThat(text).contains("페이지: https://", "줄은 생략했습니다").doesNotContain("a.txt:500", "cpu");
  }

  @Test
  void shouldMakeVisibleWhatWouldSteerATerminal() {
    assertThat(
            text(
                List.of(new DiagnosisJson.Proof("a.txt", 1, "\u001b[2Jx\u202ey\nTarget: z")),
                Language.EN,
                ReportText.MOST_BYTES))
        .contains("a.txt:1  \ufffd[2Jx\ufffdy\ufffdTarget: z");
  }

  @ParameterizedTest
  @CsvSource({
    "gw/site a,tunnelscope-gw-site-a-2026-03-01.txt",
    "서울_1.b,tunnelscope-서울_1.b-2026-03-01.txt",
    "../x,tunnelscope-..-x-2026-03-01.txt"
  })
  void shouldBeCalledAfterItsTarget(String target, String name) {
    assertThat(ReportText.fileName(target, AT)).isEqualTo(name);
  }
}
