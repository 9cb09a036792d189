package io.tunnelscope.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Both halves of a VNet2VNet connection beside each other, for people. */
final class TwinsText {
  private TwinsText() {}

  static String of(JsonNode twins, Words words, Terminal terminal) {
    var text = new StringBuilder();
    text.append(
        Columns.table(
            List.of(
                words.of("BOTH HALVES", "양쪽 비교"),
                words.of("TARGET", "대상"),
                words.of("WHEN (UTC)", "시각 (UTC)"),
                words.of("RESULT", "결과")),
            List.of(
                row(words.of("this half", "이쪽"), twins.path("first"), words),
                row(words.of("other half", "상대 쪽"), twins.path("second"), words))));
    text.append('\n');
    paragraph(twins.path("sentence").asText(""), terminal, text);
    paragraph(twins.path("caution").asText(""), terminal, text);
    return text.toString();
  }

  private static List<String> row(String label, JsonNode half, Words words) {
    var run = half.path("run");
    return List.of(
        label,
        Ink.harmless(half.path("name").asText()),
        Times.at(run.path("finishedAt").asText("")),
        RunText.outcome(run, words));
  }

  private static void paragraph(String content, Terminal terminal, StringBuilder text) {
    if (!content.isEmpty()) {
      Columns.wrap(Ink.harmless(content), terminal.width())
          .forEach(line -> text.append(line).append('\n'));
    }
  }
}
