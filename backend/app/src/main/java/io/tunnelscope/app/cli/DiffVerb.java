package io.tunnelscope.app.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "diff",
    description =
        "What changed between two runs, or between the last two of a target. Ends with 1 if"
            + " something did.")
final class DiffVerb implements Verb {
  @Parameters(
      arity = "1..2",
      paramLabel = "RUN|TARGET",
      description = "Two ids of runs, the older first, or one target.")
  private List<String> what;

  @Option(
      names = "--baseline",
      description = "Compares the last run of a target with its baseline.")
  private boolean baseline;

  @Mixin HelpOption help;
  @Mixin private ResultOptions result;
  @Mixin private ServerOptions server;

  @Override
  public ExitStatus run(Terminal terminal) throws InterruptedException {
    if (baseline && what.size() == 2) {
      throw CommandFailed.usage(
          "--baseline goes with one target: leave out the second run",
          "--baseline은 대상 하나와 함께 사용합니다: 두 번째 점검을 빼십시오");
    }
    var query =
        what.size() == 2
            ? "from=" + Server.encoded(what.get(0)) + "&to=" + Server.encoded(what.get(1))
            : "target=" + Server.encoded(what.get(0)) + (baseline ? "&against=baseline" : "");
    var diff = server.server(terminal, result).get("diffs?" + query);
    terminal
        .out()
        .print(
            result.isJson()
                ? Json.pretty(diff)
                : DiffText.page(diff, new Words(result.language(terminal))));
    return diff.path("changed").asBoolean() ? ExitStatus.UNHEALTHY : ExitStatus.OK;
  }
}
