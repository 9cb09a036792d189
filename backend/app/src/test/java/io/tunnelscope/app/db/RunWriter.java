package io.tunnelscope.app.db;

import io.tunnelscope.app.identity.Uuid7;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.UUID;

/**
 * A program of its own for {@link EmbeddedPostgresIT}: starts the Postgres of a folder and writes
 * runs for ever, telling each one that was acknowledged. It is killed, never stopped.
 */
final class RunWriter {
  private RunWriter() {}

  public static void main(String[] arguments) throws SQLException {
    var ids = new Uuid7(Clock.systemUTC(), new SecureRandom());
    EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]));
    Migrations.run(postgres.migrate(), true);
    UUID tenant = ids.next();
    try (var connection = Jdbc.open(postgres.migrate());
        var statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO tenant (tenant_id, slug, name) VALUES ('%s', 't-%s', 'T')"
              .formatted(tenant, tenant.toString().substring(24)));
    }
    try (var connection = Jdbc.open(postgres.app());
        var insert =
            connection.prepareStatement(
                """
                INSERT INTO run (tenant_id, run_id, subscription_id, target, target_name, kind,
                  provider, source, requester, state, queued_at)
                VALUES (?, ?, ?, '/t', 't', 'gateway', 'simulated', 'user', 'somebody', 'QUEUED', now())
                """)) {
      try (var statement = connection.createStatement()) {
        statement.execute("SET app.tenant_id = '" + tenant + "'");
      }
      while (true) {
        UUID run = ids.next();
        insert.setObject(1, tenant);
        insert.setObject(2, run);
        insert.setObject(3, tenant);
        insert.executeUpdate();
        System.out.println("acknowledged " + run);
      }
    }
  }
}
