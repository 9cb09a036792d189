package io.tunnelscope.app.login;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.AcrossTenants;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.login.IdentityProvider.Owner;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.secrets.DataKeyStore;
import io.tunnelscope.app.secrets.Sealed;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** The identity providers of tenants that do not use the installation's. */
final class IdentityProviderStore {
  private static final String OF_TENANT =
      """
      SELECT t.tenant_id, t.slug, p.issuer, p.client_id, p.scopes, p.role_claim,
             p.client_secret_sealed, p.secret_set_at, k.version, k.kek_id, k.wrapped
      FROM identity_provider p
      JOIN tenant t ON t.tenant_id = p.tenant_id
      LEFT JOIN data_key k ON k.tenant_id = p.tenant_id AND k.version = p.key_version
      WHERE p.tenant_id = $1 AND t.deleting_since IS NULL
      """;

  private final Db db;
  private final AuditLog audit;

  IdentityProviderStore(Db db, AuditLog audit) {
    this.db = db;
    this.audit = audit;
  }

  /** The one of the tenant; empty when it uses the installation's. */
  Future<Optional<TenantProvider>> find(TenantId tenant) {
    return db.inTenant(tenant, c -> find(c, tenant, OF_TENANT));
  }

  /** The tenant with that slug; empty when there is none, or it is on its way out. */
  @AcrossTenants("somebody signs in to a tenant before being in it")
  Future<Optional<TenantId>> tenant(String slug) {
    return db.system(
        "login tenant",
        c ->
            c.preparedQuery(
                    "SELECT tenant_id FROM tenant WHERE slug = $1 AND deleting_since IS NULL")
                .execute(Tuple.of(slug))
                .map(rows -> Rows.atMostOne(rows, row -> new TenantId(row.getUUID("tenant_id")))));
  }

  /** The same as {@link #find}, for a tenant that nobody is in yet. */
  @AcrossTenants("somebody signs in to a tenant before being in it")
  Future<Optional<TenantProvider>> findBeforeSignIn(TenantId tenant) {
    return db.system("login provider", c -> find(c, tenant, OF_TENANT));
  }

  private static Future<Optional<TenantProvider>> find(
      SqlConnection c, TenantId tenant, String sql) {
    return c.preparedQuery(sql)
        .execute(Tuple.of(tenant.value()))
        .map(IdentityProviderStore::atMostOne);
  }

  /**
   * The secret that is there stays. Fails with {@link Refusal.Invalid} when that was given for
   * another client.
   */
  Future<TenantProvider> put(Principal who, Origin origin, IdentityProvider provider) {
    return db.inTenant(
        who.tenant(),
        c ->
            lock(c, who.tenant())
                .compose(
                    before ->
                        before.flatMap(TenantProvider::secret).isEmpty()
                                || before.get().isSameClientAs(provider)
                            ? write(c, provider)
                                .compose(_ -> told(c, who, origin, before, provider))
                            : Future.failedFuture(ofAnotherClient())));
  }

  /**
   * The secret takes the place of the one that is there.
   *
   * @param secret empty for a public client
   */
  Future<TenantProvider> put(
      Principal who, Origin origin, IdentityProvider provider, Optional<Sealed> secret) {
    var tenant = who.tenant();
    return db.inTenant(
        tenant,
        c ->
            lock(c, tenant)
                .compose(
                    before ->
                        secret
                            .map(given -> DataKeyStore.stillThere(c, tenant, given))
                            .orElseGet(Future::succeededFuture)
                            .compose(_ -> write(c, provider))
                            .compose(_ -> writeSecret(c, tenant, secret))
                            .compose(_ -> told(c, who, origin, before, provider))));
  }

  /** Two admins who change it at once do so one after the other. */
  private static Future<Optional<TenantProvider>> lock(SqlConnection c, TenantId tenant) {
    return find(c, tenant, OF_TENANT + " FOR UPDATE OF p");
  }

