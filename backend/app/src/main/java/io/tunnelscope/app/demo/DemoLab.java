package io.tunnelscope.app.demo;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.Services;
import io.tunnelscope.app.gateways.StrongswanId;
import io.tunnelscope.app.gateways.Subscription;
import io.tunnelscope.app.gateways.ViciAccess;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.settings.ViciSettings;
import io.tunnelscope.app.settings.ViciSettings.Allowed;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.ConnectionKind;
import io.tunnelscope.core.network.Gateway;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The three real gateways of lab/ as targets of one demo tenant. They are written down here, not
 * discovered: a fault may be on in which a gateway is away or a connection is not loaded.
 *
 * @param folder where the lab keeps its state; absolute, without symbolic links
 */
public record DemoLab(Path folder) {
  /** Slug of the tenant that gets them, and the only one that may open them. */
  private static final String TENANT = "contoso";

  private static final String SUBSCRIPTION = "IPsec lab";

  private static final List<Node> NODES =
      List.of(
          new Node("hub", "gw-a", List.of("branch", "partner")),
          new Node("branch", "gw-b", List.of("hub")),
          new Node("partner", "gw-c", List.of("hub")));

  /**
   * @param place its folder inside the lab's
   */
  private record Node(String name, String place, List<String> connections) {
    String socket(Path lab) {
      return lab.resolve(place).resolve("charon.vici").toString();
    }

    String log(Path lab) {
      return lab.resolve(place).resolve("charon.log").toString();
    }
  }

  public DemoLab {
    requireNonNull(folder, "folder");
  }

  /** What a node of the demo may open: the lab and nothing else. */
  public ViciSettings allowed() {
    return new ViciSettings(
        NODES.stream().map(node -> forTenant(node.socket(folder))).toList(),
        NODES.stream().map(node -> forTenant(node.log(folder))).toList());
  }

  private static Allowed forTenant(String path) {
    return new Allowed(Optional.of(TENANT), path);
  }

  /** Puts the gateways in their place, unless the tenant is another one; what is there stays. */
  Future<Void> ensure(Services services, Demo.Tenant tenant) {
    if (!tenant.slug().equals(TENANT)) {
      return Future.succeededFuture();
    }
    return new DemoTargets(services)
        .subscription(tenant.id(), SUBSCRIPTION, Subscription.STRONGSWAN)
        .compose(
            subscription ->
                DemoTargets.inTurn(
                    NODES,
                    node -> {
                      var id = StrongswanId.ofGateway(subscription, node.name());
                      var gateway = Gateway.routeBased(id);
                      return services
                          .gateways
                          .put(tenant.id(), subscription, gateway, "")
                          .compose(_ -> reach(services, tenant.id(), gateway, node))
                          .compose(_ -> connect(services, tenant.id(), gateway, node));
                    }));
  }

  private Future<Void> reach(Services services, TenantId tenant, Gateway gateway, Node node) {
    var access = new ViciAccess(node.socket(folder), Optional.of(node.log(folder)));
    return services.gateways.reachBy(tenant, gateway.id(), access);
  }

  private static Future<Void> connect(
      Services services, TenantId tenant, Gateway gateway, Node node) {
    return DemoTargets.inTurn(
        node.connections(),
        name ->
            services.connections.put(
                tenant,
                new Connection(
                    StrongswanId.ofConnection(gateway.id(), name).orElseThrow(),
                    gateway,
                    name,
                    ConnectionKind.IPSEC)));
  }
}
