package io.tunnelscope.app.gateways;

import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.providers.CollectFailed;
import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.providers.GatewayDiscovery;
import io.tunnelscope.app.providers.GatewayDiscovery.FoundConnection;
import io.tunnelscope.app.providers.vici.ViciAddress;
import io.tunnelscope.core.network.Gateway;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks gateways which connections they have, and keeps the answers. Any thread. */
final class Discovery {
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);
  private static final Duration LONGEST_ROUND = Duration.ofSeconds(20);
  private static final int AT_ONCE = 32;

  private final GatewayDiscovery discovery;
  private final ConnectionStore connections;
  private final AllowList allowed;
  private final Clock clock;

  Discovery(
      GatewayDiscovery discovery, ConnectionStore connections, AllowList allowed, Clock clock) {
    this.discovery = discovery;
    this.connections = connections;
    this.allowed = allowed;
    this.clock = clock;
  }

  /** What came of asking one gateway. */
  sealed interface Asked {
    Gateway gateway();

    record Answered(Gateway gateway, RollCall call) implements Asked {}

    record Failed(Gateway gateway, WhyNotAsked why) implements Asked {}
  }

  /**
   * Asks all of them, 32 at once, within 20 s; one that cannot be asked costs the others nothing.
   * In the order given.
   */
  Future<List<Asked>> ask(Principal who, Origin origin, List<ReachableGateway> gateways) {
    return ask(who, origin, gateways, Deadline.after(LONGEST_ROUND));
  }

  private Future<List<Asked>> ask(
      Principal who, Origin origin, List<ReachableGateway> gateways, Deadline round) {
    var now = gateways.subList(0, Math.min(AT_ONCE, gateways.size()));
    var later = gateways.subList(now.size(), gateways.size());
    var answers =
        Future.all(now.stream().map(gateway -> ask(who, origin, gateway, round)).toList())
            .map(all -> all.<Asked>list());
    return later.isEmpty()
        ? answers
        : answers.compose(
            these ->
                ask(who, origin, later, round)
                    .map(those -> Stream.concat(these.stream(), those.stream()).toList()));
  }

  private Future<Asked> ask(
      Principal who, Origin origin, ReachableGateway gateway, Deadline round) {
    return allowed
        .address(gateway.slug(), gateway.access().address())
        .compose(
            address ->
                address
                    .map(open -> ask(who, origin, gateway.gateway(), open, round))
                    .orElseGet(
                        () -> failed(who, origin, gateway.gateway(), WhyNotAsked.NOT_OFFERED)));
  }

  private Future<Asked> ask(
      Principal who, Origin origin, Gateway gateway, ViciAddress address, Deadline round) {
    var left = round.remaining();
    var deadline = Deadline.after(left.compareTo(LONGEST_ANSWER) < 0 ? left : LONGEST_ANSWER);
    return discovery
        .connections(address.toString(), deadline)
        .transform(
            answer ->
                switch (answer.cause()) {
                  case null -> keep(who, origin, gateway, answer.result());
                  case CollectFailed failed ->
                      failed(who, origin, gateway, WhyNotAsked.of(failed.failure()));
                  case Throwable bug -> Future.failedFuture(bug);
                });
  }

  private Future<Asked> keep(
      Principal who, Origin origin, Gateway gateway, List<FoundConnection> found) {
    var names = found.stream().map(FoundConnection::name).toList();
    return connections
        .keep(who, Optional.of(origin), gateway, names, clock.instant())
        .map(call -> new Asked.Answered(gateway, call));
  }

  private Future<Asked> failed(Principal who, Origin origin, Gateway gateway, WhyNotAsked why) {
    return connections.unasked(who, origin, gateway, why).map(new Asked.Failed(gateway, why));
  }
}
