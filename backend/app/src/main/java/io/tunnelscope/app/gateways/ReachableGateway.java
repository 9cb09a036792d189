package io.tunnelscope.app.gateways;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.core.network.Gateway;

/**
 * A strongSwan gateway and how its tenant says it is reached.
 *
 * @param slug of the tenant, by which the node's allow-list knows it
 */
public record ReachableGateway(String slug, Gateway gateway, ViciAccess access) {
  public ReachableGateway {
    requireNonNull(slug, "slug");
    requireNonNull(gateway, "gateway");
    requireNonNull(access, "access");
  }
}
