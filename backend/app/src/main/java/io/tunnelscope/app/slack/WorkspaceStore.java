package io.tunnelscope.app.slack;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.AcrossTenants;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.secrets.DataKeyStore;
import io.tunnelscope.app.secrets.Place;
import io.tunnelscope.app.secrets.Sealed;
import io.tunnelscope.app.secrets.SealedColumn;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The Slack workspaces of the tenants. Tokens come in and go out sealed; see {@link BotTokens}. */
public final class WorkspaceStore {
  private static final String COLUMNS =
      """
      w.tenant_id, w.workspace_id, w.app_id, w.enterprise_id, w.team_id, w.name, w.bot_user, w.state,
      w.installed_by, w.installed_at, w.token_expires_at, w.renewal_refused
      """;

  private final Db db;
  private final AuditLog audit;

  public WorkspaceStore(Db db, AuditLog audit) {
    this.db = db;
    this.audit = audit;
  }

  /** The tokens of an active workspace. */
  record InUse(Workspace workspace, Sealed tokens) {}

  /** A workspace as a request of Slack's names it, whatever its state. */
  record Known(TenantId tenant, UUID id, boolean isActive, String botUser) {}

  static Place placeOf(UUID workspace) {
    return new Place(SealedColumn.SLACK_WORKSPACE, workspace);
  }

  /**
   * Whose the request is: that of the workspace itself, else that of its organisation. Empty when
   * the app is not installed there.
   */
  @AcrossTenants("a request of Slack's names a workspace, not a tenant")
  Future<Optional<Known>> known(Home home) {
    return db.systemStatement(
        "slack workspace",
        c ->
            c.preparedQuery(
                    """
                    SELECT tenant_id, workspace_id, state, bot_user FROM slack_workspace
                    WHERE app_id = $1 AND enterprise_id = $2
                      AND (team_id = $3 OR (team_id = '' AND $2 <> ''))
                    ORDER BY team_id DESC
                    LIMIT 1
                    """)
                .execute(Tuple.of(home.app(), home.enterprise(), home.team()))
                .map(
                    rows ->
                        Rows.atMostOne(
                            rows,
                            row ->
                                new Known(
                                    new TenantId(row.getUUID("tenant_id")),
                                    row.getUUID("workspace_id"),
                                    state(row) == Workspace.State.ACTIVE,
                                    row.getString("bot_user")))));
  }

