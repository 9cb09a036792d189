package io.tunnelscope.app.tenants;

import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.settings.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Makes and lists tenants for the operator of an installation, as the role that migrates: the app
 * itself cannot. Blocking; for the command line and the start of a demo. Fails with {@link
 * Refusal.Unavailable} when the database does not answer or has no schema.
 */
public final class TenantOperator {
  /**
   * A tenant of this installation.
   *
   * @param deleting whether a deletion has begun and not ended
   */
  public record Tenant(TenantId id, String slug, String name, boolean deleting) {}

  private static final String TENANT =
      "SELECT tenant_id, slug, name, deleting_since IS NOT NULL AS deleting FROM tenant";

  private final DatabaseUrl migrate;
  private final Supplier<UUID> ids;

  public TenantOperator(DatabaseUrl migrate, Supplier<UUID> ids) {
    this.migrate = migrate;
    this.ids = ids;
  }

  /**
   * The tenant with that slug, made with all that it needs when there is none. An existing one
   * keeps its name.
   *
   * @param slug lower-case letters, digits and dashes, at most 63
   */
  public Tenant ensure(String slug, String name) {
    try (var connection = open()) {
      connection.setAutoCommit(false);
      update(
          connection,
          "INSERT INTO tenant (tenant_id, slug, name) VALUES (?, ?, ?) ON CONFLICT (slug) DO NOTHING",
          ids.get(),
          slug,
          name);
      var tenant = bySlug(connection, slug);
      update(
          connection,
          "INSERT INTO audit_head (tenant_id, seq, hash) VALUES (?, 0, ?) ON CONFLICT DO NOTHING",
          tenant.id().value(),
          new byte[32]);
      update(
          connection,
          "INSERT INTO tenant_share (tenant_id) VALUES (?) ON CONFLICT DO NOTHING",
          tenant.id().value());
      connection.commit();
      return tenant;
    } catch (SQLException _) {
      throw unavailable();
    }
  }

  /** Every tenant, by slug. */
  public List<Tenant> list() {
    try (var connection = open();
        var statement = connection.prepareStatement(TENANT + " ORDER BY slug")) {
      return read(statement);
    } catch (SQLException _) {
      throw unavailable();
    }
  }

  static Refusal unavailable() {
    return new Refusal.Unavailable(
        new Text("The database does not answer or has no schema.", "데이터베이스가 응답하지 않거나 스키마가 없습니다."));
  }

  private static Tenant bySlug(Connection connection, String slug) throws SQLException {
    try (var statement = connection.prepareStatement(TENANT + " WHERE slug = ?")) {
      statement.setString(1, slug);
      return read(statement).getFirst();
    }
  }

  private static List<Tenant> read(PreparedStatement statement) throws SQLException {
    var tenants = new ArrayList<Tenant>();
    try (var rows = statement.executeQuery()) {
      while (rows.next()) {
        var id = new TenantId(rows.getObject("tenant_id", UUID.class));
        tenants.add(
            new Tenant(
                id, rows.getString("slug"), rows.getString("name"), rows.getBoolean("deleting")));
      }
    }
    return List.copyOf(tenants);
  }

  static int update(Connection connection, String sql, Object... values) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (int n = 0; n < values.length; n++) {
        statement.setObject(n + 1, values[n]);
      }
      return statement.executeUpdate();
    }
  }

  private Connection open() throws SQLException {
    return open(migrate);
  }

  /** Waits at most 5 s for somebody to listen, and a minute for an answer. */
  static Connection open(DatabaseUrl migrate) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", migrate.user());
    properties.setProperty("password", migrate.password().reveal());
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "60");
    return DriverManager.getConnection(migrate.jdbc(), properties);
  }
}
