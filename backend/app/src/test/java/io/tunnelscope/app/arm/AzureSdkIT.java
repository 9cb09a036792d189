package io.tunnelscope.app.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.management.AzureEnvironment;
import com.azure.core.management.exception.ManagementException;
import com.azure.core.management.profile.AzureProfile;
import com.azure.resourcemanager.network.NetworkManager;
import com.azure.resourcemanager.network.fluent.NetworkWatchersClient;
import com.azure.resourcemanager.network.models.QueryTroubleshootingParameters;
import com.azure.resourcemanager.network.models.TroubleshootingParameters;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.testing.ArmClient;
import io.tunnelscope.app.testing.ArmClient.ServicePrincipal;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.tunnelscope.app.testing.TestTls;
import io.vertx.core.Vertx;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** Azure's own SDK as a client of ours. */
@BackendTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AzureSdkIT {
  private static final String GROUP = "NetworkWatcherRG";
  private static final String WATCHER = "NetworkWatcher_koreacentral";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TestTenants tenants;
  private TestTls tls;
  private TestApp app;
  private TestTenant tenant;
  private SubscriptionId subscription;
  private NetworkWatchersClient operator;

  AzureSdkIT(TestTenants tenants) {
    this.tenants = tenants;
  }

  @BeforeAll
  void open(Vertx vertx, TestDatabase database, @TempDir Path folder) throws Exception {
    tls = TestTls.in(folder);
    app = TestApp.overTls(vertx, database, tls);
  }

  @AfterAll
  void close() {
    app.close();
  }

  @BeforeEach
  void newTenant() {
    tenant = tenants.add("sdk");
    subscription = tenants.subscription(tenant, "Simulated", "simulated");
    operator = watchers(Role.OPERATOR);
  }

  private NetworkWatchersClient watchers(Role role) {
    var principal = ServicePrincipal.of(app, tenant, role);
    var environment =
        new AzureEnvironment(
            Map.of(
                "resourceManagerEndpointUrl", app.origin() + "/",
                "managementEndpointUrl", app.origin() + "/",
                "activeDirectoryEndpointUrl", app.origin() + "/",
                "activeDirectoryResourceId", app.origin() + "/"));
    return NetworkManager.configure()
        .withHttpClient(
            new JdkHttpClientBuilder(HttpClient.newBuilder().sslContext(tls.context())).build())
        .authenticate(
            credential(principal),
            new AzureProfile(tenant.id().toString(), subscription.toString(), environment))
        .serviceClient()
        .getNetworkWatchers();
  }

  private TokenCredential credential(ServicePrincipal principal) {
    return _ ->
        Mono.fromSupplier(
            () -> {
              var granted =
                  ArmClient.token(app, "/" + tenant.id() + "/oauth2/v2.0/token", principal.form())
                      .json();
              return new AccessToken(
                  granted.path("access_token").asText(),
                  OffsetDateTime.now(ZoneOffset.UTC)
                      .plusSeconds(granted.path("expires_in").asLong()));
            });
  }

  private static TroubleshootingParameters about(String target) {
    return new TroubleshootingParameters()
        .withTargetResourceId(target)
        .withStorageId(
            "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/st1")
        .withStoragePath("https://st1.blob.core.windows.net/logs");
  }

  @Test
  void shouldListTheWatchersAndTroubleshootToTheEnd() {
    // Given
    var target = tenants.gateway(tenant, subscription, "sim-ConnectionsNotConnected");

    // When
    var watchers = operator.list().stream().toList();
    var end = operator.beginGetTroubleshooting(GROUP, WATCHER, about(target));
    end.waitForCompletion(PATIENCE);
    var last =
        operator.getTroubleshootingResult(
            GROUP, WATCHER, new QueryTroubleshootingParameters().withTargetResourceId(target));

    // Then
    assertThat(watchers).extracting(each -> each.name()).containsExactly(WATCHER);
    assertThat(watchers.getFirst().location()).isEqualTo("koreacentral");
    assertThat(end.getFinalResult().code()).isEqualTo("UnHealthy");
    assertThat(last.code()).isEqualTo("UnHealthy");
    assertThat(last.results().getFirst().id()).isEqualTo("ConnectionsNotConnected");
    assertThat(last.results().getFirst().recommendedActions()).isNotEmpty();
    assertThat(last.startTime()).isBefore(last.endTime());
  }

  @Test
  void shouldBeToldOnceThatTheSubscriptionIsBusy() {
    // Given
    var gateway = tenants.gateway(tenant, subscription, "sim");
    var slow = tenants.connection(tenant, gateway, "Slow");
    operator.beginGetTroubleshooting(GROUP, WATCHER, about(slow)).poll();

    // Then
    assertRefused(operator, gateway, 409, "AnotherOperationInProgress");
  }

  @Test
  void shouldBeToldWhatIsNotThereAndWhatItMayNot() {
    // Given
    var other = tenants.add("other");
    var foreign = tenants.gateway(other, tenants.subscription(other, "Theirs", "simulated"), "hq");
    var own = tenants.gateway(tenant, subscription, "sim-NoFault");

    // Then
    assertRefused(operator, foreign, 404, "ResourceNotFound");
    assertRefused(watchers(Role.VIEWER), own, 403, "AuthorizationFailed");
  }

  private static void assertRefused(
      NetworkWatchersClient client, String target, int status, String code) {
    assertThatThrownBy(() -> client.beginGetTroubleshooting(GROUP, WATCHER, about(target)).poll())
        .isInstanceOfSatisfying(
            ManagementException.class,
            refused -> {
              assertThat(refused.getResponse().getStatusCode()).isEqualTo(status);
              assertThat(refused.getValue().getCode()).isEqualTo(code);
            });
  }
}
