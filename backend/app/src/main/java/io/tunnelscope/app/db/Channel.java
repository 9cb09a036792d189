package io.tunnelscope.app.db;

import io.tunnelscope.app.settings.DatabaseUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.pubsub.PgSubscriber;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hints between the processes of one database, by {@code LISTEN} and {@code NOTIFY}. Any of them
 * may be lost: whoever hears must look by himself from time to time as well. Listens on a
 * connection of its own, outside of the pools, which comes back by itself after it broke off.
 *
 * <p>Every role of the database may listen, so hints hold nothing that a tenant would mind.
 */
public final class Channel {
  private static final Logger LOG = LoggerFactory.getLogger(Channel.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration CHECK = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Longest text that Postgres takes along, in bytes. */
  public static final int LONGEST_TEXT = 7_999;

  private final Vertx vertx;
  private final Db db;
  private final String name;
  private final PgSubscriber subscriber;
  private long checks;
  private volatile long retry = -1;
  private volatile boolean closed;

  private Channel(Vertx vertx, Db db, DatabaseUrl url, String name) {
    this.vertx = vertx;
    this.db = db;
    this.name = name;
    this.subscriber = PgSubscriber.subscriber(vertx, PgOptions.of(url));
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
    var channel = new Channel(vertx, db, url, name);
    channel.listen(hear, missed);
    return channel;
  }

  private void listen(Consumer<String> hear, Runnable missed) {
    subscriber.reconnectPolicy(Channel::pause);
    subscriber.channel(name).subscribeHandler(_ -> missed.run()).handler(hear::accept);
    connect(0);
    checks = vertx.setPeriodic(CHECK.toMillis(), _ -> check());
  }

  /** The driver comes back after a break, but gives up when there was no beginning. */
  private void connect(int attempt) {
    subscriber
        .connect()
        .onFailure(
            failure -> {
              LOG.atWarn()
                  .addKeyValue("failure", failure.getClass().getSimpleName())
                  .log("no hints from other processes now");
              // Or the driver takes the next call for one about a connection that is there.
              subscriber.close();
              if (!closed) {
                retry = vertx.setTimer(pause(attempt), _ -> connectUnlessClosed(attempt + 1));
              }
            });
  }

  private void connectUnlessClosed(int attempt) {
    if (!closed) {
      connect(attempt);
    }
  }

  private static long pause(int attempt) {
    return Math.min(100L << Math.min(attempt, 10), LONGEST_PAUSE.toMillis());
  }

  /** A connection that nobody answers on any more does not break off by itself. */
  private void check() {
    var connection = subscriber.actualConnection();
    if (connection != null) {
      connection
          .query("SELECT 1")
          .execute()
          .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .onFailure(_ -> connection.close());
    }
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
    return subscriber.close().timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).otherwiseEmpty();
  }
}
