package io.tunnelscope.app.runs;

import static io.tunnelscope.app.runs.FindingStore.storable;

import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.core.diagnosis.TimelineStep;
import io.tunnelscope.core.evidence.ChildSa;
import io.tunnelscope.core.evidence.ConfigPart;
import io.tunnelscope.core.evidence.CpuSample;
import io.tunnelscope.core.evidence.Evidence;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.IkeExchange;
import io.tunnelscope.core.evidence.IkeSa;
import io.tunnelscope.core.evidence.LogLine;
import io.tunnelscope.core.evidence.Missing;
import io.tunnelscope.core.evidence.Obstacle;
import io.tunnelscope.core.evidence.PlatformState;
import io.tunnelscope.core.evidence.Signal;
import io.tunnelscope.core.evidence.TunnelHistory;
import io.tunnelscope.core.evidence.TunnelStatus;
import io.tunnelscope.core.evidence.TunnelTraffic;
import io.tunnelscope.core.evidence.Verdict;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The evidence of runs in short: what was asked, counted and missed. The lines themselves stand in
 * the log bundle, the proving ones with the findings.
 */
final class EvidenceStore {
  private static final int KEPT = 500;
  private static final String MISSING = "missing";
  private static final String STEP = "step";

  Future<Void> insert(
      SqlConnection c,
      TenantId tenant,
      RunId run,
      EvidenceSet evidence,
      List<TimelineStep> timeline) {
    var rows = new ArrayList<Tuple>();
    // What could not be seen comes first: it is part of the answer and must not fall to the limit.
    evidence.missing().forEach(missing -> add(rows, tenant, run, missing));
    timeline.forEach(step -> add(rows, tenant, run, brief(step)));
    evidence.all().stream()
        .filter(one -> !(one instanceof Missing))
        .forEach(one -> add(rows, tenant, run, one));
    if (rows.isEmpty()) {
      return Future.succeededFuture();
    }
    return c.preparedQuery(
            """
            INSERT INTO evidence (tenant_id, run_id, ordinal, kind, body)
            VALUES ($1, $2, $3, $4, $5)
            """)
        .executeBatch(rows)
        .mapEmpty();
  }

  private static void add(List<Tuple> rows, TenantId tenant, RunId run, Evidence one) {
    brief(one).ifPresent(body -> add(rows, tenant, run, body));
  }

  private static void add(List<Tuple> rows, TenantId tenant, RunId run, JsonObject body) {
    if (rows.size() < KEPT) {
      rows.add(Tuple.of(tenant.value(), run.value(), rows.size(), body.remove("kind"), body));
    }
  }

  private static JsonObject brief(TimelineStep step) {
    var body =
        of(STEP)
            .put("direction", step.direction().name())
            .put("exchange", step.exchange().name())
            .put("event", step.event().name())
            .put("times", step.times())
            .put("detail", storable(step.detail()))
            .put("file", storable(step.file()))
            .put("line", step.line());
    step.at().ifPresent(at -> body.put("at", at.toString()));
    return body;
  }

  private static Optional<JsonObject> brief(Evidence one) {
    return switch (one) {
      case Missing missing ->
          Optional.of(
              of(MISSING)
                  .put("probe", storable(missing.probe()))
                  .put("why", missing.why().name())
                  .put("detail", storable(missing.detail())));
      case PlatformState state ->
          Optional.of(
              of("platform")
                  .put("fact", state.fact().name())
                  .put("value", storable(state.value())));
      case TunnelStatus tunnel -> Optional.of(tunnel(tunnel));
      case CpuSample cpu -> {
        var body = of("cpu").put("percent", cpu.percent());
        cpu.memoryAvailableMb().ifPresent(mb -> body.put("memoryAvailableMb", mb));
        yield Optional.of(body);
      }
      case IkeExchange exchange ->
          Optional.of(
              of("exchange")
                  .put("exchange", exchange.kind().name())
                  .put("peer", storable(exchange.peer()))
                  .put("outcome", exchange.outcome().name())
                  .put("retransmits", exchange.retransmits()));
      case TunnelTraffic traffic ->
          Optional.of(
              of("traffic")
                  .put("connection", storable(traffic.connection()))
                  .put("watchedMs", traffic.watched().toMillis())
                  .put("packetsIn", traffic.packetsIn())
                  .put("packetsOut", traffic.packetsOut()));
      case Verdict verdict -> Optional.of(of("verdict").put("fault", storable(verdict.fault())));
      case Obstacle obstacle ->
          Optional.of(
              of("obstacle")
                  .put("obstacle", obstacle.kind().name())
                  .put("needed", storable(obstacle.needed()))
                  .put("place", storable(obstacle.place())));
      case IkeSa _, ChildSa _, ConfigPart _, LogLine _, TunnelHistory _ -> Optional.empty();
    };
  }

  private static JsonObject tunnel(TunnelStatus tunnel) {
    var body =
        of("tunnel")
            .put("connection", storable(tunnel.connection()))
            .put("state", tunnel.state().name())
            .put("remoteEndpoint", storable(tunnel.remoteEndpoint()));
    tunnel.ingressBytes().ifPresent(bytes -> body.put("ingressBytes", bytes));
    tunnel.egressBytes().ifPresent(bytes -> body.put("egressBytes", bytes));
    tunnel.connectedSince().ifPresent(since -> body.put("connectedSince", since.toString()));
    return body;
  }

  private static JsonObject of(String kind) {
    return new JsonObject().put("kind", kind);
  }

  /** What the run could not see. */
  Future<List<Missing>> missing(SqlConnection c, TenantId tenant, RunId run) {
    return read(
        c,
        tenant,
        run,
        MISSING,
        body ->
            new Missing(
                body.getString("probe"),
                Missing.Why.valueOf(body.getString("why")),
                body.getString("detail")));
  }

  /** The negotiation that the root cause is about. */
  Future<List<TimelineStep>> timeline(SqlConnection c, TenantId tenant, RunId run) {
    return read(c, tenant, run, STEP, EvidenceStore::toStep);
  }

  private static TimelineStep toStep(JsonObject body) {
    return new TimelineStep(
        Optional.ofNullable(body.getString("at")).map(Instant::parse),
        TimelineStep.Direction.valueOf(body.getString("direction")),
        ExchangeKind.valueOf(body.getString("exchange")),
        Signal.valueOf(body.getString("event")),
        body.getInteger("times"),
        body.getString("detail"),
        body.getString("file"),
        body.getInteger("line"));
  }

  private static <T> Future<List<T>> read(
      SqlConnection c, TenantId tenant, RunId run, String kind, Function<JsonObject, T> toOne) {
    return c.preparedQuery(
            """
            SELECT body FROM evidence
             WHERE tenant_id = $1 AND run_id = $2 AND kind = $3
             ORDER BY ordinal
            """)
        .execute(Tuple.of(tenant.value(), run.value(), kind))
        .map(rows -> Rows.all(rows, row -> toOne.apply(row.getJsonObject("body"))));
  }
}
