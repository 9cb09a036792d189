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
  private static final int LONGEST_KEY = 200;

  @Parameters(paramLabel = "TARGET", description = "An ARM id, a gateway, or a gateway/connection.")
  private String target;

  @Option(
      names = "--active",
      description = {
        "Try to bring the tunnel up when it is down, to see why it fails, and leave it as it was found.",
        "For strongSwan connections; without it a run changes nothing."
      })
  private boolean active;

  @Option(
      names = "--twin",
      description =
          "Of a VNet2VNet connection: troubleshoot both halves, one after the other, and compare"
              + " them.")
  private boolean twin;

  @Option(names = "--no-wait", description = "Print the id of the run and do not wait for it.")
  private boolean noWait;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      description = "The same key again starts nothing and shows the same run.")
  private Optional<String> key;

  @Option(
      names = "--explain",
      description = "Say what would run and with whose rights; start nothing.")
  private boolean explain;

  @Option(names = "--quiet", description = "Print the end alone: no line that tells the progress.")
  private boolean quiet;

  @Option(
      names = "--watch",
      description = "As in chat. A terminal shows the progress in any case, so it changes nothing.")
  boolean watch;

  @Option(
      names = "--private",
      description = "As in chat. A terminal tells nobody else, so it changes nothing.")
  boolean isPrivate;

  @Mixin HelpOption help;
  @Mixin private ResultOptions result;
  @Mixin private ServerOptions server;

  @Override
  public ExitStatus run(Terminal here) throws InterruptedException {
    var terminal = quiet ? here.still() : here;
    var words = new Words(result.language(terminal));
    var api = server.server(terminal, result);
    if (explain) {
      return new ExplainedRun(api, words, active, twin).print(target, result.isJson(), terminal);
    }
    if (twin) {
      return new BothHalves(api, terminal, words, result.isJson(), active, checkedKey())
          .run(target, !noWait);
    }
    var started = start(api, target, active, checkedKey());
    if (noWait) {
      terminal
          .out()
          .print(result.isJson() ? Json.pretty(started) : started.path("id").asText() + "\n");
      return ExitStatus.OK;
    }
    return print(finished(api, terminal, words, target, started), terminal, words);
  }

  /** Asks the server for a run. */
  static JsonNode start(Server api, String target, boolean active, Optional<String> key)
      throws InterruptedException {
    var body = Json.object().put("target", target).put("active", active);
    return api.post("runs", body, key.map(k -> Map.of("Idempotency-Key", k)).orElse(Map.of()));
  }

  /** Waits for that run and brings it with its diagnosis; the first Ctrl-C ends the wait. */
  static JsonNode finished(
      Server api, Terminal terminal, Words words, String target, JsonNode started)
      throws InterruptedException {
    var id = started.path("id").asText();
    var watch = new RunWatch(api, terminal, words, target);
    Interrupts.on(List.of("INT"), _ -> watch.stop(), () -> Runtime.getRuntime().halt(130));
    if (!watch.untilFinished(id)) {
      throw stoppedWaiting(id);
    }
    return api.get("runs/" + Server.encoded(id));
  }

  /** Room is left for what tells the second half from the first. */
  private Optional<String> checkedKey() {
    int longest = twin ? LONGEST_KEY - BothHalves.KEY_SUFFIX.length() : LONGEST_KEY;
    if (key.isPresent() && !key.get().matches("[\\x21-\\x7e]{1," + longest + "}")) {
      throw CommandFailed.usage(
          "--idempotency-key takes 1 to " + longest + " letters, digits and signs: no blanks",
          "--idempotency-key에는 공백 없이 1~" + longest + "자의 영문자, 숫자, 기호를 지정하십시오: 현재 값은 사용할 수 없습니다");
    }
    return key;
  }

  private ExitStatus print(JsonNode run, Terminal terminal, Words words) {
    boolean hasDiagnosis = run.path("diagnosis").isObject();
    if (result.isJson()) {
      terminal.out().print(Json.pretty(RunText.json(run)));
    } else if (hasDiagnosis) {
      terminal.out().print(RunText.page(run, words, terminal));
    }
    if (!hasDiagnosis) {
      throw withoutDiagnosis(run);
    }
    return RunText.status(run);
  }

  /** How a run is complained about that was cancelled or failed. */
  static CommandFailed withoutDiagnosis(JsonNode run) {
    var status = RunText.status(run);
    var id = run.path("id").asText();
    if (status == ExitStatus.CANCELLED) {
      return new CommandFailed(
          status,
          "run " + id + " was cancelled: start another one to get a diagnosis",
          "점검 " + id + "이(가) 취소되었습니다: 진단을 받으려면 다시 실행하십시오");
    }
    var reason = Ink.harmless(run.at("/failure/detail").asText(run.at("/failure/reason").asText()));
    return new CommandFailed(
        status,
        "run " + id + " failed (" + reason + "): see `tunnelscope show " + id + "`, then try again",
        "점검 "
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
        "대기를 중단했으며 점검 %1$s은(는) 계속됩니다: `tunnelscope show %1$s`로 확인하거나 `tunnelscope cancel %1$s`로 취소하십시오"
            .formatted(id));
  }
}
