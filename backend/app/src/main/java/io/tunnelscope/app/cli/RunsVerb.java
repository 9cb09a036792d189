package io.tunnelscope.app.cli;

import java.util.Optional;
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
      names = "--state",
      paramLabel = "STATE",
      description = "Only queued, running, succeeded, failed or cancelled ones.")
  private Optional<String> state;

  @Mixin HelpOption help;
  @Mixin private ResultOptions result;
  @Mixin private ServerOptions server;

  @Override
  public ExitStatus run(Terminal terminal) throws InterruptedException {
    var path =
        "runs"
            + state
                .map(s -> "?state=" + Server.encoded(s.toUpperCase(java.util.Locale.ROOT)))
                .orElse("");
    var runs = Pages.all(server.server(terminal, result), path, ListLimit.checked(limit));
    var words = new Words(result.language(terminal));
    if (result.isJson()) {
      terminal.out().print(Json.pretty(runs));
    } else if (runs.path("items").isEmpty()) {
      terminal.out().line(words.of("No runs yet.", "아직 실행 기록이 없습니다."));
    } else {
      terminal.out().print(RunText.table(runs.path("items"), words));
    }
    return ExitStatus.OK;
  }
}
