package io.tunnelscope.core.logs;

import io.tunnelscope.core.network.Proposal;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The algorithms in pluto's sentences, put into short names. */
final class PlutoOffer {

  private static final int MAX = 4_000;

  private PlutoOffer() {}

  /**
   * {@code 1:IKE:ENCR=AES_CBC_256,AES_CBC_128;INTEG=HMAC_SHA2_256_128;DH=MODP2048 2:IKE:…} of an
   * IKEv2 proposal; empty when the text holds none.
   */
  static String ofProposals(String text) {
    return Arrays.stream(cut(text).split(" ", -1))
        .filter(word -> word.contains(":") && word.contains("="))
        .map(PlutoOffer::proposal)
        .filter(proposal -> !proposal.isEmpty())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** {@code [AES_CBC (256), HMAC_SHA2_256, MODP2048]} of an IKEv1 transform. */
  static String ofTransform(String text) {
    var open = text.indexOf('[');
    var close = text.indexOf(']', open + 1);
    return open < 0 || close < 0
        ? ""
        : Arrays.stream(cut(text.substring(open + 1, close)).split(", ", -1))
            .map(part -> shortName(part.replace(" (", "_").replace(")", "")))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.joining("/"));
  }

  private static String cut(String text) {
    return text.length() <= MAX ? text : text.substring(0, MAX);
  }

  private static String proposal(String word) {
    var begin = word.lastIndexOf(':', word.indexOf('='));
    var end = word.indexOf('[', begin);
    return Arrays.stream(word.substring(begin + 1, end < 0 ? word.length() : end).split(";", -1))
        .flatMap(PlutoOffer::transforms)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.joining("/"));
  }

  private static Stream<String> transforms(String field) {
    var equals = field.indexOf('=');
    if (equals < 0) {
      return Stream.empty();
    }
    var kind = field.substring(0, equals);
    return Arrays.stream(field.substring(equals + 1).split("[,+]", -1))
        .map(
            name ->
                switch (kind) {
                  case "PRF" -> shortName("PRF_" + name);
                  case "ESN" -> sequenceNumbers(name);
                  default -> shortName(name);
                });
  }

  private static String sequenceNumbers(String name) {
    return switch (name) {
      case "ENABLED", "YES" -> "esn";
      case "DISABLED", "NO" -> "noesn";
      default -> "";
    };
  }

  private static String shortName(String name) {
    var plain =
        name.replace("OAKLEY_", "")
            .replace("GROUP_", "")
            .replace("ESP_", "")
            .replace("AUTH_ALGORITHM_", "")
            .replace("AES_GCM_C_", "AES_GCM_16_")
            .replaceFirst("_0+(\\d{3})$", "_$1");
    return switch (plain.toUpperCase(Locale.ROOT)) {
      case "NONE", "PRF_NONE", "N/A" -> "";
      case "DH14" -> "modp2048";
      case "DH19" -> "ecp256";
      case "DH20" -> "ecp384";
      case "DH21" -> "ecp521";
      case "DH31" -> "curve25519";
      case "3DES_CBC_192", "3DES_192", "3DES_CBC_0" -> "3des";
      case "SHA", "SHA1", "HMAC_SHA" -> "sha1";
      case "SHA2_256", "SHA256" -> "sha256";
      default -> Proposal.shorten(plain);
    };
  }
}
