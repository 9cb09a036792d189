package io.tunnelscope.app.db;

import io.tunnelscope.app.settings.DatabaseUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * Brings a database to the schema this program expects, or says that it is not there. Forward only:
 * a migration that was changed after it ran is refused, never repaired.
 *
 * <p>Blocking; call it before anything is served.
 */
public final class Migrations {
  private static final int LOCK_TRIES = 5;
  private static final int MONTHS_AHEAD = 12;

  private Migrations() {}

  /**
   * Applies what is missing and adds the partitions of the coming year. Running it again, or on two
   * machines at once, does no harm.
   *
   * @param migrate signed in as tunnelscope_migrate
   * @throws MigrationFailure when the server is too old, does not answer, or a migration fails
   */
  public static void run(DatabaseUrl migrate, boolean allowOldServer) {
    ServerVersion.check(migrate, allowOldServer);
    for (int n = 1; ; n++) {
      try {
        flyway(migrate).initSql("SET ROLE tunnelscope_owner").load().migrate();
        addPartitions(migrate);
        return;
      } catch (FlywayException | SQLException e) {
        if (n == LOCK_TRIES || !isLockTimeout(e)) {
          throw new MigrationFailure(
              "the migration failed and was rolled back: mend what it says and run it again ("
                  + firstLine(e)
                  + ")",
              "마이그레이션이 실패하여 되돌렸습니다: 다음 문제를 해결하고 다시 실행하십시오 (" + firstLine(e) + ")",
              e);
        }
      }
    }
  }

  /**
   * Says whether a node may serve. A schema newer than this program is accepted: new migrations run
   * before the last old node has gone.
   *
   * @param system signed in as tunnelscope_system
   * @throws MigrationFailure when migrations are missing or differ from ours, or the server is too
   *     old
   */
  public static void check(DatabaseUrl system, boolean allowOldServer) {
    ServerVersion.check(system, allowOldServer);
    MigrationInfo[] all;
    try {
      all = flyway(system).load().info().all();
    } catch (FlywayException e) {
      throw new MigrationFailure(
          "the schema cannot be read: run `tunnelscope migrate` first",
          "스키마를 읽을 수 없습니다: 먼저 `tunnelscope migrate`를 실행하십시오",
          e);
    }
    boolean behind =
        Arrays.stream(all)
            .anyMatch(
                one ->
                    !one.getState().isApplied()
                        || one.getState().isFailed()
                        || one.getState() == MigrationState.OUT_OF_ORDER);
    if (behind) {
      throw new MigrationFailure(
          "the database has not the schema of this version: run `tunnelscope migrate` first",
          "데이터베이스 스키마가 이 버전과 다릅니다: 먼저 `tunnelscope migrate`를 실행하십시오",
          null);
    }
    if (Arrays.stream(all).anyMatch(one -> !one.isChecksumMatching())) {
      throw new MigrationFailure(
          "the schema was made by other migrations than those of this version: restore the backup"
              + " or use the version that made it",
          "스키마가 이 버전의 것이 아닌 마이그레이션으로 만들어졌습니다: 백업을 복원하거나 스키마를 만든 버전을 사용하십시오",
          null);
    }
  }

  private static FluentConfiguration flyway(DatabaseUrl url) {
    FluentConfiguration configuration =
        Flyway.configure()
            .dataSource(url.jdbc(), url.user(), url.password().reveal())
            .locations("classpath:db/migration")
            .defaultSchema("public")
            .createSchemas(false)
            .cleanDisabled(true)
            .validateMigrationNaming(true)
            .failOnMissingLocations(true)
            .connectRetries(0);
    // A session lock: with a transaction lock CREATE INDEX CONCURRENTLY would wait for ever.
    configuration
        .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    return configuration;
  }

  private static void addPartitions(DatabaseUrl migrate) throws SQLException {
    try (Connection connection = Jdbc.open(migrate);
        var statement = connection.createStatement()) {
      statement.execute("SET ROLE tunnelscope_owner");
      statement.execute("SELECT app.add_run_partitions(current_date, " + (MONTHS_AHEAD + 1) + ")");
    }
  }

  private static boolean isLockTimeout(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof SQLException sql && "55P03".equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  private static String firstLine(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
