package io.tunnelscope.app.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.settings.DatabaseUrl;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.CutProxy;
import io.tunnelscope.app.testing.FaultyServer;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@BackendTest
class DbIT {
  private static final Duration SHORT = Duration.ofMillis(800);

  private final Vertx vertx;
  private final TestDatabase database;
  private final Db db;
  private final TestTenants tenants;

  DbIT(Vertx vertx, TestDatabase database, Db db, TestTenants tenants) {
    this.vertx = vertx;
    this.database = database;
    this.db = db;
    this.tenants = tenants;
  }

  @Test
  void shouldShowATenantItsOwnRowsAlone() {
    // Given
    var mine = tenants.add("mine");
    tenants.add("theirs");

    // When
    List<String> seen = Results.of(slugs(db, mine.id()));

    // Then
    assertThat(seen).containsExactly(mine.slug());
  }

  @Test
  void shouldForgetTheTenantAfterSuccessAndAfterFailure() {
    // Given: one connection, so that every transaction meets what the last one left
    var mine = tenants.add("mine");
    var pool = new GuardedPool(vertx, "test", database.app(), options(database, 1, SHORT));
    Results.of(pool.transaction(c -> setTenant(c, mine), DbIT::slugs));
    Results.failureOf(
        pool.transaction(c -> setTenant(c, mine), c -> c.query("SELECT no_such_column").execute()));

    // When
    var failure = Results.failureOf(pool.transaction(c -> Future.succeededFuture(), DbIT::slugs));

    // Then: a reused connection raises instead of hiding rows
    assertThat(failure)
        .isInstanceOfSatisfying(
            DatabaseFault.class, fault -> assertThat(fault.sqlState()).isEqualTo("TS001"));
    Results.of(pool.close());
  }

  @Test
  void shouldUndoEverythingWhenTheWorkFails() {
    // Given
    var tenant = tenants.add("undone");
    var bug = new IllegalStateException("half-way");

    // When
    var failure =
        Results.failureOf(
            db.inTenant(
                tenant.id(),
                c -> insertSubscription(c, tenant, "half").compose(x -> Future.failedFuture(bug))));

    // Then
    assertThat(failure).isSameAs(bug);
    assertThat(subscriptions(tenant)).isEmpty();
  }

  @Test
  void shouldUndoEverythingWhenTheWorkThrows() {
    // Given
    var tenant = tenants.add("thrown");

    // When
    var failure =
        Results.failureOf(
            db.inTenant(
                tenant.id(),
                c -> {
                  insertSubscription(c, tenant, "never");
                  throw new IllegalStateException("bug");
                }));

    // Then
    assertThat(failure).hasMessage("bug");
    assertThat(subscriptions(tenant)).isEmpty();
  }

  @Test
  void shouldNotReportSuccessWhenTheWorkSwallowsAFailedStatement() {
    // Given
    var tenant = tenants.add("swallowed");

    // When
    var failure =
        Results.failureOf(
            db.inTenant(
                tenant.id(),
                c ->
                    insertSubscription(c, tenant, "lost")
                        .compose(x -> c.query("SELECT 1/0").execute())
                        .otherwiseEmpty()));

    // Then
    assertThat(failure).isInstanceOf(DatabaseFault.class);
    assertThat(subscriptions(tenant)).isEmpty();
  }

  @Test
  void shouldTellAConflictWithoutTheWordsOfTheServer() {
    // Given
    var tenant = tenants.add("twice");
    tenants.subscription(tenant, "main", "simulated");

    // When
    var failure =
        Results.failureOf(db.inTenant(tenant.id(), c -> insertSubscription(c, tenant, "main")));

    // Then
    assertThat(failure)
        .isInstanceOf(Refusal.Conflict.class)
        .hasNoCause()
        .hasMessageNotContainingAny("subscription", "key", "main");
  }

  @Test
  void shouldTellAMissingReferenceLikeSomethingMissing() {
    var tenant = tenants.add("dangling");

    var failure =
        Results.failureOf(
            db.inTenant(
                tenant.id(),
                c ->
                    c.preparedQuery(
                            "INSERT INTO lane (tenant_id, subscription_id) VALUES ($1, gen_random_uuid())")
                        .execute(Tuple.of(tenant.id().value()))));

    assertThat(failure).isInstanceOf(Refusal.NotFound.class);
  }

  @Test
  void shouldRunTheWorkAgainWhenPostgresRolledItBackForAnother() {
    // Given
    var tenant = tenants.add("retried");
    var tries = new AtomicInteger();

    // When
    Results.of(
        db.inTenant(
            tenant.id(),
            c ->
                tries.incrementAndGet() < 3
                    ? Future.failedFuture(new PgException("rolled back", "ERROR", "40001", ""))
                    : insertSubscription(c, tenant, "third")));

    // Then
    assertThat(tries).hasValue(3);
    assertThat(subscriptions(tenant)).containsExactly("third");
  }

