package io.tunnelscope.core.evidence;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A setting of a connection, as its owner wrote it. Never a secret.
 *
 * @param connection blank for a setting of the gateway
 * @param key as the provider spells it, for instance {@code dpdTimeoutSeconds}
 */
public record ConfigPart(String connection, String key, String value, List<EvidenceRef> refs)
    implements Evidence {

  public ConfigPart {
    requireNonNull(connection, "connection");
    requireNonNull(key, "key");
    requireNonNull(value, "value");
    refs = List.copyOf(refs);
  }
}
