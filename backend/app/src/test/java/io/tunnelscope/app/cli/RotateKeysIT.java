package io.tunnelscope.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.secrets.KeyFile;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestKeys;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New keys for tenants, as the operator of an installation gives them. */
@BackendTest
class RotateKeysIT {
  private static final String LINE = "pre-shared-key: hunter2hunter2";

  private final Vertx vertx;
  private final Db db;
  private final TestDatabase database;
  private final TestTenants tenants;
  private final String old = TestKeys.line("old");
  private TestTenant tenant;
  private String mark;
  private Path file;

  @TempDir Path folder;

  RotateKeysIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.db = db;
    this.database = database;
    this.tenants = tenants;
  }

  @BeforeEach
  void begin() {
    Sql.run(database.migrate(), "DELETE FROM redaction_key", "DELETE FROM data_key");
    file = TestKeys.write(folder.resolve("keys"), old);
    tenant = tenants.add("rotated");
    mark = mark(file, tenant);
  }

  @Test
  void shouldMoveATenantToTheNewKeyOfTheFile() {
    // Given
    TestKeys.write(file, old, TestKeys.line("new"));

    // When
    var called = rotate(file, tenant.slug());

    // Then
    assertThat(called)
        .isEqualTo(new CalledCli.Answer(0, tenant.slug() + ": key 2 now, 1 sealed anew\n", ""));
    assertThat(keks(tenant)).containsExactly("new");
    assertThat(mark(file, tenant)).isEqualTo(mark);
  }

  @Test
  void shouldMoveEveryTenantAndDoWithoutTheOldKeyThen() {
    // Given
    var other = tenants.add("other");
    mark(file, other);
    var fresh = tenants.add("fresh");
    var line = TestKeys.line("new");
    TestKeys.write(file, old, line);

    // When
    var called = rotate(file, "--all");
    TestKeys.write(file, line);

    // Then
    assertThat(called.status()).isZero();
    assertThat(called.out())
        .contains(
            tenant.slug() + ": key 2 now, 1 sealed anew\n",
            other.slug() + ": key 2 now, 1 sealed anew\n",
            fresh.slug() + ": no secrets yet\n");
    assertThat(mark(file, tenant)).isEqualTo(mark);
    Results.of(TestKeys.envelope(db, KeyFile.open(vertx, file)).check());
  }

  @Test
  void shouldSayHowToMendAWrongKeyFileAndLoseNothing() {
    // Given
    var wrong = TestKeys.write(folder.resolve("wrong"), TestKeys.line("old"));

    // When
    var called = rotate(wrong, tenant.slug());

    // Then
    assertThat(called.status()).isEqualTo(65);
    assertThat(called.complaint())
        .startsWith("tunnelscope: " + tenant.slug())
        .contains("put the key");
    assertThat(mark(file, tenant)).isEqualTo(mark);
    assertThat(rotate(file, tenant.slug()).status()).isZero();
    assertThat(mark(file, tenant)).isEqualTo(mark);
  }

  @Test
  void shouldRefuseWhatItCannotUse() {
    assertThat(rotate(folder.resolve("never-was"), tenant.slug()).complaint())
        .contains("never-was is not there");
    assertThat(rotate(folder.resolve("never-was"), tenant.slug()).status()).isEqualTo(64);
    assertThat(rotate(file, "never-was").status()).isEqualTo(65);
    assertThat(rotate(file).status()).isEqualTo(64);
    assertThat(rotate(file, tenant.slug(), "--all").status()).isEqualTo(64);
    assertThat(keks(tenant)).containsExactly("old");
  }

  private CalledCli.Answer rotate(Path keys, String... which) {
    var arguments = new ArrayList<>(List.of("tenant", "rotate-keys"));
    arguments.addAll(List.of(which));
    return new CalledCli(
            folder,
            Map.of(
                "TUNNELSCOPE_MIGRATE_DATABASE_URL",
                database.migrate().withPassword(),
                "TUNNELSCOPE_KMS",
                "file:" + keys))
        .call(arguments.toArray(String[]::new));
  }

  /** What a server with that key file puts in the place of a secret. */
  private String mark(Path keys, TestTenant of) {
    var redaction = TestKeys.redactions(db, KeyFile.open(vertx, keys)).of(of.id());
    return Results.of(redaction).of(LINE);
  }

  private List<String> keks(TestTenant of) {
    return Sql.column(
        database.migrate(), "SELECT kek_id FROM data_key WHERE tenant_id = ?", of.id().value());
  }
}
