package io.tunnelscope.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "cancel", description = "Ends a run that is queued or running.")
final class CancelVerb implements Verb {
  private static final int MOST_NAMED = 10;

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description = "The id of a run. Without it, the one that you have open.")
  private Optional<String> run;

  @Mixin HelpOption help;
  @Mixin private ResultOptions result;
  @Mixin private ServerOptions server;

  @Override
  public ExitStatus run(Terminal terminal) throws InterruptedException {
    var api = server.server(terminal, result);
    var id = run.isPresent() ? run.get() : mine(api);
    var cancelled = api.post("runs/" + Server.encoded(id) + "/cancel", Json.object(), Map.of());
    var words = new Words(result.language(terminal));
    if (result.isJson()) {
      terminal.out().print(Json.pretty(cancelled));
    } else {
      terminal
          .out()
          .line(
              cancelled.path("state").asText().equals("CANCELLED")
                  ? words.of("The run is cancelled.", "점검을 취소했습니다.")
                  : words.of(
                      "The run is being cancelled; it ends within seconds.",
                      "점검을 취소하는 중이며 몇 초 안에 끝납니다."));
    }
    return ExitStatus.OK;
  }

  private static String mine(Server api) throws InterruptedException {
    var open = OpenRuns.mine(api).path("items");
    return switch (open.size()) {
      case 0 ->
          throw new CommandFailed(
              ExitStatus.UNUSABLE_INPUT,
              "you have no open run: see `tunnelscope status` for those of others",
              "진행 중인 본인의 점검이 없습니다: `tunnelscope status`로 다른 사람의 점검을 확인하십시오");
      case 1 -> open.path(0).path("id").asText();
      default -> throw which(open);
    };
  }

  private static CommandFailed which(JsonNode open) {
    var runs = new ArrayList<String>();
    for (var each : open) {
      if (runs.size() == MOST_NAMED) {
        break;
      }
      runs.add(
          each.path("id").asText() + " (" + Ink.harmless(each.path("targetName").asText()) + ")");
    }
    int more = open.size() - runs.size();
    var all = String.join(", ", runs);
    return CommandFailed.usage(
        "you have %d open runs: name one of %s%s"
            .formatted(open.size(), all, more > 0 ? " and " + more + " more" : ""),
        "진행 중인 본인의 점검이 %d개입니다: 하나를 지정하십시오: %s%s"
            .formatted(open.size(), all, more > 0 ? " 외 " + more + "개" : ""));
  }
}
