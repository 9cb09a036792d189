package io.tunnelscope.core.diagnosis.rules;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a route-based Azure gateway accepts when its connection has no policy of its own:
 * encryption/integrity.
 */
final class AzureDefaults {

  static final List<String> IKE =
      List.of(
          "aes256/sha1",
          "aes256/sha256",
          "aes128/sha1",
          "aes128/sha256",
          "3des/sha1",
          "3des/sha256");

  /** As responder, which accepts more than it offers as initiator. */
  static final List<String> ESP =
      List.of(
          "gcmaes256/gcmaes256",
          "aes256/sha1",
          "3des/sha1",
          "aes256/sha256",
          "aes128/sha1",
          "3des/sha256",
          "des/sha1",
          "aes128/sha256");

  private AzureDefaults() {}

  /**
   * In which field the offer fails: {@code encryption}, {@code integrity} or both joined by a plus;
   * blank when each field has something in common, so that the difference lies elsewhere.
   */
  static String difference(List<String> accepted, String offer) {
    var offered = List.of(offer.split(",\\s*", -1));
    var differing =
        Stream.of("encryption", "integrity")
            .filter(field -> offered.stream().noneMatch(one -> hasField(accepted, one, field)))
            .toList();
    return String.join("+", differing);
  }

  private static boolean hasField(List<String> accepted, String offered, String field) {
    var wanted = part(offered, field);
    return accepted.stream().anyMatch(one -> part(one, field).equals(wanted));
  }

  private static String part(String pair, String field) {
    var slash = pair.indexOf('/');
    if (slash < 0) {
      return pair;
    }
    return field.equals("encryption") ? pair.substring(0, slash) : pair.substring(slash + 1);
  }
}
