package io.tunnelscope.app.gateways;

import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.providers.GatewayDiscovery;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.core.network.Gateway;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Where admins of a tenant add strongSwan subscriptions and the gateways in them. Any thread. */
public final class GatewayDesk {
  private final SubscriptionStore subscriptions;
  private final GatewayStore gateways;
  private final TargetStore targets;
  private final AllowList allowed;
  private final Discovery discovery;

  public GatewayDesk(
      SubscriptionStore subscriptions,
      GatewayStore gateways,
      ConnectionStore connections,
      TargetStore targets,
      AllowList allowed,
      GatewayDiscovery discovery,
      Clock clock) {
    this.subscriptions = subscriptions;
    this.gateways = gateways;
    this.targets = targets;
    this.allowed = allowed;
    this.discovery = new Discovery(discovery, connections, allowed, clock);
  }

  /** A gateway that was added, with its connections as far as it told them. */
  record Added(List<TargetState> items, Discovery.Asked asked) {}

  /** Fails with {@link Refusal.Conflict} when the name is taken. */
  Future<Subscription> addSubscription(Principal who, Origin origin, String name) {
    return subscriptions.add(who, origin, name, Subscription.STRONGSWAN);
  }

  /** What this node offers the tenant; fails as {@link #discover}. */
  Future<AllowList.Offer> offer(Principal who, SubscriptionId subscription) {
    return strongswan(who, subscription)
        .compose(_ -> subscriptions.slug(who.tenant()))
        .map(allowed::offer);
  }

  /**
   * Adds a gateway, then asks it for its connections. It stays when it cannot be asked. Fails as
   * {@link #discover}, with {@link Refusal.NotOffered} when this node may not open what was named,
   * and with {@link Refusal.Conflict} when the name is taken.
   *
   * @param name as a resource id can hold it
   */
  Future<Added> addGateway(
      Principal who, Origin origin, SubscriptionId subscription, String name, ViciAccess access) {
    var gateway = Gateway.routeBased(StrongswanId.ofGateway(subscription, name));
    return strongswan(who, subscription)
        .compose(_ -> subscriptions.slug(who.tenant()))
        .compose(
            slug ->
                offered(slug, access)
                    .compose(_ -> gateways.add(who, origin, subscription, gateway, access))
                    .map(new ReachableGateway(slug, gateway, access)))
        .compose(reachable -> discovery.ask(who, origin, List.of(reachable)))
        .compose(
            asked ->
                targets
                    .ofGateway(who.tenant(), gateway.id(), RollCall.MOST + 1)
                    .map(items -> new Added(items, asked.getFirst())));
  }

  /**
   * Asks all gateways of the subscription for their connections. Fails with {@link
   * Refusal.NotFound} when there is no such subscription, and with {@link Refusal.Conflict} when it
   * is not one of strongSwan gateways.
   */
  Future<List<Discovery.Asked>> discover(
      Principal who, Origin origin, SubscriptionId subscription) {
    return strongswan(who, subscription)
        .compose(_ -> gateways.reachable(who.tenant(), subscription))
        .compose(known -> discovery.ask(who, origin, known));
  }

  /** Fails with {@link Refusal.NotFound} when there is no such subscription. */
  Future<Boolean> isOfAzure(Principal who, SubscriptionId subscription) {
    return subscriptions
        .find(who.tenant(), subscription)
        .map(
            found ->
                found
                    .orElseThrow(SubscriptionStore::notFound)
                    .provider()
                    .equals(Subscription.AZURE));
  }

  private Future<Subscription> strongswan(Principal who, SubscriptionId id) {
    return subscriptions
        .find(who.tenant(), id)
        .compose(
            found ->
                found
                    .map(
                        subscription ->
                            subscription.provider().equals(Subscription.STRONGSWAN)
                                ? Future.succeededFuture(subscription)
                                : Future.<Subscription>failedFuture(otherProvider()))
                    .orElseGet(() -> Future.failedFuture(SubscriptionStore.notFound())));
  }

  private Future<Void> offered(String slug, ViciAccess access) {
    var address = allowed.address(slug, access.address()).map(Optional::isPresent);
    var logFile =
        access
            .logFile()
            .map(file -> allowed.logFile(slug, file).map(Optional::isPresent))
            .orElse(Future.succeededFuture(true));
    return Future.all(address, logFile)
        .compose(
            _ -> {
              if (!address.result()) {
                return Future.failedFuture(notOffered("TUNNELSCOPE_VICI_ALLOW"));
              }
              return logFile.result()
                  ? Future.succeededFuture()
                  : Future.failedFuture(notOffered("TUNNELSCOPE_VICI_LOGS"));
            });
  }

  /** The same for what no tenant may open and for what another tenant may. */
  private static Refusal notOffered(String setting) {
    return new Refusal.NotOffered(
        new Text(
            setting
                + " does not hold this for the tenant: choose one that is offered, or ask the operator of the installation to add it.",
            setting
                + "에 이 테넌트가 사용할 수 있도록 등록되어 있지 않습니다. 제공되는 항목 중에서 선택하거나 설치 환경의 운영자에게 추가를 요청하십시오."));
  }

  private static Refusal otherProvider() {
    return new Refusal.Conflict(
        new Text(
            "Gateways are added to strongSwan subscriptions only, and discovered in those of Azure: choose or add one of these.",
            "게이트웨이는 strongSwan 구독에만 추가할 수 있고 Azure 구독에서는 자동으로 검색합니다. 이러한 구독을 선택하거나 추가하십시오."));
  }
}
