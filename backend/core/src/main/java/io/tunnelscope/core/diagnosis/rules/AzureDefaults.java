package io.tunnelscope.core.diagnosis.rules;

import java.util.List;

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
          "gcmaes256",
          "aes256/sha1",
          "3des/sha1",
          "aes256/sha256",
          "aes128/sha1",
          "3des/sha256",
          "des/sha1",
          "aes128/sha256");

  private AzureDefaults() {}
}
