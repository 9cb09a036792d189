package io.tunnelscope.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The audit from the command line: taken from a server, checked without one, and the tenant's end.
 */
@BackendTest
class AuditVerbsIT {
  private final TestApp app;
  private final TestDatabase database;
  private final TestTenants tenants;
  private TestTenant mine;
  private Path folder;
  private Path export;
  private CalledCli cli;

  AuditVerbsIT(TestApp app, TestDatabase database, TestTenants tenants) {
    this.app = app;
    this.database = database;
    this.tenants = tenants;
  }

  @BeforeEach
  void arrange(@TempDir Path given) {
    folder = given;
    export = folder.resolve("audit.jsonl");
    mine = tenants.add("mine");
    var target =
        tenants.gateway(mine, tenants.subscription(mine, "S", "simulated"), "sim-CPUExceeded");
    app.as(mine, Role.OPERATOR).runToItsEnd(target);
    var token = Results.of(app.services().tokens.create(mine.id(), "auditor", Role.AUDITOR, 1));
    cli =
        new CalledCli(folder, Map.of())
            .with("TUNNELSCOPE_URL", app.origin())
            .with("TUNNELSCOPE_TENANT", mine.slug())
            .with("TUNNELSCOPE_TOKEN", token)
            .with("TUNNELSCOPE_MIGRATE_DATABASE_URL", database.migrate().withPassword());
    Results.of(app.application().checkpoints().orElseThrow().write());
  }

  private void export(String... more) throws IOException {
    var arguments = new String[2 + more.length];
    arguments[0] = "audit";
    arguments[1] = "export";
    System.arraycopy(more, 0, arguments, 2, more.length);
    var answer = cli.call(arguments);
    assertThat(answer.status()).as(answer.err()).isZero();
    Files.writeString(export, answer.out());
  }

  @Test
  void shouldListWhoDidWhat() {
    // When
    var answer = cli.call("audit", "list", "--action", "run");

    // Then
    assertThat(answer.status()).as(answer.err()).isZero();
    assertThat(answer.out()).contains("run.start", "run.finish", "tunnelscope for test");
    assertThat(answer.out()).doesNotContain("token.create");
  }

  @Test
  void shouldSayHowManyRecordsWereKeptForLongEnough() {
    // When
    var answer = cli.call("audit", "expire", "--tenant", mine.slug());
    var unknown = cli.call("audit", "expire", "--tenant", "never-was");

    // Then
    assertThat(answer.status()).as(answer.err()).isZero();
    assertThat(answer.out()).isEqualTo(mine.slug() + ": 0 records removed\n");
    assertThat(unknown.status()).isEqualTo(65);
  }

  @Test
  void shouldFindAnExportIntact() throws IOException {
    // Given
    export();

    // When
    var answer = cli.call("audit", "verify", export.toString());
    var signed =
        cli.call(
            "audit",
            "verify",
            export.toString(),
            "--checkpoints",
            app.checkpoints().toString(),
            "--format",
            "json");

    // Then
    assertThat(answer.status()).as(answer.err()).isZero();
    assertThat(answer.out()).startsWith("intact: ").contains("no checkpoint");
    assertThat(signed.status()).as(signed.err()).isZero();
    assertThat(signed.out()).contains("\"outcome\":\"intact\"", "\"checkpoints\":");
    assertThat(signed.out()).doesNotContain("\"checkpoints\":0");
  }

