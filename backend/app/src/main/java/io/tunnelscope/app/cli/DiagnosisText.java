package io.tunnelscope.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tunnelscope.core.language.Language;
import java.util.ArrayList;
import java.util.List;

/** A diagnosis for people, from its wire form (whoever made it). */
final class DiagnosisText {
  private static final String DOCUMENT = "    ";

  private final Words words;
  private final Ink ink;
  private final int width;
  private final StringBuilder text = new StringBuilder();

  private DiagnosisText(Language language, Ink ink, int width) {
    this.words = new Words(language);
    this.ink = ink;
    this.width = width;
  }

  /**
   * @param about whose diagnosis it is: a target's name, or the files that were read
   */
  static String of(JsonNode diagnosis, String about, Language language, Terminal terminal) {
    var page = new DiagnosisText(language, new Ink(terminal.styled()), terminal.width());
    page.write(diagnosis, about);
    return page.text.toString();
  }

  /** The root cause alone. */
  static String ofCause(JsonNode diagnosis, String about, Language language, Terminal terminal) {
    var page = new DiagnosisText(language, new Ink(terminal.styled()), terminal.width());
    page.head(diagnosis, about);
    page.line("");
    page.finding(diagnosis.at("/results/0"), "");
    return page.text.toString();
  }

  private void head(JsonNode diagnosis, String about) {
    String code = diagnosis.path("code").asText();
    line(ink.verdict(code, words.code(code)) + "  " + ink.bold(Ink.harmless(about)));
    var target = diagnosis.path("target").asText("");
    if (!target.isEmpty()) {
      line(ink.faint(Ink.harmless(target)));
    }
    line(
        ink.faint(
            Times.period(
                diagnosis.path("startTime").asText(), diagnosis.path("endTime").asText())));
  }

  private void write(JsonNode diagnosis, String about) {
    head(diagnosis, about);
    var results = diagnosis.path("results");
    int number = 0;
    for (JsonNode result : results) {
      number++;
      line("");
      finding(result, results.size() > 1 ? number + ". " : "");
    }
    timeline(diagnosis.path("timeline"));
    notices(diagnosis.path("notices"));
    missing(diagnosis.path("missing"));
  }

  private void finding(JsonNode finding, String number) {
    var id = finding.path("id").asText("");
    var cause = finding.path("cause").asText("");
    var name = id.isEmpty() ? cause : cause.isEmpty() ? id : id + " / " + cause;
    line(
        ink.bold(number + name)
            + "  "
            + ink.faint(
                words.severity(finding.path("severity").asText())
                    + ", "
                    + words.certainty(finding.path("certainty").asText())));
    paragraph("  ", finding.path("summary").asText());
    paragraph("  ", finding.path("detail").asText());
    evidence(finding.path("evidence"));
    actions(finding.path("recommendedActions"));
  }

  private void evidence(JsonNode evidence) {
    if (evidence.isEmpty()) {
      return;
    }
    line("  " + ink.bold(words.of("Proof", "근거")));
    for (JsonNode each : evidence) {
      // Not wrapped: the line stands as it does in the file, so that it can be found there.
      line(
          DOCUMENT
              + Ink.harmless(each.path("file").asText())
              + ":"
              + each.path("line").asInt()
              + "  "
              + Ink.harmless(each.path("text").asText()).strip());
    }
  }

  private void actions(JsonNode actions) {
    if (actions.isEmpty()) {
      return;
    }
    line("  " + ink.bold(words.of("What to do", "조치 방법")));
    for (JsonNode action : actions) {
      var lines = Columns.wrap(Ink.harmless(action.path("actionText").asText()), width - 6);
      for (int n = 0; n < lines.size(); n++) {
        line((n == 0 ? "    - " : "      ") + lines.get(n));
      }
      var uri = action.path("actionUri").asText("");
      if (!uri.isEmpty()) {
        line("      " + Ink.harmless(action.path("actionUriText").asText()));
        line("      " + ink.faint(Ink.harmless(uri)));
      }
    }
  }

  /** One line a step: when, which way, in which exchange, what. */
  private void timeline(JsonNode steps) {
    if (steps.isEmpty()) {
      return;
    }
    line("");
    line(ink.bold(words.of("How it went", "진행 과정")));
    for (JsonNode step : steps) {
      var when = Times.at(step.path("at").asText(""));
      var exchange = step.path("exchange").asText();
      var detail = step.path("detail").asText("");
      line(
          "  "
              + (when.isEmpty() ? "" : when + "  ")
              + arrow(step.path("direction").asText())
              + "  "
              + (exchange.equals("UNKNOWN") ? "" : Ink.harmless(exchange) + ": ")
              + Ink.harmless(step.path("text").asText())
              + (detail.isEmpty() ? "" : ": " + Ink.harmless(detail)));
    }
  }

  private static String arrow(String direction) {
    return switch (direction) {
      case "sent" -> "→";
      case "received" -> "←";
      default -> "·";
    };
  }

  private void notices(JsonNode notices) {
    if (notices.isEmpty()) {
      return;
    }
    line("");
    line(ink.bold(words.of("Worth knowing", "참고 사항")));
    for (JsonNode notice : notices) {
      finding(notice, "");
    }
  }

  private void missing(JsonNode missing) {
    if (missing.isEmpty()) {
      return;
    }
    line("");
    line(ink.bold(words.of("Could not be seen", "확인하지 못한 항목")));
    for (JsonNode each : missing) {
      paragraph("  ", each.path("probe").asText() + ": " + each.path("why").asText());
    }
  }

  private void paragraph(String indent, String content) {
    if (content.isBlank()) {
      return;
    }
    var clean = new ArrayList<String>(List.of());
    for (String line : content.split("\n", -1)) {
      clean.add(Ink.harmless(line));
    }
    for (String line : Columns.wrap(String.join("\n", clean), width - indent.length())) {
      line(indent + line);
    }
  }

  private void line(String content) {
    text.append(content.stripTrailing()).append('\n');
  }
}
