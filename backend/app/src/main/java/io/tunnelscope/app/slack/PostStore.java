package io.tunnelscope.app.slack;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.outbox.OutboxStore;
import io.tunnelscope.app.outbox.OutboxStore.Besides;
import io.tunnelscope.app.secrets.DataKeyStore;
import io.tunnelscope.app.secrets.Place;
import io.tunnelscope.app.secrets.Sealed;
import io.tunnelscope.app.secrets.SealedColumn;
import io.tunnelscope.core.language.Language;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The messages of runs in Slack, and the addresses for answers that came with commands. */
public final class PostStore {
  /** Of the five that Slack allows, two are left to the command itself. */
  private static final int MOST_USES = 3;

  private static final int LONGEST_WHY = 1_000;

  private final Db db;
  private final OutboxStore outbox;

  public PostStore(Db db, OutboxStore outbox) {
    this.db = db;
    this.outbox = outbox;
  }

  /** An address for answers, as it is kept. */
  record SealedReply(UUID id, Sealed url, Instant until, int uses) {}

  static Place placeOf(UUID reply) {
    return new Place(SealedColumn.SLACK_REPLY, reply);
  }

  /**
   * Writes the message of a run that is being queued, and that it is to be sent. A second one for
   * the same run and place is none.
   */
  Future<Void> open(
      SqlConnection c,
      TenantId tenant,
      RunId run,
      UUID post,
      Destination to,
      Optional<SealedReply> reply) {
    var channel = new Channel(to.workspace(), to.channel());
    return reply
        .map(address -> keep(c, tenant, address))
        .orElseGet(Future::succeededFuture)
        .compose(_ -> insert(c, tenant, run, post, to, reply.map(SealedReply::id)))
        .compose(
            inserted ->
                inserted && !isSilentUntilTheEnd(to)
                    ? outbox.add(
                        c,
                        tenant,
                        List.of(Outgoing.message(tenant, channel, new Outgoing.OfRun(post))))
                    : Future.succeededFuture());
  }

  private static boolean isSilentUntilTheEnd(Destination to) {
    return to.isQuiet() || isHidden(to);
  }

  /** In a conversation with the bot everything is between the two. */
  private static boolean isHidden(Destination to) {
    return to.isPrivate() && !to.channel().startsWith("D");
  }

  private static Future<Void> keep(SqlConnection c, TenantId tenant, SealedReply reply) {
    return DataKeyStore.stillThere(c, tenant, reply.url())
        .compose(
            _ ->
                c.preparedQuery(
                        "DELETE FROM slack_reply WHERE tenant_id = $1 AND until < clock_timestamp()")
                    .execute(Tuple.of(tenant.value())))
        .compose(
            _ ->
                c.preparedQuery(
                        """
                        INSERT INTO slack_reply
                               (tenant_id, reply_id, response_url_sealed, key_version, uses, until)
                        VALUES ($1, $2, $3, $4, $5, $6)
                        ON CONFLICT (tenant_id, reply_id) DO NOTHING
                        """)
                    .execute(
                        Tuple.of(
                            tenant.value(),
                            reply.id(),
                            reply.url().bytes(),
                            reply.url().version(),
                            reply.uses(),
                            reply.until().atOffset(ZoneOffset.UTC))))
        .mapEmpty();
  }

  private static Future<Boolean> insert(
      SqlConnection c,
      TenantId tenant,
      RunId run,
      UUID post,
      Destination to,
      Optional<UUID> reply) {
    return c.preparedQuery(
            """
            INSERT INTO slack_post (tenant_id, post_id, run_id, workspace_id, channel_id, only_for,
                                    asked_by, reply_id, quiet, language)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (tenant_id, run_id, workspace_id, channel_id, only_for) DO NOTHING
            """)
        .execute(
            Tuple.tuple()
                .addUUID(tenant.value())
                .addUUID(post)
                .addUUID(run.value())
                .addUUID(to.workspace())
                .addString(to.channel())
                .addString(isHidden(to) ? to.user() : "")
                .addString(to.user())
                .addUUID(reply.orElse(null))
                .addBoolean(isSilentUntilTheEnd(to))
                .addString(to.language().map(Language::tag).orElse(null)))
        .map(rows -> rows.rowCount() == 1);
  }

