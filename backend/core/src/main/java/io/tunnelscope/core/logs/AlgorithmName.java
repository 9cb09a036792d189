package io.tunnelscope.core.logs;

import java.util.List;
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

  private static final Pattern INTEGRITY =
      Pattern.compile("md5|sha-?2?[-_ ]?(256|384|512)|sha", Pattern.CASE_INSENSITIVE);
  private static final Pattern COMBINED = Pattern.compile("aesgcm(16)?(128|192|256)");
  private static final Pattern IN_PROPOSAL =
      Pattern.compile(
          "\\b(?:(AES-[A-Z]{3}-\\d{3}|3DES|DES)\\b|(SHA\\d{0,3}|MD5\\d{0,2})\\b|Group (\\d{1,2})\\b)");

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
    if (name.contains("enc")
        || name.contains("key")
        || name.contains("trns")
        || name.contains("trans")) {
      return "encryption";
    }
    if (name.contains("proto")) {
      return "protocol";
    }
    return name.contains("life") ? "lifetime" : name;
  }

  /**
   * The short name, {@code aes256} or {@code modp2048}; what is no algorithm stays as it is.
   *
   * @param field in our words
   */
  static String of(String field, String printed) {
    return switch (field) {
      case "group" -> group(printed.toLowerCase(Locale.ROOT));
      case "encryption" -> encryption(printed);
      case "integrity" -> integrity(printed);
      case "prf" -> "prf" + integrity(printed);
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

  private static String integrity(String printed) {
    var found = INTEGRITY.matcher(printed);
    if (!found.find()) {
      return plain(printed);
    }
    if (found.group().equalsIgnoreCase("md5")) {
      return "md5";
    }
    return found.group(1) == null ? "sha1" : "sha" + found.group(1);
  }

  /**
   * The algorithms of a proposal that stands on one line, in short names.
   *
   * @param printed for instance {@code AES-CBC-256 SHA256 SHA256 DH_GROUP_2048_MODP/Group 14}
   */
  static List<String> proposal(String printed) {
    return IN_PROPOSAL
        .matcher(printed)
        .results()
        .limit(40)
        .map(
            found -> {
              if (found.group(1) != null) {
                return encryption(found.group(1));
              }
              return found.group(2) != null
                  ? integrity(found.group(2))
                  : group("group " + found.group(3));
            })
        .distinct()
        .toList();
  }

  /** A combined cipher names its key first: {@code aes256gcm16}. */
  private static String encryption(String printed) {
    var name = plain(printed).replaceFirst("^esp", "");
    var combined = COMBINED.matcher(name);
    return combined.matches() ? "aes" + combined.group(2) + "gcm16" : name;
  }
}
