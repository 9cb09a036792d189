package io.tunnelscope.app.db;

import io.tunnelscope.app.settings.DatabaseUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hints between the processes of one database, by {@code LISTEN} and {@code NOTIFY}. Any of them
 * may be lost: whoever hears must look by himself from time to time as well. Listens on a
 * connection of its own, outside of the pools, which comes back by itself after it broke off, and
 * is replaced within 12 s when it is cut off without anybody being told.
 *
 * <p>Every role of the database may listen, so hints hold nothing that a tenant would mind.
 */
public final class Channel {
  private static final Logger LOG = LoggerFactory.getLogger(Channel.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** Whoever takes a connection and never answers keeps a socket of ours each time. */
  private static final Duration UNANSWERED_PAUSE = Duration.ofSeconds(15);

  /** The driver gives up none of them: until one is answered or refused, no other is tried. */
  private static final int MOST_UNANSWERED = 8;

  private static final Duration CHECK = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Longest text that Postgres takes along, in bytes. */
  public static final int LONGEST_TEXT = 7_999;

  private final Vertx vertx;
  private final Db db;
  private final PgConnectOptions server;
  private final String name;
  private final Consumer<String> hear;
  private final Runnable missed;

  /** Null while nobody listens. */
  private volatile PgConnection connection;

  private final AtomicInteger unanswered = new AtomicInteger();
  private volatile long checks = -1;
  private volatile long retry = -1;
  private volatile boolean closed;

  private Channel(
      Vertx vertx, Db db, DatabaseUrl url, String name, Consumer<String> hear, Runnable missed) {
    this.vertx = vertx;
    this.db = db;
    this.server = PgOptions.of(url);
    this.name = name;
    this.hear = hear;
    this.missed = missed;
  }

  /**
   * Listens from now on, and for ever again where the database is away. Both are called on a Vert.x
   * context and must not wait.
   *
   * @param name letters and underscores
   * @param hear called with each text, one's own too
   * @param missed called whenever listening began or began anew: what was said before is lost
   */
  static Channel open(
      Vertx vertx, Db db, DatabaseUrl url, String name, Consumer<String> hear, Runnable missed) {
    var channel = new Channel(vertx, db, url, name, hear, missed);
    channel.connect(0);
    channel.checks = vertx.setPeriodic(CHECK.toMillis(), _ -> channel.check());
    return channel;
  }

  private void connect(int attempt) {
    if (closed) {
      return;
    }
    if (unanswered.get() >= MOST_UNANSWERED) {
      again(UNANSWERED_PAUSE, attempt);
      return;
    }
    unanswered.incrementAndGet();
    var arriving =
        PgConnection.connect(vertx, server).onComplete(_ -> unanswered.decrementAndGet());
    within(PATIENCE, arriving)
        .compose(this::listen)
        .onFailure(
            failure -> {
              LOG.atWarn()
                  .addKeyValue("failure", failure.getClass().getSimpleName())
                  .log("no hints from other processes now");
              // Also when it comes too late.
              arriving.onSuccess(HangUp::on);
              again(
                  failure instanceof TimeoutException ? UNANSWERED_PAUSE : pause(attempt), attempt);
            });
  }

  private Future<Void> listen(PgConnection arrived) {
    arrived.notificationHandler(hint -> hear.accept(hint.getPayload()));
    arrived.closeHandler(_ -> broken(arrived));
    return within(PATIENCE, arrived.query("LISTEN \"" + name + "\"").execute())
        .onSuccess(
            _ -> {
              connection = arrived;
              if (closed) {
                HangUp.on(arrived);
              } else {
                missed.run();
              }
            })
        .mapEmpty();
  }

  @SuppressWarnings("ReferenceEquality") // the very connection, not one like it
  private void broken(PgConnection gone) {
    if (connection == gone) {
      connection = null;
      again(pause(0), 0);
    }
  }

  private void again(Duration pause, int attempt) {
    if (!closed) {
      retry = vertx.setTimer(pause.toMillis(), _ -> connect(attempt + 1));
    }
  }

  private static Duration pause(int attempt) {
    return Duration.ofMillis(Math.min(100L << Math.min(attempt, 10), LONGEST_PAUSE.toMillis()));
  }

  /** A connection that nobody answers on any more does not break off by itself. */
  private void check() {
    var checked = connection;
    if (checked != null) {
      within(PATIENCE, checked.query("SELECT 1").execute()).onFailure(_ -> HangUp.on(checked));
    }
  }

  private static <T> Future<T> within(Duration limit, Future<T> work) {
    return work.timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Says it to everybody who listens, this process included; a transaction of its own. Takes a lock
   * of the whole database when it commits: a few times a second, no more.
   *
   * @param text at most {@value #LONGEST_TEXT} bytes
   */
  public Future<Void> say(String text) {
    return db.systemStatement(
        "hint",
        c ->
            c.preparedQuery("SELECT pg_notify($1, $2)::text")
                .execute(Tuple.of(name, text))
                .mapEmpty());
  }

  /** Hears nothing more. To be called before the Vert.x instance is closed. */
  public Future<Void> close() {
    closed = true;
    vertx.cancelTimer(checks);
    vertx.cancelTimer(retry);
    var last = connection;
    connection = null;
    return last == null
        ? Future.succeededFuture()
        : within(PATIENCE, last.close())
            .recover(
                _ -> {
                  HangUp.on(last);
                  return Future.succeededFuture();
                });
  }
}
