package io.tunnelscope.app.demo;

import io.tunnelscope.app.Services;
import io.tunnelscope.app.gateways.Subscription;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.ConnectionKind;
import io.tunnelscope.core.network.Gateway;
import io.tunnelscope.core.network.GatewayKind;
import io.tunnelscope.core.network.VpnType;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The gateways and connections of a demo tenant: one for each fault of the table, named after it, a
 * few that cannot be troubleshot, and some that look like a company's own.
 */
final class DemoTargets {
  /** A made-up site: its gateway and the connections of that. */
  record Site(String subscription, String location, String gateway, List<String> connections) {}

  static final String SIMULATED = "Simulated";

  /** Takes 20 s, so that one can watch it. */
  private static final String SLOW = "Slow";

  private static final String PROVIDER = "simulated";
  private static final String LOCATION = "koreacentral";

  private final Services services;

  DemoTargets(Services services) {
    this.services = services;
  }

  /** Puts everything in its place; what is there already stays. */
  Future<Void> ensure(TenantId tenant, List<Site> sites) {
    return subscription(tenant, SIMULATED, PROVIDER)
        .compose(subscription -> simulated(tenant, subscription))
        .compose(_ -> inTurn(sites, site -> site(tenant, site)))
        .compose(_ -> inTurn(SitePair.of(sites), pair -> pair(tenant, pair)));
  }

  private Future<Void> simulated(TenantId tenant, SubscriptionId subscription) {
    var hub = Gateway.routeBased(gatewayId(subscription, "sim"));
    return gateway(tenant, subscription, hub, LOCATION)
        .compose(
            _ ->
                inTurn(
                    Fault.ofGateways(),
                    fault -> gateway(tenant, subscription, gatewayOf(hub, fault), LOCATION)))
        .compose(
            _ ->
                inTurn(
                    Fault.ofConnections(),
                    fault -> connection(tenant, hub, fault.wireId(), ConnectionKind.IPSEC)))
        .compose(_ -> connection(tenant, hub, SLOW, ConnectionKind.VNET2VNET))
        .compose(_ -> unsupported(tenant, subscription, hub));
  }

  private Future<Void> unsupported(TenantId tenant, SubscriptionId subscription, Gateway hub) {
    var express =
        new Gateway(
            gatewayId(subscription, "sim-express"), GatewayKind.EXPRESS_ROUTE, Optional.empty());
    var policy =
        new Gateway(
            gatewayId(subscription, "sim-policy"),
            GatewayKind.VPN,
            Optional.of(VpnType.POLICY_BASED));
    return gateway(tenant, subscription, express, LOCATION)
        .compose(_ -> gateway(tenant, subscription, policy, LOCATION))
        .compose(_ -> connection(tenant, express, "circuit", ConnectionKind.EXPRESS_ROUTE))
        .compose(_ -> connection(tenant, hub, "p2s", ConnectionKind.VPN_CLIENT));
  }

  private Future<Void> site(TenantId tenant, Site site) {
    return subscription(tenant, site.subscription(), PROVIDER)
        .compose(
            subscription -> {
              var gateway = Gateway.routeBased(gatewayId(subscription, site.gateway()));
              return gateway(tenant, subscription, gateway, site.location())
                  .compose(
                      _ ->
                          inTurn(
                              site.connections(),
                              name -> connection(tenant, gateway, name, ConnectionKind.IPSEC)));
            });
  }

  private Future<Void> pair(TenantId tenant, SitePair pair) {
    return half(tenant, pair.unloaded(), pair.unloadedConnection())
        .compose(
            one ->
                half(tenant, pair.waiting(), pair.waitingConnection())
                    .compose(
                        other ->
                            services.twins.pair(
                                Principal.system(tenant), Optional.empty(), one, other)));
  }

  private Future<ArmId> half(TenantId tenant, Site site, String name) {
    return subscription(tenant, site.subscription(), PROVIDER)
        .compose(
            subscription -> {
              var gateway = Gateway.routeBased(gatewayId(subscription, site.gateway()));
              return connection(tenant, gateway, name, ConnectionKind.VNET2VNET)
                  .map(sibling(gateway.id(), "connections", name));
            });
  }

  /** The subscription of that name, made when there is none. */
  Future<SubscriptionId> subscription(TenantId tenant, String name, String provider) {
    return services
        .subscriptions
        .list(tenant, Optional.empty(), 200)
        .compose(
            all ->
                all.stream()
                    .map(state -> state.subscription())
                    .filter(known -> known.name().equals(name))
                    .findFirst()
                    .map(known -> Future.succeededFuture(known.id()))
                    .orElseGet(() -> newSubscription(tenant, name, provider)));
  }

  private Future<SubscriptionId> newSubscription(TenantId tenant, String name, String provider) {
    var id = new SubscriptionId(services.ids.next());
    return services.subscriptions.put(tenant, new Subscription(id, name, provider)).map(id);
  }

  private Future<Void> gateway(
      TenantId tenant, SubscriptionId subscription, Gateway gateway, String location) {
    return services.gateways.put(tenant, subscription, gateway, location);
  }

  private Future<Void> connection(
      TenantId tenant, Gateway gateway, String name, ConnectionKind kind) {
    return services.connections.put(
        tenant, new Connection(sibling(gateway.id(), "connections", name), gateway, kind));
  }

  /** The gateway beside that one whose runs end with that fault. */
  static Gateway gatewayOf(Gateway beside, Fault fault) {
    return Gateway.routeBased(
        sibling(beside.id(), "virtualNetworkGateways", "sim-" + fault.wireId()));
  }

  /** The connection beside that gateway whose runs end with that fault. */
  static Connection connectionOf(Gateway beside, Fault fault) {
    var hub = Gateway.routeBased(sibling(beside.id(), "virtualNetworkGateways", "sim"));
    return new Connection(
        sibling(hub.id(), "connections", fault.wireId()), hub, ConnectionKind.IPSEC);
  }

  private static ArmId gatewayId(SubscriptionId subscription, String name) {
    return new ArmId(
        "/subscriptions/%s/resourceGroups/demo/providers/Microsoft.Network/virtualNetworkGateways/%s"
            .formatted(subscription, name));
  }

  private static ArmId sibling(ArmId id, String type, String name) {
    return new ArmId(
        "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.Network/%s/%s"
            .formatted(id.subscription(), id.resourceGroup(), type, name));
  }

  static <T> Future<Void> inTurn(
      List<T> things, java.util.function.Function<T, Future<Void>> work) {
    Future<Void> all = Future.succeededFuture();
    for (T thing : things) {
      Supplier<Future<Void>> next = () -> work.apply(thing);
      all = all.compose(_ -> next.get());
    }
    return all;
  }
}
