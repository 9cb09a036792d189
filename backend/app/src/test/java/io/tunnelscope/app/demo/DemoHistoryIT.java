package io.tunnelscope.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.bundles.BundleStore;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.DbOptions;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestKeys;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@BackendTest
class DemoHistoryIT {
  @TempDir static Path bundles;

  private final TestDatabase database;
  private final TestTenants tenants;

  DemoHistoryIT(TestDatabase database, TestTenants tenants) {
    this.database = database;
    this.tenants = tenants;
  }

  @Test
  void shouldGoOnWithTheHistoryWhereAKilledStartLeftIt() throws Exception {
    // Given
    var whole = tenants.add("whole");
    try (var process = new Start()) {
      process.fill(whole).await(2, TimeUnit.MINUTES);
    }
    var cutOff = tenants.add("cut-off");
    try (var process = new Start()) {
      process.fill(cutOff);
      await().atMost(Duration.ofMinutes(1)).until(() -> history(cutOff).size() >= 3);
    }
    assertThat(history(cutOff)).hasSizeLessThan(history(whole).size());

    // When
    try (var process = new Start()) {
      process.fill(cutOff).await(2, TimeUnit.MINUTES);
      process.fill(cutOff).await(2, TimeUnit.MINUTES);
    }

    // Then
    assertThat(history(cutOff)).containsExactlyElementsOf(history(whole));
  }

  /** What happened, in its order. */
  private List<String> history(TestTenant tenant) {
    return Sql.column(
        database.migrate(),
        """
        SELECT target_name || ' ' || state || ' ' || coalesce(fault, '') || ' '
               || round(extract(epoch FROM (max(queued_at) OVER ()) - queued_at) / 3600)
        FROM run WHERE tenant_id = '%s' ORDER BY date_trunc('hour', queued_at), target_name
        """
            .formatted(tenant.id()));
  }

  /** A start of the demo; when it is closed, it ends as if it was killed. */
  private final class Start implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();

    Future<Void> fill(TestTenant tenant) {
      var random = new SecureRandom();
      var clock = Clock.systemUTC();
      try {
        var db = new Db(vertx, DbOptions.of(database.app(), database.system()));
        var store = BundleStore.open(vertx, bundles, new Uuid7(clock, random));
        return new Demo(vertx, db, TestKeys.kms(vertx), store, Optional.empty(), clock, random)
            .fill(List.of(new Demo.Tenant(tenant.id(), tenant.slug())));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      Results.of(vertx.close());
    }
  }
}
