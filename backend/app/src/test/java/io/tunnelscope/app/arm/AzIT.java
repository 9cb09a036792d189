package io.tunnelscope.app.arm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.testing.ArmClient.ServicePrincipal;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.tunnelscope.app.testing.TestTls;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real {@code az} as a client of ours; skipped where it is not installed. */
@BackendTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class AzIT {
  private static final int PATIENCE_SECONDS = 60;

  private final TestTenants tenants;
  private Path folder;
  private TestTls tls;
  private TestApp app;
  private TestTenant tenant;
  private SubscriptionId quiet;
  private SubscriptionId busy;
  private String broken;

  AzIT(TestTenants tenants) {
    this.tenants = tenants;
  }

  /** How a command ended. */
  private record Ended(int status, String out, String err) {}

  @BeforeAll
  void signIn(Vertx vertx, TestDatabase database, @TempDir Path folder) throws Exception {
    assumeThat(isInstalled()).as("az is on the path: apt-get install azure-cli").isTrue();
    this.folder = folder;
    tls = TestTls.in(folder);
    app = TestApp.overTls(vertx, database, tls);
    tenant = tenants.add("az");
    quiet = tenants.subscription(tenant, "Quiet", "simulated");
    busy = tenants.subscription(tenant, "Busy", "simulated");
    broken = tenants.connection(tenant, tenants.gateway(tenant, quiet, "sim"), "Authentication");
    assertThat(az(register()).status()).isZero();
    assertThat(az("cloud", "set", "--name", "Tunnelscope").status()).isZero();
    var signedIn = login(ServicePrincipal.of(app, tenant, Role.OPERATOR));
    assertThat(signedIn.status()).as(signedIn.err()).isZero();
  }

  @AfterAll
  void close() {
    if (app != null) {
      app.close();
    }
  }

  private static boolean isInstalled() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(each -> Files.isExecutable(Path.of(each, "az")));
  }

  private String[] register() {
    var origin = app.origin();
    return new String[] {
      "cloud",
      "register",
      "--name",
      "Tunnelscope",
      "--endpoint-active-directory",
      origin + "/adfs",
      "--endpoint-resource-manager",
      origin,
      "--endpoint-active-directory-resource-id",
      origin,
      "--endpoint-active-directory-graph-resource-id",
      origin,
      "--endpoint-management",
      origin,
      "--profile",
      "2020-09-01-hybrid"
    };
  }

  private Ended login(ServicePrincipal principal) throws IOException, InterruptedException {
    return az(
        "login", "--service-principal",
        "--username", principal.id(),
        "--password", principal.secret(),
        "--tenant", tenant.id().toString());
  }

  private Ended start(SubscriptionId subscription, String target, String... more)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("network", "watcher", "troubleshooting", "start"));
    words.addAll(List.of("--resource", target, "--subscription", subscription.toString()));
    words.addAll(
        List.of(
            "--storage-account",
            "/subscriptions/%s/resourceGroups/any/providers/Microsoft.Storage/storageAccounts/st1"
                .formatted(subscription)));
    words.addAll(List.of("--storage-path", "https://st1.blob.core.windows.net/logs"));
    words.addAll(List.of(more));
    return az(words.toArray(String[]::new));
  }

  private Ended az(String... words) throws IOException, InterruptedException {
    var out = folder.resolve(UUID.randomUUID() + ".out");
    var err = folder.resolve(UUID.randomUUID() + ".err");
    var command = new ArrayList<>(List.of("az"));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command);
    builder.environment().put("AZURE_CONFIG_DIR", folder.resolve("azure").toString());
    builder.environment().put("AZURE_CORE_COLLECT_TELEMETRY", "false");
    builder.environment().put("AZURE_CORE_NO_COLOR", "true");
    builder.environment().put("REQUESTS_CA_BUNDLE", tls.certificate().toString());
    var process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("az does not end: " + String.join(" ", words));
    }
    return new Ended(
        process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  @Test
  void shouldFindNothingWrongWithAHealthyGateway() throws Exception {
    // Given
    var target = tenants.gateway(tenant, quiet, "sim-NoFault");

    // When
    var started = start(quiet, target);

    // Then
    assertThat(started.status()).as(started.err()).isZero();
    assertThat(new JsonObject(started.out()).getString("code")).isEqualTo("Healthy");
  }

  @Test
  void shouldStartAndShowATroubleshooting() throws Exception {
    // When
    var started = start(quiet, broken);
    var shown =
        az(
            "network",
            "watcher",
            "troubleshooting",
            "show",
            "--resource",
            broken,
            "--subscription",
            quiet.toString());

    // Then
    assertThat(started.status()).as(started.err()).isZero();
    var result = new JsonObject(started.out());
    assertThat(result.getString("code")).isEqualTo("UnHealthy");
    assertThat(result.getJsonArray("results").getJsonObject(0).getString("id"))
        .isEqualTo("Authentication");
    assertThat(shown.status()).as(shown.err()).isZero();
    assertThat(new JsonObject(shown.out())).isEqualTo(result);
  }

  @Test
  void shouldBeToldThatTheSubscriptionIsBusy() throws Exception {
    // Given
    var gateway = tenants.gateway(tenant, busy, "sim");
    var slow = start(busy, tenants.connection(tenant, gateway, "Slow"), "--no-wait");

    // When
    var refused = start(busy, gateway);

    // Then
    assertThat(slow.status()).as(slow.err()).isZero();
    assertThat(slow.out()).isEmpty();
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).startsWith("ERROR: (AnotherOperationInProgress) ");
  }

  @Test
  void shouldFindNeitherAnUnknownNorAForeignTarget() throws Exception {
    // Given
    var other = tenants.add("other");
    var foreign = tenants.gateway(other, tenants.subscription(other, "Theirs", "simulated"), "hq");

    // When
    var unknown = start(quiet, broken.replace("Authentication", "NeverWas"));
    var theirs = start(quiet, foreign);

    // Then
    assertThat(unknown.status()).isNotZero();
    assertThat(unknown.err()).startsWith("ERROR: (ResourceNotFound) ");
    assertThat(theirs.status()).isEqualTo(unknown.status());
    assertThat(theirs.err()).isEqualTo(unknown.err());
  }

  @Test
  void shouldNotSignInWithAWrongSecret() throws Exception {
    // Given
    var operator = ServicePrincipal.of(app, tenant, Role.OPERATOR);
    var other = ServicePrincipal.of(app, tenant, Role.OPERATOR);

    // When
    var refused = login(new ServicePrincipal(operator.id(), other.secret()));

    // Then
    assertThat(refused.status()).isNotZero();
    assertThat(refused.err()).contains("is not valid").doesNotContain(other.secret());
  }
}
