package io.tunnelscope.app.outbox;

import io.tunnelscope.app.identity.TenantId;

/**
 * A message that one sender has now.
 *
 * @param version grows when the message is written again while it is on its way
 * @param fence of the holding of its lane
 * @param attempt 1 for the first
 */
public record Parcel(
    TenantId tenant, String lane, String key, String body, int version, long fence, int attempt) {
  OutboxStore.Held held() {
    return new OutboxStore.Held(tenant, lane, fence);
  }

  /** The body may be about people. */
  @Override
  public String toString() {
    return "Parcel[" + tenant + " " + lane + " " + key + " attempt " + attempt + "]";
  }
}
