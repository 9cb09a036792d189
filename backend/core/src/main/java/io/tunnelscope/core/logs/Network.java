package io.tunnelscope.core.logs;

import java.util.regex.Pattern;

/** Networks as devices print them. */
final class Network {

  /** Address, mask, protocol and port, as Cisco's devices join them. */
  private static final Pattern WITH_MASK =
      Pattern.compile(
          "(\\d{1,3}(?:\\.\\d{1,3}){3})/(\\d{1,3}(?:\\.\\d{1,3}){3})(/\\d{1,3}/\\d{1,5})?,?");

  /** What stands for any protocol and port: IOS writes 256 for the former. */
  private static final Pattern ANYTHING = Pattern.compile("/(?:0|256)/0");

  private Network() {}

  /** With the length of its prefix where a mask says so; what is written otherwise stays so. */
  static String of(String printed) {
    var found = WITH_MASK.matcher(printed);
    if (!found.matches()) {
      return printed;
    }
    var length = prefix(found.group(2));
    if (length < 0) {
      return printed;
    }
    var traffic = found.group(3) == null ? "" : ANYTHING.matcher(found.group(3)).replaceAll("");
    return found.group(1) + "/" + length + traffic;
  }

  /** Ones of a mask; -1 when they are not all in front. */
  private static int prefix(String mask) {
    var bits = 0L;
    for (var part : mask.split("\\.", -1)) {
      bits = bits << 8 | Integer.parseInt(part) & 0xFF;
    }
    var ones = Long.bitCount(bits);
    return bits == (0xFFFFFFFFL << 32 - ones & 0xFFFFFFFFL) ? ones : -1;
  }
}
