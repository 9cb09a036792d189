package io.tunnelscope.app.tenants;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.PersonId;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Who belongs to a tenant. */
public final class MembershipStore {
  private final Db db;

  public MembershipStore(Db db) {
    this.db = db;
  }

  /** Makes the person a member, or gives the member another role. */
  public Future<Void> put(TenantId tenant, Person person, Role role) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    INSERT INTO membership (tenant_id, person_id, role, name, issuer, subject)
                    VALUES ($1, $2, $3, $4, $5, $6)
                    ON CONFLICT (tenant_id, person_id)
                    DO UPDATE SET role = EXCLUDED.role, name = EXCLUDED.name
                    """)
                .execute(
                    Tuple.of(
                        tenant.value(),
                        person.id().value(),
                        role.wire(),
                        person.name(),
                        person.issuer(),
                        person.subject()))
                .mapEmpty());
  }

  /** Members by name, after the given one. */
  public Future<List<Member>> list(TenantId tenant, String afterName, String afterId, int limit) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT person_id, name, role, issuer, subject FROM membership
                    WHERE tenant_id = $1 AND (name, person_id::text) > ($2, $3)
                    ORDER BY name, person_id::text LIMIT $4
                    """)
                .execute(Tuple.of(tenant.value(), afterName, afterId, limit))
                .map(rows -> Rows.all(rows, MembershipStore::toMember)));
  }

  private static Member toMember(Row row) {
    var id = new PersonId(row.getUUID("person_id"));
    return new Member(
        new Person(id, row.getString("issuer"), row.getString("subject"), row.getString("name")),
        Role.parse(row.getString("role")).orElseThrow());
  }
}
