package io.tunnelscope.app.providers.vici;

import static io.tunnelscope.app.providers.vici.ViciFailed.malformed;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.providers.vici.ViciMessage.Element;
import io.tunnelscope.app.providers.vici.ViciMessage.Items;
import io.tunnelscope.app.providers.vici.ViciMessage.Section;
import io.tunnelscope.app.providers.vici.ViciMessage.Value;
import io.tunnelscope.app.providers.vici.ViciPacket.CommandRequest;
import io.tunnelscope.app.providers.vici.ViciPacket.CommandResponse;
import io.tunnelscope.app.providers.vici.ViciPacket.CommandUnknown;
import io.tunnelscope.app.providers.vici.ViciPacket.Event;
import io.tunnelscope.app.providers.vici.ViciPacket.EventConfirm;
import io.tunnelscope.app.providers.vici.ViciPacket.EventRegister;
import io.tunnelscope.app.providers.vici.ViciPacket.EventUnknown;
import io.tunnelscope.app.providers.vici.ViciPacket.EventUnregister;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Packets as bytes, without the length before them. Strict: what is not wholly a packet fails as
 * {@link ViciFailure.Malformed}, and nothing else is ever thrown for bytes. Memory is taken for
 * bytes that are there, never for bytes that are announced.
 *
 * <p>The one thing that is forgiven is a name that comes twice in a section: the first counts, as
 * for the daemon itself.
 */
public final class ViciCodec {

  /** Longest packet, in bytes: the limit of the daemon. */
  public static final int MAX_PACKET = 512 * 1024;

  /** Sections within sections; a daemon nests five at most, so that more is an attack. */
  static final int MAX_DEPTH = 16;

  /**
   * Elements of one message, ends included. Ten thousand leases of an address pool take 50,000; a
   * packet full of the shortest elements would hold 500,000 and cost many times its size in memory.
   */
  static final int MAX_ELEMENTS = 65_536;

  private static final int COMMAND_REQUEST = 0;
  private static final int COMMAND_RESPONSE = 1;
  private static final int COMMAND_UNKNOWN = 2;
  private static final int EVENT_REGISTER = 3;
  private static final int EVENT_UNREGISTER = 4;
  private static final int EVENT_CONFIRM = 5;
  private static final int EVENT_UNKNOWN = 6;
  private static final int EVENT = 7;

  private static final int SECTION_START = 1;
  private static final int SECTION_END = 2;
  private static final int KEY_VALUE = 3;
  private static final int LIST_START = 4;
  private static final int LIST_ITEM = 5;
  private static final int LIST_END = 6;

  private ViciCodec() {}

  /**
   * The packet that these bytes are, all of them.
   *
   * @throws ViciFailed malformed
   */
  public static ViciPacket decode(byte[] bytes) {
    var reader = new Reader(bytes);
    ViciPacket packet =
        switch (reader.oneByte()) {
          case COMMAND_REQUEST -> new CommandRequest(reader.title(), reader.message());
          case COMMAND_RESPONSE -> new CommandResponse(reader.message());
          case COMMAND_UNKNOWN -> new CommandUnknown();
          case EVENT_REGISTER -> new EventRegister(reader.title());
          case EVENT_UNREGISTER -> new EventUnregister(reader.title());
          case EVENT_CONFIRM -> new EventConfirm();
          case EVENT_UNKNOWN -> new EventUnknown();
          case EVENT -> new Event(reader.title(), reader.message());
          default -> throw malformed("no type of a packet");
        };
    reader.requireEnd();
    return packet;
  }

  /**
   * The bytes of a packet.
   *
   * @throws IllegalArgumentException it is longer or deeper than a daemon would take
   */
  public static byte[] encode(ViciPacket packet) {
    var writer = new Writer();
    switch (packet) {
      case CommandRequest(String command, ViciMessage arguments) ->
          writer.type(COMMAND_REQUEST).name(command).elements(arguments, 0);
      case CommandResponse(ViciMessage message) ->
          writer.type(COMMAND_RESPONSE).elements(message, 0);
      case CommandUnknown _ -> writer.type(COMMAND_UNKNOWN);
      case EventRegister(String event) -> writer.type(EVENT_REGISTER).name(event);
      case EventUnregister(String event) -> writer.type(EVENT_UNREGISTER).name(event);
      case EventConfirm _ -> writer.type(EVENT_CONFIRM);
      case EventUnknown _ -> writer.type(EVENT_UNKNOWN);
      case Event(String event, ViciMessage message) ->
          writer.type(EVENT).name(event).elements(message, 0);
    }
    return writer.bytes();
  }