  private static Future<Void> write(SqlConnection c, IdentityProvider provider) {
    return c.preparedQuery(
            """
            INSERT INTO identity_provider (tenant_id, issuer, client_id, scopes, role_claim)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (tenant_id) DO UPDATE SET issuer = EXCLUDED.issuer,
                client_id = EXCLUDED.client_id, scopes = EXCLUDED.scopes,
                role_claim = EXCLUDED.role_claim, changed_at = now()
            """)
        .execute(
            Tuple.of(
                provider.tenant().orElseThrow().value(),
                provider.issuer(),
                provider.clientId(),
                provider.scopes(),
                provider.roleClaim()))
        .mapEmpty();
  }

  private static Future<Void> writeSecret(
      SqlConnection c, TenantId tenant, Optional<Sealed> secret) {
    return c.preparedQuery(
            """
            UPDATE identity_provider
            SET client_secret_sealed = $2, key_version = $3,
                secret_set_at = CASE WHEN $3::integer IS NULL THEN NULL ELSE now() END
            WHERE tenant_id = $1
            """)
        .execute(
            Tuple.tuple()
                .addUUID(tenant.value())
                .addBuffer(secret.map(Sealed::bytes).orElse(null))
                .addInteger(secret.map(Sealed::version).orElse(null)))
        .mapEmpty();
  }

  private Future<TenantProvider> told(
      SqlConnection c,
      Principal who,
      Origin origin,
      Optional<TenantProvider> before,
      IdentityProvider provider) {
    return find(c, who.tenant(), OF_TENANT)
        .map(Optional::orElseThrow)
        .compose(
            after ->
                audit
                    .record(
                        c,
                        who,
                        origin,
                        "identity-provider.set",
                        Optional.of(provider.issuer()),
                        difference(before, after))
                    .map(after));
  }

  private static JsonObject difference(Optional<TenantProvider> before, TenantProvider after) {
    var details =
        new JsonObject()
            .put("before", before.map(TenantProvider::toJson).orElse(null))
            .put("after", after.toJson());
    boolean another =
        after.secret().isPresent()
            && !after.secretSetAt().equals(before.flatMap(TenantProvider::secretSetAt));
    return another ? details.put("clientSecretReplaced", true) : details;
  }

  /** Fails with {@code NotFound} when the tenant has none of its own. */
  Future<Void> remove(Principal who, Origin origin) {
    var tenant = who.tenant();
    return db.inTenant(
        tenant,
        c ->
            lock(c, tenant)
                .map(before -> before.orElseThrow(Refusal.NotFound::new))
                .compose(
                    before ->
                        c.preparedQuery("DELETE FROM identity_provider WHERE tenant_id = $1")
                            .execute(Tuple.of(tenant.value()))
                            .map(before))
                .compose(
                    before ->
                        audit.record(
                            c,
                            who,
                            origin,
                            "identity-provider.remove",
                            Optional.of(before.provider().issuer()),
                            new JsonObject().put("before", before.toJson()))));
  }

  private static Optional<TenantProvider> atMostOne(RowSet<Row> rows) {
    return Rows.atMostOne(rows, IdentityProviderStore::toStored);
  }

  private static TenantProvider toStored(Row row) {
    var tenant = new TenantId(row.getUUID("tenant_id"));
    return new TenantProvider(
        new IdentityProvider(
            Optional.of(new Owner(tenant, row.getString("slug"))),
            row.getString("issuer"),
            row.getString("client_id"),
            Optional.empty(),
            row.getString("scopes"),
            row.getString("role_claim")),
        DataKeyStore.toSealed(tenant, row, "client_secret_sealed"),
        Optional.ofNullable(row.getOffsetDateTime("secret_set_at")).map(OffsetDateTime::toInstant));
  }

  /** Else whoever may change the address could have the secret sent there. */
  private static Refusal ofAnotherClient() {
    return new Refusal.Invalid(
        new Text("The request is not valid.", "요청이 올바르지 않습니다."),
        List.of(
            new Refusal.Invalid.Complaint(
                "clientSecret",
                new Text(
                    "must be given again, as the one that is stored is for another issuer or client; null for a client without one",
                    "저장된 시크릿은 다른 발급자나 클라이언트의 것이므로 다시 입력해야 합니다 (시크릿이 없는 클라이언트이면 null)"))));
  }
}
