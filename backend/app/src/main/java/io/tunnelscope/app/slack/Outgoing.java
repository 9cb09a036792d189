package io.tunnelscope.app.slack;

import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.outbox.Message;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.UUID;

/**
 * What a message of the outbox is about. It holds no text: that is made when it goes, so that it
 * says how things are then.
 */
sealed interface Outgoing {

  /** Make the message of a run show what the run is like. */
  record OfRun(UUID post) implements Outgoing {}

  /** Tell a channel of the runs that ended within a period. */
  record Digest(Channel channel, long period) implements Outgoing {}

  static Message message(TenantId tenant, Channel channel, OfRun about) {
    return Message.now(
        tenant,
        channel.lane(),
        "run/" + about.post(),
        new JsonObject().put("post", about.post().toString()).encode());
  }

  static Message message(TenantId tenant, Digest about, Duration rest) {
    var body =
        new JsonObject()
            .put("workspace", about.channel().workspace().toString())
            .put("channel", about.channel().id())
            .put("period", about.period());
    return new Message(
        tenant, about.channel().lane(), "digest/" + about.period(), body.encode(), rest);
  }

  static Outgoing read(String body) {
    var json = new JsonObject(body);
    return json.containsKey("post")
        ? new OfRun(UUID.fromString(json.getString("post")))
        : new Digest(
            new Channel(UUID.fromString(json.getString("workspace")), json.getString("channel")),
            json.getLong("period"));
  }
}
