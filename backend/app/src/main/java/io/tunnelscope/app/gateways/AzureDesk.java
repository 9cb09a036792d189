package io.tunnelscope.app.gateways;

import io.tunnelscope.app.egress.EgressRules;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.providers.CollectFailed;
import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.providers.azure.AzureAccount;
import io.tunnelscope.app.providers.azure.AzureEndpoints;
import io.tunnelscope.app.providers.azure.AzureInventory;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.secrets.DoesNotOpen;
import io.tunnelscope.app.secrets.Envelope;
import io.tunnelscope.app.secrets.Sealed;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where admins of a tenant add subscriptions of Azure, give them secrets and take these away, and
 * say where bundles go. Any thread.
 */
public final class AzureDesk {
  private static final Duration LONGEST_ROUND = Duration.ofSeconds(25);

  private final SubscriptionStore subscriptions;
  private final AccountStore accounts;
  private final StorageStore storages;
  private final CensusStore census;
  private final StoredAccounts stored;
  private final Envelope envelope;
  private final EgressRules allowed;
  private final AzureInventory inventory;
  private final Clock clock;
  private final Set<SubscriptionId> asking = ConcurrentHashMap.newKeySet();

  public AzureDesk(
      SubscriptionStore subscriptions,
      AccountStore accounts,
      StorageStore storages,
      CensusStore census,
      StoredAccounts stored,
      Envelope envelope,
      EgressRules allowed,
      AzureInventory inventory,
      Clock clock) {
    this.subscriptions = subscriptions;
    this.accounts = accounts;
    this.storages = storages;
    this.census = census;
    this.stored = stored;
    this.envelope = envelope;
    this.allowed = allowed;
    this.inventory = inventory;
    this.clock = clock;
  }

  /** What came of asking Azure. */
  sealed interface Discovered {
    record Answered(Census census) implements Discovered {}

    record Failed(WhyNotDiscovered why) implements Discovered {}
  }

  /**
   * Asks nobody yet. Fails with {@link Refusal.Conflict} when the name is taken or the tenant has
   * that subscription of Azure already, and with {@link Refusal.NotOffered} when the settings do
   * not list the addresses of a custom cloud.
   */
  Future<SubscriptionState> addSubscription(
      Principal who, Origin origin, String name, AccountFields.NewAccount wanted) {
    var id = subscriptions.newId();
    var account =
        new StoredAccount(
            id,
            wanted.endpoints(),
            wanted.azureSubscription(),
            wanted.credential().directory(),
            wanted.credential().clientId(),
            Optional.of(clock.instant().truncatedTo(ChronoUnit.MICROS)));
    var details =
        new JsonObject()
            .put("cloud", Cloud.of(account.endpoints()).wire())
            .put("azureSubscription", account.azureSubscription().toString());
    return offered(account.endpoints())
        .compose(
            _ ->
                envelope.seal(
                    who.tenant(), AccountStore.placeOf(id), wanted.credential().clientSecret()))
        .compose(
            secret ->
                subscriptions.add(
                    who,
                    origin,
                    new Subscription(id, name, Subscription.AZURE),
                    details,
                    c -> accounts.add(c, who, origin, account, secret)))
        .map(added -> SubscriptionState.idle(added, Optional.of(account)));
  }

  /**
   * Puts another application with its secret, or another secret, in the place of the one before.
   * Fails as {@link #discover}.
   */
  Future<Void> replaceCredential(
      Principal who, Origin origin, SubscriptionId subscription, AzureCredential credential) {
    return azure(who, subscription)
        .compose(
            _ ->
                envelope.seal(
                    who.tenant(), AccountStore.placeOf(subscription), credential.clientSecret()))
        .compose(secret -> accounts.replace(who, origin, subscription, credential, secret));
  }

  /** From now on nobody acts for the tenant there. Fails as {@link #discover}. */
  Future<Void> removeCredential(Principal who, Origin origin, SubscriptionId subscription) {
    return azure(who, subscription).compose(_ -> accounts.remove(who, origin, subscription));
  }

  /**
   * Says where bundles of any subscription go. Fails with {@link Refusal.NotFound} when there is no
   * such subscription, and with {@link Refusal.NotOffered} when the container is of no cloud and
   * the settings do not list its address.
   */
  Future<Void> putStorage(
      Principal who, Origin origin, SubscriptionId subscription, AccountFields.NewStorage wanted) {
    return any(who, subscription)
        .compose(_ -> offered(wanted.container()))
        .compose(_ -> seal(who, subscription, wanted))
        .compose(
            key ->
                storages.put(who, origin, subscription, wanted.account(), wanted.container(), key));
  }

  /** Bundles go nowhere else any more. Fails as {@link #putStorage}. */
  Future<Void> removeStorage(Principal who, Origin origin, SubscriptionId subscription) {
    return storages.remove(who, origin, subscription);
  }

