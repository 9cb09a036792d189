package io.tunnelscope.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "last",
    description =
        "The last run of a target that came to a diagnosis. Ends with the status that it ended"
            + " with.")
final class LastVerb implements Verb {
  @Parameters(paramLabel = "TARGET", description = "An ARM id, a gateway, or a gateway/connection.")
  private String target;

  @Mixin HelpOption help;
  @Mixin private ResultOptions result;
  @Mixin private ServerOptions server;

  @Override
  public ExitStatus run(Terminal terminal) throws InterruptedException {
    var api = server.server(terminal, result);
    return ShowVerb.show(api, LastRun.of(api, target), result, terminal);
  }
}
