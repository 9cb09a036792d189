package io.tunnelscope.app.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.slack.SlackLimits.Rule;
import io.tunnelscope.app.slack.SlackLimits.Violation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SlackLimitsTest {
  /** A fault put into something sound, and the rule that must find it: that one, no other. */
  record Planted(Rule rule, String name, Function<Rule, List<Violation>> lint) {
    @Override
    public String toString() {
      return rule + " " + name;
    }
  }

  static Stream<Planted> planted() {
    return Stream.of(
            message(Rule.MESSAGE_TEXT_MISSING, "blank", _ -> new SlackMessage(" ", sound())),
            message(Rule.MESSAGE_TEXT, "long", rule -> new SlackMessage(over(rule), sound())),
            blocks(
                Rule.MESSAGE_BLOCKS,
                rule -> new JsonArray(Collections.nCopies(rule.most() + 1, divider()))),
            blocks(
                Rule.ALL_TEXT,
                _ -> new JsonArray(Collections.nCopies(5, section("x".repeat(2_401))))),
            block(Rule.BLOCK_TYPE, _ -> new JsonObject().put("type", "carousel")),
            block(Rule.BLOCK_TYPE, _ -> new JsonObject()),
            block(Rule.BLOCK_ID, rule -> section("x").put("block_id", over(rule))),
            blocks(
                Rule.BLOCK_ID_TWICE,
                _ ->
                    new JsonArray()
                        .add(section("x").put("block_id", "a"))
                        .add(section("y").put("block_id", "a"))),
            block(Rule.SECTION_EMPTY, _ -> new JsonObject().put("type", "section")),
            block(Rule.SECTION_TEXT, rule -> section(over(rule))),
            block(
                Rule.SECTION_FIELDS,
                rule ->
                    section("x")
                        .put(
                            "fields",
                            new JsonArray(Collections.nCopies(rule.most() + 1, markup("f"))))),
            block(
                Rule.FIELD_TEXT,
                rule -> section("x").put("fields", new JsonArray().add(markup(over(rule))))),
            block(Rule.HEADER_TEXT, rule -> header(plain(over(rule)))),
            block(Rule.HEADER_MARKUP, _ -> header(markup("x"))),
            block(
                Rule.CONTEXT_ELEMENTS,
                rule -> elements("context", Collections.nCopies(rule.most() + 1, markup("x")))),
            block(Rule.SECTION_EMPTY, _ -> elements("context", List.of())),
            block(Rule.SECTION_EMPTY, _ -> elements("actions", List.of())),
            block(
                Rule.ACTIONS_ELEMENTS,
                rule ->
                    elements(
                        "actions",
                        Stream.iterate(0, n -> n + 1)
                            .limit(rule.most() + 1)
                            .map(n -> button("x").put("action_id", "a" + n))
                            .toList())),
            button(Rule.ACTION_ID, rule -> button("x").put("action_id", over(rule))),
            block(
                Rule.ACTION_ID_TWICE,
                _ ->
                    elements(
                        "actions",
                        List.of(
                            button("x").put("action_id", "a"), button("y").put("action_id", "a")))),
            button(Rule.BUTTON_TEXT, rule -> button(over(rule))),
            button(Rule.BUTTON_VALUE, rule -> button("x").put("value", over(rule))),
            button(Rule.BUTTON_URL, rule -> button("x").put("url", "https://h/" + over(rule))),
            button(Rule.LINK_SCHEME, _ -> button("x").put("url", "http://elsewhere.example/")),
            confirm(Rule.CONFIRM_TITLE, "title"),
            confirm(Rule.CONFIRM_TEXT, "text"),
            confirm(Rule.CONFIRM_BUTTON, "confirm"),
            confirm(Rule.CONFIRM_BUTTON, "deny"),
            options(
                Rule.OPTIONS,
                rule -> new JsonArray(Collections.nCopies(rule.most() + 1, option("x", "v")))),
            options(Rule.OPTION_TEXT, rule -> new JsonArray().add(option(over(rule), "v"))),
            options(Rule.OPTION_VALUE, rule -> new JsonArray().add(option("x", over(rule)))),
            view(Rule.INPUT_LABEL, (rule, view) -> view.put("blocks", input(over(rule), "p"))),
            view(Rule.PLACEHOLDER, (rule, view) -> view.put("blocks", input("l", over(rule)))),
            block(Rule.TEXT_EMPTY, _ -> section(" ")),
            block(Rule.TEXT_EMPTY, _ -> header(plain(""))),
            block(
                Rule.NOT_VERBATIM,
                _ ->
                    new JsonObject()
                        .put("type", "section")
                        .put("text", new JsonObject().put("type", "mrkdwn").put("text", "x"))),
            text(Rule.ESCAPING, "<!channel>"),
            text(Rule.ESCAPING, "<!here|here>"),
            text(Rule.ESCAPING, "<@U123>"),
            text(Rule.ESCAPING, "<#C123>"),
            text(Rule.ESCAPING, "a & b"),
            text(Rule.ESCAPING, "a &nbsp; b"),
            text(Rule.ESCAPING, "a < b"),
            text(Rule.ESCAPING, "a > b"),
            text(Rule.ESCAPING, "<https://h.example/>"),
            text(Rule.ESCAPING, "<https://h.example/|a<b>"),
            message(Rule.ESCAPING, "in the text", _ -> new SlackMessage("<!channel>", sound())),
            text(Rule.LINK_SCHEME, "<http://elsewhere.example/|x>"),
            text(Rule.LINK_SCHEME, "<javascript:alert|x>"),
            text(Rule.LINK_SCHEME, "<slack://open|x>"),
            text(Rule.LINK_SCHEME, "<https://a@h.example/|x>"),
            view(Rule.VIEW_TITLE, (rule, view) -> view.put("title", plain(over(rule)))),
            view(Rule.VIEW_TITLE, (rule, view) -> view.put("submit", plain(over(rule)))),
            view(Rule.VIEW_TITLE, (rule, view) -> view.put("close", plain(over(rule)))),
            view(Rule.VIEW_METADATA, (rule, view) -> view.put("private_metadata", over(rule))),
            view(Rule.VIEW_CALLBACK, (rule, view) -> view.put("callback_id", over(rule))),
            view(
                Rule.VIEW_BLOCKS,
                (rule, view) ->
                    view.put(
                        "blocks", new JsonArray(Collections.nCopies(rule.most() + 1, divider())))),
            view(
                Rule.VIEW_BYTES,
                (rule, view) -> view.put("external_id", "한".repeat(rule.most() / 3))),
            manifest(
                Rule.MANIFEST_NAME,
                (rule, all) ->
                    all.put("display_information", new JsonObject().put("name", over(rule)))),
            manifest(
                Rule.MANIFEST_DESCRIPTION,
                (rule, all) ->
                    all.put(
                        "display_information", new JsonObject().put("description", over(rule)))),
            feature(Rule.MANIFEST_COMMAND, "slash_commands", "command"),
            feature(Rule.MANIFEST_USAGE_HINT, "slash_commands", "usage_hint"),
            feature(Rule.MANIFEST_SHORTCUT, "shortcuts", "name"),
            manifest(
                Rule.MANIFEST_UNFURL_DOMAINS,
                (rule, all) ->
                    all.put(
                        "features",
                        new JsonObject()
                            .put(
                                "unfurl_domains",
                                new JsonArray(Collections.nCopies(rule.most() + 1, "h.example"))))))
        .flatMap(each -> each);
  }

  @ParameterizedTest
  @MethodSource("planted")
  void shouldFindWhatSlackWouldRefuse(Planted planted) {
    assertThat(planted.lint().apply(planted.rule()))
        .extracting(Violation::rule)
        .containsOnly(planted.rule());
  }

  @Test
  void shouldHaveAFaultPlantedForEachRule() {
    var rules = EnumSet.noneOf(Rule.class);
    planted().map(Planted::rule).forEach(rules::add);

    assertThat(rules).isEqualTo(EnumSet.allOf(Rule.class));
  }

  @Test
  void shouldFindNothingInWhatIsJustWithinTheLimits() {
    var blocks =
        new JsonArray()
            .add(header(plain("x".repeat(Rule.HEADER_TEXT.most()))))
            .add(section("x".repeat(Rule.SECTION_TEXT.most())))
            .add(section("&lt;!channel&gt; <https://h.example/a?b=1&amp;c=2|a &amp; b>"))
            .add(
                elements(
                    "actions",
                    List.of(
                        button("x".repeat(Rule.BUTTON_TEXT.most()))
                            .put("value", "x".repeat(Rule.BUTTON_VALUE.most()))
                            .put("url", "http://127.0.0.1:8080/t/a"))));

    assertThat(
            SlackLimits.violations(new SlackMessage("x".repeat(Rule.MESSAGE_TEXT.most()), blocks)))
        .isEmpty();
  }

  private static Stream<Planted> message(
      Rule rule, String name, Function<Rule, SlackMessage> made) {
    return Stream.of(new Planted(rule, name, each -> SlackLimits.violations(made.apply(each))));
  }

  private static Stream<Planted> blocks(Rule rule, Function<Rule, JsonArray> made) {
    return message(rule, "blocks", each -> new SlackMessage("x", made.apply(each)));
  }

  private static Stream<Planted> block(Rule rule, Function<Rule, JsonObject> made) {
    return blocks(rule, each -> new JsonArray().add(made.apply(each)));
  }

  private static Stream<Planted> text(Rule rule, String text) {
    return block(rule, _ -> section(text));
  }

  private static Stream<Planted> button(Rule rule, Function<Rule, JsonObject> made) {
    return block(rule, each -> elements("actions", List.of(made.apply(each))));
  }

  private static Stream<Planted> confirm(Rule rule, String part) {
    return button(
        rule,
        each -> {
          var confirm = new JsonObject();
          for (var other : List.of("title", "text", "confirm", "deny")) {
            confirm.put(other, plain("x"));
          }
          return button("x").put("confirm", confirm.put(part, plain(over(each))));
        });
  }

  private static Stream<Planted> options(Rule rule, Function<Rule, JsonArray> made) {
    return block(
        rule,
        each ->
            section("x")
                .put(
                    "accessory",
                    new JsonObject()
                        .put("type", "static_select")
                        .put("options", made.apply(each))));
  }

  private interface Change {
    JsonObject of(Rule rule, JsonObject sound);
  }

  private static Stream<Planted> view(Rule rule, Change change) {
    return Stream.of(
        new Planted(
            rule,
            "view",
            each ->
                SlackLimits.violationsOfView(
                    change.of(
                        each, new JsonObject().put("title", plain("x")).put("blocks", sound())))));
  }

  private static Stream<Planted> manifest(Rule rule, Change change) {
    return Stream.of(
        new Planted(
            rule,
            "manifest",
            each -> SlackLimits.violationsOfManifest(change.of(each, new JsonObject()))));
  }

  private static Stream<Planted> feature(Rule rule, String list, String member) {
    return manifest(
        rule,
        (each, all) ->
            all.put(
                "features",
                new JsonObject()
                    .put(list, new JsonArray().add(new JsonObject(Map.of(member, over(each)))))));
  }

  private static String over(Rule rule) {
    return "x".repeat(rule.most() + 1);
  }

  private static JsonArray sound() {
    return new JsonArray().add(section("x"));
  }

  private static JsonObject divider() {
    return new JsonObject().put("type", "divider");
  }

  private static JsonObject section(String text) {
    return new JsonObject().put("type", "section").put("text", markup(text));
  }

  private static JsonObject header(JsonObject text) {
    return new JsonObject().put("type", "header").put("text", text);
  }

  private static JsonObject elements(String type, List<JsonObject> elements) {
    return new JsonObject().put("type", type).put("elements", new JsonArray(elements));
  }

  private static JsonObject button(String text) {
    return new JsonObject().put("type", "button").put("text", plain(text));
  }

  private static JsonObject option(String text, String value) {
    return new JsonObject().put("text", plain(text)).put("value", value);
  }

  private static JsonArray input(String label, String placeholder) {
    return new JsonArray()
        .add(
            new JsonObject()
                .put("type", "input")
                .put("label", plain(label))
                .put(
                    "element",
                    new JsonObject()
                        .put("type", "plain_text_input")
                        .put("placeholder", plain(placeholder))));
  }

  private static JsonObject plain(String text) {
    return new JsonObject().put("type", "plain_text").put("text", text);
  }

  private static JsonObject markup(String text) {
    return new JsonObject().put("type", "mrkdwn").put("text", text).put("verbatim", true);
  }
}
