package io.tunnelscope.app.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.settings.DatabaseUrl;
import io.tunnelscope.app.settings.Secret;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** The roles of db/roles.sql, for servers that we set up ourselves. */
public final class DatabaseRoles {
  private DatabaseRoles() {}

  /**
   * Makes the roles, or gives them new passwords, and lets them into the database. Blocking.
   *
   * @param superuser of that database
   * @param password by the name of the role; hex digits
   * @throws IOException when the server refuses; its text names nothing but the statement
   */
  public static void make(DatabaseUrl superuser, Function<String, Secret> password)
      throws IOException {
    try (var connection = Jdbc.open(superuser);
        var statement = connection.createStatement()) {
      statement.execute(sql(superuser.database(), password));
    } catch (SQLException e) {
      throw new IOException("the roles cannot be made", e);
    }
  }

  private static String sql(String database, Function<String, Secret> password) throws IOException {
    try (var in = DatabaseRoles.class.getResourceAsStream("/db/roles.sql")) {
      String sql =
          new String(in.readAllBytes(), UTF_8).replace(":\"DBNAME\"", '"' + database + '"');
      for (String role : List.of("migrate", "app", "system")) {
        // Hex digits: nothing to quote.
        sql =
            sql.replace(
                ":'" + role + "_password'",
                "'" + password.apply("tunnelscope_" + role).reveal() + "'");
      }
      return sql;
    }
  }
}
