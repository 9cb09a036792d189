package io.tunnelscope.app.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.settings.DatabaseUrl;
import io.tunnelscope.app.testing.Sql;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Checks a chain with nothing of the writer's code: Jackson sorts the members, SQL reads. */
final class AuditChain {
  private static final ObjectMapper SORTED =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private AuditChain() {}

  /** The sequence number of the first entry that does not fit; empty when all do. */
  static Optional<Long> brokenAt(DatabaseUrl url, TenantId tenant) {
    var query =
        """
        SELECT *, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS instant
        FROM audit WHERE tenant_id = ? ORDER BY seq
        """;
    try (var connection = Sql.open(url);
        var statement = connection.prepareStatement(query)) {
      statement.setObject(1, tenant.value());
      byte[] previous = new byte[32];
      long expected = 1;
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          Map<String, Object> entry = new TreeMap<>();
          entry.put("v", rows.getInt("version"));
          entry.put("onBehalfOf", rows.getString("on_behalf_of"));
          entry.put("tenant", tenant.toString());
          entry.put("seq", rows.getLong("seq"));
          entry.put("at", rows.getString("instant"));
          entry.put("actorKind", rows.getString("actor_kind"));
          entry.put("actorId", rows.getString("actor_id"));
          entry.put("actor", rows.getString("actor"));
          entry.put("action", rows.getString("action"));
          entry.put("object", rows.getString("object"));
          entry.put("result", rows.getString("result"));
          entry.put("ip", rows.getString("ip"));
          entry.put("agent", rows.getString("agent"));
          entry.put("requestId", rows.getString("request_id"));
          entry.put("details", SORTED.readValue(rows.getString("details"), TreeMap.class));
          entry.put("prev", HexFormat.of().formatHex(previous));
          entry.values().removeIf(value -> value == null);
          var hash =
              MessageDigest.getInstance("SHA-256")
                  .digest(SORTED.writeValueAsString(entry).getBytes(UTF_8));
          if (rows.getLong("seq") != expected
              || !MessageDigest.isEqual(hash, rows.getBytes("hash"))) {
            return Optional.of(expected);
          }
          previous = hash;
          expected++;
        }
      }
      return Optional.empty();
    } catch (SQLException | IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
