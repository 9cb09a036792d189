package io.tunnelscope.app.gateways;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.egress.EgressRules;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.providers.azure.AzureAccount;
import io.tunnelscope.app.providers.azure.AzureInventory;
import io.tunnelscope.app.secrets.Kms;
import io.tunnelscope.app.testing.TestKeys;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** What is behind the routes of Azure subscriptions, with an Azure that says what a test wants. */
final class AzureSide implements AzureInventory {
  private final SubscriptionStore subscriptions;
  private final AccountStore accounts;
  private final StorageStore storages;
  private final CensusStore census;
  private final Db db;
  private final Kms kms;
  private final List<AzureAccount> asked = new ArrayList<>();
  private EgressRules allowed = EgressRules.of(List.of());
  private Future<Found> answer = Future.succeededFuture(new Found(List.of(), List.of()));

  AzureSide(Db db, Kms kms) {
    var ids = new Uuid7(Clock.systemUTC(), new SecureRandom());
    var audit = new AuditLog();
    this.db = requireNonNull(db);
    this.kms = requireNonNull(kms);
    subscriptions = new SubscriptionStore(db, ids, audit);
    accounts = new AccountStore(db, audit);
    storages = new StorageStore(db, audit);
    census = new CensusStore(db, ids, audit);
  }

  /** From now on the operator lists these. */
  void allow(String... hosts) {
    allowed = EgressRules.of(List.of(hosts));
  }

  /** From now on Azure says this. */
  void says(Future<Found> found) {
    answer = found;
  }

  /** With whose rights Azure was asked. */
  List<AzureAccount> asked() {
    return List.copyOf(asked);
  }

  @Override
  public Future<Found> targets(AzureAccount account, Deadline deadline) {
    asked.add(account);
    return answer;
  }

  StoredAccounts stored() {
    return new StoredAccounts(accounts, storages, TestKeys.envelope(db, kms), allowed);
  }

  AzureDesk desk() {
    return new AzureDesk(
        subscriptions,
        accounts,
        storages,
        census,
        stored(),
        TestKeys.envelope(db, kms),
        allowed,
        this,
        Clock.systemUTC());
  }
}
