package io.tunnelscope.app.slack;

import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.core.language.Language;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The dialog in which somebody says what to troubleshoot. */
final class RunForm {
  /** Block and action alike. */
  static final String TARGET = "target";

  static final String CALLBACK = "run";

  private static final int LONGEST = 512;

  private RunForm() {}

  static JsonObject of(Language language) {
    return new JsonObject()
        .put("type", "modal")
        .put("callback_id", CALLBACK)
        .put("title", plain(new Text("Troubleshoot", "점검"), language))
        .put("submit", plain(new Text("Start", "시작"), language))
        .put("close", plain(new Text("Close", "닫기"), language))
        .put(
            "blocks",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("type", "input")
                        .put("block_id", TARGET)
                        .put(
                            "label",
                            plain(new Text("Gateway or connection", "게이트웨이 또는 연결"), language))
                        .put(
                            "element",
                            new JsonObject()
                                .put("type", "plain_text_input")
                                .put("action_id", TARGET)
                                .put("max_length", LONGEST))));
  }

  /** In its place, for somebody who opens one after the other. */
  static JsonObject tooFast() {
    return saying(Reception.SLOWLY);
  }

  /** A dialog that says no more than that. */
  static JsonObject saying(Text text) {
    return new JsonObject()
        .put("type", "modal")
        .put("title", new JsonObject().put("type", "plain_text").put("text", "Tunnelscope"))
        .put("blocks", SlackMessage.inBoth(text).blocks());
  }

  private static JsonObject plain(Text text, Language language) {
    return new JsonObject().put("type", "plain_text").put("text", text.in(language));
  }
}
