package io.tunnelscope.app.slack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.refusal.Text;
import io.vertx.core.json.JsonArray;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A message as Slack takes it.
 *
 * @param text what notifications and screen readers say; always there, with blocks too
 * @param blocks what people see
 */
record SlackMessage(String text, JsonArray blocks) {
  SlackMessage {
    requireNonNull(text, "text");
    requireNonNull(blocks, "blocks");
  }

  /** In both languages, as nobody knows who reads it. */
  static SlackMessage inBoth(Text text) {
    var both = text.english() + "\n" + text.korean();
    return new SlackMessage(both, new Blocks().section(both).done());
  }

  /** SHA-256 of all of it, hex: the same for what looks the same. */
  String hash() {
    try {
      var all = text + "\n" + blocks.encode();
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(all.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
