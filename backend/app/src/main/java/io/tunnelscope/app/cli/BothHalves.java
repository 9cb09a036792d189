package io.tunnelscope.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** Troubleshoots both halves of a VNet2VNet connection, one after the other, and compares them. */
final class BothHalves {
  /** Tells the run of the second half from that of the first where one key stands for both. */
  static final String KEY_SUFFIX = "/twin";

  private final Server api;
  private final Terminal terminal;
  private final Words words;
  private final boolean json;
  private final boolean active;
  private final Optional<String> key;

  BothHalves(
      Server api,
      Terminal terminal,
      Words words,
      boolean json,
      boolean active,
      Optional<String> key) {
    this.api = api;
    this.terminal = terminal;
    this.words = words;
    this.json = json;
    this.active = active;
    this.key = key;
  }

  /** Fails before anything is started when the target has no twin. */
  ExitStatus run(String target, boolean wait) throws InterruptedException {
    var path = "targets/" + Server.encoded(target) + "/twins";
    var halves = api.get(path);
    if (!wait) {
      return started(start(halves.path("first"), key), start(halves.path("second"), twinKey()));
    }
    var first = finished(halves.path("first"), key);
    if (RunText.status(first) == ExitStatus.CANCELLED) {
      throw RunVerb.withoutDiagnosis(first);
    }
    var second = finished(halves.path("second"), twinKey());
    print(
        first,
        second,
        api.get(path + "?first=" + encodedId(first) + "&second=" + encodedId(second)));
    return worse(first, second);
  }

  private Optional<String> twinKey() {
    return key.map(text -> text + KEY_SUFFIX);
  }

  private JsonNode start(JsonNode half, Optional<String> itsKey) throws InterruptedException {
    return RunVerb.start(api, half.path("id").asText(), active, itsKey);
  }

  private JsonNode finished(JsonNode half, Optional<String> itsKey) throws InterruptedException {
    var name = half.path("name").asText();
    return RunVerb.finished(api, terminal, words, name, start(half, itsKey));
  }

  private static String encodedId(JsonNode run) {
    return Server.encoded(run.path("id").asText());
  }

  private ExitStatus started(JsonNode first, JsonNode second) {
    var both = Json.object();
    both.set("first", first);
    both.set("second", second);
    terminal
        .out()
        .print(
            json
                ? Json.pretty(both)
                : first.path("id").asText() + "\n" + second.path("id").asText() + "\n");
    return ExitStatus.OK;
  }

  private void print(JsonNode first, JsonNode second, JsonNode comparison) {
    if (json) {
      var all = Json.object();
      all.set("first", RunText.json(first));
      all.set("second", RunText.json(second));
      all.set("comparison", comparison);
      terminal.out().print(Json.pretty(all));
      return;
    }
    terminal.out().print(RunText.page(first, words, terminal) + "\n");
    terminal.out().print(RunText.page(second, words, terminal) + "\n");
    terminal.out().print(TwinsText.of(comparison, words, terminal));
  }

  /** A half that came to no diagnosis is the worse one, and is complained about. */
  private static ExitStatus worse(JsonNode first, JsonNode second) {
    for (var run : List.of(first, second)) {
      if (!run.path("diagnosis").isObject()) {
        throw RunVerb.withoutDiagnosis(run);
      }
    }
    return RunText.status(first).orWorse(RunText.status(second));
  }
}