  /**
   * Asks Azure what the subscription has, and keeps it. Takes 25 s at the longest. Fails with
   * {@link Refusal.NotFound} when there is no such subscription, and with {@link Refusal.Conflict}
   * when it is not one of Azure or is being asked already.
   */
  Future<Discovered> discover(Principal who, Origin origin, SubscriptionId subscription) {
    return azure(who, subscription)
        .compose(
            _ ->
                asking.add(subscription)
                    ? ask(who, origin, subscription)
                        .eventually(
                            () -> {
                              asking.remove(subscription);
                              return Future.succeededFuture();
                            })
                    : Future.failedFuture(busy()));
  }

  private Future<Discovered> ask(Principal who, Origin origin, SubscriptionId subscription) {
    return accounts
        .find(who.tenant(), subscription)
        .compose(
            found -> {
              if (found.flatMap(StoredAccount::secretSetAt).isEmpty()) {
                return failed(WhyNotDiscovered.NO_SECRET);
              }
              return stored.mayOpen(found.get())
                  ? open(who, origin, subscription)
                  : failed(WhyNotDiscovered.NOT_OFFERED);
            });
  }

  private Future<Discovered> open(Principal who, Origin origin, SubscriptionId subscription) {
    var purpose = new JsonObject().put("for", "discovery");
    return stored
        .open(who, Optional.of(origin), subscription, purpose)
        .compose(
            account ->
                account
                    .map(open -> ask(who, origin, subscription, open))
                    .orElseGet(() -> failed(WhyNotDiscovered.NO_SECRET)))
        .recover(
            failure ->
                failure instanceof DoesNotOpen
                    ? failed(WhyNotDiscovered.SECRET_DOES_NOT_OPEN)
                    : Future.failedFuture(failure));
  }

  private Future<Discovered> ask(
      Principal who, Origin origin, SubscriptionId subscription, AzureAccount account) {
    return inventory
        .targets(account, Deadline.after(LONGEST_ROUND))
        .transform(
            answer ->
                switch (answer.cause()) {
                  case null ->
                      census
                          .keep(who, origin, subscription, answer.result(), clock.instant())
                          .map(Discovered.Answered::new);
                  case CollectFailed failed -> failed(WhyNotDiscovered.of(failed.failure()));
                  case Throwable bug -> Future.failedFuture(bug);
                });
  }

  private static Future<Discovered> failed(WhyNotDiscovered why) {
    return Future.succeededFuture(new Discovered.Failed(why));
  }

  private Future<Optional<Sealed>> seal(
      Principal who, SubscriptionId subscription, AccountFields.NewStorage wanted) {
    return wanted
        .key()
        .map(
            key ->
                envelope
                    .seal(who.tenant(), StorageStore.placeOf(subscription), key)
                    .map(Optional::of))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()));
  }

  private Future<Void> offered(AzureEndpoints endpoints) {
    return Cloud.of(endpoints) != Cloud.CUSTOM
            || (allowed.allow(endpoints.authority()) && allowed.allow(endpoints.resourceManager()))
        ? Future.succeededFuture()
        : Future.failedFuture(notOffered());
  }

  private Future<Void> offered(URI container) {
    return Container.isOfACloud(container) || allowed.allow(container)
        ? Future.succeededFuture()
        : Future.failedFuture(notOffered());
  }

  private Future<Subscription> any(Principal who, SubscriptionId id) {
    return subscriptions
        .find(who.tenant(), id)
        .compose(
            found ->
                found
                    .map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture(SubscriptionStore.notFound())));
  }

  private Future<Subscription> azure(Principal who, SubscriptionId id) {
    return any(who, id)
        .compose(
            found ->
                found.provider().equals(Subscription.AZURE)
                    ? Future.succeededFuture(found)
                    : Future.failedFuture(otherProvider()));
  }

  private static Refusal notOffered() {
    return new Refusal.NotOffered(
        new Text(
            "TUNNELSCOPE_EGRESS_ALLOW does not hold this address: use one of Azure's, or ask the operator of the installation to add its host:port.",
            "TUNNELSCOPE_EGRESS_ALLOW에 이 주소가 등록되어 있지 않습니다. Azure의 주소를 사용하거나 설치 환경의 운영자에게 host:port 추가를 요청하십시오."));
  }

  private static Refusal otherProvider() {
    return new Refusal.Conflict(
        new Text(
            "Only subscriptions of Azure have a credential: choose or add one of these.",
            "자격 증명은 Azure 구독에만 있습니다. Azure 구독을 선택하거나 추가하십시오."));
  }

  private static Refusal busy() {
    return new Refusal.Conflict(
        new Text(
            "Azure is being asked about this subscription already: wait for the answer.",
            "이 구독을 이미 Azure에 조회하고 있습니다. 응답을 기다려 주십시오."));
  }
}
