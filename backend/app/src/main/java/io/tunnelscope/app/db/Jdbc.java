package io.tunnelscope.app.db;

import io.tunnelscope.app.settings.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Plain blocking connections, for what happens before the first request. */
final class Jdbc {
  private Jdbc() {}

  /**
   * Waits at most 5 s for somebody to listen, 30 s to be let in (a busy machine takes its time) and
   * 60 s for an answer.
   */
  static Connection open(DatabaseUrl url) throws SQLException {
    return DriverManager.getConnection(url.jdbc(), properties(url));
  }

  static Properties properties(DatabaseUrl url) {
    var properties = new Properties();
    properties.setProperty("user", url.user());
    properties.setProperty("password", url.password().reveal());
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("loginTimeout", "30");
    properties.setProperty("socketTimeout", "60");
    properties.setProperty("ApplicationName", "tunnelscope");
    return properties;
  }
}
