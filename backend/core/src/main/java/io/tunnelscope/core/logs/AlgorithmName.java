package io.tunnelscope.core.logs;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Algorithms and the fields they stand in, whatever a device calls them. */
final class AlgorithmName {

  private static final Map<String, String> GROUPS =
      Map.ofEntries(
          Map.entry("1", "modp768"),
          Map.entry("2", "modp1024"),
          Map.entry("5", "modp1536"),
          Map.entry("14", "modp2048"),
          Map.entry("15", "modp3072"),
          Map.entry("16", "modp4096"),
          Map.entry("17", "modp6144"),
          Map.entry("18", "modp8192"),
          Map.entry("19", "ecp256"),
          Map.entry("20", "ecp384"),
          Map.entry("21", "ecp521"),
          Map.entry("24", "modp2048s256"),
          Map.entry("31", "curve25519"));
  private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");
  private static final Pattern MODP = Pattern.compile("modp|-bit");
  private static final Pattern PUNCTUATION = Pattern.compile("[-_ .\"']|oakley|cbc|hmac|transform");

  private AlgorithmName() {}

  /**
   * Our name of a field.
   *
   * @param printed for instance {@code enctype} or {@code Group Description}
   */
  static String field(String printed) {
    var name = printed.toLowerCase(Locale.ROOT);
    if (name.contains("group") || name.contains("hellman")) {
      return "group";
    }
    if (name.contains("method")) {
      return "method";
    }
    if (name.contains("mode")) {
      return "mode";
    }
    if (name.contains("hash")
        || name.contains("hmac")
        || name.contains("integ")
        || name.contains("auth")) {
      return "integrity";
    }
    if (name.contains("enc") || name.contains("key") || name.contains("trns")) {
      return "encryption";
    }
    return name.contains("life") || name.equals("ld") ? "lifetime" : name;
  }

  /**
   * The short name, {@code aes256} or {@code modp2048}; what is no algorithm stays as it is.
   *
   * @param field in our words
   */
  static String of(String field, String printed) {
    return switch (field) {
      case "group" -> group(printed.toLowerCase(Locale.ROOT));
      case "encryption" -> plain(printed);
      case "integrity" -> integrity(plain(printed));
      default -> printed;
    };
  }

  private static String group(String printed) {
    var number = NUMBER.matcher(printed);
    if (!number.find() || printed.startsWith("ecp") || printed.startsWith("curve")) {
      return printed.strip();
    }
    return MODP.matcher(printed).find()
        ? "modp" + number.group()
        : GROUPS.getOrDefault(number.group(), printed.strip());
  }

  private static String plain(String printed) {
    return PUNCTUATION.matcher(printed.toLowerCase(Locale.ROOT)).replaceAll("");
  }

  private static String integrity(String plain) {
    var name = plain.startsWith("sha2") && plain.length() >= 7 ? "sha" + plain.substring(4) : plain;
    return name.equals("sha") || name.equals("sha96") || name.equals("sha196") ? "sha1" : name;
  }
}
