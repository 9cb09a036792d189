package io.tunnelscope.app.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.cli.CommandFailed;
import io.tunnelscope.app.cli.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How fast ripgrep counts the lines that bear the mark of any dialect: a yardstick for reading
 * them.
 *
 * @param lines how many did
 */
record RipgrepBench(long bytes, double seconds, long lines) {

  private static final String NEEDLES = "needles.txt";

  static RipgrepBench of(List<Path> paths) throws IOException, InterruptedException {
    var needles = Files.createTempFile("needles", ".txt");
    try (var marks = RipgrepBench.class.getResourceAsStream(NEEDLES)) {
      Files.write(needles, marks.readAllBytes());
      var bytes = 0L;
      for (var path : paths) {
        bytes += Files.size(path);
      }
      var begin = System.nanoTime();
      var lines = count(needles, paths);
      return new RipgrepBench(bytes, (System.nanoTime() - begin) / 1e9, lines);
    } finally {
      Files.delete(needles);
    }
  }

  String line() {
    return "ripgrep\t%d\t%.3f\t%.1f\t%d lines"
        .formatted(bytes, seconds, bytes / seconds / 1e6, lines);
  }

  private static long count(Path needles, List<Path> paths)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("rg", "--no-filename", "-j1", "-c", "-F", "-f"));
    Stream.concat(Stream.of(needles), paths.stream()).map(Path::toString).forEach(command::add);
    var ripgrep = start(command);
    var counted = new String(ripgrep.getInputStream().readAllBytes(), UTF_8);
    if (ripgrep.waitFor() > 1) {
      throw new IOException("ripgrep ended with " + ripgrep.exitValue());
    }
    return counted.lines().mapToLong(Long::parseLong).sum();
  }

  private static Process start(List<String> command) {
    try {
      return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException _) {
      throw new CommandFailed(
          ExitStatus.UNREACHABLE,
          "ripgrep is not there: install it (apt-get install ripgrep), or leave --beside-rg out",
          "ripgrep이 없습니다: 설치하거나(apt-get install ripgrep) --beside-rg를 빼십시오");
    }
  }
}
