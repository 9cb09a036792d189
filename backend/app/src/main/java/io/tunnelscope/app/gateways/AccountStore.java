package io.tunnelscope.app.gateways;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.providers.azure.AzureEndpoints;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.secrets.DataKeyStore;
import io.tunnelscope.app.secrets.Place;
import io.tunnelscope.app.secrets.Sealed;
import io.tunnelscope.app.secrets.SealedColumn;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** The accounts behind Azure subscriptions. Their secrets come in and go out sealed. */
public final class AccountStore {
  private final Db db;
  private final AuditLog audit;

  public AccountStore(Db db, AuditLog audit) {
    this.db = db;
    this.audit = audit;
  }

  /** What opens an account, once the envelope has opened it. */
  record InUse(StoredAccount account, Sealed secret, Optional<StorageStore.InUse> storage) {}

  /** Where the secret of that subscription stands. */
  static Place placeOf(SubscriptionId subscription) {
    return new Place(SealedColumn.AZURE_ACCOUNT, subscription.value());
  }

  /** Within the transaction that adds the subscription. */
  Future<Void> add(
      SqlConnection c, Principal who, Origin origin, StoredAccount account, Sealed secret) {
    return DataKeyStore.stillThere(c, who.tenant(), secret)
        .compose(_ -> insert(c, who.tenant(), account, secret))
        .compose(
            _ ->
                told(
                    c,
                    who,
                    origin,
                    "secret.set",
                    account.subscription(),
                    Optional.empty(),
                    account));
  }

  private static Future<Void> insert(
      SqlConnection c, TenantId tenant, StoredAccount account, Sealed secret) {
    var cloud = Cloud.of(account.endpoints());
    var custom = Optional.of(account.endpoints()).filter(_ -> cloud == Cloud.CUSTOM);
    return c.preparedQuery(
            """
            INSERT INTO azure_account (tenant_id, subscription_id, cloud, authority, resource_manager,
                                       azure_subscription, directory, client_id,
                                       client_secret_sealed, key_version, secret_set_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (tenant_id, azure_subscription) DO NOTHING
            """)
        .execute(
            Tuple.of(
                tenant.value(),
                account.subscription().value(),
                cloud.wire(),
                custom.map(each -> each.authority().toString()).orElse(null),
                custom.map(each -> each.resourceManager().toString()).orElse(null),
                account.azureSubscription(),
                account.directory(),
                account.clientId(),
                secret.bytes(),
                secret.version(),
                account.secretSetAt().orElseThrow().atOffset(ZoneOffset.UTC)))
        .compose(
            rows ->
                rows.rowCount() == 1
                    ? Future.succeededFuture()
                    : Future.failedFuture(thereAlready()));
  }

  /**
   * Puts another application and its secret in the place of those that are there. Fails with {@link
   * Refusal.NotFound} when the subscription has no account.
   */
  Future<Void> replace(
      Principal who,
      Origin origin,
      SubscriptionId subscription,
      AzureCredential credential,
      Sealed secret) {
    return db.inTenant(
        who.tenant(),
        c ->
            find(c, who.tenant(), subscription)
                .compose(
                    before ->
                        DataKeyStore.stillThere(c, who.tenant(), secret)
                            .compose(_ -> update(c, who.tenant(), subscription, credential, secret))
                            .map(before))
                .compose(
                    before ->
                        find(c, who.tenant(), subscription)
                            .compose(
                                now ->
                                    told(
                                        c,
                                        who,
                                        origin,
                                        before.secretSetAt().isPresent()
                                            ? "secret.replace"
                                            : "secret.set",
                                        subscription,
                                        Optional.of(before),
                                        now))));
  }

  private static Future<Void> update(
      SqlConnection c,
      TenantId tenant,
      SubscriptionId subscription,
      AzureCredential credential,
      Sealed secret) {
    return c.preparedQuery(
            """
            UPDATE azure_account
            SET directory = $3, client_id = $4, client_secret_sealed = $5, key_version = $6,
                secret_set_at = now()
            WHERE tenant_id = $1 AND subscription_id = $2
            """)
        .execute(
            Tuple.of(
                tenant.value(),
                subscription.value(),
                credential.directory(),
                credential.clientId(),
                secret.bytes(),
                secret.version()))
        .mapEmpty();
  }

  /** Takes the secret away; nothing happens when there is none. Fails as {@link #replace}. */
  Future<Void> remove(Principal who, Origin origin, SubscriptionId subscription) {
    return db.inTenant(
        who.tenant(),
        c ->
            find(c, who.tenant(), subscription)
                .compose(
                    account ->
                        account.secretSetAt().isEmpty()
                            ? Future.succeededFuture()
                            : c.preparedQuery(
                                    """
                                    UPDATE azure_account
                                    SET client_secret_sealed = NULL, key_version = NULL, secret_set_at = NULL
                                    WHERE tenant_id = $1 AND subscription_id = $2
                                    """)
                                .execute(Tuple.of(who.tenant().value(), subscription.value()))
                                .compose(_ -> find(c, who.tenant(), subscription))
                                .compose(
                                    now ->
                                        told(
                                            c,
                                            who,
                                            origin,
                                            "secret.remove",
                                            subscription,
                                            Optional.of(account),
                                            now))));
  }

