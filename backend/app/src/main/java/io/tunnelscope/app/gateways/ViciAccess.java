package io.tunnelscope.app.gateways;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * How a gateway is reached, as its tenant named it. Nothing to open before the {@link AllowList}
 * was asked.
 *
 * @param address a socket path or host:port
 * @param logFile where its daemon writes, when somebody named it
 */
public record ViciAccess(String address, Optional<String> logFile) {
  public ViciAccess {
    requireNonNull(address, "address");
    requireNonNull(logFile, "logFile");
  }
}
