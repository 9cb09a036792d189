package io.tunnelscope.app.audit;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * One entry of the audit.
 *
 * @param seq counts from 1 in each tenant, without gaps
 * @param at by the clock of the database, to the microsecond
 * @param actorKind {@code person}, {@code token} or {@code system}
 * @param onBehalfOf for whom the actor acted, when that is somebody else: the creator of a token
 * @param details what was changed, {@code before} and {@code after} where there is both; no secrets
 * @param result {@code ok}, {@code denied} or {@code failed}
 */
public record AuditEntry(
    long seq,
    Instant at,
    String actorKind,
    Optional<UUID> actorId,
    String actor,
    Optional<String> onBehalfOf,
    String action,
    Optional<String> object,
    String result,
    Optional<String> ip,
    Optional<String> agent,
    Optional<String> requestId,
    JsonObject details) {

  /** The chain's first link points here. */
  public static byte[] beginning() {
    return new byte[32];
  }

  /** The form of what is hashed: 2 since records tell on whose behalf somebody acted. */
  static final int FORMAT = 2;

  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /**
   * SHA-256 over the entry's canonical JSON, which holds the hash of the entry before it. Absent
   * members are left out.
   */
  byte[] hash(UUID tenant, byte[] previous) {
    return Sha256.of(canonical(FORMAT, tenant, previous));
  }

  /** What is hashed, of a record of that format. */
  String canonical(int format, UUID tenant, byte[] previous) {
    var json =
        new JsonObject()
            .put("v", format)
            .put("tenant", tenant.toString())
            .put("seq", seq)
            .put("at", MICROSECONDS.format(at))
            .put("actorKind", actorKind)
            .put("actor", actor)
            .put("action", action)
            .put("result", result)
            .put("details", details)
            .put("prev", HexFormat.of().formatHex(previous));
    actorId.ifPresent(id -> json.put("actorId", id.toString()));
    onBehalfOf.ifPresent(text -> json.put("onBehalfOf", text));
    object.ifPresent(text -> json.put("object", text));
    ip.ifPresent(text -> json.put("ip", text));
    agent.ifPresent(text -> json.put("agent", text));
    requestId.ifPresent(text -> json.put("requestId", text));
    return CanonicalJson.of(json);
  }
}
