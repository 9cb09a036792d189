package io.tunnelscope.core.logs;

import java.util.List;
import java.util.Optional;

/**
 * What pluto puts around a message, behind whatever prefix a syslog or whack gives it: {@code
 * "name"[instance] address #serial: }, {@code packet from address:port: } or nothing.
 *
 * @param connection blank when the message names none
 * @param address of the peer, blank when the frame names none
 * @param serial of the SA, 0 when the frame names none
 * @param impaired whether pluto was told to misbehave and says so
 */
record PlutoFrame(
    String connection, String address, long serial, boolean impaired, String message) {

  private static final int MAX_NAME = 160;
  private static final int MAX_ADDRESS = 80;
  private static final int MAX_QUOTES = 6;
  private static final String PACKET = "packet from ";

  /** Words without which a quoted name without a serial means nothing. */
  private static final Needles ABOUT_CONNECTION =
      Needles.of(List.of("connection", "IKEv1", "IKEv2", " SA", "reviv", "route", "TCP: "));

  /** What addconn and whack say, which put nothing around it. */
  private static final Needles OF_CONFIGURATION =
      Needles.of(
          List.of(
              "cannot load config '",
              "can not load config '",
              "while loading conn '",
              "ailed to add connection \"",
              "loading config file '",
              "FATAL ERROR: ipsec ",
              "_plutorun: line ",
              "no connection named \"",
              "address family inconsistency in",
              "ike string error: ",
              "esp string error: ",
              " on first found connection and no better connection found",
              "is Pluto running?"));

  /** Empty when the line is none of pluto's. */
  static Optional<PlutoFrame> of(String text) {
    if (isDebug(text)) {
      return text.contains("pluto[")
          ? Optional.of(new PlutoFrame("", "", 0, true, ""))
          : Optional.empty();
    }
    var from = 0;
    for (var tried = 0; tried < MAX_QUOTES; tried++) {
      var quote = text.indexOf('"', from);
      if (quote < 0) {
        break;
      }
      var frame = quoted(text, quote);
      if (frame != null) {
        return Optional.of(frame);
      }
      from = quote + 1;
    }
    return packetOrTag(text);
  }

  /** Lines for pluto's makers have a bar before the message. */
  private static boolean isDebug(String text) {
    var bar = text.indexOf("| ");
    return bar == 0 || bar > 0 && text.startsWith(": ", bar - 2);
  }

  private static Optional<PlutoFrame> packetOrTag(String text) {
    var packet = text.indexOf(PACKET);
    if (packet >= 0) {
      var address = packet + PACKET.length();
      var colon = text.indexOf(": ", address);
      if (colon > address && colon - address <= MAX_ADDRESS) {
        var peer = PlutoAddress.at(text, address);
        if (!peer.isEmpty()) {
          return Optional.of(new PlutoFrame("", peer, 0, false, text.substring(colon + 2)));
        }
      }
    }
    var tag = text.indexOf("pluto[");
    var end = tag < 0 ? -1 : text.indexOf("]: ", tag);
    if (end >= 0 && end <= tag + 20) {
      return Optional.of(new PlutoFrame("", "", 0, false, text.substring(end + 3)));
    }
    return OF_CONFIGURATION.anyIn(text) || PlutoFile.isComplainedOf(text)
        ? Optional.of(new PlutoFrame("", "", 0, false, text))
        : Optional.empty();
  }

  private static PlutoFrame quoted(String text, int quote) {
    var close = text.indexOf('"', quote + 1);
    if (close < 0 || close == quote + 1 || close - quote > MAX_NAME) {
      return null;
    }
    var at = afterBrackets(text, close + 1);
    var address = "";
    if (at + 1 < text.length() && text.charAt(at) == ' ' && text.charAt(at + 1) != '#') {
      address = PlutoAddress.at(text, at + 1);
      if (address.isEmpty()) {
        return null;
      }
      at = afterAddress(text, at + 1 + address.length());
    }
    var serial = 0L;
    if (text.startsWith(" #", at)) {
      var digits = at + 2;
      at = afterDigits(text, digits);
      if (at == digits || at - digits > 12) {
        return null;
      }
      serial = Long.parseLong(text, digits, at, 10);
    }
    if (!text.startsWith(": ", at)) {
      return listed(text, quote, close, at, address);
    }
    var message = text.substring(at + 2);
    if (serial == 0 && address.isEmpty() && !isAboutConnection(message)) {
      return null;
    }
    var impaired = message.startsWith("IMPAIR") || text.startsWith("IMPAIR: ", quote - 8);
    return new PlutoFrame(text.substring(quote + 1, close), address, serial, impaired, message);
  }

  /**
   * An SA as whack lists it: {@code #3: "name", type=ESP, …} or {@code #3: "name":500 STATE_…}.
   *
   * @param at what stands behind name and address
   */
  private static PlutoFrame listed(String text, int quote, int close, int at, String address) {
    var mark = text.startsWith(": ", quote - 2) ? text.lastIndexOf('#', quote) : -1;
    if (mark < 0 || quote - mark > 14 || afterDigits(text, mark + 1) != quote - 2) {
      return null;
    }
    var state = text.startsWith(":", at) ? afterDigits(text, at + 1) + 1 : -1;
    var begin = text.startsWith(", type=", at) ? at + 2 : state;
    if (begin < 0 || begin == state && !text.startsWith("STATE_", state)) {
      return null;
    }
    var serial = serialBehind(text.substring(mark, quote), "#");
    var name = text.substring(quote + 1, close);
    return new PlutoFrame(name, address, serial, false, text.substring(begin));
  }

  private static boolean isAboutConnection(String message) {
    return !message.isEmpty()
        && Character.isLetter(message.charAt(0))
        && ABOUT_CONNECTION.anyIn(message);
  }

  private static int afterBrackets(String text, int from) {
    if (from >= text.length() || text.charAt(from) != '[') {
      return from;
    }
    var end = afterDigits(text, from + 1);
    return end < text.length() && text.charAt(end) == ']' ? end + 1 : from;
  }

  /** A port or a network behind the address is passed over. */
  private static int afterAddress(String text, int from) {
    for (var at = from; at < text.length() && at - from < MAX_ADDRESS; at++) {
      if (text.startsWith(" #", at) || text.startsWith(": ", at)) {
        return at;
      }
    }
    return from;
  }

  private static int afterDigits(String text, int from) {
    var at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  /** The serial of an SA behind one of the words; 0 when there is none. */
  static long serialBehind(String message, String... words) {
    for (var word : words) {
      var at = message.indexOf(word);
      if (at >= 0) {
        var serial = 0L;
        for (var i = at + word.length(); i < message.length() && i < at + word.length() + 12; i++) {
          var digit = message.charAt(i) - '0';
          if (digit < 0 || digit > 9) {
            break;
          }
          serial = serial * 10 + digit;
        }
        return serial;
      }
    }
    return 0;
  }
}
