package io.tunnelscope.app.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "cancel", description = "Ends a run that is queued or running.")
final class CancelVerb implements Verb {
  @Parameters(paramLabel = "RUN", description = "The id of a run.")
  private String run;

  @Mixin HelpOption help;
  @Mixin private ResultOptions result;
  @Mixin private ServerOptions server;

  @Override
  public ExitStatus run(Terminal terminal) throws InterruptedException {
    var cancelled =
        server
            .server(terminal, result)
            .post("runs/" + Server.encoded(run) + "/cancel", Json.object(), Map.of());
    var words = new Words(result.language(terminal));
    if (result.isJson()) {
      terminal.out().print(Json.pretty(cancelled));
    } else {
      terminal
          .out()
          .line(
              cancelled.path("state").asText().equals("CANCELLED")
                  ? words.of("The run is cancelled.", "실행을 취소했습니다.")
                  : words.of(
                      "The run is being cancelled; it ends within seconds.",
                      "실행을 취소하는 중이며 몇 초 안에 끝납니다."));
    }
    return ExitStatus.OK;
  }
}
