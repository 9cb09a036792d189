package io.tunnelscope.app.tenants;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.PersonId;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/** Who belongs to a tenant. */
public final class MembershipStore {
  private static final Text LAST_ADMIN =
      new Text(
          "This is the last active admin of the tenant. Make somebody else an admin first.",
          "테넌트에 남은 마지막 활성 관리자입니다. 먼저 다른 구성원을 관리자로 지정하세요.");

  private final Db db;
  private final AuditLog audit;

  public MembershipStore(Db db, AuditLog audit) {
    this.db = db;
    this.audit = audit;
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
                    SELECT person_id, name, role, issuer, subject, deactivated_at, mapped
                    FROM membership
                    WHERE tenant_id = $1 AND (name, person_id::text) > ($2, $3)
                    ORDER BY name, person_id::text LIMIT $4
                    """)
                .execute(Tuple.of(tenant.value(), afterName, afterId, limit))
                .map(rows -> Rows.all(rows, MembershipStore::toMember)));
  }

  /**
   * The member as they are afterwards. Fails with {@code NotFound}, and with {@code Conflict} when
   * the tenant would be left without an active admin.
   */
  Future<Member> change(Principal who, PersonId person, MemberChange change, Origin origin) {
    return db.inTenant(
        who.tenant(),
        c ->
            lock(c, who.tenant(), person)
                .compose(
                    locked -> {
                      var after = change.of(locked.member());
                      locked.refuseToLose(after.isActiveAdmin());
                      return update(c, who.tenant(), after)
                          .compose(
                              _ ->
                                  audit.record(
                                      c,
                                      who,
                                      origin,
                                      "member.change",
                                      Optional.of(person.toString()),
                                      difference(locked.member(), after)))
                          .map(after);
                    }));
  }

  /** Fails as {@link #change} does. */
  Future<Void> remove(Principal who, PersonId person, Origin origin) {
    return db.inTenant(
        who.tenant(),
        c ->
            lock(c, who.tenant(), person)
                .compose(
                    locked -> {
                      locked.refuseToLose(false);
                      return delete(c, who.tenant(), person)
                          .compose(
                              _ ->
                                  audit.record(
                                      c,
                                      who,
                                      origin,
                                      "member.remove",
                                      Optional.of(person.toString()),
                                      new JsonObject()
                                          .put("name", locked.member().person().name())
                                          .put("before", state(locked.member()))));
                    }));
  }

  /**
   * Lets a person in as the identity provider's claim says: a new member, or a mapped one with
   * another role. Whom an admin has given a role or deactivated is left alone.
   *
   * @return whether a member got another role
   */
  public Future<Boolean> admit(TenantId tenant, Person person, Role role, Origin origin) {
    var who =
        new Principal(tenant, Principal.Kind.PERSON, person.id().value(), person.name(), role);
    return db.inTenant(
        tenant,
        c ->
            find(c, tenant, person.id())
                .compose(
                    known ->
                        known.isEmpty()
                            ? join(c, who, person, role, origin).map(false)
                            : follow(c, who, known.get(), role, origin)));
  }

  /**
   * Takes the membership of a mapped member whom the provider's claim gives none any more.
   *
   * @return whether there was one
   */
  public Future<Boolean> dismiss(TenantId tenant, Person person, Origin origin) {
    return db.inTenant(
        tenant,
        c ->
            find(c, tenant, person.id())
                .compose(
                    known -> {
                      if (known.isEmpty() || !known.get().mapped()) {
                        return Future.succeededFuture(false);
                      }
                      var role = known.get().role();
                      var who =
                          new Principal(
                              tenant,
                              Principal.Kind.PERSON,
                              person.id().value(),
                              person.name(),
                              role);
                      return delete(c, tenant, person.id())
                          .compose(
                              _ ->
                                  audit.record(
                                      c,
                                      who,
                                      origin,
                                      "member.leave",
                                      Optional.of(person.id().toString()),
                                      new JsonObject().put("role", role.wire())))
                          .map(true);
                    }));
  }

  private Future<Void> join(
      SqlConnection c, Principal who, Person person, Role role, Origin origin) {
    return c.preparedQuery(
            """
            INSERT INTO membership (tenant_id, person_id, role, name, issuer, subject, mapped)
            VALUES ($1, $2, $3, $4, $5, $6, true)
            ON CONFLICT (tenant_id, person_id) DO NOTHING
            """)
        .execute(
            Tuple.of(
                who.tenant().value(),
                person.id().value(),
                role.wire(),
                person.name(),
                person.issuer(),
                person.subject()))
        .compose(
            rows ->
                rows.rowCount() == 0 // signed in twice at once
                    ? Future.succeededFuture()
                    : audit.record(
                        c,
                        who,
                        origin,
                        "member.join",
                        Optional.of(person.id().toString()),
                        new JsonObject().put("role", role.wire())));
  }

  private Future<Boolean> follow(
      SqlConnection c, Principal who, Member before, Role role, Origin origin) {
    if (!before.mapped() || !before.active() || before.role() == role) {
      return Future.succeededFuture(false);
    }
    var after = new Member(before.person(), role, true, true);
    return update(c, who.tenant(), after)
        .compose(
            _ ->
                audit.record(
                    c,
                    who,
                    origin,
                    "member.change",
                    Optional.of(before.person().id().toString()),
                    difference(before, after)))
        .map(true);
  }

  private record Locked(Member member, List<PersonId> admins) {
    /** A tenant keeps somebody who can let others in. */
    void refuseToLose(boolean staysAdmin) {
      if (!staysAdmin && admins.equals(List.of(member.person().id()))) {
        throw new Refusal.Conflict(LAST_ADMIN);
      }
    }
  }

  /** Holds all admins, so that of two who demote each other the second waits and is refused. */
  private static Future<Locked> lock(SqlConnection c, TenantId tenant, PersonId person) {
    return c.preparedQuery(
            """
            SELECT person_id FROM membership
            WHERE tenant_id = $1 AND role = 'admin' AND deactivated_at IS NULL
            ORDER BY person_id FOR UPDATE
            """)
        .execute(Tuple.of(tenant.value()))
        .map(rows -> Rows.all(rows, row -> new PersonId(row.getUUID("person_id"))))
        .compose(
            admins ->
                find(c, tenant, person)
                    .map(found -> found.orElseThrow(Refusal.NotFound::new))
                    .map(member -> new Locked(member, admins)));
  }

  private static Future<Optional<Member>> find(SqlConnection c, TenantId tenant, PersonId person) {
    return c.preparedQuery(
            """
            SELECT person_id, name, role, issuer, subject, deactivated_at, mapped
            FROM membership WHERE tenant_id = $1 AND person_id = $2 FOR UPDATE
            """)
        .execute(Tuple.of(tenant.value(), person.value()))
        .map(rows -> Rows.atMostOne(rows, MembershipStore::toMember));
  }

  private static Future<Void> update(SqlConnection c, TenantId tenant, Member after) {
    return c.preparedQuery(
            """
            UPDATE membership SET role = $3, mapped = $4,
                deactivated_at = CASE WHEN $5 THEN NULL ELSE coalesce(deactivated_at, now()) END
            WHERE tenant_id = $1 AND person_id = $2
            """)
        .execute(
            Tuple.of(
                tenant.value(),
                after.person().id().value(),
                after.role().wire(),
                after.mapped(),
                after.active()))
        .mapEmpty();
  }

  private static Future<Void> delete(SqlConnection c, TenantId tenant, PersonId person) {
    return c.preparedQuery("DELETE FROM membership WHERE tenant_id = $1 AND person_id = $2")
        .execute(Tuple.of(tenant.value(), person.value()))
        .mapEmpty();
  }

  private static JsonObject difference(Member before, Member after) {
    return new JsonObject().put("before", state(before)).put("after", state(after));
  }

  private static JsonObject state(Member member) {
    return new JsonObject().put("role", member.role().wire()).put("active", member.active());
  }

  private static Member toMember(Row row) {
    var id = new PersonId(row.getUUID("person_id"));
    return new Member(
        new Person(id, row.getString("issuer"), row.getString("subject"), row.getString("name")),
        Role.parse(row.getString("role")).orElseThrow(),
        row.getOffsetDateTime("deactivated_at") == null,
        row.getBoolean("mapped"));
  }
}