  /** All of the tenant, the latest first; those that are gone too. */
  Future<List<Workspace>> list(TenantId tenant) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT %s FROM slack_workspace w WHERE w.tenant_id = $1
                    ORDER BY w.installed_at DESC, w.workspace_id LIMIT 200
                    """
                        .formatted(COLUMNS))
                .execute(Tuple.of(tenant.value()))
                .map(rows -> Rows.all(rows, WorkspaceStore::toWorkspace)));
  }

  /** Fails with {@link Refusal.NotFound}. */
  Future<Workspace> get(TenantId tenant, UUID workspace) {
    return db.inTenant(tenant, c -> get(c, tenant, workspace));
  }

  private static Future<Workspace> get(SqlConnection c, TenantId tenant, UUID workspace) {
    return c.preparedQuery(
            """
            SELECT %s FROM slack_workspace w WHERE w.tenant_id = $1 AND w.workspace_id = $2
            """
                .formatted(COLUMNS))
        .execute(Tuple.of(tenant.value(), workspace))
        .map(rows -> Rows.atMostOne(rows, WorkspaceStore::toWorkspace))
        .map(found -> found.orElseThrow(Refusal.NotFound::new));
  }

  /**
   * Takes the place for the tenant, so that nobody else can have it; the bot is not in it yet.
   * Fails with {@link Refusal.Conflict} when another tenant has it.
   *
   * @param fresh what to call it here, unless the tenant had it before
   * @return what it is called here
   */
  Future<UUID> reserve(TenantId tenant, Home home, UUID fresh) {
    return db.system(
        "slack installation",
        c ->
            c.preparedQuery(
                    """
                    DELETE FROM slack_workspace
                    WHERE app_id = $1 AND enterprise_id = $2 AND team_id = $3
                      AND state = 'gone' AND tenant_id <> $4
                    """)
                .execute(Tuple.of(home.app(), home.enterprise(), home.team(), tenant.value()))
                .compose(
                    _ ->
                        c.preparedQuery(
                                """
                                INSERT INTO slack_workspace
                                    (tenant_id, workspace_id, app_id, enterprise_id, team_id)
                                VALUES ($1, $2, $3, $4, $5)
                                ON CONFLICT (app_id, enterprise_id, team_id) DO NOTHING
                                """)
                            .execute(
                                Tuple.of(
                                    tenant.value(),
                                    fresh,
                                    home.app(),
                                    home.enterprise(),
                                    home.team())))
                .compose(
                    _ ->
                        c.preparedQuery(
                                """
                                SELECT workspace_id FROM slack_workspace
                                WHERE app_id = $1 AND enterprise_id = $2 AND team_id = $3
                                  AND tenant_id = $4
                                """)
                            .execute(
                                Tuple.of(
                                    home.app(), home.enterprise(), home.team(), tenant.value())))
                .map(
                    rows ->
                        Rows.atMostOne(rows, row -> row.getUUID("workspace_id"))
                            .orElseThrow(WorkspaceStore::taken)));
  }

  /** Lets the bot in, or in again with what was granted anew. */
  Future<Workspace> activate(
      Principal who, Origin origin, UUID workspace, Granted granted, Sealed tokens, Instant now) {
    var tenant = who.tenant();
    return db.inTenant(
        tenant,
        c ->
            DataKeyStore.stillThere(c, tenant, tokens)
                .compose(
                    _ ->
                        c.preparedQuery(
                                """
                                UPDATE slack_workspace
                                SET name = $3, bot_user = $4, scopes = $5, state = 'active',
                                    installed_by = $6, installed_at = $7, tokens_sealed = $8,
                                    key_version = $9, token_expires_at = $10, refreshing_until = NULL,
                                    renewal_refused = NULL
                                WHERE tenant_id = $1 AND workspace_id = $2
                                """)
                            .execute(
                                Tuple.tuple()
                                    .addUUID(tenant.value())
                                    .addUUID(workspace)
                                    .addString(granted.name())
                                    .addString(granted.botUser())
                                    .addString(granted.scopes())
                                    .addString(who.name())
                                    .addOffsetDateTime(utc(now))
                                    .addBuffer(tokens.bytes())
                                    .addInteger(tokens.version())
                                    .addOffsetDateTime(
                                        granted
                                            .lasts()
                                            .map(lasts -> utc(now.plus(lasts)))
                                            .orElse(null))))
                .compose(_ -> get(c, tenant, workspace))
                .compose(
                    installed ->
                        audit
                            .record(
                                c,
                                who,
                                origin,
                                "slack-workspace.install",
                                Optional.of(workspace.toString()),
                                json(installed).put("scopes", granted.scopes()))
                            .map(installed)));
  }

  /** Empty unless the workspace is active. */
  Future<Optional<InUse>> inUse(TenantId tenant, UUID workspace) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT %s, w.tokens_sealed, k.version, k.kek_id, k.wrapped
                    FROM slack_workspace w
                    JOIN data_key k ON k.tenant_id = w.tenant_id AND k.version = w.key_version
                    WHERE w.tenant_id = $1 AND w.workspace_id = $2 AND w.state = 'active'
                    """
                        .formatted(COLUMNS))
                .execute(Tuple.of(tenant.value(), workspace))
                .map(rows -> Rows.atMostOne(rows, WorkspaceStore::toInUse)));
  }

  /**
   * Whether the caller is to get the next token: it has not long to live, and nobody else is at it.
   *
   * @param before when it ends at the latest to be due
   * @param until how long the others leave it alone
   */
  Future<Boolean> claimRefresh(
      TenantId tenant, UUID workspace, Instant now, Instant before, Instant until) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    UPDATE slack_workspace SET refreshing_until = $5
                    WHERE tenant_id = $1 AND workspace_id = $2 AND state = 'active'
                      AND token_expires_at < $4
                      AND (refreshing_until IS NULL OR refreshing_until < $3)
                    """)
                .execute(Tuple.of(tenant.value(), workspace, utc(now), utc(before), utc(until)))
                .map(rows -> rows.rowCount() == 1));
  }

  /**
   * Keeps the next tokens; not when the app was installed anew meanwhile, or the workspace is
   * active no more.
   *
   * @param of what they were got for
   */
  Future<Void> refreshed(Workspace of, Sealed tokens, Optional<Instant> endsAt) {
    var tenant = of.tenant();
    return db.inTenant(
        tenant,
        c ->
            DataKeyStore.stillThere(c, tenant, tokens)
                .compose(
                    _ ->
                        c.preparedQuery(
                                """
                                UPDATE slack_workspace
                                SET tokens_sealed = $4, key_version = $5, token_expires_at = $6,
                                    refreshing_until = NULL, renewal_refused = NULL
                                WHERE tenant_id = $1 AND workspace_id = $2 AND state = 'active'
                                  AND installed_at = $3
                                """)
                            .execute(
                                Tuple.of(
                                    tenant.value(),
                                    of.id(),
                                    utc(of.installedAt()),
                                    tokens.bytes(),
                                    tokens.version(),
                                    endsAt.map(WorkspaceStore::utc).orElse(null))))
                .mapEmpty());
  }

  /**
   * Slack gives no further token, and says that word for it: written down, once, where admins look.
   * Not when somebody got the next one meanwhile, for which the one that was refused was spent.
   *
   * @param of what was refused
   * @param until how long nobody asks again
   */
  Future<Void> refused(Workspace of, String word, Instant until) {
    var tenant = of.tenant();
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    WITH before AS (
                        SELECT renewal_refused FROM slack_workspace
                        WHERE tenant_id = $1 AND workspace_id = $2 AND state = 'active'
                          AND installed_at = $3 AND token_expires_at IS NOT DISTINCT FROM $6
                        FOR UPDATE)
                    UPDATE slack_workspace SET renewal_refused = $4, refreshing_until = $5
                    FROM before
                    WHERE tenant_id = $1 AND workspace_id = $2
                    RETURNING before.renewal_refused IS DISTINCT FROM $4 AS news
                    """)
                .execute(
                    Tuple.of(
                        tenant.value(),
                        of.id(),
                        utc(of.installedAt()),
                        word,
                        utc(until),
                        of.endsAt().map(WorkspaceStore::utc).orElse(null)))
                .compose(
                    rows ->
                        Rows.atMostOne(rows, row -> row.getBoolean("news")).orElse(false)
                            ? audit.record(
                                c,
                                Principal.system(tenant),
                                "slack-workspace.unrenewed",
                                Optional.of(of.id().toString()),
                                json(of).put("reason", word))
                            : Future.succeededFuture()));
  }

  /**
   * Nobody asks for the next token for a while.
   *
   * @param of whose token it is; not when it was installed anew meanwhile
   */
  Future<Void> rests(Workspace of, Instant until) {
    return db.inTenant(
        of.tenant(),
        c ->
            c.preparedQuery(
                    """
                    UPDATE slack_workspace SET refreshing_until = $4
                    WHERE tenant_id = $1 AND workspace_id = $2 AND state = 'active'
                      AND installed_at = $3
                    """)
                .execute(Tuple.of(of.tenant().value(), of.id(), utc(of.installedAt()), utc(until)))
                .mapEmpty());
  }

  /**
   * Nothing comes in and goes out any more, until somebody installs the app again. Fails with
   * {@link Refusal.NotFound}.
   */
  Future<Void> cutOff(Principal who, Origin origin, UUID workspace) {
    var tenant = who.tenant();
    return db.inTenant(
        tenant,
        c ->
            get(c, tenant, workspace)
                .compose(
                    known ->
                        empty(c, tenant, workspace, Workspace.State.CUT_OFF, Optional.empty())
                            .compose(
                                changed ->
                                    changed
                                        ? audit.record(
                                            c,
                                            who,
                                            origin,
                                            "slack-workspace.disconnect",
                                            Optional.of(workspace.toString()),
                                            json(known))
                                        : Future.succeededFuture())));
  }

  /**
   * Slack says that the app is there no more: forgets its tokens, who was who in it and which
   * channels saw what. Nothing happens when that is known already.
   *
   * @param before by when it happened: what was installed later is not meant. Empty: just now
   */
  Future<Void> gone(TenantId tenant, UUID workspace, String why, Optional<Instant> before) {
    return db.inTenant(
        tenant,
        c ->
            empty(c, tenant, workspace, Workspace.State.GONE, before)
                .compose(
                    changed ->
                        changed
                            ? wipe(c, tenant, workspace)
                                .compose(
                                    _ ->
                                        audit.record(
                                            c,
                                            Principal.system(tenant),
                                            "slack-workspace.uninstall",
                                            Optional.of(workspace.toString()),
                                            new JsonObject().put("reason", why)))
                            : Future.succeededFuture()));
  }

  private static Future<Boolean> empty(
      SqlConnection c,
      TenantId tenant,
      UUID workspace,
      Workspace.State state,
      Optional<Instant> installedBefore) {
    return c.preparedQuery(
            """
            UPDATE slack_workspace
            SET state = $3, bot_user = '', tokens_sealed = NULL, key_version = NULL,
                token_expires_at = NULL, refreshing_until = NULL, renewal_refused = NULL
            WHERE tenant_id = $1 AND workspace_id = $2 AND state NOT IN ($3, 'gone')
              AND ($4::timestamptz IS NULL OR installed_at < $4)
            """)
        .execute(
            Tuple.of(
                tenant.value(),
                workspace,
                state.wire(),
                installedBefore.map(WorkspaceStore::utc).orElse(null)))
        .map(rows -> rows.rowCount() == 1);
  }

  /** Whatever would speak again by itself if the workspace came back, and all addresses. */
  private static final List<String> WIPED =
      List.of(
          """
          DELETE FROM slack_reply r USING slack_post p
           WHERE r.tenant_id = $1 AND p.tenant_id = $1 AND p.workspace_id = $2 AND p.reply_id = r.reply_id
          """,
          "DELETE FROM slack_subscription WHERE tenant_id = $1 AND workspace_id = $2",
          "DELETE FROM slack_mute WHERE tenant_id = $1 AND workspace_id = $2",
          "DELETE FROM slack_digest_run WHERE tenant_id = $1 AND workspace_id = $2",
          "DELETE FROM slack_choice WHERE tenant_id = $1 AND workspace_id = $2",
          "DELETE FROM slack_account WHERE tenant_id = $1 AND workspace_id = $2",
          "DELETE FROM slack_link WHERE tenant_id = $1 AND workspace_id = $2",
          "DELETE FROM slack_channel WHERE tenant_id = $1 AND workspace_id = $2");

  private static Future<Void> wipe(SqlConnection c, TenantId tenant, UUID workspace) {
    var wiped = Future.<Void>succeededFuture();
    for (var sql : WIPED) {
      wiped =
          wiped.compose(
              _ -> c.preparedQuery(sql).execute(Tuple.of(tenant.value(), workspace)).mapEmpty());
    }
    return wiped;
  }

  private static InUse toInUse(Row row) {
    var workspace = toWorkspace(row);
    return new InUse(
        workspace, DataKeyStore.toSealed(workspace.tenant(), row, "tokens_sealed").orElseThrow());
  }

  private static Workspace toWorkspace(Row row) {
    return new Workspace(
        new TenantId(row.getUUID("tenant_id")),
        row.getUUID("workspace_id"),
        new Home(row.getString("app_id"), row.getString("enterprise_id"), row.getString("team_id")),
        row.getString("name"),
        row.getString("bot_user"),
        state(row),
        row.getString("installed_by"),
        row.getOffsetDateTime("installed_at").toInstant(),
        Optional.ofNullable(row.getOffsetDateTime("token_expires_at"))
            .map(OffsetDateTime::toInstant),
        Optional.ofNullable(row.getString("renewal_refused")));
  }

  private static Workspace.State state(Row row) {
    return Workspace.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
  }

  private static JsonObject json(Workspace workspace) {
    return new JsonObject()
        .put("app", workspace.home().app())
        .put("enterprise", workspace.home().enterprise())
        .put("team", workspace.home().team())
        .put("name", workspace.name());
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  private static Refusal taken() {
    return new Refusal.Conflict(
        new Text(
            "Another tenant has this Slack workspace. Its admins must give it up first.",
            "이 Slack 워크스페이스는 다른 테넌트에 연결되어 있습니다. 먼저 그쪽 관리자가 연결을 해제해야 합니다."));
  }
}
