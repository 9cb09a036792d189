package io.tunnelscope.app.testing;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.providers.vici.ViciCodec;
import io.tunnelscope.app.providers.vici.ViciMessage;
import io.tunnelscope.app.providers.vici.ViciPacket;
import io.tunnelscope.app.providers.vici.ViciPacket.CommandRequest;
import io.tunnelscope.app.providers.vici.ViciPacket.CommandResponse;
import io.tunnelscope.app.providers.vici.ViciPacket.Event;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a daemon answers to which command, whatever the arguments, and how a command changes that.
 * As a file: the packets as they go over the wire, each request followed by the events of its
 * stream and by its response; what was only offered, silent or changed is not kept.
 */
public final class ViciRecording {
  private final Map<String, Reply> replies;
  private final Set<String> events;
  private final Set<String> silences;
  private final Map<String, ViciRecording> after;

  /**
   * To one command.
   *
   * @param events of the stream, each with its name; sent to those only who registered
   */
  public record Reply(List<Event> events, ViciMessage response) {
    public Reply {
      events = List.copyOf(events);
      requireNonNull(response);
    }
  }

  private ViciRecording(Builder builder) {
    this.replies = Collections.unmodifiableMap(new LinkedHashMap<>(builder.replies));
    this.events = Set.copyOf(builder.events);
    this.silences = Set.copyOf(builder.silences);
    this.after = Map.copyOf(builder.after);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Empty for a command that the daemon does not know. */
  public Optional<Reply> reply(String command) {
    return Optional.ofNullable(replies.get(command));
  }

  /** Whether the daemon takes the command and never answers. */
  public boolean isSilentOn(String command) {
    return silences.contains(command);
  }

  /** How it answers from that command on; empty when that changes nothing. */
  public Optional<ViciRecording> after(String command) {
    return Optional.ofNullable(after.get(command));
  }

  /** Whether one can register for it. */
  public boolean offers(String event) {
    return events.contains(event);
  }

  public static ViciRecording read(Path file) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)));
    var recording = builder();
    while (in.available() > 0) {
      if (!(packet(in) instanceof CommandRequest(String command, ViciMessage _))) {
        throw new IOException("a recording begins with a request");
      }
      readReply(in, command, recording);
    }
    return recording.build();
  }

  public void write(Path file) throws IOException {
    try (var out = new DataOutputStream(Files.newOutputStream(file))) {
      for (var entry : replies.entrySet()) {
        write(out, new CommandRequest(entry.getKey(), ViciMessage.empty()));
        for (Event each : entry.getValue().events()) {
          write(out, each);
        }
        write(out, new CommandResponse(entry.getValue().response()));
      }
    }
  }

  private static void readReply(DataInputStream in, String command, Builder recording)
      throws IOException {
    List<Event> events = new ArrayList<>();
    while (true) {
      switch (packet(in)) {
        case Event event -> events.add(event);
        case CommandResponse(ViciMessage response) -> {
          recording.reply(command, new Reply(events, response));
          return;
        }
        default -> throw new IOException("neither an event nor a response");
      }
    }
  }

  private static ViciPacket packet(DataInputStream in) throws IOException {
    return ViciCodec.decode(in.readNBytes(in.readInt()));
  }

  private static void write(DataOutputStream out, ViciPacket packet) throws IOException {
    byte[] bytes = ViciCodec.encode(packet);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Puts a recording together; a command that is told again answers with the last. */
  public static final class Builder {
    private final Map<String, Reply> replies = new LinkedHashMap<>();
    private final Set<String> events = new LinkedHashSet<>();
    private final Set<String> silences = new LinkedHashSet<>();
    private final Map<String, ViciRecording> after = new LinkedHashMap<>();

    private Builder() {}

    /** A command that answers at once. */
    public Builder answer(String command, ViciMessage response) {
      return reply(command, new Reply(List.of(), response));
    }

    /** A command that streams events of one name and ends with an empty response. */
    public Builder stream(String command, String event, List<ViciMessage> messages) {
      return stream(command, event, messages, ViciMessage.empty());
    }

    public Builder stream(
        String command, String event, List<ViciMessage> messages, ViciMessage response) {
      offer(event);
      return reply(
          command,
          new Reply(messages.stream().map(each -> new Event(event, each)).toList(), response));
    }

    /** An event that comes unasked, see {@link FakeVici#tell}. */
    public Builder offer(String event) {
      events.add(event);
      return this;
    }

    /** Takes the command and never answers. */
    public Builder silence(String command) {
      silences.add(command);
      return this;
    }

    /** From that command on all answers are those of another recording. */
    public Builder after(String command, ViciRecording next) {
      after.put(command, next);
      return this;
    }

    private Builder reply(String command, Reply reply) {
      replies.put(command, reply);
      reply.events().forEach(each -> offer(each.event()));
      return this;
    }

    public ViciRecording build() {
      return new ViciRecording(this);
    }
  }
}
