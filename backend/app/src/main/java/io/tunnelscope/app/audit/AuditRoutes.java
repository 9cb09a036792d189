package io.tunnelscope.app.audit;

import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Cursor;
import io.tunnelscope.app.http.Page;
import io.tunnelscope.app.http.Query;
import io.tunnelscope.app.http.Requests;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The audit of a tenant, for auditors and admins. */
public final class AuditRoutes {
  private record ActorJson(
      Optional<String> id, String name, String kind, Optional<String> onBehalfOf) {}

  private record EntryJson(
      long seq,
      Instant at,
      ActorJson actor,
      String action,
      Optional<String> object,
      String result,
      Optional<String> ip,
      Optional<String> agent,
      Optional<String> requestId,
      Map<String, Object> details) {
    static EntryJson of(AuditEntry entry) {
      return new EntryJson(
          entry.seq(),
          entry.at(),
          new ActorJson(
              entry.actorId().map(Object::toString),
              entry.actor(),
              entry.actorKind(),
              entry.onBehalfOf()),
          entry.action(),
          entry.object(),
          entry.result(),
          entry.ip(),
          entry.agent(),
          entry.requestId(),
          entry.details().getMap());
    }
  }

  private static final Set<String> RESULTS = Set.of("ok", "denied", "failed");

  private final AuditStore audit;

  public AuditRoutes(AuditStore audit) {
    this.audit = audit;
  }

  public void mount(Routes routes) {
    routes.inTenant(HttpMethod.GET, "/audit", Permission.READ_AUDIT, this::list);
    routes.inTenant(HttpMethod.GET, "/audit/export", Permission.READ_AUDIT, this::export);
  }

  private void list(RoutingContext ctx, Principal who) {
    var query = Query.of(ctx);
    int limit = query.limit();
    var filter = filter(query);
    query.throwIfInvalid();
    audit
        .read(who.tenant(), who, Requests.origin(ctx), filter, limit + 1)
        .map(rows -> Page.of(rows, limit, AuditRoutes::keyOf, EntryJson::of))
        .onSuccess(page -> Answer.ok(ctx, page))
        .onFailure(ctx::fail);
  }

  private void export(RoutingContext ctx, Principal who) {
    var query = Query.of(ctx);
    var format =
        query
            .parsed("format", AuditFormat::parse, "csv or jsonl", "csv 또는 jsonl")
            .orElse(AuditFormat.JSONL);
    var filter = filter(query);
    query.throwIfInvalid();
    audit
        .beginExport(who.tenant(), who, Requests.origin(ctx), filter, format)
        .compose(
            range -> {
              head(ctx, range, format);
              return new AuditPouring(audit, range, format, ctx.response()).run();
            })
        .onFailure(ctx::fail);
  }

  private static void head(RoutingContext ctx, AuditRange range, AuditFormat format) {
    var name = "%s-audit-%s.%s".formatted(ctx.pathParam("tenant"), range.text(), format.wire());
    ctx.response()
        .putHeader(HttpHeaders.CONTENT_TYPE, format.contentType())
        .putHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
        .putHeader("X-Audit-Range", range.text())
        .putHeader("X-Audit-Head", range.headSeq() + " " + range.headHash())
        .setChunked(true);
  }

  private static AuditFilter filter(Query query) {
    return new AuditFilter(
        query.parsed("cursor", AuditRoutes::seqOf, "the next of another page", "이전 페이지의 next 값"),
        query.text("actor"),
        query.text("action"),
        query.text("object"),
        query.parsed(
            "result",
            text -> Optional.of(text).filter(RESULTS::contains),
            "ok, denied or failed",
            "ok, denied, failed 중 하나"),
        query.instant("from"),
        query.instant("to"));
  }

  private static Cursor keyOf(AuditEntry entry) {
    return Cursor.of(String.valueOf(entry.seq()));
  }

  private static Optional<Long> seqOf(String text) {
    return Cursor.parse(text, 1)
        .map(cursor -> cursor.key().getFirst())
        .filter(seq -> seq.matches("[0-9]{1,18}"))
        .map(Long::valueOf);
  }
}
