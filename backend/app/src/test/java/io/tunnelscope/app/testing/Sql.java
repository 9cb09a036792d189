package io.tunnelscope.app.testing;

import io.tunnelscope.app.settings.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Plain SQL as any role, to arrange and to look behind the product's back. */
public final class Sql {
  private Sql() {}

  public static Connection open(DatabaseUrl url) throws SQLException {
    return DriverManager.getConnection(url.jdbc(), url.user(), url.password().reveal());
  }

  public static void run(DatabaseUrl url, String... statements) {
    try (var connection = open(url);
        var statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    } catch (SQLException e) {
      throw new AssertionError("as " + url.user() + ": " + e.getMessage(), e);
    }
  }

  /** Inserts or updates with bound values. */
  public static int update(DatabaseUrl url, String sql, Object... values) {
    try (var connection = open(url);
        var statement = connection.prepareStatement(sql)) {
      for (int n = 0; n < values.length; n++) {
        statement.setObject(n + 1, values[n]);
      }
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new AssertionError("as " + url.user() + ": " + e.getMessage(), e);
    }
  }

  /** The first column of every row, as text; "null" for NULL. */
  public static List<String> column(DatabaseUrl url, String sql, Object... values) {
    try (var connection = open(url)) {
      return column(connection, sql, values);
    } catch (SQLException e) {
      throw new AssertionError("as " + url.user() + ": " + e.getMessage(), e);
    }
  }

  /** The same for who asks often. */
  public static List<String> column(Connection connection, String sql, Object... values)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (int n = 0; n < values.length; n++) {
        statement.setObject(n + 1, values[n]);
      }
      var found = new ArrayList<String>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(String.valueOf(rows.getString(1)));
        }
      }
      return found;
    }
  }
}
