package io.tunnelscope.app.runs;

import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.ConnectionKind;
import io.tunnelscope.core.network.Gateway;
import io.tunnelscope.core.network.Target;

/**
 * What an upload is about: nothing that is known here, but it gets a resource id and a name like
 * everything else, so that two uploads of one name can be compared.
 */
final class UploadTarget {
  private static final int LONGEST_NAME = 120;
  private static final String GATEWAY = "uploads";

  private UploadTarget() {}

  /** Characters that a resource id cannot hold become a dash. */
  static Target named(SubscriptionId subscription, String name) {
    var last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    var clean = last.replaceAll("[^\\p{L}\\p{N}._()~ -]", "-").strip();
    var shortened = clean.length() > LONGEST_NAME ? clean.substring(0, LONGEST_NAME) : clean;
    return new Connection(
        new ArmId(
            prefix(subscription) + "connections/" + (shortened.isEmpty() ? "logs" : shortened)),
        gateway(subscription),
        ConnectionKind.IPSEC);
  }

  /** The target of a run that was started by an upload. */
  static Target of(Run run) {
    return new Connection(run.target(), gateway(run.subscription()), ConnectionKind.IPSEC);
  }

  private static Gateway gateway(SubscriptionId subscription) {
    return Gateway.routeBased(
        new ArmId(prefix(subscription) + "virtualNetworkGateways/" + GATEWAY));
  }

  private static String prefix(SubscriptionId subscription) {
    return "/subscriptions/%s/resourceGroups/uploads/providers/Microsoft.Network/"
        .formatted(subscription);
  }
}
