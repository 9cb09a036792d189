package io.tunnelscope.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "A run and its diagnosis. Ends with the status that the run ended with.")
final class ShowVerb implements Verb {
  @Parameters(paramLabel = "RUN", description = "The id of a run.")
  private String run;

  @Mixin HelpOption help;
  @Mixin private ResultOptions result;
  @Mixin private ServerOptions server;

  @Override
  public ExitStatus run(Terminal terminal) throws InterruptedException {
    return show(server.server(terminal, result), run, result, terminal);
  }

  /** Prints it; how it ended. */
  static ExitStatus show(Server api, String run, ResultOptions result, Terminal terminal)
      throws InterruptedException {
    var found = api.get("runs/" + Server.encoded(run));
    terminal
        .out()
        .print(
            result.isJson()
                ? Json.pretty(RunText.json(found))
                : RunText.page(found, new Words(result.language(terminal)), terminal));
    return RunText.status(found);
  }
}
