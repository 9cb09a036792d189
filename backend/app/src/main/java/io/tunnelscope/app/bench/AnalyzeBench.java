package io.tunnelscope.app.bench;

import io.tunnelscope.core.bundle.BundleReader;
import io.tunnelscope.core.bundle.Limits;
import io.tunnelscope.core.bundle.LogSource;
import io.tunnelscope.core.bundle.UnusableInput;
import io.tunnelscope.core.diagnosis.rules.StandardRules;
import io.tunnelscope.core.evidence.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast logs are read and diagnosed: all of it, from the first byte to the finding.
 *
 * @param bytes size of the files as they lie on the disk
 * @param peakRssMegabytes most memory the process has had; 0 where the system does not tell
 */
record AnalyzeBench(long bytes, double seconds, long peakRssMegabytes) {

  static AnalyzeBench of(List<Path> paths, Instant now) throws IOException {
    var reader = new BundleReader(Limits.ofOwnFiles());
    var sources = new ArrayList<LogSource>();
    var bytes = 0L;
    for (var path : paths) {
      sources.addAll(reader.sources(path));
      bytes += Files.isDirectory(path) ? 0 : Files.size(path);
    }
    var begin = System.nanoTime();
    try {
      StandardRules.book().diagnose(reader.read(sources, Scope.LOGS, now), now, now);
    } catch (UnusableInput e) {
      throw new IOException(e.getMessage(), e);
    }
    return new AnalyzeBench(bytes, (System.nanoTime() - begin) / 1e9, peakRss());
  }

  String line() {
    return "analyze\t%d\t%.3f\t%.1f\t%d"
        .formatted(bytes, seconds, bytes / seconds / 1e6, peakRssMegabytes);
  }

  /** From Linux' account of this process. */
  private static long peakRss() throws IOException {
    var status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(Long::parseLong)
        .map(kilobytes -> kilobytes / 1024)
        .findFirst()
        .orElse(0);
  }
}
