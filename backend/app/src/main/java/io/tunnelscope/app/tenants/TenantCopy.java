package io.tunnelscope.app.tenants;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.settings.DatabaseUrl;
import io.tunnelscope.app.tenants.TenantTables.Table;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes everything of a tenant into a zip: a file of JSON lines a table, and its bundles. All
 * tables are of one moment. Secrets are left out, sealed ones too: they would open nowhere else.
 * Some rows in memory at a time. Blocking; for the command line, as the role that migrates.
 */
public final class TenantCopy {
  /** Opens what lies outside of the database. */
  @FunctionalInterface
  public interface Bundles {
    /**
     * @throws NoSuchFileException when it is not there
     */
    InputStream open(TenantId tenant, String key) throws IOException;
  }

  /** Is told what goes on. */
  public interface Progress {
    /** So many rows of that table are written. */
    void table(String name, long rows);

    void bundles(long written, long missing);
  }

  private static final int ROWS = 500;
  private static final Set<String> SECRET = Set.of("secret_hash", "wrapped");
  private static final String SEALED = "_sealed";

  private final DatabaseUrl migrate;

  public TenantCopy(DatabaseUrl migrate) {
    this.migrate = migrate;
  }

  /**
   * Writes the file, which is there as a whole or not at all, for its owner alone. Fails with
   * {@link io.tunnelscope.app.refusal.Refusal.Unavailable} when the database does not answer.
   *
   * @throws IOException when it cannot be written, or a bundle not be read
   */
  public void write(TenantOperator.Tenant tenant, Path file, Bundles bundles, Progress progress)
      throws IOException {
    var part = Path.of(file + ".part");
    Files.deleteIfExists(part);
    try (var connection = TenantOperator.open(migrate)) {
      connection.setAutoCommit(false); // a cursor needs a transaction
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      var owner =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      Set<StandardOpenOption> fresh =
          EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try (var channel = FileChannel.open(part, fresh, owner)) {
        var zip =
            new ZipOutputStream(
                new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16));
        write(connection, tenant, zip, bundles, progress);
        zip.finish();
        zip.flush();
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (SQLException _) {
      throw TenantOperator.unavailable();
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void write(
      Connection connection,
      TenantOperator.Tenant tenant,
      ZipOutputStream zip,
      Bundles bundles,
      Progress progress)
      throws SQLException, IOException {
    var counts = new LinkedHashMap<String, Long>();
    for (var table : TenantTables.childrenFirst(connection).reversed()) {
      zip.putNextEntry(new ZipEntry("tables/" + table.name() + ".jsonl"));
      long rows = rows(connection, tenant.id(), table, zip);
      zip.closeEntry();
      counts.put(table.name(), rows);
      progress.table(table.name(), rows);
    }
    long missing = bundles(connection, tenant.id(), zip, bundles, progress);
    zip.putNextEntry(new ZipEntry("manifest.json"));
    zip.write(manifest(tenant, counts, missing).getBytes(UTF_8));
    zip.closeEntry();
  }

  private static long rows(Connection connection, TenantId tenant, Table table, OutputStream out)
      throws SQLException, IOException {
    var sql =
        "SELECT (to_jsonb(t) - ?::text[])::text FROM %s t WHERE tenant_id = ? ORDER BY %s"
            .formatted(table.quoted(), table.keyList());
    long written = 0;
    try (var statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("text", secrets(table)));
      statement.setObject(2, tenant.value());
      statement.setFetchSize(ROWS);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          out.write(rows.getString(1).getBytes(UTF_8));
          out.write('\n');
          written++;
        }
      }
    }
    return written;
  }

  private static Object[] secrets(Table table) {
    return table.columns().stream()
        .filter(column -> SECRET.contains(column) || column.endsWith(SEALED))
        .toArray();
  }

  /** How many are not where their record says. */
  private static long bundles(
      Connection connection,
      TenantId tenant,
      ZipOutputStream zip,
      Bundles bundles,
      Progress progress)
      throws SQLException, IOException {
    long written = 0;
    long missing = 0;
    try (var statement =
        connection.prepareStatement(
            "SELECT store_key FROM bundle WHERE tenant_id = ? ORDER BY run_id, origin")) {
      statement.setObject(1, tenant.value());
      statement.setFetchSize(ROWS);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          var key = rows.getString(1);
          try (var in = bundles.open(tenant, key)) {
            zip.putNextEntry(new ZipEntry("bundles/" + key.substring(key.indexOf('/') + 1)));
            in.transferTo(zip);
            zip.closeEntry();
            written++;
          } catch (NoSuchFileException _) {
            missing++;
          }
          progress.bundles(written, missing);
        }
      }
    }
    return missing;
  }

  /** Slug and table names need no escaping; the name of the tenant is in its table. */
  private static String manifest(
      TenantOperator.Tenant tenant, Map<String, Long> counts, long missing) {
    return """
        {"form": 1, "tenant": "%s", "slug": "%s", "missingBundles": %d, "rows": {%s}}
        """
        .formatted(
            tenant.id(),
            tenant.slug(),
            missing,
            counts.entrySet().stream()
                .map(table -> "\"" + table.getKey() + "\": " + table.getValue())
                .collect(Collectors.joining(", ")));
  }
}
