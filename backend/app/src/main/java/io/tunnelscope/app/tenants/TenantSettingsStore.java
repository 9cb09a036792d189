package io.tunnelscope.app.tenants;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.tenants.TenantSettings.Versioned;
import io.tunnelscope.core.language.Language;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneId;
import java.util.Optional;

/** The settings of tenants. */
public final class TenantSettingsStore {
  private static final String SELECT =
      """
      SELECT name, language, time_zone, run_days, bundle_days, audit_days, settings_version
      FROM tenant WHERE tenant_id = $1
      """;

  private final Db db;
  private final AuditLog audit;

  public TenantSettingsStore(Db db, AuditLog audit) {
    this.db = db;
    this.audit = audit;
  }

  Future<Versioned> read(TenantId tenant) {
    return db.inTenant(tenant, c -> read(c, tenant, SELECT));
  }

  /** Of times that nobody gave a zone. */
  public Future<ZoneId> timeZone(TenantId tenant) {
    return read(tenant).map(stored -> stored.settings().timeZone());
  }

  /**
   * Puts these in the place of those of that version; as they are afterwards. Fails with {@link
   * Refusal.Conflict} when somebody else has changed them since.
   */
  Future<Versioned> replace(Principal who, Origin origin, Versioned wanted) {
    var tenant = who.tenant();
    return db.inTenant(
        tenant,
        c ->
            read(c, tenant, SELECT + " FOR NO KEY UPDATE")
                .compose(
                    before ->
                        before.version() == wanted.version()
                            ? write(c, tenant, wanted.settings())
                                .compose(
                                    _ ->
                                        audit.record(
                                            c,
                                            who,
                                            origin,
                                            "settings.set",
                                            Optional.empty(),
                                            difference(before.settings(), wanted.settings())))
                            : Future.failedFuture(changedSince()))
                .map(_ -> new Versioned(wanted.settings(), wanted.version() + 1)));
  }

  private static Future<Versioned> read(SqlConnection c, TenantId tenant, String sql) {
    return c.preparedQuery(sql)
        .execute(Tuple.of(tenant.value()))
        .map(rows -> toSettings(rows.iterator().next()));
  }

  private static Future<Void> write(SqlConnection c, TenantId tenant, TenantSettings wanted) {
    return c.preparedQuery(
            """
            UPDATE tenant SET name = $2, language = $3, time_zone = $4, run_days = $5,
                bundle_days = $6, audit_days = $7, settings_version = settings_version + 1
            WHERE tenant_id = $1
            """)
        .execute(
            Tuple.tuple()
                .addUUID(tenant.value())
                .addString(wanted.name())
                .addString(wanted.language().tag())
                .addString(wanted.timeZone().getId())
                .addInteger(wanted.runDays().orElse(null))
                .addInteger(wanted.bundleDays())
                .addInteger(wanted.auditDays()))
        .mapEmpty();
  }

  private static JsonObject difference(TenantSettings before, TenantSettings after) {
    return new JsonObject().put("before", before.toJson()).put("after", after.toJson());
  }

  private static Versioned toSettings(Row row) {
    return new Versioned(
        new TenantSettings(
            row.getString("name"),
            Language.parse(row.getString("language")).orElseThrow(),
            ZoneId.of(row.getString("time_zone")),
            Optional.ofNullable(row.getInteger("run_days")),
            row.getInteger("bundle_days"),
            row.getInteger("audit_days")),
        row.getInteger("settings_version"));
  }

  private static Refusal changedSince() {
    return new Refusal.Conflict(
        new Text(
            "Somebody else has changed the settings meanwhile: read them again and decide anew.",
            "그 사이 다른 사람이 설정을 변경했습니다. 설정을 다시 불러와 확인한 뒤 저장해 주세요."));
  }
}
