package io.tunnelscope.app.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** What changed between two runs, for people. */
final class DiffText {
  private DiffText() {}

  static String page(JsonNode diff, Words words) {
    var text = new StringBuilder();
    text.append(words.of("From ", "이전 "))
        .append(run(diff.path("fromRun"), diff.path("from"), words));
    text.append(words.of("To   ", "이후 ")).append(run(diff.path("toRun"), diff.path("to"), words));
    text.append('\n');
    if (!diff.path("changed").asBoolean()) {
      return text.append(words.of("Nothing changed.\n", "달라진 점이 없습니다.\n")).toString();
    }
    diff.path("changes").forEach(change -> text.append(change(change, words)));
    return text.toString();
  }

  static String change(JsonNode change, Words words) {
    var text = new StringBuilder("  ");
    text.append(Columns.pad(words.change(change.path("kind").asText()), 9))
        .append(Ink.harmless(change.path("id").asText()))
        .append(" / ")
        .append(Ink.harmless(change.path("cause").asText()))
        .append('\n');
    line(change.path("summary").asText(""), "", text);
    line(change.path("before").asText(""), words.of("before: ", "이전: "), text);
    line(change.path("after").asText(""), words.of("after:  ", "이후: "), text);
    return text.toString();
  }

  private static void line(String content, String label, StringBuilder text) {
    if (!content.isEmpty()) {
      text.append("           ").append(label).append(Ink.harmless(content)).append('\n');
    }
  }

  private static String run(JsonNode run, JsonNode id, Words words) {
    var code = run.path("code").asText("");
    return (id.isTextual() ? id.asText() : id.path("id").asText())
        + (code.isEmpty()
            ? ""
            : "  " + Times.at(run.path("finishedAt").asText()) + " UTC  " + words.code(code))
        + "\n";
  }
}