  @Test
  void shouldGiveUpAfterThreeTries() {
    // Given
    var tries = new AtomicInteger();

    // When
    var failure =
        Results.failureOf(
            db.system(
                "test",
                c -> {
                  tries.incrementAndGet();
                  return Future.failedFuture(new PgException("rolled back", "ERROR", "40P01", ""));
                }));

    // Then
    assertThat(failure).isInstanceOf(Refusal.Unavailable.class);
    assertThat(tries).hasValue(3);
  }

  @Test
  void shouldEndAtTheDeadlineAndCommitNothingAfterwards() {
    // Given
    var tenant = tenants.add("late");
    var slow = open(database, 2, SHORT);
    Promise<Void> gate = Promise.promise();
    List<Future<?>> inserted = new ArrayList<>();

    // When
    var failure =
        Results.failureOf(
            slow.inTenant(
                tenant.id(),
                c -> {
                  Future<Void> insert = insertSubscription(c, tenant, "late");
                  inserted.add(insert);
                  return insert.compose(x -> gate.future());
                }));
    gate.complete();

    // Then
    assertThat(failure).isInstanceOf(Refusal.Unavailable.class);
    assertThat(inserted).allMatch(Future::succeeded);
    Results.of(slow.ping());
    assertThat(subscriptions(tenant)).isEmpty();
    Results.of(slow.close());
  }

  @Test
  void shouldRefuseAtOnceWhenConnectionsAndQueueAreTaken() {
    // Given: one connection and four places to wait
    var small = open(database, 1, Duration.ofSeconds(6));
    Promise<Void> gate = Promise.promise();
    List<Future<Void>> all = new ArrayList<>();

    // When
    for (int n = 0; n < 8; n++) {
      all.add(small.system("test", c -> gate.future()));
    }
    await().until(() -> all.stream().filter(Future::failed).count() >= 3);
    gate.complete();
    await().until(() -> all.stream().allMatch(Future::isComplete));

    // Then: whoever had a place is served
    assertThat(all.stream().filter(Future::failed).map(Future::cause))
        .allMatch(Refusal.Unavailable.class::isInstance);
    assertThat(all.stream().filter(Future::succeeded).count()).isBetween(4L, 5L);
    Results.of(small.close());
  }

  @Test
  void shouldWorkAgainAfterEveryConnectionWasCut() {
    // Given
    var tenant = tenants.add("cut");
    try (var proxy = new CutProxy(database.app())) {
      var behind = new Db(vertx, new DbOptions(proxy.url(), database.system(), 2, SHORT));
      Results.of(slugs(behind, tenant.id()));

      // When
      var running =
          behind.inTenant(
              tenant.id(),
              c -> {
                proxy.cut();
                return slugs(c);
              });

      // Then
      assertThat(Results.failureOf(running)).isInstanceOf(Refusal.Unavailable.class);
      await().untilAsserted(() -> assertThat(Results.of(slugs(behind, tenant.id()))).hasSize(1));
      Results.of(behind.close());
    }
  }

  @Test
  void shouldTryAgainWhenAConnectionBreaksOffBeforeItsFirstStatement() {
    // Given
    var tenant = tenants.add("refused");
    try (var proxy = new CutProxy(database.app())) {
      var behind = new Db(vertx, new DbOptions(proxy.url(), database.system(), 2, SHORT));

      // When
      proxy.refuse(2);

      // Then: the third try, and no fourth
      assertThat(Results.of(slugs(behind, tenant.id()))).containsExactly(tenant.slug());
      proxy.cut();
      proxy.refuse(9);
      await()
          .untilAsserted(
              () ->
                  assertThat(Results.failureOf(slugs(behind, tenant.id())))
                      .isInstanceOf(Refusal.Unavailable.class));
      Results.of(behind.close());
    }
  }

  @Test
  void shouldReplaceAPoolWhoseConnectionsWentSilent() {
    // Given
    var tenant = tenants.add("silent");
    try (var proxy = new CutProxy(database.app())) {
      var behind = new Db(vertx, new DbOptions(proxy.url(), database.system(), 1, SHORT));
      Results.of(slugs(behind, tenant.id()));

      // When
      proxy.silence();

      // Then
      assertThat(Results.failureOf(slugs(behind, tenant.id())))
          .isInstanceOf(Refusal.Unavailable.class);
      await()
          .untilAsserted(
              () ->
                  assertThat(slugs(behind, tenant.id()).toCompletionStage())
                      .succeedsWithin(Duration.ofSeconds(2)));
      assertThat(behind.isAlive()).isTrue();
      Results.of(behind.close());
    }
  }

  @Test
  void shouldCallItselfDeadWhenReplacingThePoolDoesNotHelp() {
    // Given
    try (var proxy = new CutProxy(database.app())) {
      var behind = new Db(vertx, new DbOptions(proxy.url(), database.system(), 1, SHORT));
      var tenant = tenants.add("dead");

      // When: fresh connections answer, those of the pool go silent before their first answer
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                Results.failureOf(
                    behind.inTenant(
                        tenant.id(),
                        c -> {
                          proxy.silence();
                          return c.query("SELECT 1").execute();
                        }));
                return !behind.isAlive();
              });

