package io.tunnelscope.app.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.tunnelscope.app.verify.DatabaseCheck;
import io.tunnelscope.app.verify.Fault;
import io.tunnelscope.app.verify.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints as the product writes them, read by the verifier that shares no code with it. */
@BackendTest
class CheckpointIT {
  private final Vertx vertx;
  private final Db db;
  private final TestDatabase database;
  private final TestTenants tenants;
  private final AuditLog log = new AuditLog();
  private TestTenant mine;
  private Path file;
  private Checkpoints checkpoints;

  CheckpointIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.db = db;
    this.database = database;
    this.tenants = tenants;
  }

  @BeforeEach
  void open(@TempDir Path folder) throws IOException {
    mine = tenants.add("mine");
    file = folder.resolve("audit").resolve("checkpoints.jsonl");
    checkpoints = Checkpoints.open(vertx, db, file);
  }

  @Test
  void shouldSignTheHeadsOfAllTenants() throws Exception {
    // Given
    var other = tenants.add("other");
    record(mine, 3);
    record(other, 2);

    // When
    Results.of(checkpoints.write());
    record(mine, 1);
    Results.of(checkpoints.write());

    // Then
    assertThat(lines()).hasSize(2);
    assertThat(lines().getFirst()).contains(mine.id().toString(), other.id().toString());
    assertThat(lines().getLast()).contains(mine.id().toString());
    assertThat(lines().getLast()).doesNotContain(other.id().toString());
    assertThat(check()).isEqualTo(new Outcome.Intact(mine.id().toString(), 1, 4, 4, true, 2));
  }

  @Test
  void shouldKeepThePrivateKeyToItsOwner() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(file + ".key"))))
        .isEqualTo("rw-------");
    assertThat(Files.readString(Path.of(file + ".pub"))).startsWith("-----BEGIN PUBLIC KEY-----");
    assertThat(Checkpoints.open(vertx, db, file)).isNotNull();
  }

  @Test
  void shouldFindARewrittenChainThatFitsTogether() throws Exception {
    // Given
    record(mine, 5);
    Results.of(checkpoints.write());
    assertThat(check()).isInstanceOf(Outcome.Intact.class);

    // When: whoever rules the database writes the whole chain anew
    Sql.update(database.migrate(), "DELETE FROM audit WHERE tenant_id = ?", mine.id().value());
    Sql.update(
        database.migrate(),
        "UPDATE audit_head SET seq = 0, hash = decode(repeat('00', 32), 'hex') WHERE tenant_id = ?",
        mine.id().value());
    record(mine, 5);

    // Then
    assertThat(check(Optional.empty())).isInstanceOf(Outcome.Intact.class);
    assertThat(check()).isEqualTo(new Outcome.Bad(Fault.NOT_AS_SIGNED, mine.id().toString(), 5, 0));
  }

  @Test
  void shouldFindATailThatWasCutOffWithItsHead() throws Exception {
    // Given
    record(mine, 5);
    Results.of(checkpoints.write());

    // When
    Sql.update(
        database.migrate(),
        """
        UPDATE audit_head SET seq = 3, hash = (
          SELECT hash FROM audit WHERE audit.tenant_id = audit_head.tenant_id AND seq = 3)
        WHERE tenant_id = ?
        """,
        mine.id().value());
    Sql.update(
        database.migrate(), "DELETE FROM audit WHERE tenant_id = ? AND seq > 3", mine.id().value());

    // Then
    assertThat(check(Optional.empty())).isInstanceOf(Outcome.Intact.class);
    assertThat(check()).isEqualTo(new Outcome.Bad(Fault.CUT, mine.id().toString(), 4, 0));
  }

  @Test
  void shouldFindChangesInTheFileOfCheckpoints() throws Exception {
    // Given
    for (int n = 0; n < 3; n++) {
      record(mine, 1);
      Results.of(checkpoints.write());
    }
    var whole = lines();

    // Then
    write(whole.get(0), whole.get(1).replaceFirst("\"seq\":2", "\"seq\":9"), whole.get(2));
    assertThat(check()).isEqualTo(bad(Fault.CHECKPOINT_CHANGED, 2));
    write(whole.get(0), whole.get(2));
    assertThat(check()).isEqualTo(bad(Fault.CHECKPOINT_OUT_OF_ORDER, 2));
    write(whole.get(1), whole.get(0), whole.get(2));
    assertThat(check()).isEqualTo(bad(Fault.CHECKPOINT_OUT_OF_ORDER, 1));
  }

  @Test
  void shouldGoOnAfterALineThatACrashLeftHalfWritten() throws Exception {
    // Given
    record(mine, 1);
    Results.of(checkpoints.write());
    Files.writeString(file, lines().getFirst().substring(0, 40), StandardOpenOption.APPEND);
    assertThat(check()).isInstanceOf(Outcome.Intact.class);

    // When
    record(mine, 1);
    Results.of(checkpoints.write());

    // Then
    assertThat(lines()).hasSize(2);
    assertThat(check()).isEqualTo(new Outcome.Intact(mine.id().toString(), 1, 2, 2, true, 2));
  }

  @Test
  void shouldWriteOnceAMinuteHoweverManyNodesShareTheFile() throws Exception {
    // Given
    record(mine, 1);
    var second = Checkpoints.open(vertx, db, file);

    // When
    checkpoints.start();
    second.start();
    Results.of(checkpoints.stop());
    Results.of(second.stop());

    // Then: one of the two wrote at the start, and each at its end
    assertThat(lines()).hasSizeLessThanOrEqualTo(3);
    assertThat(check()).isInstanceOf(Outcome.Intact.class);
  }

  @Test
  void shouldSignWhatStaysOfADeletedTenant() throws Exception {
    // Given
    var gone = tenants.add("gone");
    Sql.update(
        database.migrate(),
        """
        INSERT INTO audit_seal (sealed_tenant, seq, hash)
        SELECT tenant_id, 41, decode(repeat('cd', 32), 'hex') FROM audit_head WHERE tenant_id = ?
        """,
        gone.id().value());

    // When
    Results.of(checkpoints.write());

    // Then
    assertThat(lines().getFirst()).contains("\"seq\":41", gone.id().toString(), "cd".repeat(32));
  }

  private Outcome.Bad bad(Fault fault, long line) {
    return new Outcome.Bad(fault, mine.id().toString(), 0, line);
  }

  private void record(TestTenant tenant, int times) {
    var who = tenants.principal(tenant, Role.ADMIN);
    for (int n = 0; n < times; n++) {
      Results.of(
          db.inTenant(
              tenant.id(),
              c ->
                  log.record(
                      c,
                      who,
                      "run.start",
                      Optional.of("x"),
                      new JsonObject().put("text", "민수 \n \u0001 \\ \"").put("n", 1))));
    }
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(file);
  }

  private void write(String... lines) throws IOException {
    Files.writeString(file, String.join("\n", lines) + "\n");
  }

  private Outcome check() throws Exception {
    return check(Optional.of(io.tunnelscope.app.verify.Checkpoints.of(file)));
  }

  private Outcome check(Optional<io.tunnelscope.app.verify.Checkpoints> signed) throws Exception {
    var url = database.migrate();
    try (var check = DatabaseCheck.open(url.jdbc(), url.user(), url.password().reveal())) {
      return check.check(new DatabaseCheck.Tenant(mine.id().value(), mine.slug()), signed);
    }
  }
}
