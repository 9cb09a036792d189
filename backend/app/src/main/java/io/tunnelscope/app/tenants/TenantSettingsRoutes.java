package io.tunnelscope.app.tenants;

import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Fields;
import io.tunnelscope.app.http.Requests;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.tenants.TenantSettings.Versioned;
import io.tunnelscope.core.language.Language;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.ZoneId;
import java.util.Optional;

/** The settings of a tenant: for its members to read, for its admins to change. */
public final class TenantSettingsRoutes {
  private static final int LONGEST_NAME = 200;
  private static final int FEWEST_RUN_DAYS = 30;
  private static final int MOST_DAYS = 3_650;

  /** So that nobody makes the records of last month go. */
  private static final int FEWEST_AUDIT_DAYS = 90;

  /** Seven years, with their leap days. */
  private static final int MOST_AUDIT_DAYS = 2_557;

  private record SettingsJson(
      String name,
      String language,
      String timeZone,
      Optional<Integer> runDays,
      int bundleDays,
      int auditDays,
      int version) {
    static SettingsJson of(Versioned stored) {
      var settings = stored.settings();
      return new SettingsJson(
          settings.name(),
          settings.language().tag(),
          settings.timeZone().getId(),
          settings.runDays(),
          settings.bundleDays(),
          settings.auditDays(),
          stored.version());
    }
  }

  private final TenantSettingsStore store;

  public TenantSettingsRoutes(TenantSettingsStore store) {
    this.store = store;
  }

  public void mount(Routes routes) {
    routes.inTenant(HttpMethod.GET, "/settings", Permission.READ, this::show);
    routes.inTenant(HttpMethod.PUT, "/settings", Permission.MANAGE, this::replace);
  }

  private void show(RoutingContext ctx, Principal who) {
    store
        .read(who.tenant())
        .onSuccess(stored -> Answer.ok(ctx, SettingsJson.of(stored)))
        .onFailure(ctx::fail);
  }

  private void replace(RoutingContext ctx, Principal who) {
    var wanted = wanted(Fields.of(ctx));
    store
        .replace(who, Requests.origin(ctx), wanted)
        .onSuccess(stored -> Answer.ok(ctx, SettingsJson.of(stored)))
        .onFailure(ctx::fail);
  }

  private static Versioned wanted(Fields fields) {
    var name = fields.text("name");
    if (name.length() > LONGEST_NAME) {
      fields.complainAbout(
          "name", new Text("must not be longer than 200 characters", "200자를 넘을 수 없습니다"));
    }
    var language =
        fields.parsed("language", TenantSettingsRoutes::language, "en or ko", "en 또는 ko");
    var timeZone =
        fields.parsed(
            "timeZone",
            TenantSettingsRoutes::timeZone,
            "the name of a time zone, like Asia/Seoul",
            "Asia/Seoul과 같은 시간대 이름");
    var runDays = fields.optionalNumber("runDays", FEWEST_RUN_DAYS, MOST_DAYS);
    var bundleDays = fields.number("bundleDays", 1, MOST_DAYS);
    var auditDays = fields.number("auditDays", FEWEST_AUDIT_DAYS, MOST_AUDIT_DAYS);
    var version = fields.number("version", 1, Integer.MAX_VALUE);
    fields.throwIfInvalid();
    return new Versioned(
        new TenantSettings(
            name, language.orElseThrow(), timeZone.orElseThrow(), runDays, bundleDays, auditDays),
        version);
  }

  private static Optional<Language> language(String text) {
    return Language.parse(text).filter(language -> language.tag().equals(text));
  }

  /** By its name alone: an offset knows no summer. */
  private static Optional<ZoneId> timeZone(String text) {
    return ZoneId.getAvailableZoneIds().contains(text)
        ? Optional.of(ZoneId.of(text))
        : Optional.empty();
  }
}