  Future<Optional<StoredAccount>> find(TenantId tenant, SubscriptionId subscription) {
    return db.inTenant(tenant, c -> read(c, tenant, subscription));
  }

  /**
   * Takes the secrets out to be used, and says so in the audit. Empty when there is no secret.
   *
   * @param origin empty for a run
   * @param details what they are used for
   */
  Future<Optional<InUse>> use(
      Principal who, Optional<Origin> origin, SubscriptionId subscription, JsonObject details) {
    var tenant = who.tenant();
    return db.inTenant(
        tenant,
        c ->
            sealed(c, tenant, subscription)
                .compose(
                    found ->
                        found.isEmpty()
                            ? Future.succeededFuture(found)
                            : StorageStore.sealed(c, tenant, subscription)
                                .map(storage -> found.map(use -> with(use, storage)))
                                .compose(
                                    use ->
                                        StorageStore.used(
                                                c, audit, who, origin, subscription, details)
                                            .map(use))));
  }

  private static InUse with(InUse use, Optional<StorageStore.InUse> storage) {
    return new InUse(use.account(), use.secret(), storage);
  }

  private static Future<Optional<InUse>> sealed(
      SqlConnection c, TenantId tenant, SubscriptionId subscription) {
    return c.preparedQuery(
            """
            SELECT a.*, k.version, k.kek_id, k.wrapped FROM azure_account a
            JOIN data_key k ON k.tenant_id = a.tenant_id AND k.version = a.key_version
            WHERE a.tenant_id = $1 AND a.subscription_id = $2
            """)
        .execute(Tuple.of(tenant.value(), subscription.value()))
        .map(rows -> Rows.atMostOne(rows, row -> toUse(tenant, row)));
  }

  private static InUse toUse(TenantId tenant, Row row) {
    return new InUse(
        toAccount(row),
        DataKeyStore.toSealed(tenant, row, "client_secret_sealed").orElseThrow(),
        Optional.empty());
  }

  private static Future<StoredAccount> find(
      SqlConnection c, TenantId tenant, SubscriptionId subscription) {
    return read(c, tenant, subscription)
        .compose(
            found ->
                found
                    .map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture(SubscriptionStore.notFound())));
  }

  private static Future<Optional<StoredAccount>> read(
      SqlConnection c, TenantId tenant, SubscriptionId subscription) {
    return c.preparedQuery(
            """
            SELECT subscription_id, cloud, authority, resource_manager, azure_subscription, directory,
                   client_id, secret_set_at
            FROM azure_account WHERE tenant_id = $1 AND subscription_id = $2
            """)
        .execute(Tuple.of(tenant.value(), subscription.value()))
        .map(rows -> Rows.atMostOne(rows, AccountStore::toAccount));
  }

  /** Of a row with the columns of the table, without the sealed ones. */
  static StoredAccount toAccount(Row row) {
    var cloud = Cloud.parse(row.getString("cloud")).orElseThrow();
    return new StoredAccount(
        new SubscriptionId(row.getUUID("subscription_id")),
        cloud
            .endpoints()
            .orElseGet(
                () ->
                    new AzureEndpoints(
                        URI.create(row.getString("authority")),
                        URI.create(row.getString("resource_manager")))),
        row.getUUID("azure_subscription"),
        row.getString("directory"),
        row.getUUID("client_id"),
        Optional.ofNullable(row.getOffsetDateTime("secret_set_at")).map(OffsetDateTime::toInstant));
  }

  private Future<Void> told(
      SqlConnection c,
      Principal who,
      Origin origin,
      String action,
      SubscriptionId subscription,
      Optional<StoredAccount> before,
      StoredAccount after) {
    var details =
        new JsonObject()
            .put("secret", "azure")
            .put("before", before.map(AccountStore::json).orElse(null))
            .put("after", json(after));
    return audit.record(c, who, origin, action, Optional.of(subscription.toString()), details);
  }

  /** For the audit, which has no secrets. */
  private static JsonObject json(StoredAccount account) {
    return new JsonObject()
        .put("directory", account.directory())
        .put("clientId", account.clientId().toString())
        .put("clientSecret", account.secretSetAt().isPresent() ? "set" : "not set");
  }

  private static Refusal thereAlready() {
    return new Refusal.Conflict(
        new Text(
            "The tenant has a subscription for that subscription of Azure already: use that one, or replace its credential.",
            "테넌트에 이 Azure 구독에 연결된 구독이 이미 있습니다. 그 구독을 사용하거나 자격 증명을 교체해 주십시오."));
  }
}