  @Test
  void shouldNameTheFirstBadRecord() throws IOException {
    // Given
    export();
    Files.writeString(export, Files.readString(export).replaceFirst("run\\.start", "run.stop_"));

    // When
    var answer = cli.call("audit", "verify", export.toString());
    var korean = cli.with("LANG", "ko_KR.UTF-8").call("audit", "verify", export.toString());

    // Then
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.out())
        .matches("NOT intact: record \\d+ \\(line \\d+\\): it was changed .*\\n");
    assertThat(korean.status()).isEqualTo(1);
    assertThat(korean.out()).startsWith("이상 발견: ");
  }

  @Test
  void shouldFindByACheckpointThatTheEndWasTakenAwayBeforeTheExport() throws IOException {
    // Given: record 1 is all that is left, and the chain says so too
    var tenant = mine.id().value();
    Sql.update(
        database.migrate(),
        """
        UPDATE audit_head SET seq = 1, hash = (
          SELECT hash FROM audit WHERE audit.tenant_id = audit_head.tenant_id AND seq = 1)
        WHERE tenant_id = ?
        """,
        tenant);
    Sql.update(database.migrate(), "DELETE FROM audit WHERE tenant_id = ? AND seq > 1", tenant);
    export();

    // When
    var alone = cli.call("audit", "verify", export.toString());
    var signed =
        cli.call(
            "audit", "verify", export.toString(), "--checkpoints", app.checkpoints().toString());

    // Then
    assertThat(alone.status()).isZero();
    assertThat(signed.status()).isEqualTo(1);
    assertThat(signed.out()).contains("record 2", "cut off");
  }

  @Test
  void shouldNotVouchForAFilteredExport() throws IOException {
    // Given
    export("--action", "run.start");

    // Then
    assertThat(cli.call("audit", "verify", export.toString()).status()).isEqualTo(2);
  }

  @Test
  void shouldRefuseWhatIsNoExport() throws IOException {
    // Given
    export("--format", "csv");

    // Then
    assertThat(cli.call("audit", "verify", export.toString()).status()).isEqualTo(65);
    assertThat(cli.call("audit", "verify", folder.resolve("never-was").toString()).status())
        .isEqualTo(65);
    assertThat(cli.call("audit", "verify").status()).isEqualTo(64);
    assertThat(cli.call("audit", "verify", "--database", "x").status()).isEqualTo(64);
  }

  @Test
  void shouldCheckTheDatabaseItself() {
    // When
    var good = verifyDatabase();
    var run =
        Sql.column(
                database.migrate(),
                "SELECT run_id FROM run_event WHERE tenant_id = ? LIMIT 1",
                mine.id().value())
            .getFirst();
    Sql.run(
        database.migrate(),
        "UPDATE run_event SET body = '{\"state\":\"never\"}' WHERE seq = 2 AND run_id = '"
            + run
            + "'");
    var bad = verifyDatabase();

    // Then
    assertThat(good.status()).as(good.toString()).isZero();
    assertThat(good.out()).startsWith(mine.slug() + ": intact: ");
    assertThat(bad.status()).isEqualTo(1);
    assertThat(bad.out()).contains("the steps of this run");
  }

  private CalledCli.Answer verifyDatabase() {
    return cli.call(
        "audit",
        "verify",
        "--database",
        "--tenant",
        mine.slug(),
        "--checkpoints",
        app.checkpoints().toString());
  }

  @Test
  void shouldTakeATenantAwayWithEverything() throws IOException {
    // Given
    var other = tenants.add("other");
    var bundles = app.checkpoints().resolveSibling("bundles");
    var operator = cli.with("TUNNELSCOPE_LOG_STORE", "folder:" + bundles);
    var zip = folder.resolve("mine.zip");
    assertThat(bundles.resolve(mine.id().toString())).isDirectory();

    // When
    var exported = operator.call("tenant", "export", mine.slug(), zip.toString());
    var wrong = operator.call("tenant", "delete", mine.slug(), "--confirm", other.slug());
    var deleted = operator.call("tenant", "delete", mine.slug(), "--confirm", mine.slug());
    var list = operator.call("tenant", "list");

    // Then
    assertThat(exported.status()).as(exported.err()).isZero();
    assertThat(exported.out()).contains("log bundles: 1");
    assertThat(zip).isNotEmptyFile();
    assertThat(wrong.status()).isEqualTo(64);
    assertThat(deleted.status()).as(deleted.err()).isZero();
    assertThat(list.out()).contains(other.slug()).doesNotContain(mine.slug());
    assertThat(bundles.resolve(mine.id().toString())).doesNotExist();
    assertThat(
            Sql.column(
                database.migrate(),
                "SELECT seq FROM audit_seal WHERE sealed_tenant = ?",
                mine.id().value()))
        .hasSize(1);
    assertThat(operator.call("tenant", "delete", mine.slug(), "--confirm", mine.slug()).status())
        .isEqualTo(65);
  }
}
