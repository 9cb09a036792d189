package io.tunnelscope.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@BackendTest
class TenantLimitsIT {
  private final TestDatabase database;
  private final TestTenants tenants;
  private TestTenant tenant;
  @TempDir private Path folder;

  TenantLimitsIT(TestDatabase database, TestTenants tenants) {
    this.database = database;
    this.tenants = tenants;
  }

  @BeforeEach
  void makeTenant() {
    tenant = tenants.add("limited");
  }

  private CalledCli.Answer limits(String... options) {
    var arguments = new ArrayList<>(List.of("tenant", "limits"));
    arguments.addAll(List.of(options));
    var url = database.migrate().withPassword();
    return new CalledCli(folder, Map.of("TUNNELSCOPE_MIGRATE_DATABASE_URL", url))
        .call(arguments.toArray(String[]::new));
  }

  /** No worker looks at this database. */
  private void queue(String name) {
    var subscription = tenants.subscription(tenant, name, "simulated").value();
    var run = UUID.randomUUID();
    Sql.update(
        database.superuser(),
        """
        INSERT INTO run (tenant_id, run_id, subscription_id, target, target_name, kind, provider,
                         source, requester, state, queued_at)
        VALUES (?, ?, ?, 't', 't', 'gateway', 'simulated', 'api', 'A', 'QUEUED', now())
        """,
        tenant.id().value(),
        run,
        subscription);
    Sql.column(
        database.superuser(),
        "SELECT app.queue_add(?, ARRAY[?]::uuid[], ARRAY[?]::uuid[], false)",
        tenant.id().value(),
        subscription,
        run);
  }

  private List<String> states() {
    return Sql.column(
        database.superuser(),
        "SELECT state FROM lane WHERE tenant_id = ? ORDER BY state",
        tenant.id().value());
  }

  @Test
  void shouldLetInAtOnceWhatWaitedForALimitThatIsRaised() {
    // Given: three subscriptions that wait, of which one may be in work
    assertThat(limits(tenant.slug(), "--running", "1", "--queued", "9").status()).isZero();
    List.of("a", "b", "c").forEach(this::queue);
    assertThat(states()).containsExactly("PARKED", "PARKED", "READY");

    // When
    var raised = limits(tenant.slug(), "--running", "2", "--weight", "3");

    // Then
    assertThat(raised.status()).as(raised.err()).isZero();
    assertThat(raised.out().lines().map(line -> line.strip().replaceAll(" +", " ")))
        .containsExactly("LIMIT MOST NOW", "queued 9 3", "running 2 2", "weight 3");
    assertThat(states()).containsExactly("PARKED", "READY", "READY");
    assertThat(limits(tenant.slug()).out()).isEqualTo(raised.out());
    assertThat(
            Sql.column(
                database.migrate(),
                """
                SELECT details->'before'->>'running' || ' ' || (details->'after'->>'running')
                  FROM audit WHERE tenant_id = ? AND action = 'tenant.limits' ORDER BY seq
                """,
                tenant.id().value()))
        .containsExactly("20 1", "1 2");
  }

  @ParameterizedTest
  @CsvSource({"--running, 0", "--queued, 1000001", "--weight, 1001"})
  void shouldRefuseWhatIsOutOfBounds(String option, String value) {
    var refused = limits(tenant.slug(), option, value);

    assertThat(refused.status()).isEqualTo(64);
    assertThat(refused.complaint()).contains(option + " takes a number from 1 to");
  }

  @Test
  void shouldNameNoTenantThatIsNotThere() {
    assertThat(limits("never-was").status()).isEqualTo(65);
  }
}
