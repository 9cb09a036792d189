package io.tunnelscope.app.slack;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;

/** Puts blocks together. Texts come in as {@link SlackText} made them. */
final class Blocks {
  private final JsonArray all = new JsonArray();

  Blocks header(String plain) {
    all.add(new JsonObject().put("type", "header").put("text", plain(plain)));
    return this;
  }

  Blocks section(String markup) {
    all.add(new JsonObject().put("type", "section").put("text", markup(markup)));
    return this;
  }

  Blocks context(String markup) {
    all.add(
        new JsonObject()
            .put("type", "context")
            .put("elements", new JsonArray().add(markup(markup))));
    return this;
  }

  Blocks actions(JsonArray buttons) {
    all.add(new JsonObject().put("type", "actions").put("elements", buttons));
    return this;
  }

  JsonArray done() {
    return all;
  }

  /**
   * A button that asks us for something.
   *
   * @param verb as on the command line
   * @param value an id, nothing that could be guessed or read
   */
  static JsonObject button(String verb, String words, String value) {
    return button(verb, words).put("value", value);
  }

  /**
   * The same button, asking back before it does it.
   *
   * @param title up to 100 characters of plain text, {@code question} 300, the words 30 each
   */
  static JsonObject confirmed(
      JsonObject button, String title, String question, String yes, String no) {
    return button.put(
        "confirm",
        new JsonObject()
            .put("title", plain(title))
            .put("text", plain(question))
            .put("confirm", plain(yes))
            .put("deny", plain(no)));
  }

  /** A button that opens a page. */
  static JsonObject link(String verb, String words, URI page) {
    return button(verb, words).put("url", page.toASCIIString());
  }

  private static JsonObject button(String verb, String words) {
    return new JsonObject().put("type", "button").put("action_id", verb).put("text", plain(words));
  }

  private static JsonObject plain(String words) {
    return new JsonObject().put("type", "plain_text").put("text", words);
  }

  private static JsonObject markup(String text) {
    return new JsonObject().put("type", "mrkdwn").put("text", text).put("verbatim", true);
  }
}
