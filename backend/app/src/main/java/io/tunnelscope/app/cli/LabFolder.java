package io.tunnelscope.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where the lab keeps its state, once it is up. */
final class LabFolder {
  /** What {@code lab up} leaves in its folder. */
  private static final String MARK = ".lab";

  private static final int ROOT = 0;

  private LabFolder() {}

  /**
   * Without symbolic links.
   *
   * @throws CommandFailed where no lab can be, or none is
   */
  static Path find(Terminal terminal) {
    if (!System.getProperty("os.name").equals("Linux")) {
      throw new CommandFailed(
          ExitStatus.UNREACHABLE,
          "the lab needs Linux: leave --lab out",
          "lab은 Linux에서만 사용할 수 있습니다: --lab을 지정하지 마십시오");
    }
    if (user() != ROOT) {
      throw new CommandFailed(
          ExitStatus.NOT_ALLOWED,
          "only root may open the lab's gateways: run it with sudo, or leave --lab out",
          "lab의 게이트웨이는 root만 열 수 있습니다: sudo로 실행하거나 --lab을 지정하지 마십시오");
    }
    var folder = folder(terminal);
    try {
      if (Files.exists(folder.resolve(MARK))) {
        return folder.toRealPath();
      }
    } catch (IOException _) {
      // It went away meanwhile.
    }
    throw new CommandFailed(
        ExitStatus.UNREACHABLE,
        "there is no lab in " + folder + ": run `./tunnelscope lab up` first",
        folder + "에 실행 중인 lab이 없습니다: 먼저 `./tunnelscope lab up`을 실행하십시오");
  }

  private static Path folder(Terminal terminal) {
    var environment = terminal.environment();
    var prefix = value(environment.get("LAB_PREFIX"), "vpnlab");
    try {
      return Path.of(value(environment.get("LAB_DIR"), "/run/" + prefix)).toAbsolutePath();
    } catch (InvalidPathException _) {
      throw CommandFailed.usage(
          "LAB_DIR is no path: give the folder that `lab up` was given",
          "LAB_DIR은 올바른 경로가 아닙니다: `lab up`에 지정한 폴더를 지정하십시오");
    }
  }

  private static String value(String given, String otherwise) {
    return given == null || given.isEmpty() ? otherwise : given;
  }

  private static int user() {
    try {
      return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException | UnsupportedOperationException _) {
      return -1;
    }
  }
}
