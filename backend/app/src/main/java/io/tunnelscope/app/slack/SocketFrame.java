package io.tunnelscope.app.slack;

import io.vertx.core.json.JsonObject;

/** What Slack says over a socket. */
sealed interface SocketFrame {
  /**
   * From now on Slack sends here.
   *
   * @param connections how many the app has with this one; 0: not said
   */
  record Hello(int connections) implements SocketFrame {}

  /**
   * Slack is about to end the connection.
   *
   * @param reason its word, like {@code refresh_requested}
   */
  record Leave(String reason) implements SocketFrame {}

  /**
   * A request, sent again until it is acknowledged.
   *
   * @param id names it in the acknowledgement
   * @param type like {@code slash_commands}
   * @param payload what would be the body over HTTP
   * @param takesAnswer whether the acknowledgement may say something
   */
  record Envelope(String id, String type, JsonObject payload, boolean takesAnswer)
      implements SocketFrame {}

  /** Nothing of what we know. */
  record Noise() implements SocketFrame {}

  /** Never throws. */
  static SocketFrame read(String text) {
    return Payloads.json(text).map(SocketFrame::read).orElseGet(Noise::new);
  }

  private static SocketFrame read(JsonObject json) {
    var type = Payloads.text(json, "type");
    return switch (type) {
      case "hello" ->
          new Hello(
              json.getValue("num_connections") instanceof Number number ? number.intValue() : 0);
      case "disconnect" -> new Leave(Payloads.text(json, "reason"));
      default -> {
        var id = Payloads.text(json, "envelope_id");
        yield id.isEmpty()
            ? new Noise()
            : new Envelope(
                id,
                type,
                Payloads.object(json, "payload"),
                Boolean.TRUE.equals(json.getValue("accepts_response_payload")));
      }
    };
  }
}
