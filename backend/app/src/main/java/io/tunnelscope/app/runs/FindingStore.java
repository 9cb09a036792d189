package io.tunnelscope.app.runs;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Notice;
import io.tunnelscope.core.diagnosis.NoticeKind;
import io.tunnelscope.core.diagnosis.Severity;
import io.tunnelscope.core.evidence.EvidenceRef;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What runs found, without sentences: they are made for the reader, in the reader's language. */
public final class FindingStore {
  private static final int PROOF_KEPT = 50;

  private final Db db;

  public FindingStore(Db db) {
    this.db = db;
  }

  /** Findings in their order, the root cause first; empty when the run came to none. */
  public Future<List<Finding>> findings(TenantId tenant, RunId run) {
    return db.inTenant(tenant, c -> findings(c, tenant, run));
  }

  Future<List<Finding>> findings(SqlConnection c, TenantId tenant, RunId run) {
    return read(c, tenant, run, false)
        .map(rows -> rows.stream().map(FindingStore::toFinding).toList());
  }

  Future<List<Notice>> notices(SqlConnection c, TenantId tenant, RunId run) {
    return read(c, tenant, run, true)
        .map(rows -> rows.stream().map(FindingStore::toNotice).toList());
  }

  private static Future<List<Row>> read(
      SqlConnection c, TenantId tenant, RunId run, boolean notices) {
    return c.preparedQuery(
            """
            SELECT fault, cause, severity, certainty, facts, proof
              FROM finding
             WHERE tenant_id = $1 AND run_id = $2 AND notice = $3
             ORDER BY ordinal
            """)
        .execute(Tuple.of(tenant.value(), run.value(), notices))
        .map(rows -> Rows.all(rows, row -> row));
  }

  /** The findings stand first, so that ordinal 0 is the root cause; the notices follow. */
  Future<Void> insert(SqlConnection c, TenantId tenant, RunId run, Diagnosis diagnosis) {
    var rows = new ArrayList<Tuple>();
    for (var finding : diagnosis.findings()) {
      rows.add(
          Tuple.of(
              tenant.value(),
              run.value(),
              rows.size(),
              finding.fault().wireId(),
              finding.cause().name(),
              finding.severity().wireName(),
              finding.certainty().wireName(),
              facts(finding.facts()),
              proof(finding.proof())));
    }
    for (var notice : diagnosis.notices()) {
      rows.add(
          Tuple.of(
              tenant.value(),
              run.value(),
              rows.size(),
              null,
              notice.kind().name(),
              notice.severity().wireName(),
              notice.certainty().wireName(),
              facts(notice.facts()),
              proof(notice.proof())));
    }
    return c.preparedQuery(
            """
            INSERT INTO finding (tenant_id, run_id, ordinal, notice, fault, cause, severity, certainty,
                                 facts, proof)
            VALUES ($1, $2, $3, $4::text IS NULL, $4, $5, $6, $7, $8, $9)
            """)
        .executeBatch(rows)
        .mapEmpty();
  }

  /** The finding in columns named like those of the table. */
  static Finding toFinding(Row row) {
    return new Finding(
        Fault.parse(row.getString("fault")).orElseThrow(),
        Cause.valueOf(row.getString("cause")),
        severity(row.getString("severity")),
        certainty(row.getString("certainty")),
        facts(row),
        proof(row));
  }

  private static Notice toNotice(Row row) {
    return new Notice(
        NoticeKind.valueOf(row.getString("cause")),
        severity(row.getString("severity")),
        certainty(row.getString("certainty")),
        facts(row),
        proof(row));
  }

  static Severity severity(String wire) {
    return Severity.valueOf(wire.toUpperCase(Locale.ROOT));
  }

  static Certainty certainty(String wire) {
    return Certainty.valueOf(wire.toUpperCase(Locale.ROOT));
  }

  static JsonObject facts(Map<String, String> facts) {
    var json = new JsonObject();
    facts.forEach((name, value) -> json.put(name, storable(value)));
    return json;
  }

  private static Map<String, String> facts(Row row) {
    var json = row.getJsonObject("facts");
    return json.fieldNames().stream().collect(Collectors.toMap(name -> name, json::getString));
  }

  private static JsonArray proof(List<EvidenceRef> proof) {
    var json = new JsonArray();
    proof.stream()
        .limit(PROOF_KEPT)
        .forEach(
            ref ->
                json.add(
                    new JsonObject()
                        .put("file", storable(ref.file()))
                        .put("line", ref.line())
                        .put("text", storable(ref.text()))));
    return json;
  }

  private static List<EvidenceRef> proof(Row row) {
    return row.getJsonArray("proof").stream()
        .map(JsonObject.class::cast)
        .map(
            ref ->
                new EvidenceRef(
                    ref.getString("file"), ref.getInteger("line"), ref.getString("text")))
        .toList();
  }

  /** Postgres keeps no NUL; logs of strangers may hold some. */
  static String storable(String text) {
    return text.replace('\0', '\uFFFD');
  }
}
