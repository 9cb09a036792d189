package io.tunnelscope.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tunnelscope.app.commands.ReportText;
import io.tunnelscope.app.runs.DiagnosisJson;
import io.tunnelscope.app.runs.DiffJson;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "report",
    description =
        "All that a run found, to keep or hand on: the text that the chat sends as a file. Ends with"
            + " the status that the run ended with.")
final class ReportVerb implements Verb {
  @Parameters(
      paramLabel = "RUN|TARGET",
      description = "The id of a run, or a target: its last run with a diagnosis.")
  private String what;

  @Option(
      names = "--here",
      description = "As in chat. A terminal shows it to nobody else, so it changes nothing.")
  boolean here;

  @Mixin HelpOption help;
  @Mixin private ResultOptions result;
  @Mixin private ServerOptions server;

  @Override
  public ExitStatus run(Terminal terminal) throws InterruptedException {
    var api = server.server(terminal, result);
    var run = LastRun.runOf(api, what);
    if (!run.path("diagnosis").isObject()) {
      throw WhyVerb.undiagnosed(run);
    }
    terminal
        .out()
        .print(result.isJson() ? Json.pretty(RunText.json(run)) : text(run, api, terminal));
    return RunText.status(run);
  }

  private String text(JsonNode run, Server api, Terminal terminal) {
    var id = run.path("id").asText();
    return ReportText.of(
        new ReportText.About(
            run.path("targetName").asText(run.path("target").asText()), id, api.page(id)),
        Json.read(run.path("diagnosis"), DiagnosisJson.class),
        Optional.of(run.path("diff"))
            .filter(JsonNode::isObject)
            .map(diff -> Json.read(diff, DiffJson.class)),
        result.language(terminal));
  }
}
