package io.tunnelscope.app.testing;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Stand-ins that npm brings, by the lock file beside their {@code package.json}. */
final class NpmPackages {
  private static final Duration INSTALL = Duration.ofMinutes(5);

  private NpmPackages() {}

  /**
   * Installs what a folder below the test sources names, unless it is there; one at a time, as
   * several JVMs may test in the same checkout. Without npm the test is skipped.
   *
   * @return the folder
   */
  static synchronized Path installed(String folder) throws IOException {
    assumeThat(isOnPath("npm")).as("npm is on the path: install Node 20").isTrue();
    var app = Path.of(System.getProperty("tunnelscope.checkout"), "backend/app");
    var home = app.resolve("src/test").resolve(folder);
    var lock = app.resolve("target").resolve(folder + ".lock");
    Files.createDirectories(lock.getParent());
    try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = channel.lock()) {
      if (!isUpToDate(home)) {
        install(home);
      }
    }
    return home;
  }

  private static boolean isOnPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
  }

  private static boolean isUpToDate(Path home) throws IOException {
    var done = home.resolve("node_modules/.package-lock.json"); // npm's last act
    return Files.exists(done)
        && Files.getLastModifiedTime(done)
                .compareTo(Files.getLastModifiedTime(home.resolve("package-lock.json")))
            >= 0;
  }

  private static void install(Path home) throws IOException {
    var log = Files.createTempFile("npm", ".log");
    var npm =
        new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!endsInTime(npm) || npm.exitValue() != 0) {
      npm.destroyForcibly();
      throw new AssertionError("npm ci failed in " + home + ": " + Files.readString(log));
    }
    Files.delete(log);
  }

  private static boolean endsInTime(Process npm) {
    try {
      return npm.waitFor(INSTALL.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
