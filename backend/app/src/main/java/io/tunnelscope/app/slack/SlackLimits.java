package io.tunnelscope.app.slack;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Every limit of Slack that we can run into, and the linter that nothing leaves without: Slack
 * refuses a message as a whole for one character too many. Lengths are counted in UTF-16 units,
 * which are never fewer than Slack's. Pure; any thread.
 */
final class SlackLimits {
  /** A command, button or view that is not answered by then shows an error to the person. */
  static final Duration ACKNOWLEDGE = Duration.ofSeconds(3);

  static final Duration RESPONSE_URL_LIFE = Duration.ofMinutes(30);
  static final int RESPONSE_URL_USES = 5;

  /** Older or newer signatures are replays. */
  static final Duration SIGNATURE_AGE = Duration.ofMinutes(5);

  /**
   * Between two changes of one message: ours, Slack says no more than "not faster than a second".
   */
  static final Duration BETWEEN_EDITS = Duration.ofSeconds(3);

  /** What every refresh of a token makes sure of, of the 12 h that one lives. */
  static final Duration TOKEN_REFRESHED_BEFORE = Duration.ofHours(2);

  private static final Set<String> MESSAGE_BLOCKS =
      Set.of("header", "section", "context", "actions", "divider");
  private static final Set<String> VIEW_BLOCKS =
      Set.of("header", "section", "context", "actions", "divider", "input");

  /** An entity, or a link with its words: all that we write with these three characters. */
  private static final Pattern OURS =
      Pattern.compile("&(?:amp|lt|gt);|<(?<address>[a-z]+:[^\\s<>|]+)\\|[^<>|]+>");

  private static final Pattern MARKUP = Pattern.compile("[&<>]");

  /** What can be wrong. */
  enum Rule {
    /** Longer text cannot be edited later, and 40,000 are cut. */
    MESSAGE_TEXT(4_000),
    MESSAGE_TEXT_MISSING(1),
    MESSAGE_BLOCKS(50),
    VIEW_BLOCKS(100),
    /** msg_blocks_too_long was seen from about 13,200 on. */
    ALL_TEXT(12_000),
    BLOCK_TYPE(0),
    BLOCK_ID(255),
    BLOCK_ID_TWICE(1),
    SECTION_EMPTY(1),
    SECTION_TEXT(3_000),
    SECTION_FIELDS(10),
    FIELD_TEXT(2_000),
    HEADER_TEXT(150),
    HEADER_MARKUP(0),
    CONTEXT_ELEMENTS(10),
    ACTIONS_ELEMENTS(25),
    ACTION_ID(255),
    ACTION_ID_TWICE(1),
    BUTTON_TEXT(75),
    BUTTON_VALUE(2_000),
    BUTTON_URL(3_000),
    CONFIRM_TITLE(100),
    CONFIRM_TEXT(300),
    CONFIRM_BUTTON(30),
    OPTIONS(100),
    OPTION_TEXT(75),
    OPTION_VALUE(150),
    INPUT_LABEL(2_000),
    PLACEHOLDER(150),
    TEXT_EMPTY(1),
    /** Slack makes links and mentions out of plain words otherwise. */
    NOT_VERBATIM(0),
    ESCAPING(0),
    LINK_SCHEME(0),
    VIEW_TITLE(24),
    VIEW_METADATA(3_000),
    VIEW_CALLBACK(255),
    VIEW_BYTES(250_000),
    MANIFEST_NAME(35),
    MANIFEST_DESCRIPTION(140),
    MANIFEST_COMMAND(32),
    MANIFEST_USAGE_HINT(1_000),
    MANIFEST_SHORTCUT(24),
    MANIFEST_UNFURL_DOMAINS(5);

    private final int most;

    Rule(int most) {
      this.most = most;
    }

    /** The limit; of rules that name none, zero or one. */
    int most() {
      return most;
    }
  }

  /**
   * Something that Slack would refuse, or show in another way than it is meant.
   *
   * @param where a path like {@code blocks[2].text}
   */
  record Violation(Rule rule, String where) {}

  private final List<Violation> found = new ArrayList<>();
  private final Set<String> blockIds = new HashSet<>();
  private int allText;

  private SlackLimits() {}

  /** All that is wrong with a message; empty when it may go. */
  static List<Violation> violations(SlackMessage message) {
    var lint = new SlackLimits();
    if (message.text().isBlank()) {
      lint.add(Rule.MESSAGE_TEXT_MISSING, "text");
    }
    lint.longest(message.text(), Rule.MESSAGE_TEXT, "text");
    lint.markup(message.text(), "text");
    lint.atMost(message.blocks().size(), Rule.MESSAGE_BLOCKS, "blocks");
    lint.blocks(message.blocks(), MESSAGE_BLOCKS);
    return List.copyOf(lint.found);
  }

