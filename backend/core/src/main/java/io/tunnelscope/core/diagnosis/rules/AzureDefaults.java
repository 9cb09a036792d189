package io.tunnelscope.core.diagnosis.rules;

import io.tunnelscope.core.evidence.Role;
import io.tunnelscope.core.network.Proposal.Protocol;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a route-based Azure gateway offers and accepts while its connection has no policy of its
 * own, in short names.
 */
final class AzureDefaults {

  /** The same in both roles. */
  static final List<String> IKE =
      List.of(
          "aes256/sha1/modp1024",
          "aes256/sha256/modp1024",
          "aes128/sha1/modp1024",
          "aes128/sha256/modp1024",
          "3des/sha1/modp1024",
          "3des/sha256/modp1024");

  /** As initiator: never with PFS. */
  static final List<String> ESP_OFFERED =
      List.of(
          "aes256gcm16", "aes256/sha1", "3des/sha1", "aes256/sha256", "aes128/sha1", "3des/sha256");

  /** As responder it accepts more than it offers. */
  static final List<String> ESP_ACCEPTED =
      Stream.concat(
              ESP_OFFERED.stream(),
              Stream.of(
                  "des/sha1",
                  "aes256/sha1/modp768",
                  "aes256/sha1/modp1024",
                  "aes256/sha1/modp2048",
                  "aes128/sha1/modp768",
                  "aes128/sha1/modp1024",
                  "aes128/sha1/modp2048",
                  "3des/sha1/modp768",
                  "3des/sha1/modp1024",
                  "3des/sha256/modp1024",
                  "aes256/sha256/modp768",
                  "aes256/sha256/modp1024",
                  "aes256/sha256/modp2048",
                  "aes256/sha1/modp2048s256",
                  "aes256/sha256/modp2048s256",
                  "aes128/sha256",
                  "aes128/sha256/modp768",
                  "aes128/sha256/modp1024",
                  "aes128/sha256/modp2048",
                  "3des/sha1/modp2048"))
          .toList();

  private AzureDefaults() {}

  /**
   * @param role the part the gateway plays; what it plays is unknown to short logs, and a responder
   *     accepts all that an initiator offers
   */
  static List<String> of(Protocol protocol, Role role) {
    if (protocol == Protocol.IKE) {
      return IKE;
    }
    return role == Role.INITIATOR ? ESP_OFFERED : ESP_ACCEPTED;
  }
}
