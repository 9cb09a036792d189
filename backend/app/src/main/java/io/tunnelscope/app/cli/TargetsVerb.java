package io.tunnelscope.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "targets",
    aliases = "list",
    description = "What can be troubleshot, and how it was last time. Also called list.")
final class TargetsVerb implements Verb {
  @Parameters(
      arity = "0..*",
      paramLabel = "FILTER",
      description = "Part of a name or ARM id: only targets that hold it.")
  private List<String> filter = List.of();

  @Mixin HelpOption help;
  @Mixin private ResultOptions result;
  @Mixin private ServerOptions server;

  @Override
  public ExitStatus run(Terminal terminal) throws InterruptedException {
    var path =
        "targets" + (filter.isEmpty() ? "" : "?q=" + Server.encoded(String.join(" ", filter)));
    var all = Pages.all(server.server(terminal, result), path, Pages.EVERYTHING);
    if (result.isJson()) {
      terminal.out().print(Json.pretty(all));
      return ExitStatus.OK;
    }
    var words = new Words(result.language(terminal));
    var rows = new ArrayList<List<String>>();
    for (JsonNode target : all.path("items")) {
      rows.add(row(target, words));
    }
    terminal.out().print(rows.isEmpty() ? nothing(words, filter) : table(rows, words));
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
      return words.of("not run yet", "점검 기록 없음");
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
            words.of("LAST RUN (UTC)", "마지막 점검 (UTC)")),
        rows);
  }

  private static String nothing(Words words, List<String> filter) {
    return filter.isEmpty()
        ? words.of(
            "This tenant has no gateways or connections yet.\n", "이 테넌트에는 아직 게이트웨이나 연결이 없습니다.\n")
        : words.of("No target fits.\n", "조건에 맞는 대상이 없습니다.\n");
  }
}