  /** All that is wrong with a modal or a Home. */
  static List<Violation> violationsOfView(JsonObject view) {
    var lint = new SlackLimits();
    for (var part : List.of("title", "submit", "close")) {
      if (view.containsKey(part)) {
        lint.text(view.getJsonObject(part), Rule.VIEW_TITLE, part);
      }
    }
    lint.longest(view.getString("private_metadata", ""), Rule.VIEW_METADATA, "private_metadata");
    lint.longest(view.getString("callback_id", ""), Rule.VIEW_CALLBACK, "callback_id");
    lint.atMost(
        view.encode().getBytes(StandardCharsets.UTF_8).length, Rule.VIEW_BYTES, "the whole");
    var blocks = view.getJsonArray("blocks", new JsonArray());
    lint.atMost(blocks.size(), Rule.VIEW_BLOCKS, "blocks");
    lint.blocks(blocks, VIEW_BLOCKS);
    return List.copyOf(lint.found);
  }

  /** All that is wrong with what is shown of one link. */
  static List<Violation> violationsOfUnfurl(JsonObject shown) {
    var lint = new SlackLimits();
    var blocks = shown.getJsonArray("blocks", new JsonArray());
    if (blocks.isEmpty()) {
      lint.add(Rule.SECTION_EMPTY, "blocks");
    }
    lint.atMost(blocks.size(), Rule.MESSAGE_BLOCKS, "blocks");
    lint.blocks(blocks, MESSAGE_BLOCKS);
    return List.copyOf(lint.found);
  }

  /** Of an app manifest the lengths; its shape is the schema's business. */
  static List<Violation> violationsOfManifest(JsonObject manifest) {
    var lint = new SlackLimits();
    var shown = manifest.getJsonObject("display_information", new JsonObject());
    lint.longest(shown.getString("name", ""), Rule.MANIFEST_NAME, "name");
    lint.longest(shown.getString("description", ""), Rule.MANIFEST_DESCRIPTION, "description");
    var features = manifest.getJsonObject("features", new JsonObject());
    for (var each : features.getJsonArray("slash_commands", new JsonArray())) {
      var command = (JsonObject) each;
      lint.longest(command.getString("command", ""), Rule.MANIFEST_COMMAND, "command");
      lint.longest(command.getString("usage_hint", ""), Rule.MANIFEST_USAGE_HINT, "usage_hint");
    }
    for (var each : features.getJsonArray("shortcuts", new JsonArray())) {
      lint.longest(((JsonObject) each).getString("name", ""), Rule.MANIFEST_SHORTCUT, "shortcut");
    }
    lint.atMost(
        features.getJsonArray("unfurl_domains", new JsonArray()).size(),
        Rule.MANIFEST_UNFURL_DOMAINS,
        "unfurl_domains");
    return List.copyOf(lint.found);
  }

  private void blocks(JsonArray blocks, Set<String> known) {
    for (int n = 0; n < blocks.size(); n++) {
      block(blocks.getJsonObject(n), known, "blocks[" + n + "]");
    }
    atMost(allText, Rule.ALL_TEXT, "blocks");
  }

  private void block(JsonObject block, Set<String> known, String where) {
    id(block, "block_id", Rule.BLOCK_ID, Rule.BLOCK_ID_TWICE, blockIds, where);
    var type = block.getString("type", "");
    if (!known.contains(type)) {
      add(Rule.BLOCK_TYPE, where);
      return;
    }
    switch (type) {
      case "header" -> header(block, where);
      case "section" -> section(block, where);
      case "context" -> context(block, where);
      case "actions" -> actions(block, where);
      case "input" -> input(block, where);
      default -> {} // a divider has nothing that could be wrong
    }
  }

  private void header(JsonObject block, String where) {
    var text = block.getJsonObject("text", new JsonObject());
    text(text, Rule.HEADER_TEXT, where + ".text");
    if (!"plain_text".equals(text.getString("type"))) {
      add(Rule.HEADER_MARKUP, where + ".text");
    }
  }

  private void section(JsonObject block, String where) {
    var fields = block.getJsonArray("fields", new JsonArray());
    if (!block.containsKey("text") && fields.isEmpty()) {
      add(Rule.SECTION_EMPTY, where);
    }
    if (block.containsKey("text")) {
      text(block.getJsonObject("text"), Rule.SECTION_TEXT, where + ".text");
    }
    atMost(fields.size(), Rule.SECTION_FIELDS, where + ".fields");
    for (int n = 0; n < fields.size(); n++) {
      text(fields.getJsonObject(n), Rule.FIELD_TEXT, where + ".fields[" + n + "]");
    }
    if (block.containsKey("accessory")) {
      element(block.getJsonObject("accessory"), new HashSet<>(), where + ".accessory");
    }
  }

