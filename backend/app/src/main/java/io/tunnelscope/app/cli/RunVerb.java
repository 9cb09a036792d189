package io.tunnelscope.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "run",
    description =
        "Troubleshoots a gateway or connection through the server, waits, prints the diagnosis.")
final class RunVerb implements Verb {
  @Parameters(paramLabel = "TARGET", description = "An ARM id, a gateway, or a gateway/connection.")
  private String target;

  @Option(
      names = "--active",
      description = {
        "Try to bring the tunnel up when it is down, to see why it fails, and leave it as it was found.",
        "For strongSwan connections; without it a run changes nothing."
      })
  private boolean active;

  @Option(names = "--no-wait", description = "Print the id of the run and do not wait for it.")
  private boolean noWait;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      description = "The same key again starts nothing and shows the same run.")
  private Optional<String> key;

  @Mixin HelpOption help;
  @Mixin private ResultOptions result;
  @Mixin private ServerOptions server;

  @Override
  public ExitStatus run(Terminal terminal) throws InterruptedException {
    var words = new Words(result.language(terminal));
    var api = server.server(terminal, result);
    var started = start(api);
    var id = started.path("id").asText();
    if (noWait) {
      terminal.out().print(result.isJson() ? Json.pretty(started) : id + "\n");
      return ExitStatus.OK;
    }
    var watch = new RunWatch(api, terminal, words, target);
    Interrupts.on(List.of("INT"), _ -> watch.stop(), () -> Runtime.getRuntime().halt(130));
    if (!watch.untilFinished(id)) {
      throw stoppedWaiting(id);
    }
    return print(api.get("runs/" + Server.encoded(id)), terminal, words);
  }

  private JsonNode start(Server api) throws InterruptedException {
    var body = Json.object().put("target", target).put("active", active);
    return api.post(
        "runs", body, key.map(k -> Map.of("Idempotency-Key", header(k))).orElse(Map.of()));
  }

  private static String header(String key) {
    if (key.matches("[\\x21-\\x7e]{1,200}")) {
      return key;
    }
    throw CommandFailed.usage(
        "--idempotency-key takes 1 to 200 letters, digits and signs: no blanks",
        "--idempotency-key에는 공백 없이 1~200자의 영문자, 숫자, 기호를 지정하십시오: 현재 값은 사용할 수 없습니다");
  }

  private ExitStatus print(JsonNode run, Terminal terminal, Words words) {
    var status = RunText.status(run);
    boolean hasDiagnosis = run.path("diagnosis").isObject();
    if (result.isJson()) {
      terminal.out().print(Json.pretty(RunText.json(run)));
    } else if (hasDiagnosis) {
      terminal.out().print(RunText.page(run, words, terminal));
    }
    if (!hasDiagnosis) {
      throw withoutDiagnosis(run, status);
    }
    return status;
  }

  private static CommandFailed withoutDiagnosis(JsonNode run, ExitStatus status) {
    var id = run.path("id").asText();
    if (status == ExitStatus.CANCELLED) {
      return new CommandFailed(
          status,
          "run " + id + " was cancelled: start another one to get a diagnosis",
          "실행 " + id + "이(가) 취소되었습니다: 진단을 받으려면 다시 실행하십시오");
    }
    var reason = Ink.harmless(run.at("/failure/detail").asText(run.at("/failure/reason").asText()));
    return new CommandFailed(
        status,
        "run " + id + " failed (" + reason + "): see `tunnelscope show " + id + "`, then try again",
        "실행 "
            + id
            + "이(가) 실패했습니다 ("
            + reason
            + "): `tunnelscope show "
            + id
            + "`로 확인한 뒤 다시 시도하십시오");
  }

  private static CommandFailed stoppedWaiting(String id) {
    return new CommandFailed(
        ExitStatus.CANCELLED,
        "stopped waiting, run %1$s goes on: see `tunnelscope show %1$s`, or end it with `tunnelscope cancel %1$s`"
            .formatted(id),
        "대기를 중단했으며 실행 %1$s은(는) 계속됩니다: `tunnelscope show %1$s`로 확인하거나 `tunnelscope cancel %1$s`로 취소하십시오"
            .formatted(id));
  }
}
