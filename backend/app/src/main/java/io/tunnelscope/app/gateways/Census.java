package io.tunnelscope.app.gateways;

import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.providers.azure.AzureInventory.Found;
import io.tunnelscope.app.providers.azure.AzureInventory.FoundConnection;
import io.tunnelscope.app.providers.azure.AzureInventory.FoundGateway;
import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.Gateway;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What Azure says a subscription has, held against what is known of it. Everything is called as in
 * Azure, but with our id of the subscription. Pure.
 *
 * @param gateways that are there, in Azure's order
 * @param gone gateways that are known here and not there any more; they stay
 * @param ignored how much more is there: too much, or connections of gateways that are not there
 */
record Census(List<Present> gateways, List<Gateway> gone, int ignored) {

  /** Connections that are kept of one subscription. */
  static final int MOST_CONNECTIONS = 10_000;

  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_REGION = 100;

  Census {
    gateways = List.copyOf(gateways);
    gone = List.copyOf(gone);
  }

  /** What is known here. */
  record Known(List<Gateway> gateways, List<Connection> connections) {}

  /**
   * A gateway that is there, with its connections.
   *
   * @param location the region, blank when Azure does not say
   */
  record Present(
      Gateway gateway, String location, boolean isNew, List<Part> connections, RollCall call) {}

  /** A connection that is there. */
  record Part(Connection connection, String location) {}

  static Census of(SubscriptionId subscription, Known known, Found found) {
    return new Taking(subscription, known).take(found);
  }

  int connections() {
    return gateways.stream().mapToInt(each -> each.connections().size()).sum();
  }

  /** The id in the subscription as Tunnelscope numbers it. */
  private static Optional<ArmId> ours(SubscriptionId subscription, ArmId azures) {
    var prefix = "/subscriptions/";
    var rest = azures.value().substring(prefix.length() + azures.subscription().length());
    return azures.name().length() > LONGEST_NAME
        ? Optional.empty()
        : ArmId.parse(prefix + subscription + rest);
  }

  private static String region(String location) {
    return location.length() > LONGEST_REGION ? "" : location.strip();
  }

  private static final class Taking {
    private final SubscriptionId subscription;
    private final Known known;
    private final Set<ArmId> knownIds = new HashSet<>();
    private final Map<ArmId, FoundGateway> gateways = new LinkedHashMap<>();
    private final Map<ArmId, List<Part>> parts = new LinkedHashMap<>();
    private final Set<ArmId> seen = new HashSet<>();
    private int ignored;

    Taking(SubscriptionId subscription, Known known) {
      this.subscription = subscription;
      this.known = known;
      known.gateways().forEach(each -> knownIds.add(each.id()));
      known.connections().forEach(each -> knownIds.add(each.id()));
    }

    Census take(Found found) {
      found.gateways().forEach(this::take);
      found.connections().forEach(this::take);
      var present = gateways.values().stream().map(this::present).toList();
      var gone =
          known.gateways().stream().filter(each -> !gateways.containsKey(each.id())).toList();
      return new Census(present, gone, ignored);
    }

    private void take(FoundGateway found) {
      var azures = found.gateway();
      ours(subscription, azures.id())
          .filter(id -> gateways.size() < GatewayStore.MOST)
          .ifPresentOrElse(
              id ->
                  gateways.putIfAbsent(
                      id,
                      new FoundGateway(
                          new Gateway(id, azures.kind(), azures.vpnType()),
                          region(found.location()))),
              () -> ignored++);
    }

    private void take(FoundConnection found) {
      var azures = found.connection();
      var gateway = ours(subscription, azures.gateway().id()).map(gateways::get);
      var id = ours(subscription, azures.id());
      if (gateway.isEmpty() || id.isEmpty() || seen.size() == MOST_CONNECTIONS) {
        ignored++;
      } else if (seen.add(id.get())) {
        var connection = new Connection(id.get(), gateway.get().gateway(), azures.kind());
        parts
            .computeIfAbsent(gateway.get().gateway().id(), _ -> new ArrayList<>())
            .add(new Part(connection, region(found.location())));
      }
    }

    private Present present(FoundGateway found) {
      var gateway = found.gateway();
      var connections = parts.getOrDefault(gateway.id(), List.of());
      return new Present(
          gateway,
          found.location(),
          !knownIds.contains(gateway.id()),
          List.copyOf(connections),
          call(gateway, connections));
    }

    private RollCall call(Gateway gateway, List<Part> connections) {
      var there = connections.stream().map(Part::connection).toList();
      var missing =
          known.connections().stream()
              .filter(each -> each.gateway().id().equals(gateway.id()))
              .filter(each -> !seen.contains(each.id()))
              .map(Connection::ownName)
              .toList();
      return new RollCall(
          there.stream().map(Connection::ownName).toList(),
          there.stream().filter(each -> !knownIds.contains(each.id())).toList(),
          missing,
          0);
    }
  }

  /** Names of what was not known before, {@code gateway} or {@code gateway/connection}. */
  List<String> added() {
    return gateways.stream()
        .mapMulti(
            (Present each, Consumer<String> names) -> {
              if (each.isNew()) {
                names.accept(each.gateway().name());
              }
              each.call().added().forEach(connection -> names.accept(connection.name()));
            })
        .toList();
  }
}
