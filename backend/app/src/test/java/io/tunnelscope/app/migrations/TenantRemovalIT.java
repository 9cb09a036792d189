package io.tunnelscope.app.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.tenants.TenantCopy;
import io.tunnelscope.app.tenants.TenantOperator;
import io.tunnelscope.app.tenants.TenantRemoval;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A tenant that has a row in every table, taken away and copied. The tables come from the catalogue
 * and the rows from {@link TenantRows}, so a table that is added later is covered or fails here.
 */
@BackendTest
class TenantRemovalIT {
  private final TestDatabase database;
  private UUID mine;
  private UUID theirs;

  TenantRemovalIT(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void fill() {
    mine = UUID.randomUUID();
    theirs = UUID.randomUUID();
    TenantRows.insert(database.migrate(), mine);
    TenantRows.insert(database.migrate(), theirs);
  }

  @Test
  void shouldLeaveNothingButWhereTheAuditEnded() throws Exception {
    // Given
    var before = rows(theirs);
    assertThat(rows(mine).values()).doesNotContain(0L);
    person(mine);
    Sql.update(
        database.migrate(),
        "UPDATE audit_head SET seq = 7, hash = decode(repeat('ab', 32), 'hex') WHERE tenant_id = ?",
        mine);
    var removed = new ArrayList<TenantId>();

    // When
    remove(removed::add);

    // Then
    assertThat(rows(mine).values()).containsOnly(0L);
    assertThat(rows(theirs)).isEqualTo(before);
    assertThat(removed).containsExactly(new TenantId(mine));
    assertThat(
            Sql.column(
                database.migrate(),
                "SELECT seq || ' ' || encode(hash, 'hex') FROM audit_seal WHERE sealed_tenant = ?",
                mine))
        .containsExactly("7 " + "ab".repeat(32));
    assertThat(Sql.column(database.migrate(), "SELECT 1 FROM person WHERE person_id = ?", mine))
        .isEmpty();
  }

  @Test
  void shouldGoOnWhereItWasCutOff() throws Exception {
    // Given
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                remove(
                    _ -> {
                      throw new IOException("the disk is away");
                    }));
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> remove(_ -> {}, new CutAt("finding")));
    assertThat(tenants()).contains(mine + " true");

    // When
    remove(_ -> {});

