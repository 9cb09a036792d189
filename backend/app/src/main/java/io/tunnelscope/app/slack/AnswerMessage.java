package io.tunnelscope.app.slack;

import io.tunnelscope.app.commands.Answer;
import io.tunnelscope.app.commands.Command;
import io.tunnelscope.app.commands.Grammar;
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

  private static final Text ACTIVE_RUN = new Text("Start an active run?", "적극 점검을 시작할까요?");
  private static final Text BRINGS_UP =
      new Text("It tries to bring a tunnel up that is down.", "끊어진 터널은 연결을 시도합니다.");
  private static final Text START = new Text("Start", "시작");
  private static final Text CANCEL_RUN = new Text("Cancel the run?", "점검을 취소할까요?");
  private static final Text ENDS =
      new Text("It ends within seconds, without a result.", "결과 없이 몇 초 안에 끝납니다.");
  private static final Text END_IT = new Text("Cancel the run", "점검 취소");
  private static final Text NO = new Text("No", "아니요");

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
      case Answer.Choices(var question, var choices, var more) -> {
        var lines = Stream.concat(Stream.of(line(question)), more.map(this::more).stream());
        yield message(withMore(lines.toList(), choices), buttons(choices));
      }
      case Answer.Started(var runs, var lines) ->
          message(
              Stream.concat(runs.stream().map(this::started), lines.stream().map(this::line))
                  .toList(),
              none());
      case Answer.Follow(var text, var label, var address) ->
          follow(text, label, URI.create(address));
      case Answer.Report report ->
          message(
              Stream.concat(report.lines().stream(), Stream.of(report.page()))
                  .map(this::line)
                  .toList(),
              none());
      case Answer.Refused(_, var lines, var instead) ->
          message(withMore(lines.stream().map(this::line).toList(), instead), buttons(instead));
    };
  }

  /** An installation without TLS has no pages that Slack may link to: the address is said then. */
  private SlackMessage follow(String text, String label, URI address) {
    return SlackText.mayLink(address)
        ? message(List.of(line(text)), none().add(Blocks.link("follow", plain(label), address)))
        : message(List.of(line(text), SlackText.of(address.toASCIIString(), LONGEST_LINE)), none());
  }

  private List<String> withMore(List<String> lines, List<Answer.Choice> choices) {
    return choices.size() > MOST_CHOICES
        ? Stream.concat(lines.stream(), Stream.of(more(choices.size() - MOST_CHOICES))).toList()
        : lines;
  }

  /** What did not fit, with where it is to be seen. */
  private String more(int count) {
    return SlackText.link(
        site.targets(), SlackWords.more(count, language), site.authority(), LABEL);
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
    table.more().map(this::more).ifPresent(lines::add);
    table.below().stream().map(this::line).forEach(lines::add);
    return lines;
  }

  private String more(Answer.More more) {
    return SlackText.link(
        URI.create(more.page()), SlackWords.more(more.count(), language), site.authority(), LABEL);
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

  /** Slack takes no button without words. */
  private static String plain(String text) {
    var words = SlackText.plain(text, LABEL);
    return words.isEmpty() ? "…" : words;
  }

  private JsonArray buttons(List<Answer.Choice> choices) {
    var buttons = none();
    for (var choice : choices.stream().limit(MOST_CHOICES).toList()) {
      var id = ids.get();
      offered.add(new ChoiceStore.Offered(id, choice.command()));
      var button =
          Blocks.button(
              Reception.CHOOSE + "-" + buttons.size(), plain(choice.label()), id.toString());
      buttons.add(askedBack(button, choice));
    }
    return buttons;
  }

  /** What changes something out there, or ends what others may wait for, is pressed twice. */
  private JsonObject askedBack(JsonObject button, Answer.Choice choice) {
    return switch (Grammar.read(choice.command())) {
      case Grammar.Understood(Command.Run run) when run.active() && !run.explain() ->
          askedBackActive(button, plain(choice.label()), language);
      case Grammar.Understood(Command.Cancel _) ->
          askedBack(button, CANCEL_RUN, ENDS, END_IT, plain(choice.label()), language);
      default -> button;
    };
  }

  /** A button that starts an active run. */
  static JsonObject askedBackActive(JsonObject button, String label, Language language) {
    return askedBack(button, ACTIVE_RUN, BRINGS_UP, START, label, language);
  }

  private static JsonObject askedBack(
      JsonObject button, Text title, Text question, Text yes, String label, Language language) {
    return Blocks.confirmed(
        button,
        title.in(language),
        label + "\n" + question.in(language),
        yes.in(language),
        NO.in(language));
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
      if (length + line.length() + 1 > ALL) {
        kept.add(more(lines.size() - kept.size()));
        break;
      }
      kept.add(line);
      length += line.length() + 1;
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
    var sound = LastLook.at(message, "acknowledgement");
    return new JsonObject()
        .put("response_type", "ephemeral")
        .put("text", sound.text())
        .put("blocks", sound.blocks());
  }

  /** The message that {@link #privately} made an answer of. */
  static SlackMessage ofAnswer(JsonObject answer) {
    return new SlackMessage(answer.getString("text"), answer.getJsonArray("blocks"));
  }

  private static JsonArray none() {
    return new JsonArray();
  }
}
