package io.tunnelscope.app.outbox;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.identity.TenantId;
import java.time.Duration;

/**
 * Something to be sent.
 *
 * @param lane messages of a lane go one after the other, in the order in which they were written
 * @param key what it is about within its lane; written again before it went, it goes once
 * @param body for whoever delivers it, at most 65,536 characters
 * @param rest how long it shall wait at least
 */
public record Message(TenantId tenant, String lane, String key, String body, Duration rest) {
  public Message {
    requireNonNull(tenant, "tenant");
    requireNonNull(lane, "lane");
    requireNonNull(key, "key");
    requireNonNull(body, "body");
    requireNonNull(rest, "rest");
  }

  /** To go as soon as somebody takes it. */
  public static Message now(TenantId tenant, String lane, String key, String body) {
    return new Message(tenant, lane, key, body, Duration.ZERO);
  }
}
