package io.tunnelscope.app.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "  =1+1",
        "\u00a0=1",
        "\u200b=1",
        "\ufeff=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        "=HYPERLINK(\"http://198.51.100.1\",\"x\")",
        "=cmd|' /C calc'!A0",
        "\t=1",
        "\tx",
        "\rx",
      })
  void shouldPutAnApostropheBeforeWhatBeginsLikeAFormula(String cell) {
    assertThat(Csv.row(List.of(cell))).startsWith("\"'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\n=1", "a\r\n=1", "a\r+1", "a\n  @x", "a\u2028=1"})
  void shouldDoSoOnEveryLineOfACell(String cell) {
    assertThat(Csv.row(List.of(cell))).contains("'").doesNotContain("\n=1");
  }

  @Test
  void shouldQuoteEverythingAndDoubleQuotes() {
    assertThat(Csv.row(List.of("a,b", "say \"x\"", "", "2026-11-26", "a-b", "한국어")))
        .isEqualTo("\"a,b\",\"say \"\"x\"\"\",\"\",\"2026-11-26\",\"a-b\",\"한국어\"\r\n");
  }
}
