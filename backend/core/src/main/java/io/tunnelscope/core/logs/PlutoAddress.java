package io.tunnelscope.core.logs;

import java.util.List;

/** Addresses as pluto prints them, with {@code :500}, {@code :UDP/4500} or nothing behind. */
final class PlutoAddress {

  private static final int MAX = 60;

  private PlutoAddress() {}

  /** The address that begins there, without its port; empty when none does. */
  static String at(String text, int begin) {
    var from = begin < text.length() && text.charAt(begin) == '[' ? begin + 1 : begin;
    var end = from;
    var dots = 0;
    var colons = 0;
    for (; end < text.length() && end - from <= MAX; end++) {
      var c = text.charAt(end);
      if (c == '.') {
        dots++;
      } else if (c == ':') {
        colons++;
      } else if (c >= 128 || Character.digit(c, 16) < 0) {
        break;
      }
    }
    var address = text.substring(from, end);
    if (dots >= 3) {
      return version4(address);
    }
    return colons >= 2 ? version6(address) : "";
  }

  /** The first address behind one of the words; empty when there is none. */
  static String behind(String message, List<String> words) {
    for (var word : words) {
      for (var at = message.indexOf(word); at >= 0; at = message.indexOf(word, at + 1)) {
        var address = at(message, at + word.length());
        if (!address.isEmpty()) {
          return address;
        }
      }
    }
    return "";
  }

  private static String version4(String text) {
    var colon = text.indexOf(':');
    var address = colon < 0 ? text : text.substring(0, colon);
    return address.endsWith(".") ? address.substring(0, address.length() - 1) : address;
  }

  /** Some versions print a port behind the address without brackets. */
  private static String version6(String text) {
    var address =
        text.endsWith(":500") || text.endsWith(":4500")
            ? text.substring(0, text.lastIndexOf(':'))
            : text;
    return address.endsWith(":") && !address.endsWith("::")
        ? address.substring(0, address.length() - 1)
        : address;
  }
}
