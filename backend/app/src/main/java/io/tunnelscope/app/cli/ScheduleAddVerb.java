package io.tunnelscope.app.cli;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "add",
    description = {
      "Starts runs at the times that CRON names, as whoever adds it.",
      "CRON is minute, hour, day of the month, month and day of the week: '*/15 8-18 * * 1-5'."
    })
final class ScheduleAddVerb implements Verb {
  @Parameters(
      index = "0",
      paramLabel = "TARGETS",
      description = "A target, 'gateway/*' with its connections, tag:KEY, tag:KEY:VALUE, or '*'.")
  private String targets;

  @Parameters(index = "1", paramLabel = "CRON", description = "When, as one argument.")
  private String cron;

  @Option(
      names = "--time-zone",
      paramLabel = "ZONE",
      description = "Like Asia/Seoul. Default: the tenant's.")
  private Optional<String> timeZone;

  @Option(
      names = "--jitter",
      paramLabel = "SECONDS",
      description = "Begin up to that much later, each time anew. Default: 0.")
  private Optional<Integer> jitter;

  @Option(
      names = "--missed",
      paramLabel = "WHAT",
      description = "What becomes of times at which no server was up: skip or once. Default: skip.")
  private Optional<String> missed;

  @Option(names = "--active", description = "As with run.")
  private boolean active;

  @Mixin HelpOption help;
  @Mixin private ResultOptions result;
  @Mixin private ServerOptions server;

  @Override
  public ExitStatus run(Terminal terminal) throws InterruptedException {
    var wanted = Json.object().put("targets", targets).put("cron", cron).put("active", active);
    timeZone.ifPresent(zone -> wanted.put("timeZone", zone));
    jitter.ifPresent(seconds -> wanted.put("jitterSeconds", seconds));
    missed.ifPresent(what -> wanted.put("missed", what));
    var added = server.server(terminal, result).post("schedules", wanted, Map.of());
    terminal
        .out()
        .print(
            result.isJson()
                ? Json.pretty(added)
                : ScheduleText.one(added, new Words(result.language(terminal))));
    return ExitStatus.OK;
  }
}
