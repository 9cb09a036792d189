package io.tunnelscope.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Runs for people and for programs. */
final class RunText {
  private RunText() {}

  /** The exit status that tells a run's outcome; an open run is no news, neither good nor bad. */
  static ExitStatus status(JsonNode run) {
    return switch (run.path("state").asText()) {
      case "SUCCEEDED" -> status(run.path("code").asText(run.at("/diagnosis/code").asText()));
      case "CANCELLED" -> ExitStatus.CANCELLED;
      case "FAILED" ->
          isBug(run.at("/failure/reason").asText()) ? ExitStatus.INTERNAL : ExitStatus.UNREACHABLE;
      default -> ExitStatus.OK;
    };
  }

  static ExitStatus status(String code) {
    return switch (code) {
      case "Healthy" -> ExitStatus.OK;
      case "UnHealthy" -> ExitStatus.UNHEALTHY;
      default -> ExitStatus.UNDETERMINED;
    };
  }

  // What failed for another reason failed because something did not answer as it should.
  private static boolean isBug(String reason) {
    return reason.startsWith("CRASHED")
        || reason.equals("BROKEN_RULE")
        || reason.equals("INTERNAL");
  }

  /** A few words: how it ended, or where it stands. */
  static String outcome(JsonNode run, Words words) {
    var code = run.path("code").asText("");
    if (code.isEmpty()) {
      return state(run, words);
    }
    var fault = run.path("fault").asText("");
    return code.equals("Healthy") || fault.isEmpty() || fault.equals(code)
        ? words.code(code)
        : words.code(code) + " (" + Ink.harmless(fault) + ")";
  }

  /** In the place of a table without rows. */
  static String none(boolean isFiltered, Words words) {
    return isFiltered
        ? words.of("No run fits.", "조건에 맞는 점검이 없습니다.")
        : words.of("No runs yet.", "아직 점검 기록이 없습니다.");
  }

  /** Where it stands; that it is to stop is news as long as it goes on. */
  static String state(JsonNode run, Words words) {
    var state = run.path("state").asText();
    return state.equals("RUNNING") && run.path("cancelRequested").asBoolean()
        ? words.of("stopping", "취소하는 중")
        : words.state(state);
  }

  static String table(Iterable<JsonNode> runs, Words words) {
    var rows = new ArrayList<List<String>>();
    for (JsonNode run : runs) {
      rows.add(
          List.of(
              run.path("id").asText(),
              Ink.harmless(run.path("targetName").asText(run.path("target").asText())),
              Times.at(run.path("finishedAt").asText(run.path("queuedAt").asText())),
              outcome(run, words),
              run.path("changed").asBoolean() ? words.of("changed", "변경됨") : ""));
    }
    return Columns.table(
        List.of(
            words.of("RUN", "점검"),
            words.of("TARGET", "대상"),
            words.of("WHEN (UTC)", "시각 (UTC)"),
            words.of("RESULT", "결과"),
            words.of("AGAINST THE RUN BEFORE", "직전 점검 대비")),
        rows);
  }

  /** The diagnosis with the run it belongs to, as one object. */
  static ObjectNode json(JsonNode run) {
    var json = Json.object();
    if (run.path("diagnosis") instanceof ObjectNode diagnosis) {
      json.setAll(diagnosis);
    }
    var about = ((ObjectNode) run).deepCopy();
    about.remove("diagnosis");
    json.set("run", about);
    return json;
  }

  /** A run and, when it has one, its diagnosis, as a page. */
  static String page(JsonNode run, Words words, Terminal terminal) {
    var name = run.path("targetName").asText(run.path("target").asText());
    var text = new StringBuilder();
    if (run.path("diagnosis").isObject()) {
      text.append(DiagnosisText.of(run.path("diagnosis"), name, words.language(), terminal));
    } else {
      text.append(state(run, words)).append("  ").append(Ink.harmless(name)).append('\n');
    }
    WaitText.of(run, words).ifPresent(place -> text.append(place).append('\n'));
    text.append('\n');
    failure(run, words, text);
    changes(run.path("diff"), words, text);
    text.append(words.of("Run ", "점검 ")).append(run.path("id").asText()).append('\n');
    logs(run, words, text);
    return text.toString();
  }

  private static void failure(JsonNode run, Words words, StringBuilder text) {
    var detail = run.at("/failure/detail").asText("");
    if (!detail.isEmpty()) {
      text.append(words.of("Why: ", "이유: ")).append(Ink.harmless(detail)).append('\n');
    }
  }

  private static void changes(JsonNode diff, Words words, StringBuilder text) {
    if (diff.path("changed").asBoolean()) {
      text.append(words.of("Since the run before:\n", "직전 점검 이후 변경:\n"));
      diff.path("changes").forEach(change -> text.append(DiffText.change(change, words)));
    }
  }

  private static void logs(JsonNode run, Words words, StringBuilder text) {
    var names = new ArrayList<String>();
    run.path("logs").forEach(log -> names.add(Ink.harmless(log.path("name").asText())));
    if (!names.isEmpty()) {
      text.append(words.of("Log files: ", "로그 파일: "))
          .append(String.join(", ", names))
          .append("\n           tunnelscope logs ".replaceFirst(" {11}", "  "))
          .append(run.path("id").asText())
          .append(" FILE\n");
    }
  }
}
