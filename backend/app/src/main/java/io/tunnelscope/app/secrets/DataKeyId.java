package io.tunnelscope.app.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.identity.TenantId;

/**
 * Names a data key.
 *
 * @param version counts from 1 in each tenant; the highest one seals
 */
public record DataKeyId(TenantId tenant, int version) {
  public DataKeyId {
    requireNonNull(tenant, "tenant");
  }

  /** What a wrapped key is about, so that it is of no use to another tenant. */
  byte[] about(String kek) {
    return "tunnelscope data key|%s|%d|%s".formatted(tenant, version, kek).getBytes(UTF_8);
  }
}
