package io.tunnelscope.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "history",
    description = "The runs of a target, what ended last first, and since when it is bad.")
final class HistoryVerb implements Verb {
  @Parameters(paramLabel = "TARGET", description = "An ARM id, a gateway, or a gateway/connection.")
  private String target;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many at most. Default: 20.")
  private int limit;

  @Mixin HelpOption help;
  @Mixin private RunFilterOptions filter;
  @Mixin private ResultOptions result;
  @Mixin private ServerOptions server;

  @Override
  public ExitStatus run(Terminal terminal) throws InterruptedException {
    var wanted = filter.parameters().toList();
    var history =
        Pages.all(
            server.server(terminal, result),
            RunFilterOptions.address(
                "targets/" + Server.encoded(target) + "/history", wanted.stream()),
            ListLimit.checked(limit));
    var words = new Words(result.language(terminal));
    if (result.isJson()) {
      terminal.out().print(Json.pretty(history));
    } else if (history.path("items").isEmpty()) {
      terminal.out().line(RunText.none(!wanted.isEmpty(), words));
    } else {
      terminal.out().print(RunText.table(history.path("items"), words));
      terminal.out().print(since(history, words));
      terminal.out().line(steadiness(history.path("lastDays"), words));
    }
    return ExitStatus.OK;
  }

  private static String steadiness(JsonNode last, Words words) {
    var flaps =
        words.of(
            "Times it turned bad in the last %d days: %d".formatted(days(last), flaps(last)),
            "최근 %d일 동안 비정상 전환: %d회".formatted(days(last), flaps(last)));
    return last.has("medianSecondsToRecover")
        ? flaps
            + words.of("; time to recover: median ", "; 복구 시간: 중앙값 ")
            + minutes(last, "medianSecondsToRecover", words)
            + words.of(", mean ", ", 평균 ")
            + minutes(last, "meanSecondsToRecover", words)
        : flaps;
  }

  private static long days(JsonNode last) {
    return last.path("days").asLong();
  }

  private static long flaps(JsonNode last) {
    return last.path("flaps").asLong();
  }

  private static String minutes(JsonNode last, String name, Words words) {
    return Math.ceilDiv(last.path(name).asLong(), 60L) + words.of(" min", "분");
  }

  private static String since(JsonNode history, Words words) {
    var text = new StringBuilder();
    turn(history.path("lastGoodRun"), words.of("Last good run: ", "마지막 정상 점검: "), text);
    turn(history.path("firstBadRun"), words.of("First bad run: ", "첫 비정상 점검: "), text);
    return text.isEmpty() ? "" : "\n" + text;
  }

  private static void turn(JsonNode run, String label, StringBuilder text) {
    if (run.has("id")) {
      text.append(label)
          .append(Times.at(run.path("finishedAt").asText()))
          .append(" UTC  ")
          .append(run.path("id").asText())
          .append('\n');
    }
  }
}
