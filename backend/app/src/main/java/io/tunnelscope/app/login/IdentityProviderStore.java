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
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** The identity providers of tenants that do not use the installation's. */
final class IdentityProviderStore {
  private static final String COLUMNS =
      "SELECT t.tenant_id, t.slug, p.issuer, p.client_id, p.scopes, p.role_claim"
          + " FROM identity_provider p JOIN tenant t ON t.tenant_id = p.tenant_id";

  private final Db db;
  private final AuditLog audit;

  IdentityProviderStore(Db db, AuditLog audit) {
    this.db = db;
    this.audit = audit;
  }

  /** The one of the tenant; empty when it uses the installation's. */
  Future<Optional<IdentityProvider>> find(TenantId tenant) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(COLUMNS + " WHERE p.tenant_id = $1")
                .execute(Tuple.of(tenant.value()))
                .map(IdentityProviderStore::atMostOne));
  }

  /** The tenant with that slug and what it uses; empty when there is no such tenant. */
  @AcrossTenants("somebody signs in to a tenant before being in it")
  Future<Optional<TenantId>> tenant(String slug) {
    return db.system(
        "login tenant",
        c ->
            c.preparedQuery("SELECT tenant_id FROM tenant WHERE slug = $1")
                .execute(Tuple.of(slug))
                .map(rows -> Rows.atMostOne(rows, row -> new TenantId(row.getUUID("tenant_id")))));
  }

  /** The same as {@link #find}, for a tenant that nobody is in yet. */
  @AcrossTenants("somebody signs in to a tenant before being in it")
  Future<Optional<IdentityProvider>> findBeforeSignIn(TenantId tenant) {
    return db.system(
        "login provider",
        c ->
            c.preparedQuery(COLUMNS + " WHERE p.tenant_id = $1")
                .execute(Tuple.of(tenant.value()))
                .map(IdentityProviderStore::atMostOne));
  }

  Future<Void> put(Principal who, IdentityProvider provider, Origin origin) {
    var tenant = who.tenant();
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    INSERT INTO identity_provider (tenant_id, issuer, client_id, scopes, role_claim)
                    VALUES ($1, $2, $3, $4, $5)
                    ON CONFLICT (tenant_id) DO UPDATE SET issuer = EXCLUDED.issuer,
                        client_id = EXCLUDED.client_id, scopes = EXCLUDED.scopes,
                        role_claim = EXCLUDED.role_claim, changed_at = now()
                    """)
                .execute(
                    Tuple.of(
                        tenant.value(),
                        provider.issuer(),
                        provider.clientId(),
                        provider.scopes(),
                        provider.roleClaim()))
                .compose(
                    _ ->
                        audit.record(
                            c,
                            who,
                            origin,
                            "identity-provider.set",
                            Optional.of(provider.issuer()),
                            new JsonObject()
                                .put("clientId", provider.clientId())
                                .put("scopes", provider.scopes())
                                .put("roleClaim", provider.roleClaim()))));
  }

  /** Fails with {@code NotFound} when the tenant has none of its own. */
  Future<Void> remove(Principal who, Origin origin) {
    var tenant = who.tenant();
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery("DELETE FROM identity_provider WHERE tenant_id = $1")
                .execute(Tuple.of(tenant.value()))
                .compose(
                    rows ->
                        rows.rowCount() == 0
                            ? Future.failedFuture(new Refusal.NotFound())
                            : audit.record(
                                c,
                                who,
                                origin,
                                "identity-provider.remove",
                                Optional.empty(),
                                new JsonObject())));
  }

  private static Optional<IdentityProvider> atMostOne(RowSet<Row> rows) {
    return Rows.atMostOne(rows, IdentityProviderStore::toProvider);
  }

  /** Without a client secret: PKCE alone protects the clients of tenants. */
  private static IdentityProvider toProvider(Row row) {
    return new IdentityProvider(
        Optional.of(new Owner(new TenantId(row.getUUID("tenant_id")), row.getString("slug"))),
        row.getString("issuer"),
        row.getString("client_id"),
        Optional.empty(),
        row.getString("scopes"),
        row.getString("role_claim"));
  }
}
