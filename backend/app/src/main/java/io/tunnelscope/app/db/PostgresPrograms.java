package io.tunnelscope.app.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.db.EmbeddedPostgresFailure.CannotRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Runs initdb and pg_ctl with a deadline and without the PG… variables of the caller. */
final class PostgresPrograms {
  private final PostgresBinaries binaries;
  private final Path workFolder;

  PostgresPrograms(PostgresBinaries binaries, Path workFolder) {
    this.binaries = binaries;
    this.workFolder = workFolder;
  }

  /**
   * @throws CannotRun when it cannot be started, fails or outlives its deadline
   */
  void run(Duration deadline, String program, String... arguments) {
    var command = new ArrayList<String>();
    if (isRoot()) {
      // Postgres refuses to run as root. In a user namespace without mapping it sees an unknown
      // user,
      // and the files stay ours.
      command.addAll(List.of("unshare", "--user"));
    }
    command.add(binaries.program(program));
    command.addAll(List.of(arguments));
    Path output = workFolder.resolve("command.log");
    try {
      var builder =
          new ProcessBuilder(command)
              .directory(workFolder.toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
      builder.environment().put("LC_ALL", "C");
      Process process = builder.start();
      if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new CannotRun(
            "%s did not end within %d s: try again when the machine is less busy"
                .formatted(program, deadline.toSeconds()),
            "%s 프로그램이 %d초 안에 끝나지 않았습니다: 컴퓨터의 부하가 줄면 다시 시도하십시오"
                .formatted(program, deadline.toSeconds()));
      }
      if (process.exitValue() != 0) {
        throw new CannotRun(
            "%s failed: mend what it says (%s) and start again".formatted(program, said(output)),
            "%s 실행에 실패했습니다: 다음 문제를 해결하고 다시 시작하십시오 (%s)".formatted(program, said(output)));
      }
    } catch (IOException e) {
      throw new CannotRun(
          command.getFirst()
              + " cannot be run on this machine: use serve with a Postgres of your own",
          command.getFirst() + " 프로그램을 이 컴퓨터에서 실행할 수 없습니다: 별도의 Postgres를 준비하여 serve를 사용하십시오",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotRun(
          "interrupted while " + program + " was running: start again",
          program + " 실행이 중단되었습니다: 다시 시작하십시오",
          e);
    }
  }

  private static boolean isRoot() {
    try {
      return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    } catch (IOException | UnsupportedOperationException _) {
      return "root".equals(System.getProperty("user.name").toLowerCase(Locale.ROOT));
    }
  }

  private static String said(Path output) throws IOException {
    String text = new String(Files.readAllBytes(output), UTF_8).strip();
    if (text.contains("unshare")) {
      return "this system lets root make no user namespace, and Postgres does not run as root:"
          + " start tunnelscope as another user";
    }
    return text.lines().reduce((first, last) -> last).orElse("it said nothing");
  }
}
