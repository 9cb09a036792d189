package io.tunnelscope.app.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.outbox.OutboxStore.Besides;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that are written with a transaction and sent after it, by any number of senders. */
@BackendTest
class OutboxIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Vertx vertx;
  private final Db db;
  private final TestDatabase database;
  private final TestTenants tenants;
  private final Uuid7 ids = new Uuid7(Clock.systemUTC(), new SecureRandom());
  private final OutboxStore store;
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final List<Sender> senders = new ArrayList<>();
  private TenantId tenant;

  OutboxIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.db = db;
    this.database = database;
    this.tenants = tenants;
    this.store = new OutboxStore(db);
  }

  /** Where messages arrive, with what becomes of each. */
  private static final class Door implements Delivery {
    final List<Parcel> arrived = new CopyOnWriteArrayList<>();
    final List<String> givenUp = new CopyOnWriteArrayList<>();
    final Map<String, Integer> tries = new ConcurrentHashMap<>();
    private final Function<Parcel, Future<Outcome>> answer;

    Door(Function<Parcel, Future<Outcome>> answer) {
      this.answer = answer;
    }

    static Door open() {
      return new Door(_ -> Future.succeededFuture(Outcome.done()));
    }

    @Override
    public Future<Outcome> deliver(Parcel parcel) {
      tries.merge(parcel.key(), 1, Integer::sum);
      arrived.add(parcel);
      return answer.apply(parcel);
    }

    @Override
    public Future<Besides> giveUp(Parcel parcel, String why) {
      givenUp.add(parcel.key() + ": " + why);
      return Future.succeededFuture(Besides.NOTHING);
    }

    List<String> bodies() {
      return arrived.stream().map(Parcel::body).toList();
    }
  }

  @BeforeEach
  void addTenant() {
    tenant = tenants.add("outbox").id();
  }

  @AfterEach
  void stopSenders() {
    senders.forEach(sender -> Results.of(sender.drain(Duration.ofSeconds(5))));
    Sql.update(database.migrate(), "DELETE FROM outbox_message");
    Sql.update(
        database.migrate(),
        "UPDATE outbox_lane SET due_at = NULL, owner = NULL, lease_until = NULL");
  }

  @Test
  void shouldTellOperatorsHowLateItIsAndWhatBecameOfAttempts() {
    // Given
    assertThat(Results.of(store.late())).isZero();
    Results.of(db.inTenant(tenant, c -> store.add(c, tenant, List.of(later("b", "1")))));
    assertThat(Results.of(store.late())).as("its time has not come").isZero();
    write("a", "1");

    // When: it fails four times, and its lane rests in between
    send(new Door(_ -> Future.succeededFuture(new Outcome.Failed("500"))));

    // Then: it is due since it was written, and given up in the end
    assertThat(Results.of(store.late())).isPositive();
    await().atMost(PATIENCE).until(() -> count("given_up") == 1);
    assertThat(count("failed")).isEqualTo(4);
    assertThat(count("done")).isZero();
  }

  private double count(String outcome) {
    return metrics.get("tunnelscope.outbox.deliveries").tag("outcome", outcome).counter().count();
  }

  private Message later(String lane, String body) {
    return new Message(tenant, lane, ids.next().toString(), body, Duration.ofHours(1));
  }

  @Test
  void shouldSendWhatWasWrittenOnce() {
    // Given
    write("a", "1");
    var door = Door.open();

    // When
    send(door);

    // Then
    await().atMost(PATIENCE).until(this::isEmpty);
    assertThat(door.bodies()).containsExactly("1");
  }

  @Test
  void shouldSendNothingOfATransactionThatFailed() {
    // Given
    var failure =
        Results.failureOf(
            db.inTenant(
                tenant,
                c ->
                    store
                        .add(c, tenant, List.of(message("a", "never")))
                        .compose(_ -> Future.failedFuture(new IllegalStateException("no")))));
    write("b", "told");
    var door = Door.open();

    // When
    send(door);

    // Then
    await().atMost(PATIENCE).until(this::isEmpty);
    assertThat(failure).isInstanceOf(IllegalStateException.class);
    assertThat(door.bodies()).containsExactly("told");
  }

  @Test
  void shouldKeepTheOrderWithinALane() {
    // Given
    IntStream.range(0, 30).forEach(n -> write("a", String.valueOf(n)));
    var door = Door.open();

    // When
    send(door);
    send(door);

    // Then
    await().atMost(PATIENCE).until(this::isEmpty);
    assertThat(door.bodies())
        .containsExactlyElementsOf(IntStream.range(0, 30).mapToObj(String::valueOf).toList());
  }

  @Test
  void shouldNotLetOneLaneWaitForAnother() {
    // Given
    var silence = Promise.<Outcome>promise();
    write("silent", "stuck");
    write("lively", "1");
    write("lively", "2");
    var door =
        new Door(
            parcel ->
                parcel.lane().equals("silent")
                    ? silence.future()
                    : Future.succeededFuture(Outcome.done()));

    // When
    send(door);

    // Then
    await().atMost(PATIENCE).until(() -> door.bodies().containsAll(List.of("stuck", "1", "2")));
    silence.complete(Outcome.done());
    await().atMost(PATIENCE).until(this::isEmpty);
  }

  @Test
  void shouldNotSendTwiceWhatIsWrittenAgainBeforeItGoes() {
    // Given
    add(new Message(tenant, "a", "same", "old", Duration.ZERO));
    add(new Message(tenant, "a", "same", "new", Duration.ofHours(1)));
    var door = Door.open();

    // When
    send(door);

    // Then
    await().atMost(PATIENCE).until(this::isEmpty);
    assertThat(door.bodies()).containsExactly("new");
  }

  @Test
  void shouldSendAgainWhatIsWrittenAgainWhileItGoes() {
    // Given
    var going = Promise.<Outcome>promise();
    add(Message.now(tenant, "a", "same", "old"));
    var door =
        new Door(
            parcel ->
                parcel.body().equals("old")
                    ? going.future()
                    : Future.succeededFuture(Outcome.done()));
    send(door);
    await().atMost(PATIENCE).until(() -> door.bodies().contains("old"));

    // When
    add(Message.now(tenant, "a", "same", "new"));
    going.complete(Outcome.done());

    // Then
    await().atMost(PATIENCE).until(this::isEmpty);
    assertThat(door.bodies()).containsExactly("old", "new");
  }

  @Test
  void shouldTryAgainUntilItGoesAndHoldTheLaneMeanwhile() {
    // Given
    write("a", "first");
    write("a", "second");
    var door =
        new Door(
            parcel ->
                Future.succeededFuture(
                    parcel.body().equals("first") && parcel.attempt() < 3
                        ? new Outcome.Failed("busy")
                        : Outcome.done()));

    // When
    send(door);

    // Then
    await().atMost(PATIENCE).until(this::isEmpty);
    assertThat(door.bodies()).containsExactly("first", "first", "first", "second");
  }

  @Test
  void shouldGiveUpAfterTheLastAttemptAndGoOn() {
    // Given
    write("a", "bad");
    write("a", "good");
    var door =
        new Door(
            parcel ->
                parcel.body().equals("bad")
                    ? Future.failedFuture(new IllegalStateException("bug"))
                    : Future.succeededFuture(Outcome.done()));

    // When
    send(door);

    // Then
    await().atMost(PATIENCE).until(this::isEmpty);
    assertThat(door.bodies()).containsExactly("bad", "bad", "bad", "bad", "good");
    assertThat(door.givenUp).hasSize(1).first().asString().endsWith("IllegalStateException");
  }

  @Test
  void shouldCountNoAttemptWhileItIsToldToComeLater() {
    // Given
    write("a", "patient");
    write("a", "overtaking");
    var door =
        new Door(
            parcel ->
                Future.succeededFuture(
                    parcel.attempt() > 1 || countOf(parcel) >= 8
                        ? Outcome.done()
                        : Outcome.later(Duration.ofMillis(50))));

    // When
    send(door);

    // Then
    await().atMost(PATIENCE).until(this::isEmpty);
    assertThat(door.givenUp).isEmpty();
    assertThat(door.arrived).extracting(Parcel::attempt).containsOnly(1);
    assertThat(door.bodies().subList(0, 2)).containsExactly("patient", "overtaking");
  }

  private final Map<String, Integer> seen = new ConcurrentHashMap<>();

  private int countOf(Parcel parcel) {
    return seen.merge(parcel.key(), 1, Integer::sum);
  }

  @Test
  void shouldKeepAMessageThatIsToBeLookedAtAgain() {
    // Given
    write("a", "running");
    var door =
        new Door(
            parcel ->
                Future.succeededFuture(
                    countOf(parcel) < 3
                        ? new Outcome.Done(Besides.NOTHING, Optional.of(Duration.ofMillis(50)))
                        : Outcome.done()));

    // When
    send(door);

    // Then
    await().atMost(PATIENCE).until(this::isEmpty);
    assertThat(door.bodies()).containsExactly("running", "running", "running");
  }

  @Test
  void shouldWriteNothingForASenderWhoseLeaseIsOver() {
    // Given
    write("a", "1");
    var frozen = Results.of(store.take(ids.next(), 1, Duration.ofMillis(1))).getFirst();
    var parcel = Results.of(store.open(tenant, frozen)).orElseThrow();
    var other = Door.open();
    send(other);
    await().atMost(PATIENCE).until(this::isEmpty);
    write("a", "2", parcel.key());

    // When
    var settled =
        Results.of(
            store.done(
                tenant,
                parcel,
                c ->
                    c.preparedQuery("UPDATE outbox_message SET body = 'changed'")
                        .execute()
                        .mapEmpty()));

    // Then
    assertThat(settled).isFalse();
    await().atMost(PATIENCE).until(this::isEmpty);
    assertThat(other.bodies()).containsExactly("1", "2");
  }

  @Test
  void shouldSendEachOnceAndInOrderWithThreeSenders() {
    // Given
    for (int n = 0; n < 20; n++) {
      for (int lane = 0; lane < 12; lane++) {
        write("lane-" + lane, lane + "/" + n);
      }
    }
    var door = Door.open();

    // When
    send(door);
    send(door);
    send(door);

    // Then
    await().atMost(PATIENCE).until(this::isEmpty);
    assertThat(door.bodies()).doesNotHaveDuplicates().hasSize(240);
    for (int lane = 0; lane < 12; lane++) {
      var name = "lane-" + lane;
      assertThat(door.arrived)
          .filteredOn(parcel -> parcel.lane().equals(name))
          .extracting(Parcel::body)
          .isSortedAccordingTo(
              Comparator.comparing(
                  (String body) -> Integer.valueOf(body.substring(body.indexOf('/') + 1))));
    }
  }

  @Test
  void shouldEndWhatIsOnItsWayAndTakeNothingMoreWhenItDrains() {
    // Given
    var going = Promise.<Outcome>promise();
    write("a", "going");
    write("a", "waiting");
    var door = new Door(_ -> going.future());
    var sender = send(door);
    await().atMost(PATIENCE).until(() -> door.bodies().contains("going"));

    // When
    var drained = sender.drain(Duration.ofSeconds(10));
    going.complete(Outcome.done());
    Results.of(drained);

    // Then
    assertThat(door.bodies()).containsExactly("going");
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void shouldForgetNoMessageThatIsWrittenWhileItsLaneIsHandedBack() {
    // Given
    write("busy", "1");
    var held = Results.of(store.take(ids.next(), 1, Duration.ofMinutes(1))).getFirst();
    var parcel = Results.of(store.open(tenant, held)).orElseThrow();
    var mayCommit = Promise.<Void>promise();
    var written = Promise.<Void>promise();
    var writing =
        db.inTenant(
            tenant,
            c ->
                store
                    .add(c, tenant, List.of(message("busy", "2")))
                    .onComplete(written)
                    .compose(_ -> mayCommit.future()));
    Results.of(written.future());

    // When
    var settling = store.done(tenant, parcel, Besides.NOTHING);
    await().atMost(PATIENCE).until(this::somebodyWaitsForALock);
    mayCommit.complete();
    Results.of(writing);

    // Then
    assertThat(Results.of(settling)).isTrue();
    assertThat(Results.of(store.take(ids.next(), 1, Duration.ofMinutes(1)))).hasSize(1);
  }

  private boolean somebodyWaitsForALock() {
    return !Sql.column(database.migrate(), "SELECT pid::text FROM pg_locks WHERE NOT granted")
        .isEmpty();
  }

  @Test
  void shouldWriteAllMessagesOfATransactionByOneStatement() {
    // Given: one that waits already, and the same message twice
    write("b", "old", "again");
    var soon = Message.now(tenant, "b", "again", "older");
    var late = new Message(tenant, "b", "again", "newer", Duration.ofHours(1));

    // When
    Results.of(
        db.inTenant(
            tenant,
            c -> store.add(c, tenant, List.of(message("c", "3"), soon, message("a", "1"), late))));

    // Then
    assertThat(messages("lane || ' ' || body || ' ' || (not_before <= now())"))
        .containsExactly("a 1 true", "b newer true", "c 3 true");
    assertThat(messages("DISTINCT xmin || ' ' || cmin FROM outbox_message WHERE body <> 'newer'"))
        .as("transaction and statement")
        .hasSize(1);
    Results.of(db.inTenant(tenant, c -> store.add(c, tenant, List.of())));
    assertThat(count()).isEqualTo(3);
  }

  private List<String> messages(String what) {
    var from = what.contains("FROM") ? "" : " FROM outbox_message";
    return Sql.column(database.migrate(), "SELECT " + what + from + " ORDER BY 1");
  }

  @Test
  void shouldNotWakeALaneThatRestsForWhatIsWrittenMeanwhile() {
    // Given
    write("a", "failed");
    var held = Results.of(store.take(ids.next(), 1, Duration.ofMinutes(1))).getFirst();
    var parcel = Results.of(store.open(tenant, held)).orElseThrow();
    Results.of(store.failed(tenant, parcel, Duration.ofHours(1)));

    // When
    write("a", "next");

    // Then
    assertThat(Results.of(store.take(ids.next(), 1, Duration.ofMinutes(1)))).isEmpty();
  }

  private Sender send(Door door) {
    var options =
        new SenderOptions(
            ids.next(), 8, Duration.ofMillis(50), Duration.ofSeconds(30), 4, Duration.ofMillis(20));
    var sender = Results.of(Sender.deploy(vertx, store, door, options, OutboxMeters.in(metrics)));
    senders.add(sender);
    return sender;
  }

  private Message message(String lane, String body) {
    return Message.now(tenant, lane, ids.next().toString(), body);
  }

  private void write(String lane, String body) {
    add(message(lane, body));
  }

  private void write(String lane, String body, String key) {
    add(Message.now(tenant, lane, key, body));
  }

  private void add(Message message) {
    Results.of(db.inTenant(tenant, c -> store.add(c, tenant, List.of(message))));
  }

  private int count() {
    return Integer.parseInt(
        Sql.column(database.migrate(), "SELECT count(*)::text FROM outbox_message").getFirst());
  }

  /** Nothing waits, and no lane thinks that something does. */
  private boolean isEmpty() {
    return count() == 0
        && Sql.column(
                database.migrate(),
                "SELECT lane FROM outbox_lane WHERE due_at IS NOT NULL OR owner IS NOT NULL")
            .isEmpty();
  }
}