  private static final class Reader {
    private final byte[] bytes;
    private int at;
    private int elements;

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    void requireEnd() {
      if (at < bytes.length) {
        throw malformed("bytes after the end of a packet");
      }
    }

    int oneByte() {
      require(1);
      return Byte.toUnsignedInt(bytes[at++]);
    }

    /** The name of a command or an event. */
    String title() {
      String name = name();
      if (name.isEmpty()) {
        throw malformed("no name of a command or event");
      }
      return name;
    }

    private String name() {
      String name = new String(take(oneByte()), UTF_8);
      if (!ViciMessage.isName(name)) {
        throw malformed("no name");
      }
      return name;
    }

    ViciMessage message() {
      SequencedMap<String, Element> message = new LinkedHashMap<>();
      while (at < bytes.length) {
        element(nextType(), message, 0);
      }
      return new ViciMessage(message);
    }

    private ViciMessage section(int depth) {
      if (depth > MAX_DEPTH) {
        throw malformed("sections nested too deeply");
      }
      SequencedMap<String, Element> section = new LinkedHashMap<>();
      for (int type = nextType(); type != SECTION_END; type = nextType()) {
        element(type, section, depth);
      }
      return new ViciMessage(section);
    }

    private void element(int type, SequencedMap<String, Element> into, int depth) {
      switch (type) {
        case SECTION_START -> into.putIfAbsent(name(), new Section(section(depth + 1)));
        case KEY_VALUE -> into.putIfAbsent(name(), value());
        case LIST_START -> into.putIfAbsent(name(), items());
        default -> throw malformed("an element where it cannot be");
      }
    }

    private Items items() {
      List<Value> items = new ArrayList<>();
      for (int type = nextType(); type != LIST_END; type = nextType()) {
        if (type != LIST_ITEM) {
          throw malformed("no item in a list");
        }
        items.add(value());
      }
      return new Items(items);
    }

    private Value value() {
      return new Value(take(oneByte() << 8 | oneByte()));
    }

    private int nextType() {
      if (++elements > MAX_ELEMENTS) {
        throw malformed("too many elements");
      }
      return oneByte();
    }

    private byte[] take(int length) {
      require(length);
      at += length;
      return Arrays.copyOfRange(bytes, at - length, at);
    }

    private void require(int length) {
      if (bytes.length - at < length) {
        throw malformed("a packet that ends too early");
      }
    }
  }

  private static final class Writer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    byte[] bytes() {
      if (out.size() > MAX_PACKET) {
        throw new IllegalArgumentException("a packet of more than " + MAX_PACKET + " bytes");
      }
      return out.toByteArray();
    }

    Writer type(int type) {
      out.write(type);
      return this;
    }

    Writer name(String name) {
      byte[] bytes = name.getBytes(UTF_8);
      out.write(bytes.length);
      out.writeBytes(bytes);
      return this;
    }

    void elements(ViciMessage message, int depth) {
      if (depth > MAX_DEPTH) {
        throw new IllegalArgumentException("sections nested more than " + MAX_DEPTH + " deep");
      }
      message.elements().forEach((name, element) -> element(name, element, depth));
    }

    private void element(String name, Element element, int depth) {
      switch (element) {
        case Value value -> type(KEY_VALUE).name(name).value(value);
        case Items(List<Value> values) -> {
          type(LIST_START).name(name);
          values.forEach(each -> type(LIST_ITEM).value(each));
          type(LIST_END);
        }
        case Section(ViciMessage message) -> {
          type(SECTION_START).name(name).elements(message, depth + 1);
          type(SECTION_END);
        }
      }
    }

    private void value(Value value) {
      out.write(value.bytes().length >> 8);
      out.write(value.bytes().length);
      out.writeBytes(value.bytes());
    }
  }
}
