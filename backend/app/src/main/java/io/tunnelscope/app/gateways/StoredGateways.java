package io.tunnelscope.app.gateways;

import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.providers.vici.ViciGateways;
import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Gateway;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Tells the provider of strongSwan gateways what tenants said and what this node allows of it. */
public final class StoredGateways implements ViciGateways {
  private final GatewayStore gateways;
  private final ConnectionStore connections;
  private final AllowList allowed;
  private final Clock clock;

  public StoredGateways(
      GatewayStore gateways, ConnectionStore connections, AllowList allowed, Clock clock) {
    this.gateways = gateways;
    this.connections = connections;
    this.allowed = allowed;
    this.clock = clock;
  }

  @Override
  public Future<Optional<ViciGateway>> find(UUID tenant, ArmId gateway) {
    return gateways
        .reachable(new TenantId(tenant), gateway)
        .compose(
            found -> found.map(this::allowed).orElse(Future.succeededFuture(Optional.empty())));
  }

  private Future<Optional<ViciGateway>> allowed(ReachableGateway gateway) {
    var address = allowed.address(gateway.slug(), gateway.access().address());
    var logFile = logFile(gateway);
    return Future.all(address, logFile)
        .map(
            _ ->
                address
                    .result()
                    .map(open -> new ViciGateway(gateway.gateway().id(), open, logFile.result())));
  }

  private Future<Optional<Path>> logFile(ReachableGateway gateway) {
    return gateway
        .access()
        .logFile()
        .map(file -> allowed.logFile(gateway.slug(), file))
        .orElse(Future.succeededFuture(Optional.empty()));
  }

  @Override
  public Future<Void> seen(UUID tenant, ArmId gateway, List<String> names) {
    var who = Principal.system(new TenantId(tenant));
    return connections
        .namesOf(who.tenant(), gateway)
        .compose(
            known ->
                new HashSet<>(known).containsAll(names)
                    ? Future.succeededFuture()
                    : connections
                        .keep(
                            who,
                            Optional.empty(),
                            Gateway.routeBased(gateway),
                            names,
                            clock.instant())
                        .mapEmpty());
  }
}
