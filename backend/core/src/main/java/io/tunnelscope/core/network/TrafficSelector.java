package io.tunnelscope.core.network;

import static java.util.Objects.requireNonNull;

/**
 * Which packets a child SA carries, on one of its sides.
 *
 * @param start first address of the range, as written in the evidence
 * @param end last address of the range
 * @param startPort 0 to 65535
 * @param endPort 0 to 65535
 * @param protocol IP protocol number, 0 for any
 */
public record TrafficSelector(String start, String end, int startPort, int endPort, int protocol) {

  public TrafficSelector {
    requireNonNull(start, "start");
    requireNonNull(end, "end");
  }

  /** Every port and protocol between two addresses. */
  public static TrafficSelector range(String start, String end) {
    return new TrafficSelector(start, end, 0, 65535, 0);
  }

  /** {@code 10.0.0.0-10.0.255.255}, with port and protocol only where they are limited. */
  public String text() {
    var addresses = start.equals(end) ? start : start + "-" + end;
    var ports = startPort == 0 && endPort == 65535 ? "" : " port " + startPort + "-" + endPort;
    return addresses + ports + (protocol == 0 ? "" : " protocol " + protocol);
  }
}
