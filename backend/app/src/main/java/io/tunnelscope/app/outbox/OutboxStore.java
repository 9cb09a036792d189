package io.tunnelscope.app.outbox;

import io.tunnelscope.app.db.AcrossTenants;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Messages that wait to be sent. A lane is taken with a lease, which holds by the clock of the
 * database, and a fence, which grows each time: who shows an old one changes nothing, so that a
 * sender that was frozen cannot undo what another has done since.
 */
public final class OutboxStore {
  /** More rows of the transaction that settles a message. */
  @FunctionalInterface
  public interface Besides {
    Besides NOTHING = _ -> Future.succeededFuture();

    Future<Void> write(SqlConnection c);

    default Besides and(Besides more) {
      return c -> write(c).compose(_ -> more.write(c));
    }
  }

  /** A lane that was taken. */
  record Held(TenantId tenant, String lane, long fence) {}

  private final Db db;

  public OutboxStore(Db db) {
    this.db = db;
  }

  /**
   * Writes messages within the caller's transaction, all of them in one round trip. Locks their
   * lanes, in one order everywhere: after the lane of a run and before the head of the audit. One
   * that is there already goes at the earlier of both times, with the newer body.
   */
  public Future<Void> add(SqlConnection c, TenantId tenant, Collection<Message> messages) {
    if (messages.isEmpty()) {
      return Future.succeededFuture();
    }
    return c.preparedQuery(
            """
            WITH wanted AS (
                SELECT a.lane, a.key, (array_agg(a.body ORDER BY a.nth DESC))[1] AS body,
                       clock_timestamp() + make_interval(secs => min(a.rest)) AS at
                  FROM unnest($2::text[], $3::text[], $4::text[], $5::float8[]) WITH ORDINALITY
                       AS a (lane, key, body, rest, nth)
                 GROUP BY a.lane, a.key
            ), locked AS (
                INSERT INTO outbox_lane AS l (tenant_id, lane, due_at)
                SELECT $1, w.lane, min(w.at) FROM wanted w GROUP BY w.lane ORDER BY w.lane COLLATE "C"
                ON CONFLICT (tenant_id, lane) DO UPDATE
                   SET due_at = greatest(l.rests_until, least(l.due_at, excluded.due_at))
                RETURNING l.lane
            )
            -- Joined, so that a lane is locked before its first message is written.
            INSERT INTO outbox_message AS m (tenant_id, lane, key, body, not_before, since)
            SELECT $1, w.lane, w.key, w.body, w.at, clock_timestamp()
              FROM wanted w JOIN locked USING (lane)
             ORDER BY w.lane COLLATE "C", w.key COLLATE "C"
            ON CONFLICT (tenant_id, lane, key) DO UPDATE SET
                   body = excluded.body, version = m.version + 1, since = excluded.since,
                   not_before = least(m.not_before, excluded.not_before)
            """)
        .execute(
            Tuple.of(
                tenant.value(),
                texts(messages, Message::lane),
                texts(messages, Message::key),
                texts(messages, Message::body),
                messages.stream().map(message -> seconds(message.rest())).toArray(Double[]::new)))
        .mapEmpty();
  }

  private static String[] texts(Collection<Message> messages, Function<Message, String> part) {
    return messages.stream().map(part).toArray(String[]::new);
  }

  /** Takes up to that many lanes that are due, those first that are due for longest. */
  @AcrossTenants("senders work for all tenants: ids, states and times only")
  Future<List<Held>> take(UUID owner, int want, Duration lease) {
    return db.systemStatement(
        "take",
        c ->
            c.preparedQuery(
                    """
                    UPDATE outbox_lane l SET
                           owner = $1, fence = l.fence + 1,
                           lease_until = clock_timestamp() + make_interval(secs => $3)
                      FROM (SELECT tenant_id, lane FROM outbox_lane
                             WHERE due_at <= clock_timestamp()
                               AND (lease_until IS NULL OR lease_until < clock_timestamp())
                             ORDER BY due_at
                             LIMIT $2
                               FOR UPDATE SKIP LOCKED) due
                     WHERE l.tenant_id = due.tenant_id AND l.lane = due.lane
                    RETURNING l.tenant_id, l.lane, l.fence
                    """)
                .execute(Tuple.of(owner, want, seconds(lease)))
                .map(
                    rows ->
                        Rows.all(
                            rows,
                            row ->
                                new Held(
                                    new TenantId(row.getUUID("tenant_id")),
                                    row.getString("lane"),
                                    row.getLong("fence")))));
  }

  /**
   * How long the message has been due that is due for longest, zero when none is. One that failed
   * is due since it was first; one that the other side wants to have later, from then on.
   */
  @AcrossTenants("a figure for operators, of times only")
  Future<Duration> late() {
    return db.systemStatement(
        "late",
        c ->
            c.preparedQuery(
                    """
                    SELECT coalesce(extract(epoch FROM clock_timestamp() - min(not_before)), 0)::float8 AS late
                      FROM outbox_message
                    """)
                .execute()
                .map(rows -> rows.iterator().next().getDouble("late"))
                .map(late -> Duration.ofMillis((long) Math.max(0, late * 1000))));
  }

