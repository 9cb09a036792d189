package io.tunnelscope.app.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;

/**
 * Checks the audit where it lies, as a role that sees every tenant: every record, the head of the
 * chain, the steps of the runs that are still there, the checkpoints. Some rows in memory at a
 * time. Blocks; for the command line.
 */
public final class DatabaseCheck implements AutoCloseable {
  /** A chain to check. */
  public record Tenant(UUID id, String slug) {}

  private static final int ROWS = 1_000;

  private final Connection connection;

  private DatabaseCheck(Connection connection) {
    this.connection = connection;
  }

  /**
   * Everything that is checked is of the moment of this call.
   *
   * @throws NotReadable as every method, when the database does not answer
   */
  public static DatabaseCheck open(String jdbc, String user, String password) throws NotReadable {
    try {
      return new DatabaseCheck(connect(jdbc, user, password));
    } catch (SQLException e) {
      throw new NotReadable(e);
    }
  }

  private static Connection connect(String jdbc, String user, String password) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "600");
    var connection = DriverManager.getConnection(jdbc, properties);
    connection.setAutoCommit(false); // a cursor needs a transaction
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setReadOnly(true);
    return connection;
  }

  /** Every tenant, by slug. */
  public List<Tenant> tenants() throws NotReadable {
    var tenants = new ArrayList<Tenant>();
    try (var statement =
            connection.prepareStatement("SELECT tenant_id, slug FROM tenant ORDER BY slug");
        var rows = statement.executeQuery()) {
      while (rows.next()) {
        tenants.add(new Tenant(rows.getObject(1, UUID.class), rows.getString(2)));
      }
      return tenants;
    } catch (SQLException e) {
      throw new NotReadable(e);
    }
  }

  /**
   * Reads to the end or to the first fault.
   *
   * @throws IOException when the checkpoints cannot be read
   * @throws IllegalArgumentException when their key is none
   */
  public Outcome check(Tenant tenant, Optional<Checkpoints> checkpoints)
      throws NotReadable, IOException {
    var reader = Checkpoints.open(checkpoints);
    try {
      return check(tenant.id().toString(), reader);
    } catch (BadCheckpoint e) {
      return e.outcome(tenant.id().toString());
    } catch (SQLException e) {
      throw new NotReadable(e);
    } finally {
      if (reader.isPresent()) {
        reader.get().close();
      }
    }
  }

  private Outcome check(String tenant, Optional<CheckpointReader> checkpoints)
      throws SQLException, IOException, BadCheckpoint {
    var signed = new SignedHeads(tenant, checkpoints);
    var chain = new Chain(tenant, true, signed);
    var beginning = new Beginning();
    try (var statement = records(tenant);
        var rows = statement.executeQuery()) {
      while (rows.next()) {
        var record = record(tenant, rows);
        var link = link(tenant, record, rows.getString("hash"));
        if (link.isEmpty()) {
          return bad(Fault.CHANGED, tenant, rows.getLong("seq"));
        }
        var fault = chain.add(link.get());
        if (fault.isPresent()) {
          boolean missing = fault.get() == Fault.OUT_OF_ORDER;
          return bad(fault.get(), tenant, missing ? chain.last() + 1 : link.get().seq());
        }
        beginning.add(link.get(), record.orElseThrow());
      }
    }
    return beginning.isSound()
        ? end(tenant, chain, signed)
        : bad(Fault.OUT_OF_ORDER, tenant, chain.first() - 1);
  }

  private PreparedStatement records(String tenant) throws SQLException {
    var statement =
        connection.prepareStatement(
            """
            SELECT seq, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at,
                actor_kind, actor_id::text, actor, on_behalf_of, action, object, result, ip, agent,
                request_id, details::text, version, encode(prev_hash, 'hex') AS prev,
                encode(hash, 'hex') AS hash
            FROM audit WHERE tenant_id = ?::uuid ORDER BY seq
            """);
    statement.setString(1, tenant);
    statement.setFetchSize(ROWS);
    return statement;
  }

  /** Its members; empty when the details are none. */
  private static Optional<Map<String, Object>> record(String tenant, ResultSet row)
      throws SQLException {
    var record = new HashMap<String, Object>();
    record.put("v", row.getLong("version"));
    record.put("tenant", tenant);
    record.put("seq", row.getLong("seq"));
    record.put("at", row.getString("at"));
    record.put("actorKind", row.getString("actor_kind"));
    record.put("actorId", row.getString("actor_id"));
    record.put("actor", row.getString("actor"));
    record.put("onBehalfOf", row.getString("on_behalf_of"));
    record.put("action", row.getString("action"));
    record.put("object", row.getString("object"));
    record.put("result", row.getString("result"));
    record.put("ip", row.getString("ip"));
    record.put("agent", row.getString("agent"));
    record.put("requestId", row.getString("request_id"));
    record.put("prev", row.getString("prev"));
    record.values().removeIf(value -> value == null);
    var details = Json.object(row.getString("details"));
    if (details.isEmpty()) {
      return Optional.empty();
    }
    record.put("details", details.get());
    return Optional.of(record);
  }

  /** Empty when the record is not what was hashed. */
  private static Optional<Link> link(
      String tenant, Optional<Map<String, Object>> record, String stored) {
    return record.flatMap(
        members -> {
          var text = CanonicalText.of(members).getBytes(UTF_8);
          var hash = HexFormat.of().formatHex(Hashed.sha256().digest(text));
          var said = new Members(members);
          return hash.equals(stored)
              ? Optional.of(
                  new Link(
                      tenant,
                      said.number("seq").orElseThrow(),
                      said.text("prev").orElseThrow(),
                      hash))
              : Optional.empty();
        });
  }

  private Outcome end(String tenant, Chain chain, SignedHeads signed)
      throws SQLException, IOException, BadCheckpoint {
    var hash = chain.records() == 0 ? Link.BEGINNING : chain.hash();
    boolean atHead = head(tenant).equals(Optional.of(chain.last() + " " + hash));
    if (!atHead || signed.anyLeft(chain.last(), Optional.empty())) {
      return bad(Fault.CUT, tenant, chain.last() + 1);
    }
    var changed = changedSteps(tenant);
    if (changed.isPresent()) {
      return bad(Fault.STEPS_CHANGED, tenant, changed.get());
    }
    return new Outcome.Intact(
        tenant, chain.first(), chain.last(), chain.records(), true, signed.agreed());
  }

  private Optional<String> head(String tenant) throws SQLException {
    return first(
        "SELECT seq || ' ' || encode(hash, 'hex') FROM audit_head WHERE tenant_id = ?::uuid",
        tenant);
  }

  /** The last record of the first run whose steps are others than it vouches for. */
  private Optional<Long> changedSteps(String tenant) throws SQLException {
    return first(
            """
            SELECT a.seq::text
              FROM audit a
              JOIN run r ON r.tenant_id = a.tenant_id AND r.run_id = a.object::uuid
             CROSS JOIN LATERAL (
               SELECT encode(sha256(convert_to(coalesce(string_agg(
                          concat_ws(' ', e.seq,
                              to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                              e.kind, e.body),
                          E'\\n' ORDER BY e.seq), ''), 'UTF8')), 'hex') AS hash
                 FROM run_event e WHERE e.tenant_id = r.tenant_id AND e.run_id = r.run_id) steps
             WHERE a.tenant_id = ?::uuid AND a.action IN ('run.finish', 'run.cancel')
               AND a.details ?? 'stepLog' AND a.details ->> 'stepLog' <> steps.hash
             ORDER BY a.seq LIMIT 1
            """,
            tenant)
        .map(Long::valueOf);
  }

  private Optional<String> first(String sql, String tenant) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, tenant);
      try (var rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
      }
    }
  }

  private static Outcome bad(Fault fault, String tenant, long seq) {
    return new Outcome.Bad(fault, tenant, seq, 0);
  }

  @Override
  public void close() throws NotReadable {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new NotReadable(e);
    }
  }
}
