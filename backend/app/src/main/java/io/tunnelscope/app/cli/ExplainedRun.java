package io.tunnelscope.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a run would be about, and whose rights it would have. Starts nothing. */
final class ExplainedRun {
  private final Server api;
  private final Words words;
  private final boolean active;
  private final boolean twin;

  ExplainedRun(Server api, Words words, boolean active, boolean twin) {
    this.api = api;
    this.words = words;
    this.active = active;
    this.twin = twin;
  }

  /** Fails for a target that cannot be troubleshot, as the run would. */
  ExitStatus print(String target, boolean json, Terminal terminal) throws InterruptedException {
    var targets = targets(target);
    var who = api.get("whoami");
    terminal.out().print(json ? Json.pretty(json(targets, who)) : page(targets, who));
    return ExitStatus.OK;
  }

  private List<JsonNode> targets(String target) throws InterruptedException {
    if (!twin) {
      return List.of(supported(target));
    }
    var halves = api.get("targets/" + Server.encoded(target) + "/twins");
    return List.of(
        supported(halves.at("/first/id").asText()), supported(halves.at("/second/id").asText()));
  }

  private JsonNode supported(String target) throws InterruptedException {
    var found = api.get("targets/" + Server.encoded(target));
    if (!found.path("supported").asBoolean()) {
      var why = Ink.harmless(found.path("unsupportedReason").asText());
      throw new CommandFailed(ExitStatus.UNUSABLE_INPUT, why, why);
    }
    return found;
  }

  private JsonNode json(List<JsonNode> targets, JsonNode who) {
    var json = Json.object().put("active", active);
    json.putArray("targets").addAll(targets);
    json.set("as", who);
    return json;
  }

  private String page(List<JsonNode> targets, JsonNode who) {
    var text = new StringBuilder();
    text.append(words.of("This would troubleshoot:\n", "다음 대상을 진단하게 됩니다:\n"));
    for (var target : targets) {
      text.append("  ")
          .append(Ink.harmless(target.path("name").asText()))
          .append(" (")
          .append(Ink.harmless(target.at("/subscription/name").asText()))
          .append(", ")
          .append(Ink.harmless(target.path("provider").asText()))
          .append(")\n");
    }
    return text.append(
            active
                ? words.of(
                    "It would try to bring a tunnel up that is down.\n", "끊어진 터널은 연결을 시도합니다.\n")
                : words.of("It would change nothing there.\n", "대상을 변경하지 않습니다.\n"))
        .append(words.of("It would run as ", "실행 권한: "))
        .append(WhoAmIVerb.line(who, words))
        .append('\n')
        .toString();
  }
}
