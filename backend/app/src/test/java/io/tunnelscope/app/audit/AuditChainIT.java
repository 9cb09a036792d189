package io.tunnelscope.app.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@BackendTest
class AuditChainIT {
  private static final Origin ORIGIN = new Origin("192.0.2.7", "curl/8 \"x\"", "request-1");

  private final Db db;
  private final TestDatabase database;
  private final TestTenants tenants;
  private final AuditLog log = new AuditLog();
  private TestTenant mine;
  private Principal who;

  AuditChainIT(Db db, TestDatabase database, TestTenants tenants) {
    this.db = db;
    this.database = database;
    this.tenants = tenants;
  }

  @BeforeEach
  void arrange() {
    mine = tenants.add("mine");
    who = tenants.principal(mine, Role.ADMIN);
  }

  @Test
  void shouldChainWhatHappensWithoutGaps() {
    // When
    Results.of(Future.all(IntStream.range(0, 20).mapToObj(n -> record("run.start")).toList()));

    // Then
    assertThat(sequence()).isEqualTo("1..20 of 20");
    assertThat(AuditChain.brokenAt(database.migrate(), mine.id())).isEmpty();
  }

  @Test
  void shouldChainWhatIsWrittenTogetherBesideWhatIsNot() {
    // Given
    var together =
        IntStream.range(0, 5)
            .mapToObj(n -> new AuditLog.Done("run" + n, new JsonObject().put("n", n)))
            .toList();

    // When
    Results.of(
        Future.all(
            record("a"),
            db.inTenant(mine.id(), c -> log.recordAll(c, who, "run.start", together)),
            record("b"),
            db.inTenant(mine.id(), c -> log.recordAll(c, who, "run.start", together))));

    // Then
    assertThat(sequence()).isEqualTo("1..12 of 12");
    assertThat(AuditChain.brokenAt(database.migrate(), mine.id())).isEmpty();
  }

  @Test
  void shouldKeepChainsOfTenantsApart() {
    // Given
    var other = tenants.principal(tenants.add("other"), Role.ADMIN);

    // When
    Results.of(record("run.start"));
    Results.of(
        db.inTenant(
            other.tenant(), c -> log.record(c, other, "a", Optional.empty(), new JsonObject())));

    // Then
    assertThat(sequence()).isEqualTo("1..1 of 1");
    assertThat(AuditChain.brokenAt(database.migrate(), other.tenant())).isEmpty();
  }

  @Test
  void shouldWriteNothingWhenTheWorkFails() {
    // When
    Results.failureOf(
        db.inTenant(
            mine.id(),
            c ->
                log.record(c, who, ORIGIN, "run.start", Optional.of("r"), new JsonObject())
                    .compose(_ -> Future.failedFuture(new IllegalStateException("afterwards")))));

    // Then
    assertThat(sequence()).isEqualTo("null..null of 0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit SET actor = 'somebody else' WHERE seq = 2 AND tenant_id = ?",
        "UPDATE audit SET details = '{\"n\": 2}' WHERE seq = 2 AND tenant_id = ?",
        "UPDATE audit SET at = at + interval '1 microsecond' WHERE seq = 2 AND tenant_id = ?",
        "UPDATE audit SET object = NULL WHERE seq = 2 AND tenant_id = ?",
        "DELETE FROM audit WHERE seq = 2 AND tenant_id = ?",
      })
  void shouldShowWhereSomebodyEditedTheAudit(String edit) {
    // Given
    for (int n = 0; n < 3; n++) {
      Results.of(record("run.start"));
    }
    assertThat(AuditChain.brokenAt(database.migrate(), mine.id())).isEmpty();

    // When
    Sql.update(database.migrate(), edit, mine.id().value());

    // Then
    assertThat(AuditChain.brokenAt(database.migrate(), mine.id()).orElseThrow()).isBetween(2L, 3L);
  }

  @Test
  void shouldNotLetTheAppEditOrDeleteEntries() {
    // Given
    Results.of(record("run.start"));

    // Then
    for (var edit : new String[] {"UPDATE audit SET actor = 'x'", "DELETE FROM audit"}) {
      Results.failureOf(db.inTenant(mine.id(), c -> c.query(edit).execute()));
    }
    assertThat(sequence()).isEqualTo("1..1 of 1");
  }

  private Future<Void> record(String action) {
    var details =
        new JsonObject()
            .put("z", "한국어 \u0001 \"quoted\" \\ \uD83D\uDD12")
            .put("n", 1)
            .put("a", new JsonArray().add(true).addNull().add(-5L));
    return db.inTenant(
        mine.id(), c -> log.record(c, who, ORIGIN, action, Optional.of("object"), details));
  }

  private String sequence() {
    return Sql.column(
            database.migrate(),
            "SELECT coalesce(min(seq)::text, 'null') || '..' || coalesce(max(seq)::text, 'null')"
                + " || ' of ' || count(*) FROM audit WHERE tenant_id = ?",
            mine.id().value())
        .getFirst();
  }
}
