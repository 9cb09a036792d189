package io.tunnelscope.app.arm;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.blobs.Blobs;
import io.tunnelscope.app.egress.Egress;
import io.tunnelscope.app.egress.EgressRules;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.providers.Checkpoint;
import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.providers.EvidenceProvider;
import io.tunnelscope.app.providers.EvidenceProvider.Progress;
import io.tunnelscope.app.providers.EvidenceProvider.Request;
import io.tunnelscope.app.providers.azure.AzureAccount;
import io.tunnelscope.app.providers.azure.AzureEndpoints;
import io.tunnelscope.app.providers.azure.AzureEvidence;
import io.tunnelscope.app.providers.azure.ResourceManagers;
import io.tunnelscope.app.providers.simulated.SimulatedEvidence;
import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.app.testing.ArmClient.ServicePrincipal;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.FakeAzure;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.rules.StandardRules;
import io.tunnelscope.core.logs.Redaction;
import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.ConnectionKind;
import io.tunnelscope.core.network.Gateway;
import io.tunnelscope.core.network.Target;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tunnelscope as a client of Azure, with Tunnelscope in Azure's place. */
@BackendTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnDoorIT {
  private final Vertx vertx;
  private final TestApp app;
  private final TestTenants tenants;
  private final Blobs blobs;
  private final Map<String, Future<Diagnosis>> throughTheDoor = new LinkedHashMap<>();
  private TestTenant tenant;
  private ServicePrincipal principal;

  OwnDoorIT(Vertx vertx, TestApp app, TestTenants tenants) {
    this.vertx = vertx;
    this.app = app;
    this.tenants = tenants;
    this.blobs = new Blobs(vertx);
  }

  /** All at once, each in a subscription of its own: they wait most of the time. */
  @BeforeAll
  void troubleshootEverything() {
    tenant = tenants.add("door");
    principal = ServicePrincipal.of(app, tenant, Role.OPERATOR);
    targets().forEach(target -> throughTheDoor.put(target, troubleshoot(target)));
  }

  @AfterAll
  void close() {
    Results.of(blobs.close());
  }

  static Stream<String> targets() {
    return Stream.concat(
        Fault.ofGateways().stream().map(fault -> "sim-" + fault.wireId()),
        Fault.ofConnections().stream().map(fault -> "sim/" + fault.wireId()));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void shouldFindThroughTheDoorWhatIsFoundBehindIt(String name) {
    // When
    var there = Results.of(throughTheDoor.get(name));

    // Then
    var here = diagnose(SimulatedEvidence.atOnce(vertx, Clock.systemUTC()), known(name));
    assertThat(faults(there)).isEqualTo(faults(Results.of(here)));
    assertThat(there.code()).isEqualTo(Results.of(here).code());
    assertThat(there.worst().proof()).isNotEmpty();
  }

  private static List<Fault> faults(Diagnosis diagnosis) {
    return diagnosis.findings().stream().map(Finding::fault).distinct().toList();
  }

  @Test
  void shouldSayThatTheRoleMayNotStart() {
    // Given
    var subscription = tenants.subscription(tenant, "viewed", "simulated");
    var gateway = Gateway.routeBased(new ArmId(tenants.gateway(tenant, subscription, "hub")));
    var viewer = ServicePrincipal.of(app, tenant, Role.VIEWER);

    // When
    var diagnosis = Results.of(diagnose(azure(subscription, viewer), gateway));

    // Then
    assertThat(diagnosis.worst().facts())
        .containsEntry("needed", "Microsoft.Network/networkWatchers/troubleshoot/action");
  }

  private Future<Diagnosis> troubleshoot(String name) {
    var subscription = tenants.subscription(tenant, name, "simulated");
    return diagnose(azure(subscription, principal), stored(subscription, name));
  }

  private Target stored(SubscriptionId subscription, String name) {
    var parts = name.split("/", -1);
    var hub = tenants.gateway(tenant, subscription, parts[0]);
    var gateway = Gateway.routeBased(new ArmId(hub));
    return parts.length == 1
        ? gateway
        : new Connection(
            new ArmId(tenants.connection(tenant, hub, parts[1])), gateway, ConnectionKind.IPSEC);
  }

  /** The same as the door's, which numbers its subscription otherwise. */
  private static Target known(String name) {
    var parts = name.split("/", -1);
    var group = "/subscriptions/s/resourceGroups/test/providers/Microsoft.Network/";
    var gateway = Gateway.routeBased(new ArmId(group + "virtualNetworkGateways/" + parts[0]));
    return parts.length == 1
        ? gateway
        : new Connection(
            new ArmId(group + "connections/" + parts[1]), gateway, ConnectionKind.IPSEC);
  }

  private EvidenceProvider azure(SubscriptionId subscription, ServicePrincipal principal) {
    var origin = URI.create(app.origin());
    var egress =
        new Egress(vertx, EgressRules.of(List.of(origin.getHost() + ":" + origin.getPort())));
    var account =
        new AzureAccount(
            new AzureEndpoints(origin, origin),
            tenant.id().toString(),
            principal.id(),
            new Secret(principal.secret()),
            subscription.toString(),
            Optional.of(FakeAzure.storage(URI.create("https://st1.blob.core.windows.net/logs"))));
    return new AzureEvidence(
        vertx,
        Clock.systemUTC(),
        new ResourceManagers(vertx, egress),
        (_, _) -> Future.succeededFuture(Optional.of(account)),
        egress,
        blobs);
  }

  private Future<Diagnosis> diagnose(EvidenceProvider provider, Target target) {
    var request =
        new Request(
            tenant.id().value(),
            new UUID(0, 2),
            target,
            false,
            new Forgetful(),
            Redaction.unkeyed());
    return provider
        .collect(request, Deadline.after(Duration.ofMinutes(3)), new Patient())
        .map(
            collected ->
                StandardRules.book().diagnose(collected.evidence(), Instant.EPOCH, Instant.EPOCH));
  }

  /** A run that has one try. */
  private static final class Forgetful implements Checkpoint {
    @Override
    public Optional<String> read() {
      return Optional.empty();
    }

    @Override
    public Future<Void> save(String text) {
      return Future.succeededFuture();
    }
  }

  private static final class Patient implements Progress {
    @Override
    public void probe(String probe, int percent) {}

    @Override
    public boolean isCancelled() {
      return false;
    }
  }
}
