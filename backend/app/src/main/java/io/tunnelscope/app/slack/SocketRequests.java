package io.tunnelscope.app.slack;

import io.tunnelscope.app.identity.Origin;
import io.vertx.core.Future;

/** Who does what comes over a socket. */
interface SocketRequests {
  /**
   * Fails, or is {@link SlackDoor.Ack#FULL}, when it was not done and Slack is to send it again.
   */
  Future<SlackDoor.Ack> take(SocketFrame.Envelope envelope, Origin origin);

  /** The acknowledgement said nothing of it: no longer connected, or Slack takes none there. */
  void unsaid(SocketFrame.Envelope envelope, SlackDoor.Ack ack);

  /** Done by the door, just as what comes over HTTP. */
  static SocketRequests to(SlackDoor door) {
    return new ToDoor(door);
  }

  /** The connection proves that it is Slack who sends; whom it is about is looked at behind it. */
  record ToDoor(SlackDoor door) implements SocketRequests {
    private static final String COMMAND = "slash_commands";

    @Override
    public Future<SlackDoor.Ack> take(SocketFrame.Envelope envelope, Origin origin) {
      var delivery = "envelope " + envelope.id();
      return switch (envelope.type()) {
        case COMMAND -> door.command(Payloads.fields(envelope.payload()), delivery, origin);
        case "interactive" -> door.interaction(envelope.payload(), delivery, origin);
        case "events_api" -> door.event(envelope.payload(), delivery, origin);
        default -> Future.succeededFuture(SlackDoor.Ack.TAKEN);
      };
    }

    @Override
    public void unsaid(SocketFrame.Envelope envelope, SlackDoor.Ack ack) {
      if (envelope.type().equals(COMMAND)) {
        ack.body()
            .ifPresent(answer -> door.answerLater(Payloads.fields(envelope.payload()), answer));
      }
    }
  }
}
