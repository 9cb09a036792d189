package io.tunnelscope.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "why",
    description =
        "The root cause of a run, its proof, and what to do. Ends with the status that the run"
            + " ended with.")
final class WhyVerb implements Verb {
  @Parameters(
      paramLabel = "RUN|TARGET",
      description = "The id of a run, or a target: its last run with a diagnosis.")
  private String what;

  @Mixin HelpOption help;
  @Mixin private ResultOptions result;
  @Mixin private ServerOptions server;

  @Override
  public ExitStatus run(Terminal terminal) throws InterruptedException {
    var api = server.server(terminal, result);
    var run = LastRun.runOf(api, what);
    var cause = run.at("/diagnosis/results/0");
    if (cause.isMissingNode()) {
      throw undiagnosed(run);
    }
    terminal.out().print(result.isJson() ? Json.pretty(json(run, cause)) : page(run, terminal));
    return RunText.status(run);
  }

  private String page(JsonNode run, Terminal terminal) {
    return DiagnosisText.ofCause(
        run.path("diagnosis"),
        run.path("targetName").asText(),
        result.language(terminal),
        terminal);
  }

  private static JsonNode json(JsonNode run, JsonNode cause) {
    var json = Json.object();
    json.set("run", run.path("id"));
    json.set("target", run.path("target"));
    json.set("code", run.at("/diagnosis/code"));
    json.set("result", cause);
    return json;
  }

  /** One that is open may still come to a diagnosis. */
  static CommandFailed undiagnosed(JsonNode run) {
    var status = RunText.status(run);
    return status == ExitStatus.OK
        ? new CommandFailed(
            ExitStatus.UNUSABLE_INPUT,
            "the run goes on: wait for its end, then ask again",
            "아직 실행 중입니다: 끝난 뒤 다시 시도하십시오")
        : RunVerb.withoutDiagnosis(run);
  }
}
