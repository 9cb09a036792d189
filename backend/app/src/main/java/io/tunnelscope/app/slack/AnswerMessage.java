package io.tunnelscope.app.slack;

import io.tunnelscope.app.commands.Answer;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.core.language.Language;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** An answer as a message of Slack's, within its limits. Texts are escaped here, once. */
final class AnswerMessage {
  /** A few blanks and an entity are left to a line that is not ours. */
  private static final int LONGEST_LINE = 600;

  private static final int SECTION = 2_900;
  private static final int ALL = 9_000;
  private static final int LABEL = 75;
  private static final int TEXT = 3_000;
  private static final int MOST_CHOICES = 20;

  private final Site site;
  private final Language language;
  private final Supplier<UUID> ids;
  private final List<ChoiceStore.Offered> offered = new ArrayList<>();

  /**
   * @param ids of the buttons
   */
  AnswerMessage(Site site, Language language, Supplier<UUID> ids) {
    this.site = site;
    this.language = language;
    this.ids = ids;
  }

  /** What the buttons of the message stand for; complete after {@link #of}. */
  List<ChoiceStore.Offered> offered() {
    return List.copyOf(offered);
  }

  SlackMessage of(Answer answer) {
    return switch (answer) {
      case Answer.Said(var lines) -> message(lines.stream().map(this::line).toList(), none());
      case Answer.Table table -> message(rows(table), none());
      case Answer.Choices(var question, var choices) ->
          message(List.of(line(question)), buttons(choices));
      case Answer.Started(var runs, var lines) ->
          message(
              Stream.concat(runs.stream().map(this::started), lines.stream().map(this::line))
                  .toList(),
              none());
      case Answer.Follow(var text, var label, var address) ->
          message(
              List.of(line(text)),
              new JsonArray().add(Blocks.link("follow", plain(label), URI.create(address))));
      case Answer.Refused(_, var lines, var instead) ->
          message(lines.stream().map(this::line).toList(), buttons(instead));
    };
  }

  private String started(Answer.Started.Run run) {
    return new Text("Queued: ", "대기열에 추가됨: ").in(language)
        + SlackText.of(run.target(), LONGEST_LINE)
        + " "
        + open(site.run(run.id()));
  }

  private List<String> rows(Answer.Table table) {
    var lines = new ArrayList<String>();
    lines.add("*" + SlackText.of(table.title().replace('*', '∗'), LONGEST_LINE) + "*");
    table.rows().stream().map(this::row).forEach(lines::add);
    table.below().stream().map(this::line).forEach(lines::add);
    return lines;
  }

  private String row(List<String> cells) {
    var first = SlackText.code(cells.getFirst(), LONGEST_LINE / 2);
    var rest = cells.stream().skip(1).map(cell -> SlackText.of(cell, LONGEST_LINE / 2)).toList();
    return Stream.concat(Stream.of(first), rest.stream())
        .filter(cell -> !cell.isEmpty())
        .reduce((a, b) -> a + " · " + b)
        .orElse("…");
  }

  /** A line that is an address of ours is a link. */
  private String line(String text) {
    return text.startsWith(site.origin() + "/t/")
        ? open(URI.create(text))
        : SlackText.of(text, LONGEST_LINE);
  }

  private String open(URI page) {
    return SlackText.link(page, SlackWords.OPEN.in(language), site.authority(), LABEL);
  }

  private String plain(String text) {
    return SlackText.plain(text, LABEL);
  }

  private JsonArray buttons(List<Answer.Choice> choices) {
    var buttons = none();
    for (var choice : choices.stream().limit(MOST_CHOICES).toList()) {
      var id = ids.get();
      offered.add(new ChoiceStore.Offered(id, choice.command()));
      buttons.add(
          Blocks.button(
              Reception.CHOOSE + "-" + buttons.size(), plain(choice.label()), id.toString()));
    }
    return buttons;
  }

  private SlackMessage message(List<String> lines, JsonArray buttons) {
    var shown = cut(lines.stream().filter(line -> !line.isEmpty()).toList());
    var blocks = new Blocks();
    var section = new StringBuilder();
    for (var line : shown) {
      if (section.length() + line.length() + 1 > SECTION) {
        blocks.section(section.toString());
        section.setLength(0);
      }
      section.append(section.isEmpty() ? "" : "\n").append(line);
    }
    if (!section.isEmpty()) {
      blocks.section(section.toString());
    }
    if (!buttons.isEmpty()) {
      blocks.actions(buttons);
    }
    return new SlackMessage(notice(shown), blocks.done());
  }

  private List<String> cut(List<String> lines) {
    var kept = new ArrayList<String>();
    int length = 0;
    for (var line : lines) {
      if (length + line.length() > ALL) {
        int more = lines.size() - kept.size();
        kept.add(new Text(more + " more", more + "개 더 있음").in(language));
        break;
      }
      kept.add(line);
      length += line.length();
    }
    return kept.isEmpty() ? List.of("…") : kept;
  }

  private static String notice(List<String> lines) {
    var text = new StringBuilder();
    for (var line : lines) {
      if (text.length() + line.length() + 1 > TEXT) {
        break;
      }
      text.append(text.isEmpty() ? "" : "\n").append(line);
    }
    return text.toString();
  }

  /** The message as the answer to a command, seen by nobody else. */
  static JsonObject privately(SlackMessage message) {
    return new JsonObject()
        .put("response_type", "ephemeral")
        .put("text", message.text())
        .put("blocks", message.blocks());
  }

  private static JsonArray none() {
    return new JsonArray();
  }
}
