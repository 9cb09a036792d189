package io.tunnelscope.app.audit;

import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes the audit. An entry is written inside the transaction of what it tells about, as its last
 * statement: it locks the head of the tenant's chain, so whatever follows would keep every other
 * writer of that tenant waiting. If the entry cannot be written, nothing happened.
 */
public final class AuditLog {
  private static final UUID NOBODY = new UUID(0, 0);
  private static final String APPEND =
      """
      WITH head AS (
          UPDATE audit_head SET seq = $2, hash = $15 WHERE tenant_id = $1 RETURNING tenant_id)
      INSERT INTO audit (tenant_id, seq, at, actor_kind, actor_id, actor, action, object,
          result, ip, agent, request_id, details, prev_hash, hash, on_behalf_of, version)
      SELECT tenant_id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17
      FROM head
      """;

  /** Without an origin: for what the product does by itself. */
  public Future<Void> record(
      SqlConnection c, Principal who, String action, Optional<String> object, JsonObject details) {
    return append(c, who, Optional.empty(), new Deed(action, object, "ok", details));
  }

  /**
   * Something that was done.
   *
   * @param object what it was done to: an id
   * @param details before and after, without secrets
   */
  public record Done(String object, JsonObject details) {}

  /**
   * As {@link #record(SqlConnection, Principal, String, Optional, JsonObject)}, an entry for each,
   * in this order. The head of the chain is locked once for all of them.
   */
  public Future<Void> recordAll(SqlConnection c, Principal who, String action, List<Done> all) {
    var author = new Author(who, Optional.empty(), Optional.empty());
    return lockHead(c, who)
        .compose(
            head -> {
              var before = head;
              var rows = new ArrayList<Tuple>();
              for (var each : all) {
                var deed = new Deed(action, Optional.of(each.object()), "ok", each.details());
                var entry = entry(before, author, deed);
                var previous = before.hash().getBytes();
                rows.add(values(who, entry, previous));
                before = before.then(entry, entry.hash(who.tenant().value(), previous));
              }
              return c.preparedQuery(APPEND).executeBatch(rows).mapEmpty();
            });
  }

  /** For what the product does by itself because somebody once asked for it, like ending a run. */
  public Future<Void> recordFor(
      SqlConnection c,
      Principal who,
      String onBehalfOf,
      String action,
      Optional<String> object,
      JsonObject details) {
    return append(
        c,
        new Author(who, Optional.of(onBehalfOf), Optional.empty()),
        new Deed(action, object, "ok", details));
  }

  /**
   * @param action constant, like {@code run.start}
   * @param object what it was done to: an id
   * @param details before and after, without secrets
   */
  public Future<Void> record(
      SqlConnection c,
      Principal who,
      Origin origin,
      String action,
      Optional<String> object,
      JsonObject details) {
    return append(c, who, Optional.of(origin), new Deed(action, object, "ok", details));
  }

  /** Somebody did what they may, and it came to nothing. */
  public Future<Void> failed(
      SqlConnection c,
      Principal who,
      Origin origin,
      String action,
      Optional<String> object,
      JsonObject details) {
    return append(c, who, Optional.of(origin), new Deed(action, object, "failed", details));
  }

  /** Somebody asked for something that they may not do. */
  public Future<Void> denied(
      SqlConnection c, Principal who, Origin origin, Optional<String> object, JsonObject details) {
    return append(c, who, Optional.of(origin), new Deed("denied", object, "denied", details));
  }

  private record Author(Principal who, Optional<String> onBehalfOf, Optional<Origin> origin) {}

  private record Deed(String action, Optional<String> object, String result, JsonObject details) {}

  private Future<Void> append(SqlConnection c, Principal who, Optional<Origin> origin, Deed deed) {
    return append(c, new Author(who, Optional.empty(), origin), deed);
  }

  private Future<Void> append(SqlConnection c, Author author, Deed deed) {
    var who = author.who();
    return lockHead(c, who)
        .compose(head -> write(c, who, entry(head, author, deed), head.hash().getBytes()));
  }

  private static AuditEntry entry(Head head, Author author, Deed deed) {
    var who = author.who();
    return new AuditEntry(
        head.seq() + 1,
        head.now(),
        who.kind().name().toLowerCase(Locale.ROOT),
        who.id().equals(NOBODY) ? Optional.empty() : Optional.of(who.id()),
        who.name(),
        author.onBehalfOf().or(head::tokenOf),
        deed.action(),
        deed.object(),
        deed.result(),
        author.origin().map(Origin::ip),
        author.origin().map(Origin::agent),
        author.origin().map(Origin::requestId),
        deed.details());
  }

  /** A tenant's first entry makes the head of its chain; of two at once the second waits. */
  private static Future<Head> lockHead(SqlConnection c, Principal who) {
    return readHead(c, who)
        .compose(
            head ->
                head.isPresent()
                    ? Future.succeededFuture(head)
                    : beginChain(c, who).compose(_ -> readHead(c, who)))
        .map(Optional::orElseThrow);
  }

  private static Future<Optional<Head>> readHead(SqlConnection c, Principal who) {
    return c.preparedQuery(
            """
            SELECT seq, hash, clock_timestamp() AS now,
                (SELECT created_by FROM api_token WHERE tenant_id = $1 AND token_id = $2) AS token_of
            FROM audit_head
            WHERE tenant_id = $1 FOR UPDATE
            """)
        .execute(Tuple.of(who.tenant().value(), who.id()))
        .map(rows -> Rows.atMostOne(rows, Head::of));
  }

  private static Future<Void> beginChain(SqlConnection c, Principal who) {
    return c.preparedQuery(
            """
            INSERT INTO audit_head (tenant_id, seq, hash) VALUES ($1, 0, $2)
            ON CONFLICT (tenant_id) DO NOTHING
            """)
        .execute(Tuple.of(who.tenant().value(), Buffer.buffer(AuditEntry.beginning())))
        .mapEmpty();
  }

  private static Future<Void> write(
      SqlConnection c, Principal who, AuditEntry entry, byte[] previous) {
    return c.preparedQuery(APPEND).execute(values(who, entry, previous)).mapEmpty();
  }

  private static Tuple values(Principal who, AuditEntry entry, byte[] previous) {
    var tenant = who.tenant().value();
    return Tuple.tuple()
        .addUUID(tenant)
        .addLong(entry.seq())
        .addOffsetDateTime(entry.at().atOffset(ZoneOffset.UTC))
        .addString(entry.actorKind())
        .addUUID(entry.actorId().orElse(null))
        .addString(entry.actor())
        .addString(entry.action())
        .addString(entry.object().orElse(null))
        .addString(entry.result())
        .addString(entry.ip().orElse(null))
        .addString(entry.agent().orElse(null))
        .addString(entry.requestId().orElse(null))
        .addJsonObject(entry.details())
        .addBuffer(Buffer.buffer(previous))
        .addBuffer(Buffer.buffer(entry.hash(tenant, previous)))
        .addString(entry.onBehalfOf().orElse(null))
        .addInteger(AuditEntry.FORMAT);
  }

  /**
   * @param tokenOf who made the token that acts, when one does
   */
  private record Head(long seq, Buffer hash, Instant now, Optional<String> tokenOf) {
    Head then(AuditEntry entry, byte[] its) {
      return new Head(entry.seq(), Buffer.buffer(its), now, tokenOf);
    }

    static Head of(Row row) {
      OffsetDateTime now = row.getOffsetDateTime("now");
      return new Head(
          row.getLong("seq"),
          row.getBuffer("hash"),
          now.toInstant(),
          Optional.ofNullable(row.getString("token_of")));
    }
  }
}
