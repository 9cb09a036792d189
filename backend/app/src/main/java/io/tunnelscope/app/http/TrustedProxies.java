package io.tunnelscope.app.http;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The proxies whose word about the client's address is believed. Anybody else could write what they
 * like into {@code X-Forwarded-For}, and with it into the audit.
 */
public final class TrustedProxies {
  private final Set<String> addresses;

  /**
   * @param addresses single addresses, like {@code 10.0.0.7}
   */
  public TrustedProxies(Collection<String> addresses) {
    this.addresses = addresses.stream().map(String::strip).collect(Collectors.toUnmodifiableSet());
  }

  /** The address of the client: the last one in the chain that is no proxy of ours. */
  String client(HttpServerRequest request) {
    var peer = request.remoteAddress() == null ? null : request.remoteAddress().hostAddress();
    var client = peer == null ? "unknown" : peer;
    if (!addresses.contains(client)) {
      return client;
    }
    var chain = String.join(",", request.headers().getAll("X-Forwarded-For")).split(",", -1);
    for (int i = chain.length - 1; i >= 0 && addresses.contains(client); i--) {
      var named = chain[i].strip();
      if (!isAddress(named)) {
        return client;
      }
      client = named;
    }
    return client;
  }

  private static boolean isAddress(String text) {
    return NetUtil.isValidIpV4Address(text) || NetUtil.isValidIpV6Address(text);
  }
}
