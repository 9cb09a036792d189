package io.tunnelscope.app.providers.vici;

import io.tunnelscope.app.providers.CollectFailed;
import io.tunnelscope.app.providers.CollectFailure;
import io.tunnelscope.app.providers.Collected;
import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.providers.EvidenceProvider;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.Gateway;
import io.tunnelscope.core.network.Target;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.ZoneId;

/**
 * Asks strongSwan gateways themselves. Passive unless the run is active: then a connection that is
 * down is dialled, and left as it was found.
 */
public final class ViciEvidence implements EvidenceProvider {
  private final Vertx vertx;
  private final Clock clock;
  private final ZoneId zone;
  private final ViciGateways gateways;

  /**
   * @param zone of this machine, in which gateways on it write the times of their logs
   */
  public ViciEvidence(Vertx vertx, Clock clock, ZoneId zone, ViciGateways gateways) {
    this.vertx = vertx;
    this.clock = clock;
    this.zone = zone;
    this.gateways = gateways;
  }

  @Override
  public Future<Collected> collect(Request request, Deadline deadline, Progress progress) {
    progress.probe("gateway", 10);
    return gateways
        .find(request.tenant(), gatewayOf(request.target()).id())
        .compose(
            found ->
                found
                    .map(
                        gateway ->
                            new Visit(vertx, clock, zone, gateways, gateway, request, progress)
                                .collect())
                    .orElseGet(ViciEvidence::mayNotBeAsked));
  }

  private static Gateway gatewayOf(Target target) {
    return switch (target) {
      case Gateway gateway -> gateway;
      case Connection connection -> connection.gateway();
    };
  }

  private static Future<Collected> mayNotBeAsked() {
    return Future.failedFuture(new CollectFailed(new CollectFailure.Unauthorized()));
  }
}
