package io.tunnelscope.app.audit;

import io.tunnelscope.app.identity.TenantId;
import java.util.HexFormat;

/**
 * An entry where it hangs in the chain.
 *
 * @param format of what was hashed
 * @param previous hash of the entry before it, in hex
 * @param hash its own, in hex
 */
record AuditLink(AuditEntry entry, int format, String previous, String hash) {

  /** What was hashed, as JSON, with the hash as its last member. One line without its end. */
  String line(TenantId tenant) {
    return withHash(
        entry.canonical(format, tenant.value(), HexFormat.of().parseHex(previous)), hash);
  }

  static String withHash(String json, String hash) {
    return json.substring(0, json.length() - 1) + ",\"hash\":\"" + hash + "\"}";
  }
}
