package io.tunnelscope.app.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;

@BackendTest
class DbIT {
  private final Db db;
  private final TestTenants tenants;

  DbIT(Db db, TestTenants tenants) {
    this.db = db;
    this.tenants = tenants;
  }

  @Test
  void shouldShowATenantItsOwnRowsAlone() {
    // Given
    var mine = tenants.add("mine");
    tenants.add("theirs");

    // When
    List<String> seen = Results.of(slugs(mine.id()));

    // Then
    assertThat(seen).containsExactly(mine.slug());
  }

  private Future<List<String>> slugs(TenantId tenant) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery("SELECT slug FROM tenant")
                .execute()
                .map(rows -> Rows.all(rows, row -> row.getString("slug"))));
  }
}
