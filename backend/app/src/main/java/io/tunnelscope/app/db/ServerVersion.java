package io.tunnelscope.app.db;

import io.tunnelscope.app.settings.DatabaseUrl;
import java.sql.SQLException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The oldest servers we trust with more than one tenant: below these, {@code INSERT … ON CONFLICT
 * DO UPDATE … WHERE} reads rows that row-level security hides (CVE-2026-120154).
 */
final class ServerVersion {
  private static final Logger LOG = LoggerFactory.getLogger(ServerVersion.class);

  /** Major version to the {@code server_version_num} from which on it is mended. */
  private static final Map<Integer, Integer> MENDED =
      Map.of(15, 150_020, 16, 160_016, 17, 170_012, 18, 180_007);

  private static final int OLDEST_MAJOR = 15;

  private ServerVersion() {}

  /**
   * @param allowOld the operator takes the risk: warn only
   * @throws MigrationFailure when the server does not answer or is too old
   */
  static void check(DatabaseUrl url, boolean allowOld) {
    int version = read(url);
    if (version / 10_000 < OLDEST_MAJOR) {
      throw new MigrationFailure(
          "the server at %s is Postgres %d: update it to 15 or newer"
              .formatted(url, version / 10_000),
          "%s 서버는 Postgres %d입니다: 15 이상으로 업데이트하십시오".formatted(url, version / 10_000),
          null);
    }
    if (isMended(version)) {
      return;
    }
    if (!allowOld) {
      throw new MigrationFailure(
          ("the server at %s (%d.%d) can show one tenant the rows of another: update it to %s or set"
                  + " TUNNELSCOPE_DB_ALLOW_OLD=true")
              .formatted(url, version / 10_000, version % 10_000, mended(version)),
          "%s 서버(%d.%d)에서는 한 테넌트의 행이 다른 테넌트에 보일 수 있습니다: %s 버전으로 업데이트하거나 TUNNELSCOPE_DB_ALLOW_OLD=true를 설정하십시오"
              .formatted(url, version / 10_000, version % 10_000, mended(version)),
          null);
    }
    LOG.atWarn()
        .addKeyValue("version", version)
        .log("Postgres is older than the release that closes CVE-2026-120154");
  }

  static boolean isMended(int version) {
    return version >= MENDED.getOrDefault(version / 10_000, Integer.MIN_VALUE);
  }

  private static String mended(int version) {
    int number = MENDED.getOrDefault(version / 10_000, 0);
    return "%d.%d".formatted(number / 10_000, number % 10_000);
  }

  private static int read(DatabaseUrl url) {
    try (var connection = Jdbc.open(url);
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT current_setting('server_version_num')::int")) {
      row.next();
      return row.getInt(1);
    } catch (SQLException e) {
      boolean refused = "28P01".equals(e.getSQLState()) || "28000".equals(e.getSQLState());
      throw refused
          ? new MigrationFailure(
              "the database at " + url + " refuses the user or password: check both in the URL",
              url + " 데이터베이스가 사용자 또는 비밀번호를 거부했습니다: URL의 사용자와 비밀번호를 확인하십시오",
              e)
          : new MigrationFailure(
              "the database at " + url + " does not answer: check the URL and that it runs",
              url + " 데이터베이스가 응답하지 않습니다: URL과 데이터베이스 실행 여부를 확인하십시오",
              e);
    }
  }
}
