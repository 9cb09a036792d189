package io.tunnelscope.app.cli;

import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Leaves a schedule as it is, but for whether it starts runs. */
abstract class PausingVerb implements Verb {
  /** What a plan is made of, as it is sent. */
  private static final List<String> PLAN =
      List.of("targets", "cron", "timeZone", "jitterSeconds", "missed", "active");

  private final boolean paused;

  @Parameters(paramLabel = "ID", description = "The id of a schedule.")
  private String id;

  @Mixin HelpOption help;
  @Mixin private ResultOptions result;
  @Mixin private ServerOptions server;

  PausingVerb(boolean paused) {
    this.paused = paused;
  }

  @Override
  public final ExitStatus run(Terminal terminal) throws InterruptedException {
    var tenant = server.server(terminal, result);
    var path = "schedules/" + Server.encoded(id);
    var known = tenant.get(path);
    var plan = Json.object().put("paused", paused);
    PLAN.forEach(name -> plan.set(name, known.path(name)));
    var changed = tenant.put(path, plan);
    terminal
        .out()
        .print(
            result.isJson()
                ? Json.pretty(changed)
                : ScheduleText.one(changed, new Words(result.language(terminal))));
    return ExitStatus.OK;
  }
}
