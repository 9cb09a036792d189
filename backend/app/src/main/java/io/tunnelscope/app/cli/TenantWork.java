package io.tunnelscope.app.cli;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.audit.AuditStore;
import io.tunnelscope.app.blobs.Blobs;
import io.tunnelscope.app.bundles.BundleStore;
import io.tunnelscope.app.bundles.LogStoreUnusable;
import io.tunnelscope.app.bundles.TenantBundles;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.DbOptions;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.runs.RunQueue;
import io.tunnelscope.app.runs.TenantLimitStore;
import io.tunnelscope.app.settings.DatabaseUrl;
import io.tunnelscope.app.settings.Purpose;
import io.tunnelscope.app.settings.Settings;
import io.tunnelscope.app.tenants.TenantOperator;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the operator needs to work on a whole tenant: the database, the log store, the audit. */
final class TenantWork implements AutoCloseable {
  private static final int SECONDS = 20;

  private final Settings settings;
  private final Clock clock;
  private final TenantOperator operator;
  private final Vertx vertx = Vertx.vertx();

  private TenantWork(Settings settings, Clock clock, TenantOperator operator) {
    this.settings = settings;
    this.clock = clock;
    this.operator = operator;
  }

  static TenantWork of(Terminal terminal, Optional<Path> config) {
    var settings = ServerSettings.read(terminal, config, Purpose.MIGRATE);
    var ids = new Uuid7(terminal.clock(), new SecureRandom());
    var url = settings.database().migrate().orElseThrow();
    return new TenantWork(settings, terminal.clock(), new TenantOperator(url, ids::next));
  }

  DatabaseUrl url() {
    return settings.database().migrate().orElseThrow();
  }

  TenantOperator.Tenant find(String slug) {
    return TenantChoice.find(operator, slug);
  }

  /** Opens the store that the server keeps its bundles in. */
  TenantBundles bundles() {
    try {
      return new TenantBundles(
          BundleStore.open(
              vertx,
              new Blobs(vertx),
              settings.logStore().orElseThrow(TenantWork::noLogStore),
              new Uuid7(clock, new SecureRandom())));
    } catch (LogStoreUnusable e) {
      throw new CommandFailed(ServeVerb.status(e.reason()), e.text());
    }
  }

  private static CommandFailed noLogStore() {
    return CommandFailed.usage(
        "TUNNELSCOPE_LOG_STORE is missing: set it as the server has it",
        "TUNNELSCOPE_LOG_STORE가 없습니다: 서버와 같은 값으로 설정하십시오");
  }

  TenantLimitStore limits() {
    // The operator's role may do what the app's may, and more.
    var db = new Db(vertx, DbOptions.of(url(), url()));
    return new TenantLimitStore(db, new RunQueue(), new AuditLog());
  }

  /** Tells the audit of the tenant what the operator of the installation does. */
  void note(TenantOperator.Tenant tenant, String action) {
    try {
      // The operator's role may do what the app's may.
      var db = new Db(vertx, DbOptions.of(url(), url()));
      new AuditStore(db, new AuditLog())
          .noteOfOperator(tenant.id(), action)
          .await(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException _) {
      throw TenantChoice.unreachable();
    }
  }

  @Override
  public void close() {
    vertx.close();
  }
}
