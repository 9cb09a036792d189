package io.tunnelscope.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "whoami", description = "Whose token TUNNELSCOPE_TOKEN is, and what it may do.")
final class WhoAmIVerb implements Verb {
  @Mixin HelpOption help;
  @Mixin private ResultOptions result;
  @Mixin private ServerOptions server;

  @Override
  public ExitStatus run(Terminal terminal) throws InterruptedException {
    var who = server.server(terminal, result).get("whoami");
    terminal
        .out()
        .print(
            result.isJson()
                ? Json.pretty(who)
                : line(who, new Words(result.language(terminal))) + "\n");
    return ExitStatus.OK;
  }

  /** Name, role and permissions, in one line. */
  static String line(JsonNode who, Words words) {
    var may = new ArrayList<String>();
    who.path("permissions").forEach(each -> may.add(each.asText()));
    return Ink.harmless(who.path("name").asText())
        + " ("
        + words.role(who.path("role").asText())
        + "): "
        + String.join(", ", may);
  }
}
