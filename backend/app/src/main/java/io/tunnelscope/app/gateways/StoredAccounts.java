package io.tunnelscope.app.gateways;

import io.tunnelscope.app.egress.EgressRules;
import io.tunnelscope.app.http.Query;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.providers.azure.AzureAccount;
import io.tunnelscope.app.providers.azure.AzureAccounts;
import io.tunnelscope.app.providers.azure.LogStorage;
import io.tunnelscope.app.secrets.DoesNotOpen;
import io.tunnelscope.app.secrets.Envelope;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the accounts and storages of tenants for whoever works for them. Each call that finds a
 * secret is one entry of the audit, so a run asks once and keeps the answer. Any thread.
 */
public final class StoredAccounts implements AzureAccounts {
  private static final Logger LOG = LoggerFactory.getLogger(StoredAccounts.class);

  private final AccountStore accounts;
  private final StorageStore storages;
  private final Envelope envelope;
  private final EgressRules allowed;

  public StoredAccounts(
      AccountStore accounts, StorageStore storages, Envelope envelope, EgressRules allowed) {
    this.accounts = accounts;
    this.storages = storages;
    this.envelope = envelope;
    this.allowed = allowed;
  }

  @Override
  public Future<Optional<AzureAccount>> find(UUID tenant, ArmId target) {
    var who = Principal.system(new TenantId(tenant));
    return Query.parseUuid(target.subscription())
        .map(SubscriptionId::new)
        .map(
            id ->
                open(who, Optional.empty(), id, new JsonObject().put("target", target.value()))
                    .recover(failure -> withoutIt(id, failure)))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()));
  }

  /**
   * Where bundles of a run of that subscription go, whatever its provider; empty when nowhere else,
   * or when this node may not open the address.
   */
  public Future<Optional<LogStorage>> storage(TenantId tenant, SubscriptionId subscription) {
    return storages
        .find(tenant, subscription)
        .map(found -> found.filter(this::mayOpen))
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(Optional.<StorageStore.InUse>empty())
                    : storages.use(Principal.system(tenant), subscription))
        .compose(use -> storage(tenant, subscription, use))
        .recover(failure -> withoutIt(subscription, failure));
  }

  /**
   * The account with its secrets. Empty when there is none, when its secret was taken away, or when
   * this node may not open its addresses. Fails with {@link DoesNotOpen} when a secret was tampered
   * with.
   *
   * @param details what it is opened for, for the audit
   */
  Future<Optional<AzureAccount>> open(
      Principal who, Optional<Origin> origin, SubscriptionId subscription, JsonObject details) {
    return accounts
        .find(who.tenant(), subscription)
        .compose(
            found ->
                found.filter(this::mayOpen).isEmpty()
                    ? Future.succeededFuture(Optional.<AccountStore.InUse>empty())
                    : accounts.use(who, origin, subscription, details.put("secret", "azure")))
        .compose(
            use ->
                use.map(
                        known ->
                            open(who.tenant(), subscription, known).map(Optional::<AzureAccount>of))
                    .orElseGet(() -> Future.succeededFuture(Optional.empty())));
  }

  boolean mayOpen(StoredAccount account) {
    var endpoints = account.endpoints();
    return Cloud.of(endpoints) != Cloud.CUSTOM
        || (allowed.allow(endpoints.authority()) && allowed.allow(endpoints.resourceManager()));
  }

  private boolean mayOpen(StoredStorage storage) {
    return Container.isOfACloud(storage.container()) || allowed.allow(storage.container());
  }

  private Future<AzureAccount> open(
      TenantId tenant, SubscriptionId subscription, AccountStore.InUse use) {
    var account = use.account();
    var secret = envelope.open(tenant, AccountStore.placeOf(subscription), use.secret());
    var storage =
        storage(tenant, subscription, use.storage().filter(each -> mayOpen(each.storage())));
    return Future.all(secret, storage)
        .map(
            _ ->
                new AzureAccount(
                    account.endpoints(),
                    account.directory(),
                    account.clientId().toString(),
                    secret.result(),
                    account.azureSubscription().toString(),
                    storage.result()));
  }

  private Future<Optional<LogStorage>> storage(
      TenantId tenant, SubscriptionId subscription, Optional<StorageStore.InUse> use) {
    if (use.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    var known = use.get().storage();
    return use.get()
        .key()
        .map(
            key ->
                envelope
                    .open(tenant, StorageStore.placeOf(subscription), key)
                    .map(
                        text ->
                            new LogStorage(known.account(), known.container(), Optional.of(text))))
        .orElseGet(
            () ->
                Future.succeededFuture(
                    new LogStorage(known.account(), known.container(), Optional.empty())))
        .map(Optional::of);
  }

  /** A run goes on as if nobody had stored the secret, and the operator is told. */
  private static <T> Future<Optional<T>> withoutIt(SubscriptionId subscription, Throwable failure) {
    if (!(failure instanceof DoesNotOpen)) {
      return Future.failedFuture(failure);
    }
    LOG.atError().addKeyValue("subscription", subscription).log("a stored secret does not open");
    return Future.succeededFuture(Optional.empty());
  }
}
