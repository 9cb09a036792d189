package io.tunnelscope.app.providers.vici;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Says how a gateway is reached from this node. Safe for any context; never blocks the caller. */
public interface ViciGateways {

  /**
   * How that gateway of that tenant is reached. Asked anew before each run: the address is on this
   * node's allow-list at this moment, and no symbolic link lies on the way to it. Empty when the
   * tenant has no such gateway or this node may not open its address (any more).
   */
  Future<Optional<ViciGateway>> find(UUID tenant, ArmId gateway);

  /**
   * Tells what the gateway said in passing: those that are not known yet become targets. Costs
   * little when there is nothing new. A failure is nothing to end a run for.
   *
   * @param connections names of all that are loaded there now, as strongSwan spells them
   */
  Future<Void> seen(UUID tenant, ArmId gateway, List<String> connections);

  /**
   * @param logFile where its daemon writes; empty when none was named, or this node may not read it
   *     (any more). It was no symbolic link a moment ago: open it without following one.
   */
  record ViciGateway(ArmId id, ViciAddress address, Optional<Path> logFile) {
    public ViciGateway {
      requireNonNull(id, "id");
      requireNonNull(address, "address");
      requireNonNull(logFile, "logFile");
    }
  }
}
