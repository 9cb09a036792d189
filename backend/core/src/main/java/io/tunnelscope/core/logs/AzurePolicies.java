package io.tunnelscope.core.logs;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The numbered policies of an offer in the messages of Azure's IKE service. Between their fields
 * there may be a blank, a comma or nothing at all: {@code
 * Policy1:Cipher=AES-CBC-256Integrity=SHA1Policy2:Cipher=…}.
 */
final class AzurePolicies {

  private static final int MAX = 40;

  private static final Pattern POLICY =
      Pattern.compile("Policy\\s?\\d{1,3}\\s?:", Pattern.CASE_INSENSITIVE);
  private static final Pattern FIELD =
      Pattern.compile(
          "(Cipher|Integrity|DhGroup|PfsGroup)\\s?=\\s?([A-Za-z0-9_-]{1,24}?)(?=Cipher|Integrity|DhGroup\\s?=|PfsGroup|[^A-Za-z0-9_-]|$)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern COMBINED =
      Pattern.compile("(?:aes(?<first>\\d{3})?gcm|gcmaes)(?<last>\\d{3})?(?:16|128)?");

  private AzurePolicies() {}

  /** Proposals in short names, joined by commas; blank where a text has no policies. */
  static String of(String text) {
    if (!text.contains("=")) {
      return "";
    }
    return POLICY
        .splitAsStream(text)
        .skip(1)
        .limit(MAX)
        .map(AzurePolicies::proposal)
        .filter(proposal -> !proposal.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String proposal(String policy) {
    var fields = new LinkedHashMap<String, String>();
    FIELD
        .matcher(policy)
        .results()
        .forEach(
            field -> fields.putIfAbsent(field.group(1).toLowerCase(Locale.ROOT), field.group(2)));
    if (!fields.containsKey("cipher")) {
      return "";
    }
    return Stream.of(
            cipher(fields.get("cipher")),
            integrity(fields.getOrDefault("integrity", "")),
            group(fields.getOrDefault("dhgroup", fields.getOrDefault("pfsgroup", ""))))
        .filter(name -> !name.isEmpty())
        .collect(Collectors.joining("/"));
  }

  private static String cipher(String printed) {
    var name = plain(printed);
    var combined = COMBINED.matcher(name);
    if (!combined.matches()) {
      return name;
    }
    var bits = combined.group("first") == null ? combined.group("last") : combined.group("first");
    return bits == null ? name : "aes" + bits + "gcm16";
  }

  /** A cipher that protects by itself names itself once more, as GMAC or GCM. */
  private static String integrity(String printed) {
    var name = plain(printed);
    return name.isEmpty() || name.contains("gmac") || name.contains("gcm") || name.equals("none")
        ? ""
        : AlgorithmName.of("integrity", printed);
  }

  private static String group(String printed) {
    var name = plain(printed).replaceFirst("^(?:dhgroup|dh|pfs|group)", "");
    return switch (name) {
      case "", "0", "none", "mm" -> "";
      case "2048" -> "modp2048";
      default -> AlgorithmName.of("group", name);
    };
  }

  private static String plain(String printed) {
    return printed.toLowerCase(Locale.ROOT).replaceAll("[-_]|cbc", "");
  }
}
