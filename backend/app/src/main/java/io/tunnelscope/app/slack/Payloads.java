package io.tunnelscope.app.slack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.settings.Secret;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what Slack sends, once its signature fits. Whatever is missing or of another type reads as
 * empty; nothing throws. Pure.
 */
final class Payloads {
  private static final int MOST_FIELDS = 100;
  private static final int LONGEST_ID = 50;
  private static final int LONGEST_TEXT = 4_000;

  /** In the year 9999. */
  private static final long LATEST_SECOND = 253_000_000_000L;

  /** Of a user, a channel or an address, as Slack writes them into a text. */
  private static final Pattern ENTITY = Pattern.compile("<([^<>|]*)(?:\\|([^<>]*))?>");

  private static final Pattern TS = Pattern.compile("\\d{1,20}\\.\\d{1,20}");

  private Payloads() {}

  /** Empty for what is no form. A field that comes twice has its first value. */
  static Optional<Map<String, String>> form(Buffer body) {
    var fields = new HashMap<String, String>();
    for (var field : body.toString(UTF_8).split("&", MOST_FIELDS)) {
      var parts = field.split("=", 2);
      try {
        fields.putIfAbsent(
            URLDecoder.decode(parts[0], UTF_8),
            parts.length == 2 ? URLDecoder.decode(parts[1], UTF_8) : "");
      } catch (IllegalArgumentException _) {
        return Optional.empty();
      }
    }
    return Optional.of(fields);
  }

  /** The texts of an object, as if it were a form. */
  static Map<String, String> fields(JsonObject json) {
    var fields = new HashMap<String, String>();
    for (var name : json.fieldNames()) {
      if (json.getValue(name) instanceof String text) {
        fields.put(name, text);
      }
    }
    return fields;
  }

  static Optional<JsonObject> json(String text) {
    try {
      return Optional.of(new JsonObject(text));
    } catch (DecodeException | ClassCastException _) {
      return Optional.empty();
    }
  }

  /** A slash command; empty when it names no app, user or channel. */
  static Optional<Ask> command(Map<String, String> form) {
    var home =
        new Home(
            id(form.get("api_app_id")), id(form.get("enterprise_id")), id(form.get("team_id")));
    var channel = id(form.get("channel_id"));
    return ask(
        home,
        id(form.get("user_id")),
        channel,
        Optional.empty(), // Slack takes no commands there
        channel.startsWith("D"),
        Optional.ofNullable(form.get("response_url")),
        Optional.ofNullable(form.get("trigger_id")),
        new Ask.What.Line(said(form.getOrDefault("text", ""))));
  }

  /** A click on a button of ours; empty for what is none. */
  static Optional<Ask> click(JsonObject payload) {
    var action =
        payload.getValue("actions") instanceof JsonArray actions
                && !actions.isEmpty()
                && actions.getValue(0) instanceof JsonObject first
            ? first
            : new JsonObject();
    var user = id(text(object(payload, "user"), "id"));
    var channel = id(text(object(payload, "channel"), "id"));
    boolean inHome = channel.isEmpty();
    return ask(
        home(payload),
        user,
        inHome ? user : channel,
        thread(object(payload, "container")),
        inHome || channel.startsWith("D"),
        Optional.of(text(payload, "response_url")).filter(url -> !url.isEmpty()),
        Optional.of(text(payload, "trigger_id")).filter(id -> !id.isEmpty()),
        new Ask.What.Button(text(action, "action_id"), text(action, "value")));
  }

  /** The form in which somebody said what to run. */
  static Optional<Ask> submission(JsonObject payload) {
    var view = object(payload, "view");
    var state = object(object(view, "state"), "values");
    var target = text(object(object(state, RunForm.TARGET), RunForm.TARGET), "value");
    var user = id(text(object(payload, "user"), "id"));
    return ask(
        home(payload),
        user,
        user,
        Optional.empty(),
        true,
        Optional.empty(),
        Optional.of(text(payload, "trigger_id")).filter(id -> !id.isEmpty()),
        new Ask.What.Line("run " + io.tunnelscope.app.commands.Grammar.quoted(said(target))));
  }

  /** A mention, or a message to the bot; empty for what a bot said, or nobody. */
  static Optional<Ask> message(JsonObject envelope) {
    var event = object(envelope, "event");
    boolean direct = "im".equals(text(event, "channel_type"));
    boolean meant = "app_mention".equals(text(event, "type")) || direct;
    if (!meant || event.containsKey("bot_id") || event.containsKey("subtype")) {
      return Optional.empty();
    }
    return ask(
        eventHome(envelope),
        id(text(event, "user")),
        id(text(event, "channel")),
        thread(event),
        direct,
        Optional.empty(),
        Optional.of(text(envelope, "event_id")),
        new Ask.What.Line(said(withoutMention(text(event, "text")))));
  }

  /** Where an event comes from. */
  static Home eventHome(JsonObject envelope) {
    return new Home(
        id(text(envelope, "api_app_id")),
        id(text(envelope, "enterprise_id")),
        id(text(envelope, "team_id")));
  }

  /** An instant by which an event had happened: Slack tells whole seconds. Empty: not said. */
  static Optional<Instant> happenedBefore(JsonObject envelope) {
    return envelope.getValue("event_time") instanceof Number seconds
            && seconds.longValue() > 0
            && seconds.longValue() < LATEST_SECOND
        ? Optional.of(Instant.ofEpochSecond(seconds.longValue() + 1))
        : Optional.empty();
  }

  private static Home home(JsonObject payload) {
    return new Home(
        id(text(payload, "api_app_id")),
        id(text(object(payload, "enterprise"), "id")),
        id(text(object(payload, "team"), "id")));
  }

  private static Optional<Ask> ask(
      Home home,
      String user,
      String channel,
      Optional<String> thread,
      boolean direct,
      Optional<String> responseUrl,
      Optional<String> trigger,
      Ask.What what) {
    if (home.app().isEmpty() || user.isEmpty() || channel.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Ask(
            home,
            user,
            channel,
            thread,
            direct,
            responseUrl.map(Secret::new),
            trigger.map(Secret::new),
            trigger.orElse(""),
            what));
  }

  /** The message under which something stands. */
  private static Optional<String> thread(JsonObject message) {
    return Optional.of(text(message, "thread_ts")).filter(ts -> TS.matcher(ts).matches());
  }

  private static String withoutMention(String text) {
    return text.strip().replaceFirst("^<@[A-Z0-9]{1,40}(\\|[^<>]*)?>[:,]?", "");
  }

  /** What was typed: entities as the words that stood there, the three escapes undone once. */
  static String said(String text) {
    var cut = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
    return ENTITY
        .matcher(cut.replace("\0", ""))
        .replaceAll(
            entity ->
                Matcher.quoteReplacement(
                    entity.group(2) == null || entity.group(2).isEmpty()
                        ? entity.group(1)
                        : entity.group(2)))
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
        .strip();
  }

  static JsonObject object(JsonObject json, String name) {
    return json.getValue(name) instanceof JsonObject object ? object : new JsonObject();
  }

  static String text(JsonObject json, String name) {
    return json.getValue(name) instanceof String text ? text : "";
  }

  private static String id(String text) {
    return text != null
            && text.length() <= LONGEST_ID
            && text.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c))
        ? text
        : "";
  }
}
