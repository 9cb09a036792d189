package io.tunnelscope.app.audit;

import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * What an export holds: the records of a filter up to where the chain ended when it was asked for.
 * Records that come later are not part of it, so it is the same however slowly it is read.
 *
 * @param from the first record; one more than {@code to} when there is none
 * @param complete whether it holds every record from the first to the last
 * @param headHash of the newest record, whether or not the filter lets it through
 */
record AuditRange(
    TenantId tenant,
    AuditFilter filter,
    Instant at,
    long from,
    long to,
    boolean complete,
    long headSeq,
    String headHash) {

  /** {@code 12-240}, or {@code none}. */
  String text() {
    return from > to ? "none" : from + "-" + to;
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("v", 1)
        .put("tenant", tenant.toString())
        .put("at", at.toString())
        .put("from", from)
        .put("to", to)
        .put("complete", complete)
        .put("filter", filter.toJson())
        .put("head", new JsonObject().put("seq", headSeq).put("hash", headHash));
  }
}
