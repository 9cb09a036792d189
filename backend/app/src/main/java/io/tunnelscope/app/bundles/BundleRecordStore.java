package io.tunnelscope.app.bundles;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** What is known of the bundles in the store: where they lie and which files are in them. */
public final class BundleRecordStore {
  private final Db db;

  public BundleRecordStore(Db db) {
    this.db = db;
  }

  /** Writes down a bundle and its files, inside the transaction that starts or finishes a run. */
  public Future<Void> insert(
      SqlConnection c,
      TenantId tenant,
      RunId run,
      StoredBundle bundle,
      List<LogFileRow> files,
      Instant at) {
    return c.preparedQuery(
            """
            INSERT INTO bundle (tenant_id, run_id, origin, store_key, bytes, sha256, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """)
        .execute(
            Tuple.of(
                tenant.value(),
                run.value(),
                bundle.origin(),
                bundle.storeKey(),
                bundle.bytes(),
                Buffer.buffer(HexFormat.of().parseHex(bundle.sha256())),
                at.atOffset(ZoneOffset.UTC)))
        .compose(_ -> insertFiles(c, tenant, run, files));
  }

  /** The bundle of a run: the one it wrote, else the one that was uploaded for it. */
  public Future<Optional<StoredBundle>> of(TenantId tenant, RunId run) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT origin, store_key, bytes, sha256 FROM bundle
                    WHERE tenant_id = $1 AND run_id = $2 AND expired_at IS NULL
                    ORDER BY origin DESC
                    LIMIT 1
                    """)
                .execute(Tuple.of(tenant.value(), run.value()))
                .map(rows -> Rows.atMostOne(rows, row -> toBundle(row, "bytes"))));
  }

  /** In the order they stand in the bundle; empty when the run has none. */
  public Future<List<LogFileRow>> logs(TenantId tenant, RunId run) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT name, bytes, lines FROM log_file
                    WHERE tenant_id = $1 AND run_id = $2
                    ORDER BY ordinal
                    """)
                .execute(Tuple.of(tenant.value(), run.value()))
                .map(rows -> Rows.all(rows, BundleRecordStore::toFile)));
  }

  /** A file and the bundle it lies in. */
  record StoredFile(StoredBundle bundle, LogFileRow row) {}

  Future<Optional<StoredFile>> file(TenantId tenant, RunId run, String name) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    """
                    SELECT b.origin, b.store_key, b.bytes AS zip_bytes, b.sha256, f.name, f.bytes, f.lines
                    FROM log_file f
                    JOIN bundle b ON b.tenant_id = f.tenant_id AND b.run_id = f.run_id
                    WHERE f.tenant_id = $1 AND f.run_id = $2 AND f.name = $3 AND b.expired_at IS NULL
                    ORDER BY b.origin DESC
                    LIMIT 1
                    """)
                .execute(Tuple.of(tenant.value(), run.value(), name))
                .map(
                    rows ->
                        Rows.atMostOne(
                            rows, row -> new StoredFile(toBundle(row, "zip_bytes"), toFile(row)))));
  }

  private static Future<Void> insertFiles(
      SqlConnection c, TenantId tenant, RunId run, List<LogFileRow> files) {
    if (files.isEmpty()) {
      return Future.succeededFuture();
    }
    var rows = new ArrayList<Tuple>(files.size());
    for (var file : files) {
      rows.add(
          Tuple.of(
              tenant.value(), run.value(), rows.size(), file.name(), file.bytes(), file.lines()));
    }
    return c.preparedQuery(
            """
            INSERT INTO log_file (tenant_id, run_id, ordinal, name, bytes, lines)
            VALUES ($1, $2, $3, $4, $5, $6)
            """)
        .executeBatch(rows)
        .mapEmpty();
  }

  private static StoredBundle toBundle(Row row, String bytes) {
    return new StoredBundle(
        row.getString("origin"),
        row.getString("store_key"),
        row.getLong(bytes),
        HexFormat.of().formatHex(row.getBuffer("sha256").getBytes()));
  }

  private static LogFileRow toFile(Row row) {
    return new LogFileRow(row.getString("name"), row.getLong("bytes"), row.getLong("lines"));
  }
}
