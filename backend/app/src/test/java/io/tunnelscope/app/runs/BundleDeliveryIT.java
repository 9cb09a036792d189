package io.tunnelscope.app.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.blobs.BlobContainer;
import io.tunnelscope.app.bundles.BundleStorages;
import io.tunnelscope.app.bundles.Delivery;
import io.tunnelscope.app.bundles.Delivery.Why;
import io.tunnelscope.app.bundles.StorageWish;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.providers.azure.LogStorage;
import io.tunnelscope.app.providers.simulated.SimulatedEvidence;
import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.app.testing.Azurite;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.TestTenants;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Bundles of runs that are put into a storage account of the tenant, which is a real Azurite. */
@BackendTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BundleDeliveryIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ArmId ACCOUNT =
      new ArmId(
          "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/stlogs");

  private final Vertx vertx;
  private final Db db;
  private final TestTenants tenants;
  private final Storages storages = new Storages();
  private Azurite azurite;
  private World world;

  BundleDeliveryIT(Vertx vertx, Db db, TestTenants tenants) {
    this.vertx = vertx;
    this.db = db;
    this.tenants = tenants;
  }

  /** What admins have set, in memory. */
  private static final class Storages implements BundleStorages {
    private record Owner(TenantId tenant, SubscriptionId subscription) {}

    private final Map<Owner, LogStorage> set = new ConcurrentHashMap<>();

    void set(TenantId tenant, SubscriptionId subscription, LogStorage storage) {
      set.put(new Owner(tenant, subscription), storage);
    }

    @Override
    public Future<Optional<LogStorage>> find(TenantId tenant, SubscriptionId subscription) {
      return Future.succeededFuture(Optional.ofNullable(set.get(new Owner(tenant, subscription))));
    }
  }

  @BeforeAll
  void startAzurite() {
    azurite = Azurite.start();
  }

  @AfterAll
  void stopAzurite() {
    if (azurite != null) {
      azurite.close();
    }
  }

  @BeforeEach
  void open(@TempDir Path folder) {
    world = new World(vertx, db, folder);
    world.storages = storages;
    world.worker("simulated", new SimulatedEvidence(vertx, world.clock));
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** A tenant with one broken connection, whose storage is set or not. */
  private final class Customer {
    final Principal who;
    final SubscriptionId subscription;
    private final String target;

    Customer() {
      var tenant = tenants.add("delivery");
      who = tenants.principal(tenant, Role.OPERATOR);
      subscription = tenants.subscription(tenant, "Simulated", "simulated");
      target =
          tenants.connection(
              tenant, tenants.gateway(tenant, subscription, "sim"), "Authentication");
    }

    Customer with(URI container, Optional<Secret> key) {
      storages.set(who.tenant(), subscription, new LogStorage(ACCOUNT, container, key));
      return this;
    }

    /** Runs to its end, with that wish. */
    Run run(String path) {
      var wish = new StorageWish(Optional.of(ACCOUNT.value()), path);
      var asked =
          new StartRun(
              who,
              Optional.empty(),
              target,
              false,
              Source.ARM,
              Optional.empty(),
              Optional.of(wish));
      var id = Results.of(world.runs.start(asked)).id();
      await().atMost(PATIENCE).until(() -> world.run(who, id).isFinished());
      var run = world.run(who, id);
      assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
      return run;
    }
  }

  @Test
  void shouldPutTheBundleWhereItIsWanted() throws Exception {
    // Given
    var container = world.blobs.open(azurite.newContainer("wanted"));
    var address = azurite.container("wanted");
    var customer = new Customer().with(address, Optional.of(azurite.key()));

    // When
    var run = customer.run(address + "/vpn/seoul?sig=never-kept");

    // Then
    var day = LocalDate.ofInstant(run.times().queued(), ZoneOffset.UTC);
    var name = "vpn/seoul/%s/%s.zip".formatted(day, run.id());
    assertThat(run.storage().map(StorageWish::path)).hasValue(address + "/vpn/seoul");
    assertThat(run.delivery()).hasValue(new Delivery.Done(URI.create(address + "/" + name)));
    var stored = Results.of(world.records.of(run.tenant(), run.id())).orElseThrow();
    assertThat(sha256(container, name)).isEqualTo(stored.sha256());
  }

  private static String sha256(BlobContainer container, String name) throws Exception {
    var out = new ByteArrayOutputStream();
    container.read(name, out, 1 << 20, PATIENCE);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(out.toByteArray()));
  }

  @Test
  void shouldKeepTheBundleWhenNoStorageIsSet() {
    // When
    var run = new Customer().run("https://stlogs.blob.core.windows.net/vpn");

    // Then
    assertKept(run, Why.NOT_SET);
  }

  @Test
  void shouldWriteIntoNoOtherContainerThanTheOneThatIsSet() throws IOException {
    // Given
    var other = world.blobs.open(azurite.newContainer("other"));
    azurite.newContainer("mine");
    var customer = new Customer().with(azurite.container("mine"), Optional.of(azurite.key()));

    // When
    var run = customer.run(azurite.container("other").toString());

    // Then
    assertKept(run, Why.ELSEWHERE);
    assertThat(other.list("", Instant.EPOCH, 1, PATIENCE).blobs()).isEmpty();
  }

  @Test
  void shouldSayWhyAStorageCannotBeWritten() {
    azurite.newContainer("refusing");
    var wrongKey = new Secret("a2V5");

    assertKept(runAgainst(azurite.container("refusing"), Optional.empty()), Why.NO_KEY);
    assertKept(runAgainst(azurite.container("refusing"), Optional.of(wrongKey)), Why.NOT_ALLOWED);
    assertKept(
        runAgainst(azurite.container("never-made"), Optional.of(azurite.key())),
        Why.NO_SUCH_CONTAINER);
    assertKept(
        runAgainst(URI.create("http://127.0.0.1:1/account/logs"), Optional.of(azurite.key())),
        Why.UNREACHABLE);
  }

  private Run runAgainst(URI address, Optional<Secret> key) {
    return new Customer().with(address, key).run(address.toString());
  }

  private void assertKept(Run run, Why why) {
    assertThat(run.delivery()).hasValue(new Delivery.Kept(why));
    assertThat(Results.of(world.records.of(run.tenant(), run.id()))).isPresent();
  }
}
