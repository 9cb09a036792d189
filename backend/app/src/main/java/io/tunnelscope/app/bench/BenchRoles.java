package io.tunnelscope.app.bench;

import io.tunnelscope.app.cli.CommandFailed;
import io.tunnelscope.app.cli.ExitStatus;
import io.tunnelscope.app.db.DatabaseRoles;
import io.tunnelscope.app.settings.DatabaseUrl;
import io.tunnelscope.app.settings.Secret;
import java.io.IOException;
import java.util.function.Function;

/** The product's roles in a database that is there to measure on. */
final class BenchRoles {
  private BenchRoles() {}

  /**
   * Blocking.
   *
   * @param password by the name of the role; hex digits
   * @throws CommandFailed when there is no such server or database, or it refuses
   */
  static void make(DatabaseUrl superuser, Function<String, Secret> password) {
    try {
      DatabaseRoles.make(superuser, password);
    } catch (IOException e) {
      var why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      throw new CommandFailed(
          ExitStatus.UNREACHABLE,
          "the database cannot be used: %s: name a superuser and a database that is there"
              .formatted(why),
          "데이터베이스를 사용할 수 없습니다: %s: 슈퍼유저와 있는 데이터베이스를 지정하십시오".formatted(why));
    }
  }
}
