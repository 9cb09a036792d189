package io.tunnelscope.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    description = "Who did what, the newest first; for auditors and admins. Is recorded itself.")
final class AuditListVerb implements Verb {
  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many at most. Default: 20.")
  private int limit;

  @Mixin HelpOption help;
  @Mixin private AuditFilterOptions filter;
  @Mixin private ResultOptions result;
  @Mixin private ServerOptions server;

  @Override
  public ExitStatus run(Terminal terminal) throws InterruptedException {
    var query = filter.query();
    var records =
        Pages.all(
            server.server(terminal, result),
            query.isEmpty() ? "audit" : "audit?" + query,
            ListLimit.checked(limit));
    var words = new Words(result.language(terminal));
    if (result.isJson()) {
      terminal.out().print(Json.pretty(records));
    } else if (records.path("items").isEmpty()) {
      terminal.out().line(words.of("No records.", "기록이 없습니다."));
    } else {
      terminal.out().print(table(records.path("items"), words));
    }
    return ExitStatus.OK;
  }

  private static String table(Iterable<JsonNode> records, Words words) {
    var rows = new ArrayList<List<String>>();
    for (JsonNode record : records) {
      rows.add(
          List.of(
              record.path("seq").asText(),
              Times.at(record.path("at").asText()),
              Ink.harmless(actor(record.path("actor"), words)),
              Ink.harmless(record.path("action").asText()),
              Ink.harmless(record.path("object").asText("")),
              words.auditResult(record.path("result").asText())));
    }
    return Columns.table(
        List.of(
            "#",
            words.of("WHEN (UTC)", "시각 (UTC)"),
            words.of("WHO", "수행자"),
            words.of("ACTION", "작업"),
            words.of("OBJECT", "대상"),
            words.of("RESULT", "결과")),
        rows);
  }

  private static String actor(JsonNode actor, Words words) {
    var name = actor.path("name").asText();
    var other = actor.path("onBehalfOf").asText("");
    return other.isEmpty() ? name : words.of(name + " for " + other, name + " (" + other + " 대신)");
  }
}
