package io.tunnelscope.app.demo;

import io.tunnelscope.app.Services;
import io.tunnelscope.app.blobs.Blobs;
import io.tunnelscope.app.bundles.BundleStore;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.egress.EgressRules;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.login.DemoPersonas;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.secrets.Kms;
import io.tunnelscope.app.settings.ViciSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What is in a demo: two tenants, their people, their gateways, a few days of history. */
public final class Demo {
  /** A tenant of the demo. */
  public record Tenant(TenantId id, String slug) {}

  /** Slug and name of every tenant of the demo. */
  public static final Map<String, String> TENANTS = tenants();

  private static final int TRIES = 6;
  private static final int TOKEN_DAYS = 365;

  private final Services services;
  private final DemoHistory history;
  private final Optional<DemoLab> lab;

  /**
   * @param vertx that nothing else of the demo runs in yet
   * @param lab real gateways to add
   */
  public Demo(
      Vertx vertx,
      Db db,
      Kms kms,
      BundleStore bundles,
      Optional<DemoLab> lab,
      Clock clock,
      SecureRandom random) {
    var moved = new MovedClock(clock);
    this.services =
        new Services(
            vertx,
            db,
            kms,
            new Blobs(vertx),
            bundles,
            ViciSettings.none(),
            EgressRules.of(List.of()),
            moved,
            random);
    this.history = new DemoHistory(services, moved);
    this.lab = lab;
  }

  /**
   * Puts in place what is missing. A second time it finds everything there and takes no time. A
   * busy machine may keep the database from answering in time, so it is asked more than once. Fails
   * with {@link io.tunnelscope.app.secrets.WrongKeys} before anything is written.
   */
  public Future<Void> fill(List<Tenant> tenants) {
    return fill(tenants, TRIES);
  }

  private Future<Void> fill(List<Tenant> tenants, int tries) {
    return fillOnce(tenants)
        .recover(
            failure ->
                failure instanceof Refusal.Unavailable && tries > 1
                    ? services
                        .vertx
                        .timer(1, TimeUnit.SECONDS)
                        .compose(_ -> fill(tenants, tries - 1))
                    : Future.failedFuture(failure));
  }

  private Future<Void> fillOnce(List<Tenant> tenants) {
    Future<Void> all = services.envelope.check();
    var sites = new LinkedHashMap<TenantId, List<DemoTargets.Site>>();
    for (var tenant : tenants) {
      sites.put(tenant.id(), sitesOf(tenant.slug()));
      all =
          all.compose(
                  _ ->
                      new DemoPersonas(services.people, services.members)
                          .ensure(tenant.id(), tenant.slug()))
              .compose(_ -> new DemoTargets(services).ensure(tenant.id(), sites.get(tenant.id())))
              .compose(_ -> lab(tenant));
    }
    return all.compose(_ -> history.write(sites));
  }

  private Future<Void> lab(Tenant tenant) {
    return lab.map(gateways -> gateways.ensure(services, tenant)).orElse(Future.succeededFuture());
  }

  /** A new API token. */
  public Future<String> token(TenantId tenant, Role role) {
    return services.tokens.create(tenant, "demo " + role.wire(), role, TOKEN_DAYS);
  }

  private static List<DemoTargets.Site> sitesOf(String slug) {
    return slug.equals("contoso")
        ? List.of(
            new DemoTargets.Site(
                "Production Korea",
                "koreacentral",
                "seoul-hq",
                List.of("busan-plant", "incheon-port", "daegu-lab")),
            new DemoTargets.Site(
                "Production Europe",
                "germanywestcentral",
                "frankfurt",
                List.of("berlin-office", "vienna-office")))
        : List.of(
            new DemoTargets.Site(
                "Production US", "centralus", "chicago", List.of("denver-plant", "austin-office")));
  }

  private static Map<String, String> tenants() {
    var tenants = new LinkedHashMap<String, String>();
    tenants.put("contoso", "Contoso");
    tenants.put("fabrikam", "Fabrikam");
    return java.util.Collections.unmodifiableMap(tenants);
  }
}
