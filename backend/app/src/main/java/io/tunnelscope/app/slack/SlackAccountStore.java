package io.tunnelscope.app.slack;

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
import io.tunnelscope.core.language.Language;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** Which member a Slack user is, and the links that make somebody known. */
final class SlackAccountStore {
  private final Db db;
  private final AuditLog audit;

  SlackAccountStore(Db db, AuditLog audit) {
    this.db = db;
    this.audit = audit;
  }

  /**
   * A link that somebody follows.
   *
   * @param workspaceName as Slack calls it
   * @param userName as Slack called them when they asked for it
   */
  record Link(UUID workspace, String workspaceName, String user, String userName, Instant until) {}

  Future<Standing> standing(TenantId tenant, UUID workspace, String user, String channel) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT t.slug, coalesce(a.language, t.language) AS language, m.person_id, m.name,
                        m.role, ch.ceiling
                    FROM tenant t
                    LEFT JOIN slack_account a ON a.tenant_id = t.tenant_id AND a.workspace_id = $2
                        AND a.slack_user = $3
                    LEFT JOIN membership m ON m.tenant_id = t.tenant_id AND m.person_id = a.person_id
                        AND m.deactivated_at IS NULL
                    LEFT JOIN slack_channel ch ON ch.tenant_id = t.tenant_id AND ch.workspace_id = $2
                        AND ch.channel_id = $4
                    WHERE t.tenant_id = $1
                    """)
                .execute(Tuple.of(tenant.value(), workspace, user, channel))
                .map(rows -> Rows.atMostOne(rows, SlackAccountStore::toStanding).orElseThrow()));
  }

  /**
   * A condition of SQL: that Slack user of that workspace is an active member of tenant {@code $1}
   * now. All active members may see all that the bot tells.
   *
   * @param workspace and user: expressions
   */
  static String isMember(String workspace, String user) {
    return """
        EXISTS (SELECT FROM slack_account a
                  JOIN membership m ON m.tenant_id = a.tenant_id AND m.person_id = a.person_id
                   AND m.deactivated_at IS NULL
                 WHERE a.tenant_id = $1 AND a.workspace_id = %s AND a.slack_user = %s)
        """
        .formatted(workspace, user);
  }

  /** The latest link of a user alone serves. */
  Future<Void> offer(
      TenantId tenant, UUID workspace, String user, String name, Buffer hash, Instant until) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    INSERT INTO slack_link
                        (tenant_id, link_hash, workspace_id, slack_user, slack_name, expires_at)
                    VALUES ($1, $2, $3, $4, $5, $6)
                    ON CONFLICT (tenant_id, workspace_id, slack_user) DO UPDATE
                    SET link_hash = excluded.link_hash, slack_name = excluded.slack_name,
                        expires_at = excluded.expires_at
                    """)
                .execute(
                    Tuple.of(
                        tenant.value(),
                        hash,
                        workspace,
                        user,
                        name,
                        until.atOffset(ZoneOffset.UTC)))
                .mapEmpty());
  }

  /** What the link would do; it stays. Fails with {@link Refusal.NotFound}, spent ones included. */
  Future<Link> look(TenantId tenant, Buffer hash, Instant now) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT l.workspace_id, w.name, l.slack_user, l.slack_name, l.expires_at
                    FROM slack_link l
                    JOIN slack_workspace w ON w.tenant_id = l.tenant_id
                        AND w.workspace_id = l.workspace_id AND w.state = 'active'
                    WHERE l.tenant_id = $1 AND l.link_hash = $2 AND l.expires_at > $3
                    """)
                .execute(Tuple.of(tenant.value(), hash, now.atOffset(ZoneOffset.UTC)))
                .map(rows -> Rows.atMostOne(rows, SlackAccountStore::toLink))
                .map(found -> found.orElseThrow(SlackAccountStore::noLink)));
  }

  /** Makes the Slack user of the link the member. Serves once; fails as {@link #look}. */
  Future<Link> confirm(Principal who, Origin origin, Buffer hash, Language language, Instant now) {
    var tenant = who.tenant();
    return db.inTenant(
        tenant,
        c ->
            take(c, tenant, hash, now)
                .compose(
                    link ->
                        c.preparedQuery(
                                """
                                INSERT INTO slack_account (tenant_id, workspace_id, slack_user,
                                    person_id, linked_at, language)
                                VALUES ($1, $2, $3, $4, $5, $6)
                                ON CONFLICT (tenant_id, workspace_id, slack_user) DO UPDATE
                                SET person_id = excluded.person_id, linked_at = excluded.linked_at,
                                    language = excluded.language
                                """)
                            .execute(
                                Tuple.of(
                                    tenant.value(),
                                    link.workspace(),
                                    link.user(),
                                    who.id(),
                                    now.atOffset(ZoneOffset.UTC),
                                    language.tag()))
                            .compose(
                                _ ->
                                    audit.record(
                                        c,
                                        who,
                                        origin,
                                        "slack-account.link",
                                        Optional.of(link.user()),
                                        new JsonObject()
                                            .put("workspace", link.workspace().toString())
                                            .put("name", link.userName())))
                            .map(link)));
  }

  private static Future<Link> take(SqlConnection c, TenantId tenant, Buffer hash, Instant now) {
    return c.preparedQuery(
            """
            WITH taken AS (
                DELETE FROM slack_link WHERE tenant_id = $1 AND link_hash = $2
                RETURNING workspace_id, slack_user, slack_name, expires_at)
            SELECT l.workspace_id, w.name, l.slack_user, l.slack_name, l.expires_at
            FROM taken l
            JOIN slack_workspace w ON w.tenant_id = $1 AND w.workspace_id = l.workspace_id
                AND w.state = 'active'
            WHERE l.expires_at > $3
            """)
        .execute(Tuple.of(tenant.value(), hash, now.atOffset(ZoneOffset.UTC)))
        .map(rows -> Rows.atMostOne(rows, SlackAccountStore::toLink))
        .map(found -> found.orElseThrow(SlackAccountStore::noLink));
  }

  /**
   * Forgets who the Slack user is; whether anybody was known.
   *
   * @param why a constant, for the audit
   */
  Future<Boolean> forget(
      TenantId tenant, Optional<Origin> origin, UUID workspace, String user, String why) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    DELETE FROM slack_account a
                    WHERE a.tenant_id = $1 AND a.workspace_id = $2 AND a.slack_user = $3
                    RETURNING a.person_id
                    """)
                .execute(Tuple.of(tenant.value(), workspace, user))
                .map(rows -> Rows.atMostOne(rows, row -> row.getUUID("person_id")))
                .compose(
                    person ->
                        person.isEmpty()
                            ? Future.succeededFuture(false)
                            : unlinked(c, tenant, origin, workspace, user, why, person.get())
                                .map(true)));
  }

  private Future<Void> unlinked(
      SqlConnection c,
      TenantId tenant,
      Optional<Origin> origin,
      UUID workspace,
      String user,
      String why,
      UUID person) {
    var who = Principal.system(tenant);
    var details =
        new JsonObject()
            .put("workspace", workspace.toString())
            .put("person", person.toString())
            .put("reason", why);
    var object = Optional.of(user);
    return origin.isPresent()
        ? audit.record(c, who, origin.get(), "slack-account.unlink", object, details)
        : audit.record(c, who, "slack-account.unlink", object, details);
  }

  /** Writes down what somebody asked for. */
  Future<Void> note(Principal who, Origin origin, String user, JsonObject details) {
    return db.inTenant(
        who.tenant(),
        c -> audit.record(c, who, origin, "slack.command", Optional.of(user), details));
  }

  /** Writes down what somebody asked for and may not. */
  Future<Void> denied(Principal who, Origin origin, String user, JsonObject details) {
    return db.inTenant(who.tenant(), c -> audit.denied(c, who, origin, Optional.of(user), details));
  }

  private static Standing toStanding(Row row) {
    return new Standing(
        row.getString("slug"),
        Optional.ofNullable(row.getUUID("person_id"))
            .map(
                person ->
                    new Standing.Member(
                        new PersonId(person),
                        row.getString("name"),
                        Role.parse(row.getString("role")).orElseThrow())),
        Optional.ofNullable(row.getString("ceiling")).flatMap(Role::parse),
        Language.parse(row.getString("language")).orElse(Language.EN));
  }

  private static Link toLink(Row row) {
    return new Link(
        row.getUUID("workspace_id"),
        row.getString("name"),
        row.getString("slack_user"),
        row.getString("slack_name"),
        row.getOffsetDateTime("expires_at").toInstant());
  }

  private static Refusal noLink() {
    return new Refusal.NotFound(
        new Text(
            "This link has served, or its time is over. Say link to the bot again.",
            "이미 사용했거나 만료된 링크입니다. 봇에게 link를 다시 입력하세요."));
  }
}
