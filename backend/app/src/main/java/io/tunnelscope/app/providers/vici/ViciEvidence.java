package io.tunnelscope.app.providers.vici;

import io.tunnelscope.app.providers.CollectFailed;
import io.tunnelscope.app.providers.CollectFailure;
import io.tunnelscope.app.providers.Collected;
import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.providers.EvidenceProvider;
import io.tunnelscope.app.providers.ProcessorWork;
import io.tunnelscope.app.providers.Stay;
import io.tunnelscope.app.providers.vici.ViciGateways.ViciGateway;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.Gateway;
import io.tunnelscope.core.network.Target;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.ZoneId;

/**
 * Asks strongSwan gateways themselves. Passive unless the run is active: then a connection that is
 * down is dialled, and left as it was found. That is done even when the deadline passes meanwhile
 * and the future has failed already.
 */
public final class ViciEvidence implements EvidenceProvider {

  private final Node node;
  private final ViciGateways gateways;

  /**
   * @param zone of this machine, in which gateways on it write the times of their logs
   */
  public ViciEvidence(Vertx vertx, Clock clock, ZoneId zone, ViciGateways gateways) {
    this.node = new Node(vertx, ProcessorWork.on(vertx), clock, zone);
    this.gateways = gateways;
  }

  @Override
  public Future<Collected> collect(Request request, Deadline deadline, Progress progress) {
    var stay = new Stay(deadline, progress);
    var visited =
        stay.step("gateway", 10)
            .compose(_ -> gateways.find(request.tenant(), gatewayOf(request.target()).id()))
            .compose(
                found ->
                    found
                        .map(gateway -> visit(gateway, request, stay))
                        .orElseGet(ViciEvidence::mayNotBeAsked));
    return stay.bound(node.vertx(), visited);
  }

  /** All of it on one context, whatever thread the answer of the database came on. */
  private Future<Collected> visit(ViciGateway gateway, Request request, Stay stay) {
    Promise<Collected> visited = Promise.promise();
    node.vertx()
        .getOrCreateContext()
        .runOnContext(
            _ -> new Visit(node, gateways, gateway, request, stay).collect().onComplete(visited));
    return visited.future();
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
