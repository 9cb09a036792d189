package io.tunnelscope.app.login;

import io.tunnelscope.app.db.AcrossTenants;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.PersonId;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.tenants.Membership;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Sessions by the hash of their cookie. They belong to a person, not to a tenant. */
final class SessionStore {
  /** How long a session lives when it is not used, and at most. */
  record Lifetime(Duration idle, Duration absolute) {}

  /**
   * What vouches for a session.
   *
   * @param onlyTenant where alone it counts, because that tenant's own provider says who it is
   * @param idToken to be shown to the provider when the person signs out
   */
  record Proof(Optional<TenantId> onlyTenant, Optional<String> idToken) {
    static Proof none() {
      return new Proof(Optional.empty(), Optional.empty());
    }

    /** Without the token. */
    @Override
    public String toString() {
      return "Proof[onlyTenant=" + onlyTenant + "]";
    }
  }

  private static final Duration TOUCH_EVERY = Duration.ofMinutes(1);
  private static final int MOST_MEMBERSHIPS = 500;

  private final Db db;
  private final Lifetime lifetime;

  SessionStore(Db db, Lifetime lifetime) {
    this.db = db;
    this.lifetime = lifetime;
  }

  /** Stores a new session and forgets those of everybody that have ended. */
  @AcrossTenants("a session belongs to a person")
  Future<Void> add(Buffer hash, PersonId person, Proof proof, Instant now) {
    return db.system(
        "session start",
        c ->
            c.preparedQuery("DELETE FROM session WHERE expires_at <= $1 OR seen_at <= $2")
                .execute(Tuple.of(utc(now), utc(now.minus(lifetime.idle()))))
                .compose(
                    _ ->
                        c.preparedQuery(
                                """
                                INSERT INTO session (session_hash, person_id, created_at, seen_at, expires_at,
                                    only_tenant, id_token)
                                VALUES ($1, $2, $3, $3, $4, $5, $6)
                                """)
                            .execute(
                                Tuple.of(
                                    hash,
                                    person.value(),
                                    utc(now),
                                    utc(now.plus(lifetime.absolute())),
                                    proof.onlyTenant().map(TenantId::value).orElse(null),
                                    proof.idToken().orElse(null)))
                            .mapEmpty()));
  }

  /** Who has that session; empty when it has ended or never was. Counts as a use of it. */
  @AcrossTenants("a cookie is read before a tenant is known")
  Future<Optional<SignedIn>> find(Buffer hash, Instant now) {
    return db.system(
        "session",
        c ->
            c.preparedQuery(
                    """
                    SELECT p.person_id, p.name, s.seen_at, t.tenant_id, t.slug, t.name AS tenant_name, m.role
                    FROM session s
                    JOIN person p ON p.person_id = s.person_id
                    LEFT JOIN membership m ON m.person_id = s.person_id AND m.deactivated_at IS NULL
                        AND (s.only_tenant IS NULL OR m.tenant_id = s.only_tenant)
                    LEFT JOIN tenant t ON t.tenant_id = m.tenant_id
                    WHERE s.session_hash = $1 AND s.expires_at > $2 AND s.seen_at > $3
                    ORDER BY t.slug LIMIT $4
                    """)
                .execute(
                    Tuple.of(hash, utc(now), utc(now.minus(lifetime.idle())), MOST_MEMBERSHIPS))
                .map(rows -> Rows.all(rows, row -> row))
                .compose(rows -> touch(c, hash, now, rows).map(toSignedIn(rows))));
  }

  /** What vouched for it; empty when there was no such session. */
  @AcrossTenants("a session belongs to a person")
  Future<Optional<Proof>> remove(Buffer hash) {
    return db.system(
        "session end",
        c ->
            c.preparedQuery(
                    "DELETE FROM session WHERE session_hash = $1 RETURNING only_tenant, id_token")
                .execute(Tuple.of(hash))
                .map(rows -> Rows.atMostOne(rows, SessionStore::toProof)));
  }

  /**
   * Gives a session another key; the old one is worth nothing from then on. Its age stays.
   *
   * @return false when there is no such session
   */
  @AcrossTenants("a session belongs to a person")
  Future<Boolean> rename(Buffer hash, Buffer other) {
    return db.system(
        "session renewal",
        c ->
            c.preparedQuery("UPDATE session SET session_hash = $2 WHERE session_hash = $1")
                .execute(Tuple.of(hash, other))
                .map(rows -> rows.rowCount() == 1));
  }

  @AcrossTenants("a session belongs to a person")
  Future<Void> removeAll(PersonId person) {
    return db.system(
        "sessions end",
        c ->
            c.preparedQuery("DELETE FROM session WHERE person_id = $1")
                .execute(Tuple.of(person.value()))
                .mapEmpty());
  }

  private static Proof toProof(Row row) {
    return new Proof(
        Optional.ofNullable(row.getUUID("only_tenant")).map(TenantId::new),
        Optional.ofNullable(row.getString("id_token")));
  }

  private static Future<Void> touch(SqlConnection c, Buffer hash, Instant now, List<Row> rows) {
    boolean fresh =
        rows.isEmpty()
            || rows.getFirst()
                .getOffsetDateTime("seen_at")
                .toInstant()
                .isAfter(now.minus(TOUCH_EVERY));
    return fresh
        ? Future.succeededFuture()
        : c.preparedQuery("UPDATE session SET seen_at = $2 WHERE session_hash = $1")
            .execute(Tuple.of(hash, utc(now)))
            .mapEmpty();
  }

  private static Optional<SignedIn> toSignedIn(List<Row> rows) {
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    var first = rows.getFirst();
    var memberships =
        rows.stream().map(SessionStore::toMembership).filter(Objects::nonNull).toList();
    return Optional.of(
        new SignedIn(
            new PersonId(first.getUUID("person_id")), first.getString("name"), memberships));
  }

  private static Membership toMembership(Row row) {
    var tenant = row.getUUID("tenant_id");
    return tenant == null
        ? null
        : new Membership(
            new TenantId(tenant),
            row.getString("slug"),
            row.getString("tenant_name"),
            Role.parse(row.getString("role")).orElseThrow());
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
