package io.tunnelscope.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "remove", description = "Removes a schedule; the runs that it started stay.")
final class ScheduleRemoveVerb implements Verb {
  @Parameters(paramLabel = "ID", description = "The id of a schedule.")
  private String id;

  @Mixin HelpOption help;
  @Mixin private ResultOptions result;
  @Mixin private ServerOptions server;

  @Override
  public ExitStatus run(Terminal terminal) throws InterruptedException {
    server.server(terminal, result).delete("schedules/" + Server.encoded(id));
    if (!result.isJson()) {
      var words = new Words(result.language(terminal));
      terminal.out().line(words.of("The schedule is gone.", "일정을 삭제했습니다."));
    }
    return ExitStatus.OK;
  }
}
