package io.tunnelscope.app.providers.azure;

import io.tunnelscope.app.providers.CollectFailure;
import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Gateway;
import io.vertx.core.Future;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the gateways and connections of a subscription. The list of all resources names them
 * whatever their resource group; what they are stands in each one's own description.
 */
public final class AzureDiscovery implements AzureInventory {
  private static final Logger LOG = LoggerFactory.getLogger(AzureDiscovery.class);

  private static final String LIST =
      "/resources?api-version=2021-04-01&$filter="
          + ArmPath.encoded(
              "resourceType eq 'Microsoft.Network/virtualNetworkGateways'"
                  + " or resourceType eq 'Microsoft.Network/connections'");

  private static final int MOST_PAGES = 100;
  private static final int MOST_RESOURCES = 5_000;
  private static final int AT_ONCE = 4;

  private final ResourceManagers managers;

  public AzureDiscovery(ResourceManagers managers) {
    this.managers = managers;
  }

  @Override
  public Future<Found> targets(AzureAccount account, Deadline deadline) {
    var arm = managers.of(account);
    return list(arm, deadline)
        .compose(ids -> describe(arm, ids, deadline))
        .map(AzureDiscovery::found);
  }

  private static Future<List<ArmId>> list(Arm arm, Deadline deadline) {
    var ids = new ArrayList<ArmId>();
    return page(arm, arm.at(ArmPath.subscription(arm.account()) + LIST), deadline, 1, ids);
  }

  private static Future<List<ArmId>> page(
      Arm arm, URI address, Deadline deadline, int number, List<ArmId> ids) {
    return arm.get(address, deadline)
        .compose(AzureDiscovery::expectDone)
        .compose(
            page -> {
              page.objects("value").stream()
                  .flatMap(each -> each.text("id").flatMap(ArmId::parse).stream())
                  .filter(id -> id.isGateway() || id.isConnection())
                  .forEach(ids::add);
              var next = page.address("nextLink");
              if (next.isEmpty()) {
                return Future.succeededFuture(ids);
              }
              if (number == MOST_PAGES || ids.size() > MOST_RESOURCES) {
                LOG.atWarn().addKeyValue("resources", ids.size()).log("too many to list them all");
                return Future.succeededFuture(ids);
              }
              return arm.named(next.get())
                  .compose(following -> page(arm, following, deadline, number + 1, ids));
            });
  }

  /** Nothing of the list is lost in silence; what is deleted meanwhile is not there any more. */
  private static Future<SequencedMap<ArmId, Members>> describe(
      Arm arm, List<ArmId> ids, Deadline deadline) {
    var waiting = new ArrayDeque<>(ids.stream().distinct().limit(MOST_RESOURCES).toList());
    var described = new HashMap<ArmId, Members>();
    var workers = new ArrayList<Future<Void>>();
    for (int n = 0; n < AT_ONCE; n++) {
      workers.add(work(arm, waiting, described, deadline));
    }
    return Future.all(workers)
        .map(
            _ -> {
              var inOrder = new LinkedHashMap<ArmId, Members>();
              ids.stream()
                  .filter(described::containsKey)
                  .forEach(id -> inOrder.put(id, described.get(id)));
              return inOrder;
            });
  }

  private static Future<Void> work(
      Arm arm, Deque<ArmId> waiting, Map<ArmId, Members> described, Deadline deadline) {
    ArmId id;
    synchronized (waiting) {
      id = waiting.poll();
    }
    return id == null
        ? Future.succeededFuture()
        : arm.get(AzureResource.address(arm, id), deadline)
            .compose(
                answer ->
                    answer.status() == 404
                        ? Future.succeededFuture()
                        : expectDone(answer).onSuccess(said -> keep(described, id, said)))
            .compose(_ -> work(arm, waiting, described, deadline));
  }

  private static void keep(Map<ArmId, Members> described, ArmId id, Members said) {
    synchronized (described) {
      described.put(id, said);
    }
  }

  private static Future<Members> expectDone(ArmAnswer answer) {
    return switch (answer.status()) {
      case 200 -> Future.succeededFuture(answer.body());
      case 403 -> Arm.failed(new CollectFailure.Unauthorized());
      default -> Arm.failed(new CollectFailure.Malformed());
    };
  }

  /** A resource of a kind that is not known here is none that anybody could ask for. */
  private static Found found(SequencedMap<ArmId, Members> described) {
    var gateways =
        described.entrySet().stream()
            .filter(each -> each.getKey().isGateway())
            .flatMap(each -> gateway(each.getKey(), each.getValue()).stream())
            .toList();
    Map<ArmId, Gateway> byId =
        gateways.stream()
            .map(FoundGateway::gateway)
            .collect(Collectors.toMap(Gateway::id, Function.identity()));
    var connections =
        described.entrySet().stream()
            .filter(each -> each.getKey().isConnection())
            .flatMap(each -> connection(each.getKey(), each.getValue(), byId).stream())
            .toList();
    return new Found(gateways, connections);
  }

  private static Optional<FoundGateway> gateway(ArmId id, Members said) {
    var resource = new AzureResource(id, said);
    return resource.gateway().map(gateway -> new FoundGateway(gateway, resource.location()));
  }

  private static Optional<FoundConnection> connection(
      ArmId id, Members said, Map<ArmId, Gateway> gateways) {
    var resource = new AzureResource(id, said);
    return resource
        .gatewayId()
        .map(gateways::get)
        .flatMap(resource::connection)
        .map(connection -> new FoundConnection(connection, resource.location()));
  }
}
