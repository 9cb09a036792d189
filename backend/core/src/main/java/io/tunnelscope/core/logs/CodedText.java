package io.tunnelscope.core.logs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Texts inside of a line that are written in base64, hex or numbers, so that no name in them is
 * seen.
 */
final class CodedText {

  /** What may be one; group 1 is all of it. */
  static final Pattern PATTERN =
      Pattern.compile("(?<![A-Za-z0-9+/_-])([A-Za-z0-9+/_-]{16,65536}={0,2})");

  /** An array of bytes, as the journal writes a message that holds more than plain text. */
  static final Pattern NUMBERS = Pattern.compile("\\[([0-9, ]{16,65536})");

  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private static final int SHORTEST = 16;

  private CodedText() {}

  /** A plain look: whether the line has so many letters and digits in a row. */
  static boolean in(String line) {
    var length = 0;
    for (var i = 0; i < line.length() && length < SHORTEST; i++) {
      length = isCode(line.charAt(i)) ? length + 1 : 0;
    }
    return length >= SHORTEST;
  }

  /** The text behind it; empty when it is none. */
  static Optional<String> read(String coded) {
    var bytes = isHex(coded) ? HexFormat.of().parseHex(coded) : base64(coded);
    return inUtf8(bytes)
        .or(() -> printable(bytes, 0, 2, StandardCharsets.UTF_16LE))
        .or(() -> printable(bytes, 1, 2, StandardCharsets.UTF_16BE));
  }

  /** The text whose bytes are these numbers; empty when they are none. */
  static Optional<String> readNumbers(String numbers) {
    var bytes = new ByteArrayOutputStream();
    for (var found = NUMBER.matcher(numbers); found.find(); ) {
      if (found.group().length() > 3 || Integer.parseInt(found.group()) > 255) {
        return Optional.empty();
      }
      bytes.write(Integer.parseInt(found.group()));
    }
    return Optional.of(bytes.toString(StandardCharsets.UTF_8));
  }

  private static boolean isHex(String coded) {
    return coded.length() % 2 == 0 && coded.chars().allMatch(HexFormat::isHexDigit);
  }

  /** Without the last letters when they are no whole group. */
  private static byte[] base64(String coded) {
    var usual = coded.replace("=", "").replace('-', '+').replace('_', '/');
    var whole = usual.length() % 4 == 1 ? usual.length() - 1 : usual.length();
    return Base64.getDecoder().decode(usual.substring(0, whole));
  }

  private static Optional<String> inUtf8(byte[] bytes) {
    try {
      return Optional.of(
              StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString())
          .filter(text -> text.chars().allMatch(CodedText::isPrintable));
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  /**
   * @param at where in each character its only byte that is not 0 stands
   * @param width of a character, in bytes
   */
  private static Optional<String> printable(byte[] bytes, int at, int width, Charset charset) {
    if (bytes.length % width != 0) {
      return Optional.empty();
    }
    for (var i = 0; i < bytes.length; i++) {
      if (i % width == at ? bytes[i] < 0 || !isPrintable(bytes[i]) : bytes[i] != 0) {
        return Optional.empty();
      }
    }
    return Optional.of(new String(bytes, charset));
  }

  private static boolean isPrintable(int c) {
    return c >= ' ' && c != 127 || c == '\n' || c == '\r' || c == '\t';
  }

  private static boolean isCode(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '/' && c <= '9'
        || c == '+'
        || c == '-'
        || c == '_';
  }
}
