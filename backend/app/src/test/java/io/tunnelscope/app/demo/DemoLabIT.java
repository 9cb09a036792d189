package io.tunnelscope.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.Services;
import io.tunnelscope.app.blobs.Blobs;
import io.tunnelscope.app.bundles.BundleStore;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.egress.EgressRules;
import io.tunnelscope.app.gateways.TargetFilter;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.TestKeys;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateways of the lab as targets; whether anybody answers there does not matter. */
@BackendTest
class DemoLabIT {
  @TempDir Path bundles;

  private final Vertx vertx;
  private final Db db;
  private final TestTenants tenants;

  DemoLabIT(Vertx vertx, Db db, TestTenants tenants) {
    this.vertx = vertx;
    this.db = db;
    this.tenants = tenants;
  }

  @Test
  void shouldGiveContosoAloneTheGatewaysOfTheLabEvenWhileTheyAreAway() throws IOException {
    // Given
    var contoso = new Demo.Tenant(tenants.add("first").id(), "contoso");
    var fabrikam = new Demo.Tenant(tenants.add("second").id(), "fabrikam");
    var lab = new DemoLab(Path.of("/nonexistent/lab"));
    var moved = new DemoLab(Path.of("/nonexistent/moved"));
    var services = services(moved);

    // When: a second start finds the lab elsewhere
    for (var tenant : List.of(contoso, fabrikam)) {
      Results.of(lab.ensure(services, tenant));
      Results.of(moved.ensure(services, tenant));
    }

    // Then
    assertThat(names(services, contoso.id()))
        .containsExactly(
            "branch", "branch/hub", "hub", "hub/branch", "hub/partner", "partner", "partner/hub");
    assertThat(names(services, fabrikam.id())).isEmpty();
    assertThat(moved.allowed().addressesFor("contoso"))
        .containsExactly(
            "/nonexistent/moved/gw-a/charon.vici",
            "/nonexistent/moved/gw-b/charon.vici",
            "/nonexistent/moved/gw-c/charon.vici");
    assertThat(moved.allowed().addressesFor("fabrikam")).isEmpty();
    assertThat(moved.allowed().logsFor("fabrikam")).isEmpty();
  }

  private Services services(DemoLab lab) throws IOException {
    var random = new SecureRandom();
    var store = BundleStore.open(vertx, bundles, new Uuid7(Clock.systemUTC(), random));
    return new Services(
        vertx,
        db,
        TestKeys.kms(vertx),
        new Blobs(vertx),
        store,
        lab.allowed(),
        EgressRules.of(List.of()),
        Clock.systemUTC(),
        random);
  }

  private static List<String> names(Services services, TenantId tenant) {
    return Results.of(services.targetStore.list(tenant, TargetFilter.all(), Optional.empty(), 100))
        .stream()
        .map(state -> state.known().name())
        .toList();
  }
}
