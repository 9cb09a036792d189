package io.tunnelscope.app.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many people of many tenants on few connections, while statements are cancelled, backends are
 * terminated, deadlines pass and work fails half-way: nobody ever meets another tenant's rows.
 */
@BackendTest
class PoolSoakIT {
  private static final int USERS = 200;
  private static final int TENANTS = 50;
  private static final int CONNECTIONS = 4;
  private static final Duration DEADLINE = Duration.ofMillis(800);

  /** Late for a deadline of 800 ms, and long enough to be hit by a cancel. */
  private static final String SLOW = "SELECT pg_sleep(0.1 + random())";

  private final Vertx vertx;
  private final TestDatabase database;
  private final TestTenants tenants;

  private final LongAdder transactions = new LongAdder();
  private final LongAdder rows = new LongAdder();
  private final LongAdder unavailable = new LongAdder();
  private final LongAdder killed = new LongAdder();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

  PoolSoakIT(Vertx vertx, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.database = database;
    this.tenants = tenants;
  }

  @Test
  void shouldMixUpNobodyForTenSeconds() throws Exception {
    soak(Duration.ofSeconds(10));
  }

  @Test
  @Tag("long")
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void shouldMixUpNobodyForAMinute() throws Exception {
    soak(Duration.ofSeconds(60));
  }

  private void soak(Duration time) throws Exception {
    // Given
    var all = new ArrayList<TestTenant>();
    for (int n = 0; n < TENANTS; n++) {
      var tenant = tenants.add("soak");
      tenants.subscription(tenant, named(tenant), "simulated");
      all.add(tenant);
    }
    var db = new Db(vertx, new DbOptions(database.app(), database.system(), CONNECTIONS, DEADLINE));
    var over = new CountDownLatch(1);

    // When
    try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        for (int n = 0; n < USERS; n++) {
          var tenant = all.get(n % TENANTS);
          var random = new Random(n);
          people.execute(() -> work(db, tenant, random, over));
        }
        people.execute(() -> disturb(over));
        over.await(time.toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        over.countDown();
      }
    }

    // Then
    assertThat(wrong).as("foreign rows and surprises").isEmpty();
    assertThat(
            Sql.column(
                database.migrate(),
                "SELECT name FROM subscription WHERE name NOT LIKE tenant_id::text || '%'"))
        .as("rows written for another tenant")
        .isEmpty();
    assertThat(transactions.sum()).isGreaterThan(time.toSeconds() * 20);
    assertThat(rows.sum()).isGreaterThan(transactions.sum());
    assertThat(unavailable.sum()).isPositive();
    assertThat(killed.sum()).isGreaterThan(time.toSeconds());
    var last = all.getFirst().id();
    await()
        .ignoreException(Refusal.Unavailable.class)
        .untilAsserted(
            () -> {
              List<UUID> seen = Results.of(db.inTenant(last, PoolSoakIT::tenantsOfAllRows));
              assertThat(seen).as("still served").isNotEmpty().containsOnly(last.value());
            });
    Results.of(db.close());
  }

  /** One person, who does now this, now that. */
  private void work(Db db, TestTenant me, Random random, CountDownLatch over) {
    try {
      while (over.getCount() > 0) {
        int what = random.nextInt(10);
        try {
          var seen = Results.of(db.inTenant(me.id(), c -> something(c, me, what)));
          transactions.increment();
          rows.add(seen.size());
          seen.stream()
              .filter(tenant -> !tenant.equals(me.id().value()))
              .forEach(tenant -> wrong.add(me.id() + " saw " + tenant));
        } catch (Refusal.Unavailable _) {
          unavailable.increment();
          if (over.await(20 + random.nextInt(200), TimeUnit.MILLISECONDS)) {
            return;
          }
        } catch (HalfWay | DatabaseFault _) {
          transactions.increment();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | AssertionError e) {
      wrong.add(me.id() + " met " + e);
    }
  }

  /** Never names the tenant in a condition: the wall alone is to hold. */
  private static Future<List<UUID>> something(SqlConnection c, TestTenant me, int what) {
    return switch (what) {
      case 0 -> c.query(SLOW).execute().compose(_ -> tenantsOfAllRows(c));
      case 1 -> insert(c, me).compose(_ -> Future.failedFuture(new HalfWay()));
      case 2 -> insert(c, me).compose(_ -> c.query("SELECT 1/0").execute()).map(_ -> List.of());
      case 3 -> insert(c, me).compose(_ -> tenantsOfAllRows(c));
      case 4 ->
          c.query("UPDATE subscription SET name = name RETURNING tenant_id")
              .execute()
              .map(all -> Rows.all(all, row -> row.getUUID("tenant_id")));
      case 5 -> throw new HalfWay();
      default -> tenantsOfAllRows(c);
    };
  }

  private static Future<List<UUID>> tenantsOfAllRows(SqlConnection c) {
    return c.preparedQuery("SELECT tenant_id FROM subscription LIMIT 100")
        .execute()
        .map(all -> Rows.all(all, row -> row.getUUID("tenant_id")));
  }

  private static Future<Void> insert(SqlConnection c, TestTenant me) {
    return c.preparedQuery(
            """
            INSERT INTO subscription (tenant_id, subscription_id, name, provider)
            SELECT app.tenant(), id, $1 || id, 'simulated' FROM gen_random_uuid() id
            """)
        .execute(Tuple.of(named(me)))
        .mapEmpty();
  }

  private static String named(TestTenant tenant) {
    return tenant.id() + " ";
  }

  /** Cancels what a random backend of the app does, or ends the backend. */
  private void disturb(CountDownLatch over) {
    var random = new Random(4711);
    try (Connection superuser = Sql.open(database.superuser());
        var statement = superuser.createStatement()) {
      while (!over.await(20 + random.nextInt(60), TimeUnit.MILLISECONDS)) {
        var how = random.nextInt(3) == 0 ? "pg_terminate_backend" : "pg_cancel_backend";
        try (var hit =
            statement.executeQuery(
                """
                SELECT %s(pid) FROM pg_stat_activity
                WHERE usename = 'tunnelscope_app' AND datname = current_database()
                ORDER BY random() LIMIT 1
                """
                    .formatted(how))) {
          if (hit.next()) {
            killed.increment();
          }
        }
      }
    } catch (SQLException e) {
      wrong.add("the disturber met " + e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class HalfWay extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
