package io.tunnelscope.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "logs", description = "The log files of a run, or one of them as it stands.")
final class LogsVerb implements Verb {
  @Parameters(index = "0", paramLabel = "RUN", description = "The id of a run.")
  private String run;

  @Parameters(index = "1", arity = "0..1", paramLabel = "FILE", description = "The name of a file.")
  private Optional<String> file;

  @Mixin HelpOption help;
  @Mixin private ResultOptions result;
  @Mixin private ServerOptions server;

  @Override
  public ExitStatus run(Terminal terminal) throws InterruptedException {
    var api = server.server(terminal, result);
    var path = "runs/" + Server.encoded(run) + "/logs";
    if (file.isPresent()) {
      api.copyText(path + "/" + Server.encoded(file.get()), terminal.out());
      return ExitStatus.OK;
    }
    var logs = api.get(path);
    var words = new Words(result.language(terminal));
    if (result.isJson()) {
      terminal.out().print(Json.pretty(logs));
    } else if (logs.path("items").isEmpty()) {
      terminal.out().line(words.of("This run has no log files.", "이 점검에는 로그 파일이 없습니다."));
    } else {
      terminal.out().print(table(logs.path("items"), words));
    }
    return ExitStatus.OK;
  }

  private static String table(Iterable<JsonNode> logs, Words words) {
    var rows = new ArrayList<List<String>>();
    for (JsonNode log : logs) {
      rows.add(
          List.of(
              Ink.harmless(log.path("name").asText()),
              log.path("lines").asText(),
              log.path("bytes").asText()));
    }
    return Columns.table(
        List.of(words.of("FILE", "파일"), words.of("LINES", "줄"), words.of("BYTES", "바이트")), rows);
  }
}