    // Then
    assertThat(rows(mine).values()).containsOnly(0L);
    assertThat(tenants()).doesNotContain(mine + " true", mine + " false");
  }

  @Test
  void shouldKeepAPersonWhoBelongsElsewhereToo() throws Exception {
    // Given
    person(mine);
    Sql.update(
        database.migrate(),
        """
        INSERT INTO membership (tenant_id, person_id, role, name, issuer, subject)
        VALUES (?, ?, 'viewer', 'A', 'i', 's')
        """,
        theirs,
        mine);

    // When
    remove(_ -> {});

    // Then
    assertThat(Sql.column(database.migrate(), "SELECT 1 FROM person WHERE person_id = ?", mine))
        .hasSize(1);
  }

  @Test
  void shouldWaitForTheWorkerOfARun() {
    // Given
    Sql.update(
        database.migrate(),
        """
        UPDATE lane SET state = 'RUNNING', owner = tenant_id, pending = 1,
            running_seq = (SELECT seq FROM queued_run q WHERE q.tenant_id = lane.tenant_id),
            lease_until = now() + interval '2 seconds'
         WHERE tenant_id = ?
        """,
        mine);
    var waited = new ArrayList<Integer>();

    // When
    try {
      new TenantRemoval(database.migrate())
          .remove(
              new TenantId(mine),
              _ -> {},
              new Quiet() {
                @Override
                public void runsLeft(int runs) {
                  waited.add(runs);
                }
              });
    } catch (IOException | TenantRemoval.RunsGoOn e) {
      throw new AssertionError(e);
    }

    // Then
    assertThat(waited).isNotEmpty().containsOnly(1);
    assertThat(rows(mine).values()).containsOnly(0L);
  }

  @Test
  void shouldCopyEverythingButSecrets(@TempDir Path folder) throws IOException {
    // Given
    var file = folder.resolve("mine.zip");
    Sql.update(
        database.migrate(),
        "UPDATE api_token SET secret_hash = decode(repeat('5a', 32), 'hex') WHERE tenant_id = ?",
        mine);

    // When
    new TenantCopy(database.migrate())
        .write(
            new TenantOperator.Tenant(new TenantId(mine), "mine", "Mine", false),
            file,
            (_, key) -> {
              if (key.equals("k")) {
                return new ByteArrayInputStream(new byte[] {1, 2, 3});
              }
              throw new NoSuchFileException(key);
            },
            new TenantCopy.Progress() {
              @Override
              public void table(String name, long rows) {}

              @Override
              public void bundles(long written, long missing) {}
            });

    // Then
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(folder).isDirectoryContaining(each -> each.equals(file));
    try (var zip = new ZipFile(file.toFile())) {
      for (var table : rows(mine).keySet()) {
        var lines = text(zip, "tables/" + table + ".jsonl").lines().toList();
        assertThat(lines).as(table).isNotEmpty();
        for (var line : lines) {
          assertThat(new ObjectMapper().readTree(line).path("tenant_id").asText())
              .as(table)
              .isEqualTo(mine.toString());
          assertThat(line).doesNotContain(theirs.toString(), "5a5a5a5a");
        }
      }
      assertThat(zip.getInputStream(zip.getEntry("bundles/k")).readAllBytes())
          .isEqualTo(HexFormat.of().parseHex("010203"));
      assertThat(text(zip, "manifest.json")).contains(mine.toString(), "\"missingBundles\": 0");
    }
  }

  @Test
  void shouldSayThatTheDatabaseIsAway() {
    var nowhere = database.migrate().database("never_was");
    assertThatExceptionOfType(Refusal.Unavailable.class)
        .isThrownBy(
            () -> new TenantRemoval(nowhere).remove(new TenantId(mine), _ -> {}, new Quiet()));
  }

  private static String text(ZipFile zip, String name) throws IOException {
    return new String(
        zip.getInputStream(zip.getEntry(name)).readAllBytes(),
        java.nio.charset.StandardCharsets.UTF_8);
  }

  private void remove(TenantRemoval.Bundles bundles) throws Exception {
    remove(bundles, new Quiet());
  }

  private void remove(TenantRemoval.Bundles bundles, TenantRemoval.Progress progress)
      throws Exception {
    new TenantRemoval(database.migrate()).remove(new TenantId(mine), bundles, progress);
  }

  private void person(UUID id) {
    Sql.update(
        database.migrate(),
        "INSERT INTO person (person_id, issuer, subject, name) VALUES (?, 'i', ?, 'A')",
        id,
        id.toString());
  }

  private List<String> tenants() {
    return Sql.column(
        database.migrate(), "SELECT tenant_id || ' ' || (deleting_since IS NOT NULL) FROM tenant");
  }

  /** How many rows of the tenant each table of the catalogue holds. */
  private Map<String, Long> rows(UUID tenant) {
    var rows = new LinkedHashMap<String, Long>();
    for (var table :
        Sql.column(
            database.migrate(),
            """
            SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
             WHERE a.attname = 'tenant_id' AND NOT a.attisdropped AND c.relkind IN ('r', 'p')
               AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace
             ORDER BY 1
            """)) {
      var count =
          Sql.column(
              database.migrate(), "SELECT count(*) FROM " + table + " WHERE tenant_id = ?", tenant);
      rows.put(table, Long.valueOf(count.getFirst()));
    }
    return rows;
  }

  private static class Quiet implements TenantRemoval.Progress {
    @Override
    public void runsLeft(int runs) {}

    @Override
    public void bundles() {}

    @Override
    public void table(String name, long rows) {}
  }

  /** As if the process had been killed there. */
  private static final class CutAt extends Quiet {
    private final String table;

    CutAt(String table) {
      this.table = table;
    }

    @Override
    public void table(String name, long rows) {
      if (name.equals(table)) {
        throw new IllegalStateException("killed");
      }
    }
  }
}