  /** The first message of the lane that may go now; opening it counts as an attempt. */
  Future<Optional<Parcel>> open(TenantId tenant, Held held) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    UPDATE outbox_message m SET attempts = attempts + 1
                     WHERE m.tenant_id = $1 AND m.lane = $2 AND m.key = (
                           SELECT n.key FROM outbox_message n
                            WHERE n.tenant_id = $1 AND n.lane = $2 AND n.not_before <= clock_timestamp()
                            ORDER BY n.seq LIMIT 1)
                       AND EXISTS (SELECT FROM outbox_lane l
                                    WHERE l.tenant_id = $1 AND l.lane = $2 AND l.fence = $3)
                    RETURNING m.key, m.body, m.version, m.attempts
                    """)
                .execute(Tuple.of(tenant.value(), held.lane(), held.fence()))
                .map(
                    rows ->
                        Rows.atMostOne(
                            rows,
                            row ->
                                new Parcel(
                                    tenant,
                                    held.lane(),
                                    row.getString("key"),
                                    row.getString("body"),
                                    row.getInteger("version"),
                                    held.fence(),
                                    row.getInteger("attempts")))));
  }

  /**
   * Takes a delivered message out and hands the lane back. One that was written again meanwhile
   * stays. False when the fence has moved on; nothing is written then.
   */
  Future<Boolean> done(TenantId tenant, Parcel parcel, Besides besides) {
    return out(tenant, parcel, besides, 0);
  }

  /**
   * Takes it out though it was not delivered. One that was written again meanwhile stays, and is
   * known to have been tried.
   */
  Future<Boolean> gaveUp(TenantId tenant, Parcel parcel, Besides besides) {
    return out(tenant, parcel, besides, 1);
  }

  /**
   * @param tried how often one counts as tried that was written again meanwhile
   */
  private Future<Boolean> out(TenantId tenant, Parcel parcel, Besides besides, int tried) {
    return settle(
        tenant,
        parcel.held(),
        Duration.ZERO,
        c ->
            besides
                .write(c)
                .compose(
                    _ ->
                        c.preparedQuery(
                                """
                                WITH gone AS (
                                    DELETE FROM outbox_message
                                     WHERE tenant_id = $1 AND lane = $2 AND key = $3 AND version = $4
                                    RETURNING 1)
                                UPDATE outbox_message SET attempts = $5
                                 WHERE tenant_id = $1 AND lane = $2 AND key = $3 AND version <> $4
                                """)
                            .execute(keyAndVersion(parcel).addInteger(tried)))
                .mapEmpty());
  }

  /**
   * Keeps the message for later; the lane goes on with others. No attempt is counted, and none is
   * held against it any more once it was delivered. One that was written again meanwhile goes when
   * that says.
   */
  Future<Boolean> again(
      TenantId tenant, Parcel parcel, boolean delivered, Besides besides, Duration rest) {
    return settle(
        tenant,
        parcel.held(),
        Duration.ZERO,
        c ->
            besides
                .write(c)
                .compose(
                    _ ->
                        c.preparedQuery(
                                """
                                UPDATE outbox_message SET
                                       attempts = CASE WHEN $6 THEN 0 ELSE attempts - 1 END,
                                       not_before = CASE WHEN version = $4
                                           THEN clock_timestamp() + make_interval(secs => $5)
                                           ELSE not_before END
                                 WHERE tenant_id = $1 AND lane = $2 AND key = $3
                                """)
                            .execute(
                                keyAndVersion(parcel)
                                    .addDouble(seconds(rest))
                                    .addBoolean(delivered)))
                .mapEmpty());
  }

  /** Keeps the message, and the lane rests for that long. */
  Future<Boolean> failed(TenantId tenant, Parcel parcel, Duration rest) {
    return settle(tenant, parcel.held(), rest, Besides.NOTHING);
  }

  /** Hands a lane back in which nothing was to be done. */
  Future<Boolean> nothing(TenantId tenant, Held held) {
    return settle(tenant, held, Duration.ZERO, Besides.NOTHING);
  }

  /**
   * The lane is locked by a statement of its own: the one that looks what is left must see what was
   * written until then, or a message would wait in a lane that is not due.
   */
  private Future<Boolean> settle(TenantId tenant, Held held, Duration rest, Besides work) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT FROM outbox_lane
                     WHERE tenant_id = $1 AND lane = $2 AND fence = $3
                       FOR UPDATE
                    """)
                .execute(Tuple.of(tenant.value(), held.lane(), held.fence()))
                .compose(
                    found ->
                        found.size() == 0
                            ? Future.succeededFuture(false)
                            : work.write(c)
                                .compose(_ -> handBack(c, tenant, held, rest))
                                .map(true)));
  }

  private static Future<Void> handBack(SqlConnection c, TenantId tenant, Held held, Duration rest) {
    return c.preparedQuery(
            """
            UPDATE outbox_lane l SET
                   owner = NULL, lease_until = NULL,
                   rests_until = clock_timestamp() + make_interval(secs => $4),
                   due_at = (SELECT greatest(min(m.not_before),
                                             clock_timestamp() + make_interval(secs => $4))
                               FROM outbox_message m
                              WHERE m.tenant_id = $1 AND m.lane = $2
                             HAVING count(*) > 0)
             WHERE l.tenant_id = $1 AND l.lane = $2 AND l.fence = $3
            """)
        .execute(Tuple.of(tenant.value(), held.lane(), held.fence(), seconds(rest)))
        .mapEmpty();
  }

  private static Tuple keyAndVersion(Parcel parcel) {
    return Tuple.tuple()
        .addUUID(parcel.tenant().value())
        .addString(parcel.lane())
        .addString(parcel.key())
        .addInteger(parcel.version());
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
