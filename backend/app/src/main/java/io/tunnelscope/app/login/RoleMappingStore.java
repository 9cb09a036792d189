package io.tunnelscope.app.login;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.AcrossTenants;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.PersonId;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the values of a provider's role claim mean in each tenant, in the order of its admin. */
final class RoleMappingStore {
  private static final int MOST_TENANTS = 500;

  private final Db db;
  private final AuditLog audit;

  RoleMappingStore(Db db, AuditLog audit) {
    this.db = db;
    this.audit = audit;
  }

  Future<List<RoleMapping>> list(TenantId tenant) {
    return db.inTenant(tenant, c -> list(c, tenant));
  }

  private static Future<List<RoleMapping>> list(SqlConnection c, TenantId tenant) {
    return c.preparedQuery(
            """
            SELECT claim_value, role FROM role_mapping WHERE tenant_id = $1 ORDER BY position
            """)
        .execute(Tuple.of(tenant.value()))
        .map(rows -> Rows.all(rows, RoleMappingStore::toMapping));
  }

  /** Two who replace them at once do so one after the other. */
  private static Future<Void> lock(SqlConnection c, TenantId tenant) {
    return c.preparedQuery("SELECT FROM tenant WHERE tenant_id = $1 FOR NO KEY UPDATE")
        .execute(Tuple.of(tenant.value()))
        .mapEmpty();
  }

  private static JsonArray json(List<RoleMapping> mappings) {
    var json = new JsonArray();
    mappings.forEach(
        each ->
            json.add(new JsonObject().put("value", each.value()).put("role", each.role().wire())));
    return json;
  }

  /** Puts these in the place of all that there are. */
  Future<Void> replace(Principal who, List<RoleMapping> mappings, Origin origin) {
    var tenant = who.tenant();
    return db.inTenant(
        tenant,
        c ->
            lock(c, tenant)
                .compose(_ -> list(c, tenant))
                .compose(
                    before ->
                        c.preparedQuery("DELETE FROM role_mapping WHERE tenant_id = $1")
                            .execute(Tuple.of(tenant.value()))
                            .compose(_ -> insert(c, tenant, mappings))
                            .compose(
                                _ ->
                                    audit.record(
                                        c,
                                        who,
                                        origin,
                                        "role-mapping.set",
                                        Optional.empty(),
                                        new JsonObject()
                                            .put("before", json(before))
                                            .put("after", json(mappings))))));
  }

  private static Future<Void> insert(SqlConnection c, TenantId tenant, List<RoleMapping> mappings) {
    if (mappings.isEmpty()) {
      return Future.succeededFuture();
    }
    var rows = new ArrayList<Tuple>();
    for (var each : mappings) {
      rows.add(Tuple.of(tenant.value(), rows.size() + 1, each.value(), each.role().wire()));
    }
    return c.preparedQuery(
            """
            INSERT INTO role_mapping (tenant_id, position, claim_value, role) VALUES ($1, $2, $3, $4)
            """)
        .executeBatch(rows)
        .mapEmpty();
  }

  /**
   * What those values make of a person in the tenants that believe the installation's provider: in
   * each the first mapping that matches. Nobody enters a tenant that is on its way out.
   */
  @AcrossTenants("what a person may enter is known before they are in a tenant")
  Future<Map<TenantId, Role>> ofInstallation(Collection<String> values) {
    return matching(
        """
        SELECT DISTINCT ON (m.tenant_id) m.tenant_id, m.role FROM role_mapping m
        JOIN tenant t ON t.tenant_id = m.tenant_id AND t.deleting_since IS NULL
        WHERE m.claim_value = ANY ($1)
          AND NOT EXISTS (SELECT FROM identity_provider p WHERE p.tenant_id = m.tenant_id)
        ORDER BY m.tenant_id, m.position LIMIT $2
        """,
        Tuple.of(values.toArray(String[]::new), MOST_TENANTS));
  }

  /** The same for a tenant with a provider of its own. */
  @AcrossTenants("what a person may enter is known before they are in a tenant")
  Future<Map<TenantId, Role>> ofTenant(TenantId tenant, Collection<String> values) {
    return matching(
        """
        SELECT tenant_id, role FROM role_mapping
        WHERE tenant_id = $2 AND claim_value = ANY ($1) ORDER BY position LIMIT 1
        """,
        Tuple.of(values.toArray(String[]::new), tenant.value()));
  }

  /** Tenants that believe the installation's provider and have the person as a mapped member. */
  @AcrossTenants("a person loses what the provider says no more")
  Future<Set<TenantId>> mappedByInstallation(PersonId person) {
    return db.system(
        "login mapped",
        c ->
            c.preparedQuery(
                    """
                    SELECT m.tenant_id FROM membership m
                    WHERE m.person_id = $1 AND m.mapped
                      AND NOT EXISTS (SELECT FROM identity_provider p WHERE p.tenant_id = m.tenant_id)
                    LIMIT $2
                    """)
                .execute(Tuple.of(person.value(), MOST_TENANTS))
                .map(
                    rows ->
                        Rows.all(rows, row -> new TenantId(row.getUUID("tenant_id"))).stream()
                            .collect(Collectors.toUnmodifiableSet())));
  }

  private Future<Map<TenantId, Role>> matching(String sql, Tuple values) {
    return db.system(
        "login mapping",
        c ->
            c.preparedQuery(sql)
                .execute(values)
                .map(
                    rows -> {
                      var roles = new LinkedHashMap<TenantId, Role>();
                      rows.forEach(
                          row -> roles.put(new TenantId(row.getUUID("tenant_id")), role(row)));
                      return roles;
                    }));
  }

  private static RoleMapping toMapping(Row row) {
    return new RoleMapping(row.getString("claim_value"), role(row));
  }

  private static Role role(Row row) {
    return Role.parse(row.getString("role")).orElseThrow();
  }
}
