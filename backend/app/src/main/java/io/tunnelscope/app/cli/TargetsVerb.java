package io.tunnelscope.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "targets", description = "What can be troubleshot, and how it was last time.")
final class TargetsVerb implements Verb {
  @Mixin HelpOption help;
  @Mixin private ResultOptions result;
  @Mixin private ServerOptions server;

  @Override
  public ExitStatus run(Terminal terminal) throws InterruptedException {
    var all = Pages.all(server.server(terminal, result), "targets", Pages.EVERYTHING);
    if (result.isJson()) {
      terminal.out().print(Json.pretty(all));
      return ExitStatus.OK;
    }
    var words = new Words(result.language(terminal));
    var rows = new ArrayList<List<String>>();
    for (JsonNode target : all.path("items")) {
      rows.add(row(target, words));
    }
    terminal.out().print(rows.isEmpty() ? nothing(words) : table(rows, words));
    return ExitStatus.OK;
  }

  private static List<String> row(JsonNode target, Words words) {
    var kind = words.kind(target.path("kind").asText()) + " " + target.path("type").asText();
    return List.of(
        Ink.harmless(target.path("name").asText()),
        Ink.harmless(kind),
        target.path("supported").asBoolean() ? lastRun(target, words) : unsupported(target, words));
  }

  private static String lastRun(JsonNode target, Words words) {
    if (target.has("openRun")) {
      return words.state(target.path("openRun").path("state").asText());
    }
    var last = target.path("lastRun");
    if (last.isMissingNode()) {
      return words.of("not run yet", "실행 기록 없음");
    }
    return RunText.outcome(last, words)
        + (last.has("finishedAt") ? ", " + Times.at(last.path("finishedAt").asText()) : "");
  }

  private static String unsupported(JsonNode target, Words words) {
    return words.of("cannot be troubleshot: ", "문제 해결 대상 아님: ")
        + Ink.harmless(target.path("unsupportedReason").asText(""));
  }

  private static String table(List<List<String>> rows, Words words) {
    return Columns.table(
        List.of(
            words.of("TARGET", "대상"),
            words.of("KIND", "종류"),
            words.of("LAST RUN (UTC)", "마지막 실행 (UTC)")),
        rows);
  }

  private static String nothing(Words words) {
    return words.of(
        "This tenant has no gateways or connections yet.\n", "이 테넌트에는 아직 게이트웨이나 연결이 없습니다.\n");
  }
}
