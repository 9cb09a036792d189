package io.tunnelscope.app.egress;

import static java.util.Objects.requireNonNull;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * What to send where.
 *
 * @param body empty for none
 * @param longest time until the answer is complete
 * @param mostBytes of the answer's body
 */
public record EgressCall(
    HttpMethod method,
    URI address,
    Map<String, String> headers,
    Buffer body,
    Duration longest,
    int mostBytes) {
  public EgressCall {
    requireNonNull(method, "method");
    requireNonNull(address, "address");
    requireNonNull(body, "body");
    requireNonNull(longest, "longest");
    headers = Map.copyOf(headers);
  }

  /** The headers may hold a secret. */
  @Override
  public String toString() {
    return "EgressCall[" + method + " " + address.getHost() + "]";
  }
}
