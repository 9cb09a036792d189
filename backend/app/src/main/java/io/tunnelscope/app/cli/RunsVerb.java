package io.tunnelscope.app.cli;

import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "runs", description = "The latest runs, the newest first.")
final class RunsVerb implements Verb {
  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many at most. Default: 20.")
  private int limit;

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = "Only those of this one: its ARM id, or its whole name.")
  private Optional<String> target;

  @Mixin HelpOption help;
  @Mixin private RunFilterOptions filter;
  @Mixin private ResultOptions result;
  @Mixin private ServerOptions server;

  @Override
  public ExitStatus run(Terminal terminal) throws InterruptedException {
    var wanted =
        Stream.concat(RunFilterOptions.parameter("target", target).stream(), filter.parameters())
            .toList();
    var path = RunFilterOptions.address("runs", wanted.stream());
    var runs = Pages.all(server.server(terminal, result), path, ListLimit.checked(limit));
    var words = new Words(result.language(terminal));
    if (result.isJson()) {
      terminal.out().print(Json.pretty(runs));
    } else if (runs.path("items").isEmpty()) {
      terminal.out().line(RunText.none(!wanted.isEmpty(), words));
    } else {
      terminal.out().print(RunText.table(runs.path("items"), words));
    }
    return ExitStatus.OK;
  }
}