  private void context(JsonObject block, String where) {
    var elements = block.getJsonArray("elements", new JsonArray());
    atMost(elements.size(), Rule.CONTEXT_ELEMENTS, where);
    if (elements.isEmpty()) {
      add(Rule.SECTION_EMPTY, where);
    }
    for (int n = 0; n < elements.size(); n++) {
      text(elements.getJsonObject(n), Rule.SECTION_TEXT, where + ".elements[" + n + "]");
    }
  }

  private void actions(JsonObject block, String where) {
    var elements = block.getJsonArray("elements", new JsonArray());
    atMost(elements.size(), Rule.ACTIONS_ELEMENTS, where);
    if (elements.isEmpty()) {
      add(Rule.SECTION_EMPTY, where);
    }
    var ids = new HashSet<String>();
    for (int n = 0; n < elements.size(); n++) {
      element(elements.getJsonObject(n), ids, where + ".elements[" + n + "]");
    }
  }

  private void input(JsonObject block, String where) {
    text(block.getJsonObject("label", new JsonObject()), Rule.INPUT_LABEL, where + ".label");
    if (block.containsKey("hint")) {
      text(block.getJsonObject("hint"), Rule.INPUT_LABEL, where + ".hint");
    }
    element(block.getJsonObject("element", new JsonObject()), new HashSet<>(), where + ".element");
  }

  private void element(JsonObject element, Set<String> ids, String where) {
    id(element, "action_id", Rule.ACTION_ID, Rule.ACTION_ID_TWICE, ids, where);
    if ("button".equals(element.getString("type"))) {
      text(element.getJsonObject("text", new JsonObject()), Rule.BUTTON_TEXT, where + ".text");
      longest(element.getString("value", ""), Rule.BUTTON_VALUE, where + ".value");
      var url = element.getString("url", "");
      longest(url, Rule.BUTTON_URL, where + ".url");
      if (!url.isEmpty()) {
        link(url, where + ".url");
      }
    }
    if (element.containsKey("placeholder")) {
      text(element.getJsonObject("placeholder"), Rule.PLACEHOLDER, where + ".placeholder");
    }
    options(element.getJsonArray("options", new JsonArray()), where);
    if (element.containsKey("confirm")) {
      confirm(element.getJsonObject("confirm"), where + ".confirm");
    }
  }

  private void options(JsonArray options, String where) {
    atMost(options.size(), Rule.OPTIONS, where + ".options");
    for (int n = 0; n < options.size(); n++) {
      var option = options.getJsonObject(n);
      var at = where + ".options[" + n + "]";
      text(option.getJsonObject("text", new JsonObject()), Rule.OPTION_TEXT, at);
      longest(option.getString("value", ""), Rule.OPTION_VALUE, at);
    }
  }

  private void confirm(JsonObject confirm, String where) {
    text(confirm.getJsonObject("title", new JsonObject()), Rule.CONFIRM_TITLE, where + ".title");
    text(confirm.getJsonObject("text", new JsonObject()), Rule.CONFIRM_TEXT, where + ".text");
    for (var button : List.of("confirm", "deny")) {
      text(
          confirm.getJsonObject(button, new JsonObject()),
          Rule.CONFIRM_BUTTON,
          where + "." + button);
    }
  }

  private void text(JsonObject text, Rule rule, String where) {
    var words = text.getString("text", "");
    allText += words.length();
    if (words.isBlank()) {
      add(Rule.TEXT_EMPTY, where);
    }
    longest(words, rule, where);
    markup(words, where);
    if ("mrkdwn".equals(text.getString("type")) && !text.getBoolean("verbatim", false)) {
      add(Rule.NOT_VERBATIM, where);
    }
  }

  private void id(
      JsonObject of, String name, Rule length, Rule twice, Set<String> seen, String where) {
    var id = of.getString(name, "");
    longest(id, length, where + "." + name);
    if (!id.isEmpty() && !seen.add(id)) {
      add(twice, where + "." + name);
    }
  }

  private void markup(String text, String where) {
    var ours = OURS.matcher(text);
    while (ours.find()) {
      if (ours.group("address") != null) {
        link(ours.group("address").replace("&amp;", "&"), where);
      }
    }
    if (MARKUP.matcher(ours.replaceAll("")).find()) {
      add(Rule.ESCAPING, where);
    }
  }

  private void link(String address, String where) {
    try {
      if (!SlackText.mayLink(new URI(address))) {
        add(Rule.LINK_SCHEME, where);
      }
    } catch (URISyntaxException _) {
      add(Rule.LINK_SCHEME, where);
    }
  }

  private void longest(String text, Rule rule, String where) {
    atMost(text.length(), rule, where);
  }

  private void atMost(int there, Rule rule, String where) {
    if (there > rule.most()) {
      add(rule, where);
    }
  }

  private void add(Rule rule, String where) {
    found.add(new Violation(rule, where));
  }
}
