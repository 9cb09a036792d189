package io.tunnelscope.app.identity;

import static java.util.Objects.requireNonNull;

/**
 * Where a request came from, for the audit.
 *
 * @param ip of the client, behind trusted proxies the one they name
 * @param agent the client's User-Agent, cut; empty when it sent none
 * @param requestId as told to the client
 */
public record Origin(String ip, String agent, String requestId) {
  public Origin {
    requireNonNull(ip);
    requireNonNull(agent);
    requireNonNull(requestId);
  }
}
