package io.tunnelscope.app.cli;

import io.tunnelscope.app.audit.AuditExpiryStore;
import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.DbOptions;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.settings.Purpose;
import io.tunnelscope.app.tenants.TenantOperator;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "expire",
    description = {
      "Removes audit records that are older than their tenant keeps them: whole months, from the beginning of its chain.",
      "What is left can still be verified. Servers may run meanwhile; call it once a month."
    })
final class AuditExpireVerb implements Verb {
  private static final int SECONDS_AT_ONCE = 20;

  @Option(names = "--tenant", paramLabel = "SLUG", description = "This tenant alone. Default: all.")
  private Optional<String> tenant;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Lines NAME=value; the environment wins.")
  private Optional<Path> config;

  @Mixin HelpOption help;

  @Override
  public ExitStatus run(Terminal terminal) {
    var url =
        ServerSettings.read(terminal, config, Purpose.MIGRATE).database().migrate().orElseThrow();
    var operator = new TenantOperator(url, new Uuid7(terminal.clock(), new SecureRandom())::next);
    var chosen = chosen(operator);
    var vertx = Vertx.vertx();
    try {
      // The operator's role may do what the app's may, and take records away.
      var store = new AuditExpiryStore(new Db(vertx, DbOptions.of(url, url)), new AuditLog());
      var words = new Words(terminal.language());
      for (var each : chosen) {
        long gone = expire(store, each.id());
        terminal
            .out()
            .line(
                each.slug()
                    + ": "
                    + words.of("%d records removed".formatted(gone), "기록 %d건 삭제".formatted(gone)));
        terminal.out().flush();
      }
      return ExitStatus.OK;
    } catch (Refusal.Unavailable | TimeoutException _) {
      throw TenantChoice.unreachable();
    } finally {
      vertx.close();
    }
  }

  private List<TenantOperator.Tenant> chosen(TenantOperator operator) {
    return tenant
        .map(slug -> List.of(TenantChoice.find(operator, slug)))
        .orElseGet(() -> TenantChoice.all(operator));
  }

  /** One transaction after the other, until there is nothing left to go. */
  private static long expire(AuditExpiryStore store, TenantId tenant) throws TimeoutException {
    long all = 0;
    for (long gone = 1; gone > 0; all += gone) {
      gone = store.drop(tenant).await(SECONDS_AT_ONCE, TimeUnit.SECONDS);
    }
    return all;
  }
}