  Future<Optional<Post>> find(TenantId tenant, UUID post) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT post_id, run_id, workspace_id, channel_id, only_for, asked_by, reply_id, reply_tried, quiet,
                           language, way, why, posted_in, ts, shown, closed_at,
                           channel_id !~ '^[CG]' OR EXISTS (
                               SELECT FROM slack_channel b
                                WHERE b.tenant_id = $1 AND b.workspace_id = slack_post.workspace_id
                                  AND b.channel_id = slack_post.channel_id) AS bound,
                           %s AS member,
                           extract(epoch FROM clock_timestamp() - shown_at)::float8 AS shown_ago
                      FROM slack_post
                     WHERE tenant_id = $1 AND post_id = $2
                    """
                        .formatted(
                            SlackAccountStore.isMember(
                                "slack_post.workspace_id", "slack_post.asked_by")))
                .execute(Tuple.of(tenant.value(), post))
                .map(rows -> Rows.atMostOne(rows, PostStore::toPost)));
  }

  /**
   * The message shows that now.
   *
   * @param kept where Slack has it; empty when it cannot be changed there
   * @param hash SHA-256 of what it shows, hex
   * @param closed whether that is the end
   */
  Besides shown(TenantId tenant, UUID post, Optional<Post.Kept> kept, String hash, boolean closed) {
    return c ->
        c.preparedQuery(
                """
                UPDATE slack_post SET
                       posted_in = $3, ts = $4, shown = $5, shown_at = clock_timestamp(),
                       closed_at = CASE WHEN $6 THEN clock_timestamp() END
                 WHERE tenant_id = $1 AND post_id = $2
                """)
            .execute(
                Tuple.of(
                    tenant.value(),
                    post,
                    kept.map(Post.Kept::channel).orElse(null),
                    kept.map(Post.Kept::ts).orElse(null),
                    Buffer.buffer(HexFormat.of().parseHex(hash)),
                    closed))
            .mapEmpty();
  }

  /** From now on it takes that way, for that reason. */
  Future<Void> takes(TenantId tenant, UUID post, Way way, String why) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    UPDATE slack_post SET way = $3, why = $4, posted_in = NULL, ts = NULL
                     WHERE tenant_id = $1 AND post_id = $2
                    """)
                .execute(Tuple.of(tenant.value(), post, way.name(), cut(why)))
                .mapEmpty());
  }

  /** Nothing more is told there. */
  Besides closed(TenantId tenant, UUID post, String why) {
    return c ->
        c.preparedQuery(
                """
                UPDATE slack_post SET closed_at = clock_timestamp(), way = 'INBOX', why = $3
                 WHERE tenant_id = $1 AND post_id = $2
                """)
            .execute(Tuple.of(tenant.value(), post, cut(why)))
            .mapEmpty();
  }

  /**
   * The address, with one use of it taken; empty when it is used up or too old. Taken, and written
   * on the post that it was tried, before it is used: what may have reached Slack counts.
   */
  Future<Optional<Sealed>> use(TenantId tenant, UUID post, UUID reply) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    WITH used AS (
                        UPDATE slack_reply SET uses = uses + 1
                         WHERE tenant_id = $1 AND reply_id = $2 AND uses < $3 AND until > clock_timestamp()
                        RETURNING response_url_sealed, key_version
                    ), tried AS (
                        UPDATE slack_post SET reply_tried = true WHERE tenant_id = $1 AND post_id = $4)
                    SELECT u.response_url_sealed, k.version, k.kek_id, k.wrapped
                      FROM used u JOIN data_key k ON k.tenant_id = $1 AND k.version = u.key_version
                    """)
                .execute(Tuple.of(tenant.value(), reply, MOST_USES, post))
                .map(
                    rows ->
                        Rows.atMostOne(
                            rows, row -> DataKeyStore.toSealed(tenant, row, "response_url_sealed")))
                .map(found -> found.flatMap(url -> url)));
  }

  private static String cut(String why) {
    return why.length() <= LONGEST_WHY ? why : why.substring(0, LONGEST_WHY);
  }

  private static Post toPost(Row row) {
    return new Post(
        row.getUUID("post_id"),
        new RunId(row.getUUID("run_id")),
        new Channel(row.getUUID("workspace_id"), row.getString("channel_id")),
        nonEmpty(row.getString("only_for")),
        nonEmpty(row.getString("asked_by")),
        Optional.ofNullable(row.getUUID("reply_id")),
        row.getBoolean("reply_tried"),
        row.getBoolean("quiet"),
        Language.parse(row.getString("language")),
        Way.valueOf(row.getString("way")),
        row.getString("why"),
        Optional.ofNullable(row.getString("ts"))
            .map(ts -> new Post.Kept(row.getString("posted_in"), ts)),
        Optional.ofNullable(row.getBuffer("shown"))
            .map(
                hash ->
                    new Post.Shown(
                        HexFormat.of().formatHex(hash.getBytes()),
                        Duration.ofMillis((long) (row.getDouble("shown_ago") * 1000)))),
        row.getOffsetDateTime("closed_at") != null,
        row.getBoolean("bound"),
        row.getBoolean("member"));
  }

  private static Optional<String> nonEmpty(String text) {
    return Optional.of(text).filter(each -> !each.isEmpty());
  }
}
