package io.tunnelscope.app.providers.vici;

import static java.util.Objects.requireNonNull;

/** What goes over the wire in one frame. The two sides of a connection say different things. */
public sealed interface ViciPacket {

  /** From us to the daemon; each is answered by exactly one {@link FromDaemon.Answer}. */
  sealed interface FromClient extends ViciPacket {}

  /** From the daemon to us. */
  sealed interface FromDaemon extends ViciPacket {

    /** To what was asked last: packets bear no number. */
    sealed interface Answer extends FromDaemon {}
  }

  record CommandRequest(String command, ViciMessage arguments) implements FromClient {
    public CommandRequest {
      ViciPacket.requireName(command);
      requireNonNull(arguments);
    }
  }

  record EventRegister(String event) implements FromClient {
    public EventRegister {
      ViciPacket.requireName(event);
    }
  }

  record EventUnregister(String event) implements FromClient {
    public EventUnregister {
      ViciPacket.requireName(event);
    }
  }

  record CommandResponse(ViciMessage message) implements FromDaemon.Answer {
    public CommandResponse {
      requireNonNull(message);
    }
  }

  record CommandUnknown() implements FromDaemon.Answer {}

  record EventConfirm() implements FromDaemon.Answer {}

  record EventUnknown() implements FromDaemon.Answer {}

  /** Comes at any time between the registration and the end of it. */
  record Event(String event, ViciMessage message) implements FromDaemon {
    public Event {
      ViciPacket.requireName(event);
      requireNonNull(message);
    }
  }

  private static void requireName(String name) {
    if (name.isEmpty() || !ViciMessage.isName(name)) {
      throw new IllegalArgumentException("no name of a command or event");
    }
  }
}
