package io.tunnelscope.app.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.tunnelscope.core.diagnosis.rules.StandardRules;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one database that tell each other what is worth looking at. */
@BackendTest
class RunRelayIT {
  private static final String LISTENERS =
      """
      SELECT pid FROM pg_stat_activity
       WHERE datname = current_database() AND query LIKE 'LISTEN%'
      """;

  private final TestDatabase database;
  private final TestTenants tenants;
  private final Vertx vertx;
  private final Db db;
  @TempDir private Path folder;
  private World here;
  private World there;
  private TestTenant tenant;
  private Principal who;

  RunRelayIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.db = db;
    this.database = database;
    this.tenants = tenants;
  }

  @BeforeEach
  void open() {
    here = new World(vertx, db, folder.resolve("here"));
    there = new World(vertx, db, folder.resolve("there"));
    tenant = tenants.add("relay");
    who = tenants.principal(tenant, Role.OPERATOR);
    tenants.gateway(tenant, tenants.subscription(tenant, "s", "simulated"), "hq");
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  private void relay() {
    here.relay();
    there.relay();
    await().until(() -> Sql.column(database.superuser(), LISTENERS).size() == 2);
  }

  /** A node that hardly looks by itself. */
  private WorkerOptions lazy() {
    var usual = WorkerOptions.of(there.ids.next(), 2);
    return new WorkerOptions(
        usual.owner(),
        usual.slots(),
        Duration.ofMinutes(5),
        usual.heartbeat(),
        usual.lease(),
        usual.deadline(),
        usual.retryAfter());
  }

  @Test
  void shouldBeginARunAtOnceThatWasAskedForOnAnotherNode() {
    // Given
    relay();
    there.worker("simulated", Evidences.atOnce(), StandardRules.book(), lazy());

    // When
    var run = here.start(who, "hq");

    // Then
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> there.run(who, run).state() == RunState.SUCCEEDED);
  }

  @Test
  void shouldShowAPageAtOnceWhatAWorkerOfAnotherNodeTells() {
    // Given
    relay();
    var told = new AtomicInteger();
    there.worker("simulated", Evidences.never(), StandardRules.book(), lazy());
    var run = new RunId(here.ids.next());
    here.signals.watch(run, told::incrementAndGet);

    // When
    there.signals.told(run);
    there.signals.told(new RunId(here.ids.next()));

    // Then
    await().untilAsserted(() -> assertThat(told).hasValue(1));
  }

  @Test
  void shouldHearAgainAfterItsConnectionWasCut() {
    // Given
    relay();
    there.worker("simulated", Evidences.atOnce(), StandardRules.book(), lazy());

    // When: the run is asked for while nobody listens
    Sql.column(
        database.superuser(), LISTENERS.replace("SELECT pid", "SELECT pg_terminate_backend(pid)"));
    var run = here.start(who, "hq");

    // Then
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> there.run(who, run).state() == RunState.SUCCEEDED);
  }

  @Test
  void shouldSpeakTwentyTimesASecondAtMostHoweverMuchHappens() throws Exception {
    // Given
    relay();
    var heard = new CopyOnWriteArrayList<String>();
    var listening = db.listen("tunnelscope_runs", heard::add, () -> {});
    await().until(() -> Sql.column(database.superuser(), LISTENERS).size() == 3);
    var runs = IntStream.range(0, 500).mapToObj(_ -> new RunId(here.ids.next())).toList();
    var seen = new AtomicInteger();
    runs.forEach(run -> there.signals.watch(run, seen::incrementAndGet));

    // When
    long begin = System.nanoTime();
    for (int n = 0; n < 40; n++) {
      runs.forEach(here.signals::told);
      here.signals.ready();
      Results.of(vertx.timer(5, TimeUnit.MILLISECONDS));
    }
    long took = Duration.ofNanos(System.nanoTime() - begin).toMillis();

    // Then
    await().untilAsserted(() -> assertThat(seen.get()).isGreaterThanOrEqualTo(runs.size()));
    assertThat(heard.size()).isBetween(1, (int) (took / 50) + 3);
    assertThat(heard).allSatisfy(text -> assertThat(text.length()).isLessThan(4_000));
    Results.of(listening.close());
  }

  @Test
  void shouldPassOverWhatNobodyMeans() {
    // Given
    relay();
    var told = new AtomicInteger();
    var run = new RunId(here.ids.next());
    here.signals.watch(run, told::incrementAndGet);

    // When
    for (var text : List.of("", " ", "x", "x ready ready", "x " + run + " junk", "' OR 1=1")) {
      Sql.column(database.superuser(), "SELECT pg_notify('tunnelscope_runs', ?)", text);
    }

    // Then
    await().untilAsserted(() -> assertThat(told).hasValue(1));
  }
}
