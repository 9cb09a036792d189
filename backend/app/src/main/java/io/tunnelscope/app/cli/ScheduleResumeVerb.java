package io.tunnelscope.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "resume",
    description = "Starts runs again, from the next time on, as whoever resumes it.")
final class ScheduleResumeVerb implements Verb {
  @Parameters(paramLabel = "ID", description = "The id of a schedule.")
  private String id;

  @Mixin HelpOption help;
  @Mixin private ResultOptions result;
  @Mixin private ServerOptions server;

  @Override
  public ExitStatus run(Terminal terminal) throws InterruptedException {
    var changed = ScheduleText.paused(server.server(terminal, result), id, false);
    terminal
        .out()
        .print(
            result.isJson()
                ? Json.pretty(changed)
                : ScheduleText.one(changed, new Words(result.language(terminal))));
    return ExitStatus.OK;
  }
}
