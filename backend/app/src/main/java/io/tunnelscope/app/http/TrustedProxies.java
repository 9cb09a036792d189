package io.tunnelscope.app.http;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;

/**
 * The proxies whose word about the client's address is believed. Anybody else could write what they
 * like into {@code X-Forwarded-For}, and with it into the audit.
 */
final class TrustedProxies {
  private final List<IpSubnetFilterRule> networks;

  /**
   * @param networks addresses like {@code 10.0.0.7} or networks like {@code 10.0.0.0/8}
   */
  TrustedProxies(Collection<String> networks) {
    this.networks = networks.stream().map(TrustedProxies::rule).toList();
  }

  /** The address of the client: the last one in the chain that is no proxy of ours. */
  String client(HttpServerRequest request) {
    var peer = request.remoteAddress() == null ? null : request.remoteAddress().hostAddress();
    var client = peer == null ? "unknown" : peer;
    if (!isOurs(client)) {
      return client;
    }
    var chain = String.join(",", request.headers().getAll("X-Forwarded-For")).split(",", -1);
    for (int i = chain.length - 1; i >= 0 && isOurs(client); i--) {
      var named = chain[i].strip();
      if (!isAddress(named)) {
        return client;
      }
      client = named;
    }
    return client;
  }

  private boolean isOurs(String address) {
    if (networks.isEmpty() || !isAddress(address)) {
      return false;
    }
    var socket = new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(address), 0);
    return networks.stream().anyMatch(network -> network.matches(socket));
  }

  private static IpSubnetFilterRule rule(String network) {
    var parts = network.strip().split("/", 2);
    boolean v4 = NetUtil.isValidIpV4Address(parts[0]);
    int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : v4 ? 32 : 128;
    return new IpSubnetFilterRule(parts[0], bits, IpFilterRuleType.ACCEPT);
  }

  private static boolean isAddress(String text) {
    return NetUtil.isValidIpV4Address(text) || NetUtil.isValidIpV6Address(text);
  }
}
