package io.tunnelscope.app.tenants;

import io.tunnelscope.app.db.AcrossTenants;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.PersonId;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** People, whatever their tenants. */
public final class PersonStore {
  /** A person and one of their tenants. */
  public record PersonInTenant(Person person, Membership membership) {}

  private static final int MOST_MEMBERSHIPS = 500;

  private final Db db;
  private final Supplier<UUID> ids;

  public PersonStore(Db db, Supplier<UUID> ids) {
    this.db = db;
    this.ids = ids;
  }

  /** The person with that issuer and subject, made when new, renamed when the name has changed. */
  @AcrossTenants("a person signs in before a tenant is chosen")
  public Future<Person> ensure(String issuer, String subject, String name) {
    return db.system(
        "person",
        c ->
            c.preparedQuery(
                    """
                    INSERT INTO person (person_id, issuer, subject, name) VALUES ($1, $2, $3, $4)
                    ON CONFLICT (issuer, subject) DO UPDATE SET name = EXCLUDED.name
                    RETURNING person_id
                    """)
                .execute(Tuple.of(ids.get(), issuer, subject, name))
                .map(rows -> new PersonId(rows.iterator().next().getUUID("person_id")))
                .map(id -> new Person(id, issuer, subject, name)));
  }

  /**
   * The tenants that a person belongs to and was not deactivated in, by slug; none that is on its
   * way out.
   */
  @AcrossTenants("a person chooses among their tenants")
  public Future<List<Membership>> memberships(PersonId person) {
    return db.system(
        "memberships",
        c ->
            c.preparedQuery(
                    """
                    SELECT t.tenant_id, t.slug, t.name, m.role
                    FROM membership m JOIN tenant t ON t.tenant_id = m.tenant_id
                    WHERE m.person_id = $1 AND m.deactivated_at IS NULL AND t.deleting_since IS NULL
                    ORDER BY t.slug LIMIT $2
                    """)
                .execute(Tuple.of(person.value(), MOST_MEMBERSHIPS))
                .map(rows -> Rows.all(rows, PersonStore::toMembership)));
  }

  /** Everybody of one issuer with each of their tenants, by tenant and role; at most 500. */
  @AcrossTenants("a demo shows its people before one is chosen")
  public Future<List<PersonInTenant>> ofIssuer(String issuer) {
    return db.system(
        "people of an issuer",
        c ->
            c.preparedQuery(
                    """
                    SELECT p.person_id, p.issuer, p.subject, p.name AS person_name,
                        t.tenant_id, t.slug, t.name, m.role
                    FROM person p
                    JOIN membership m ON m.person_id = p.person_id
                    JOIN tenant t ON t.tenant_id = m.tenant_id
                    WHERE p.issuer = $1 AND m.deactivated_at IS NULL ORDER BY t.slug, m.role, p.subject LIMIT $2
                    """)
                .execute(Tuple.of(issuer, MOST_MEMBERSHIPS))
                .map(rows -> Rows.all(rows, PersonStore::toPersonInTenant)));
  }

  private static PersonInTenant toPersonInTenant(Row row) {
    var person =
        new Person(
            new PersonId(row.getUUID("person_id")),
            row.getString("issuer"),
            row.getString("subject"),
            row.getString("person_name"));
    return new PersonInTenant(person, toMembership(row));
  }

  private static Membership toMembership(Row row) {
    return new Membership(
        new TenantId(row.getUUID("tenant_id")),
        row.getString("slug"),
        row.getString("name"),
        Role.parse(row.getString("role")).orElseThrow());
  }
}
