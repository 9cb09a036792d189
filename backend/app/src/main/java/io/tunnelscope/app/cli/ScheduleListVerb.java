package io.tunnelscope.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "list", description = "The schedules, when they are due, and how they went.")
final class ScheduleListVerb implements Verb {
  @Mixin HelpOption help;
  @Mixin private ResultOptions result;
  @Mixin private ServerOptions server;

  @Override
  public ExitStatus run(Terminal terminal) throws InterruptedException {
    var all = Pages.all(server.server(terminal, result), "schedules", Pages.EVERYTHING);
    var words = new Words(result.language(terminal));
    if (result.isJson()) {
      terminal.out().print(Json.pretty(all));
    } else if (all.path("items").isEmpty()) {
      terminal.out().line(words.of("No schedules yet.", "아직 일정이 없습니다."));
    } else {
      terminal.out().print(ScheduleText.table(all.path("items"), words));
    }
    return ExitStatus.OK;
  }
}
