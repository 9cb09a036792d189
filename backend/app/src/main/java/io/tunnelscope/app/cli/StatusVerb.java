package io.tunnelscope.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "status", description = "How a run stands, as with show, or which are open.")
final class StatusVerb implements Verb {
  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description = "The id of a run. Without it, all that are queued or running.")
  private Optional<String> run;

  @Mixin HelpOption help;
  @Mixin private ResultOptions result;
  @Mixin private ServerOptions server;

  @Override
  public ExitStatus run(Terminal terminal) throws InterruptedException {
    var api = server.server(terminal, result);
    if (run.isPresent()) {
      return ShowVerb.show(api, run.get(), result, terminal);
    }
    var open = OpenRuns.all(api);
    var words = new Words(result.language(terminal));
    if (result.isJson()) {
      terminal.out().print(Json.pretty(open));
    } else if (open.path("items").isEmpty()) {
      terminal.out().line(words.of("No run is open.", "진행 중인 점검이 없습니다."));
    } else {
      terminal.out().print(table(open.path("items"), words));
    }
    return ExitStatus.OK;
  }

  private static String table(Iterable<JsonNode> runs, Words words) {
    var rows = new ArrayList<List<String>>();
    for (var each : runs) {
      rows.add(
          List.of(
              each.path("id").asText(),
              Ink.harmless(each.path("targetName").asText()),
              RunText.state(each, words),
              Times.at(each.path("queuedAt").asText()),
              Ink.harmless(each.at("/requestedBy/name").asText())));
    }
    return Columns.table(
        List.of(
            words.of("RUN", "점검"),
            words.of("TARGET", "대상"),
            words.of("STATE", "상태"),
            words.of("SINCE (UTC)", "요청 시각 (UTC)"),
            words.of("BY", "요청자")),
        rows);
  }
}
