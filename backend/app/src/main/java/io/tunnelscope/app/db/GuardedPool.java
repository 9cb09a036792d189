package io.tunnelscope.app.db;

import io.tunnelscope.app.settings.DatabaseUrl;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool of one role that heals itself. A transaction whose deadline is over leaves its connection
 * in the pool as a dead weight; so the pool is examined then, and replaced when a fresh connection
 * works and the pool does not.
 */
final class GuardedPool {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedPool.class);
  private static final Duration PROBE = Duration.ofSeconds(2);
  private static final int TRIES = 3;
  private static final int FAILURES_UNTIL_DEAD = 3;

  private final Vertx vertx;
  private final String name;
  private final PgConnectOptions server;
  private final int size;
  private final Duration deadline;
  private final AtomicBoolean examining = new AtomicBoolean();
  private final AtomicInteger replacements = new AtomicInteger();
  private final Set<Attempt<?>> attempts = ConcurrentHashMap.newKeySet();
  private volatile Pool pool;
  private volatile Optional<GuardedPool> twin = Optional.empty();

  GuardedPool(Vertx vertx, String name, DatabaseUrl url, DbOptions options) {
    this.vertx = vertx;
    this.name = name;
    this.server = PgOptions.of(url);
    this.size = options.poolSize();
    this.deadline = options.deadline();
    this.pool = open();
  }

  /** What broke one pool of a server has often broken the other: it is examined too, early. */
  void shareDoubtsWith(GuardedPool other) {
    twin = Optional.of(other);
  }

  /**
   * Runs preparation and work in one transaction, both sent without waiting for BEGIN, and commits
   * when all three succeeded.
   */
  <T> Future<T> transaction(
      Function<SqlConnection, Future<Void>> preparation, Function<SqlConnection, Future<T>> work) {
    return attempt((connection, expired) -> inTransaction(connection, preparation, work, expired));
  }

  /** Runs one statement, a transaction of its own: one round trip. */
  <T> Future<T> statement(Function<SqlConnection, Future<T>> statement) {
    return attempt((connection, _) -> started(connection, statement));
  }

  private <T> Future<T> attempt(Conversation<T> conversation) {
    var attempt = new Attempt<>(conversation);
    attempts.add(attempt);
    attempt.run(1).onComplete(attempt.outcome::tryComplete, attempt.outcome::tryFail);
    return within(deadline, attempt.outcome.future(), attempt::giveUp)
        .onComplete(_ -> attempts.remove(attempt))
        .onSuccess(done -> replacements.set(0))
        .recover(failure -> Future.failedFuture(Failures.told(name, failure)));
  }

  Future<Void> ping() {
    return within(PROBE, pool.query("SELECT 1").execute(), () -> {})
        .recover(failure -> Future.failedFuture(Failures.told(name, failure)))
        .mapEmpty();
  }

  boolean isAlive() {
    return replacements.get() < FAILURES_UNTIL_DEAD;
  }

  /** A stuck pool never closes, so nobody waits for it longer than 2 s. */
  Future<Void> close() {
    return within(PROBE, pool.close(), () -> {}).otherwiseEmpty();
  }

  private Pool open() {
    // Pools of several nodes must not renew all their connections in the same minute.
    int lifetime = 1800 + ThreadLocalRandom.current().nextInt(300);
    return PgBuilder.pool()
        .with(
            new PoolOptions()
                .setMaxSize(size)
                .setMaxWaitQueueSize(4 * size)
                .setConnectionTimeout((int) PROBE.toSeconds())
                .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                .setMaxLifetime(lifetime)
                .setMaxLifetimeUnit(TimeUnit.SECONDS))
        .connectingTo(server)
        .using(vertx)
        .build();
  }

  @SuppressWarnings("ReferenceEquality") // the very pool, not one like it
  private void examine(Pool suspect) {
    if (suspect != pool || !examining.compareAndSet(false, true)) {
      return;
    }
    probePool(suspect)
        .recover(stuck -> probeServer().onSuccess(answers -> replace(suspect)))
        .onFailure(
            down ->
                LOG.atWarn().addKeyValue("pool", name).log("the database does not answer a probe"))
        .onComplete(done -> examining.set(false));
  }

  /** Every connection of the pool must answer: one that works says nothing about the others. */
  private Future<Void> probePool(Pool suspect) {
    var all = new ArrayList<Future<?>>();
    for (int n = 0; n < size; n++) {
      all.add(suspect.query("SELECT 1").execute());
    }
    return within(PROBE, Future.join(all), () -> {}).mapEmpty();
  }

  /**
   * On a connection of its own. The driver waits for ever for a server that takes a connection and
   * says nothing; the socket does not.
   */
  private Future<Void> probeServer() {
    var fresh =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(1))
            .with(new NetClientOptions().setReadIdleTimeout((int) PROBE.toSeconds()))
            .connectingTo(server)
            .using(vertx)
            .build();
    return within(PROBE, fresh.query("SELECT 1").execute(), () -> {})
        .eventually(
            () -> {
              // Nobody waits for it: it may end with the socket only.
              var _ = fresh.close();
              return Future.succeededFuture();
            })
        .mapEmpty();
  }

  private void replace(Pool stuck) {
    int soFar = replacements.incrementAndGet();
    LOG.atError()
        .addKeyValue("pool", name)
        .addKeyValue("replacements", soFar)
        .log("the pool is stuck although the database answers: replaced");
    pool = open();
    stuck.close();
    // Whoever waits there may as well ask again at once.
    attempts.forEach(attempt -> attempt.abandon(stuck));
  }

  private <T> Future<T> within(Duration limit, Future<T> work, Runnable onTimeout) {
    Promise<T> outcome = Promise.promise();
    long timer =
        vertx.setTimer(
            limit.toMillis(),
            fired -> {
              if (outcome.tryFail(new TimeoutException("no answer within " + limit))) {
                onTimeout.run();
              }
            });
    work.onComplete(
        done -> {
          vertx.cancelTimer(timer);
          if (done.succeeded()) {
            outcome.tryComplete(done.result());
          } else {
            outcome.tryFail(done.cause());
          }
        });
    return outcome.future();
  }

  private static <T> Future<T> inTransaction(
      SqlConnection connection,
      Function<SqlConnection, Future<Void>> preparation,
      Function<SqlConnection, Future<T>> work,
      BooleanSupplier expired) {
    Future<Transaction> begun = connection.begin();
    Future<Void> prepared = preparation.apply(connection);
    Future<T> worked = started(connection, work);
    // All three are awaited: COMMIT of a transaction whose first statement failed reports
    // success.
    return Future.join(begun, prepared, worked)
        .compose(
            all ->
                expired.getAsBoolean()
                    ? Future.failedFuture(new TimeoutException("the deadline is over"))
                    : begun.result().commit().map(v -> worked.result()))
        .recover(failure -> rollBack(begun, first(begun, prepared, worked, failure)));
  }

  private static <T> Future<T> started(
      SqlConnection connection, Function<SqlConnection, Future<T>> work) {
    try {
      return work.apply(connection);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  /** The cause, not the "current transaction is aborted" of the statements behind it. */
  private static Throwable first(
      Future<Transaction> begun, Future<Void> prepared, Future<?> worked, Throwable otherwise) {
    for (Future<?> each : List.of(begun, prepared, worked)) {
      if (each.failed()) {
        return each.cause();
      }
    }
    return otherwise;
  }

  private static <T> Future<T> rollBack(Future<Transaction> begun, Throwable failure) {
    if (begun.failed()) {
      return Future.failedFuture(failure);
    }
    return begun.result().rollback().transform(done -> Future.failedFuture(failure));
  }

  /** What is said on one connection; it commits nothing once it has expired. */
  private interface Conversation<T> {
    Future<T> on(SqlConnection connection, BooleanSupplier expired);
  }

  /** One conversation, repeated where that is safe. */
  private final class Attempt<T> {
    private final Conversation<T> conversation;
    private final Pool used = pool;
    private final Promise<T> outcome = Promise.promise();
    private volatile boolean expired;

    Attempt(Conversation<T> conversation) {
      this.conversation = conversation;
    }

    /** Nothing is committed from now on, unless COMMIT is on its way already. */
    void giveUp() {
      expired = true;
      examine(used);
      twin.ifPresent(other -> other.examine(other.pool));
    }

    @SuppressWarnings("ReferenceEquality") // the very pool, not one like it
    void abandon(Pool stuck) {
      if (used == stuck) {
        expired = true;
        outcome.tryFail(new TimeoutException("its pool was stuck"));
      }
    }

    Future<T> run(int number) {
      return used.getConnection()
          .transform(
              got ->
                  got.succeeded()
                      ? conversation
                          .on(got.result(), () -> expired)
                          .eventually(got.result()::close)
                          .recover(
                              failure -> again(number, failure, Failures.isRepeatable(failure)))
                      : again(number, got.cause(), Failures.isHangUp(got.cause())));
    }

    private Future<T> again(int number, Throwable failure, boolean mayHelp) {
      if (number >= TRIES || expired || !mayHelp) {
        return Future.failedFuture(failure);
      }
      Promise<T> later = Promise.promise();
      long wait = 10L + ThreadLocalRandom.current().nextLong(40L * number);
      vertx.setTimer(wait, fired -> run(number + 1).onComplete(later));
      return later.future();
    }
  }
}