      // Then
      assertThat(behind.isAlive()).isFalse();
      Results.of(behind.close());
    }
  }

  @Test
  void shouldBeUnavailableWhenNobodyListens() {
    // Given
    var proxy = new CutProxy(database.app());
    proxy.close();
    var behind = new Db(vertx, new DbOptions(proxy.url(), database.system(), 1, SHORT));

    // When
    var failure = Results.failureOf(behind.ping());

    // Then
    assertThat(failure).isInstanceOf(Refusal.Unavailable.class);
    Results.of(behind.close());
  }

  @Test
  void shouldHearAgainWhenItsConnectionVanishedAndNobodyTold() {
    // Given: one that listens, by a wire on which even a goodbye is lost from now on
    try (var proxy = new CutProxy(database.system())) {
      var behind = new Db(vertx, DbOptions.of(database.app(), proxy.url()));
      var heard = new CopyOnWriteArrayList<String>();
      var begun = new AtomicInteger();
      var channel = behind.listen("vanishing", heard::add, begun::incrementAndGet);
      await().untilAsserted(() -> assertThat(begun).hasValue(1));
      proxy.blackHole();

      // When
      await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(begun).hasValue(2));
      Sql.run(database.superuser(), "NOTIFY vanishing, 'again'");

      // Then
      await().untilAsserted(() -> assertThat(heard).containsExactly("again"));
      Results.of(channel.close());
      Results.of(behind.close());
    }
  }

  @Test
  void shouldHearWhenTheFirstConnectionIsNeverAnswered() {
    // Given
    try (var silent = FaultyServer.onPort((_, _) -> {})) {
      var behind = new Db(vertx, DbOptions.of(database.app(), behind(silent, database.system())));

      // When
      var channel = behind.listen("unanswered", _ -> {}, () -> {});

      // Then: it asks again and again
      await()
          .atMost(Duration.ofSeconds(40))
          .untilAsserted(() -> assertThat(silent.connections()).isGreaterThan(1));
      Results.of(channel.close());
      Results.of(behind.close());
    }
  }

  @Test
  void shouldKeepNoSocketToAServerThatNeverAnswersAProbe() {
    // Given
    try (var silent = FaultyServer.onPort((_, _) -> {})) {
      var server = behind(silent, database.app());
      var pool = new GuardedPool(vertx, "test", server, options(database, 1, SHORT));

      // When: the pool's own connection is never answered, nor is the probe's
      Results.failureOf(pool.statement(DbIT::slugs));
      await().untilAsserted(() -> assertThat(silent.connections()).isEqualTo(2));

      // Then
      await().untilAsserted(() -> assertThat(silent.connections()).isEqualTo(1));
      Results.of(pool.close());
    }
  }

  private static DatabaseUrl behind(FaultyServer silent, DatabaseUrl at) {
    return new DatabaseUrl(
        at.user(),
        at.password(),
        "127.0.0.1",
        silent.port(),
        at.database(),
        DatabaseUrl.Tls.DISABLE,
        Optional.empty());
  }

  @Test
  void shouldKeepTheSystemRoleOutOfTenantData() {
    var failure =
        Results.failureOf(db.system("test", c -> c.query("SELECT * FROM finding").execute()));

    assertThat(failure)
        .isInstanceOfSatisfying(
            DatabaseFault.class, fault -> assertThat(fault.sqlState()).isEqualTo("42501"));
  }

  @Test
  void shouldWantAReasonForASystemTransaction() {
    assertThatThrownBy(() -> Results.of(db.system(" ", DbIT::slugs)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Db open(TestDatabase where, int poolSize, Duration deadline) {
    return new Db(vertx, options(where, poolSize, deadline));
  }

  private static DbOptions options(TestDatabase where, int poolSize, Duration deadline) {
    return new DbOptions(where.app(), where.system(), poolSize, deadline);
  }

  private List<String> subscriptions(TestTenant tenant) {
    return Sql.column(
        database.migrate(),
        "SELECT name FROM subscription WHERE tenant_id = ?",
        tenant.id().value());
  }

  private static Future<Void> setTenant(SqlConnection c, TestTenant tenant) {
    return c.preparedQuery("SELECT set_config('app.tenant_id', $1, true)")
        .execute(Tuple.of(tenant.id().toString()))
        .mapEmpty();
  }

  private static Future<Void> insertSubscription(SqlConnection c, TestTenant tenant, String name) {
    return c.preparedQuery(
            """
            INSERT INTO subscription (tenant_id, subscription_id, name, provider)
            VALUES ($1, gen_random_uuid(), $2, 'simulated')
            """)
        .execute(Tuple.of(tenant.id().value(), name))
        .mapEmpty();
  }

  private static Future<List<String>> slugs(Db db, TenantId tenant) {
    return db.inTenant(tenant, DbIT::slugs);
  }

  private static Future<List<String>> slugs(SqlConnection c) {
    return c.preparedQuery("SELECT slug FROM tenant")
        .execute()
        .map(rows -> Rows.all(rows, row -> row.getString("slug")));
  }
}
