package io.tunnelscope.app.architecture.planted;

import io.tunnelscope.app.identity.RunId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CSRFHandler;
import io.vertx.sqlclient.Pool;
import java.net.http.HttpClient;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** What no class of the product may do, each in a class of its own; nobody calls it. */
final class Breaches {
  private Breaches() {}

  static final class OwnPool {
    Future<?> rows(Pool pool) {
      return pool.query("SELECT 1").execute();
    }
  }

  static final class OwnConnection {
    void commit(Connection connection) throws SQLException {
      connection.commit();
    }
  }

  static final class RequestInside {
    String path(RoutingContext ctx) {
      return ctx.request().path();
    }
  }

  static final class Waiting {
    Object value(Future<?> future) {
      return future.await();
    }
  }

  static final class Sleeping {
    void sleep() throws InterruptedException {
      Thread.sleep(1);
    }
  }

  static final class Blocking {
    Object value(CompletableFuture<?> future) {
      return future.join();
    }
  }

  static final class Ending {
    void end() {
      System.exit(1);
    }
  }

  static final class OwnClock {
    Instant now() {
      return Instant.now();
    }
  }

  static final class OwnIds {
    UUID id() {
      return UUID.randomUUID();
    }
  }

  static final class StockHandler {
    CSRFHandler handler(Vertx vertx) {
      return CSRFHandler.create(vertx, "secret");
    }
  }

  static final class OwnWayOut {
    HttpClient client() {
      return HttpClient.newHttpClient();
    }
  }

  /** A store whose reader names no tenant. */
  public static final class StrayStore {
    public String find(RunId run) {
      return run.toString();
    }
  }
}
