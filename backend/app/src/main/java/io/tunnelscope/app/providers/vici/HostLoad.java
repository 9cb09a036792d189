package io.tunnelscope.app.providers.vici;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tunnelscope.core.evidence.CpuSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * What the processors of this machine have done since it was started, from {@code /proc/stat}; two
 * readings tell how busy they were between them. Reading blocks, if only for as long as the kernel
 * takes.
 *
 * @param busy ticks of work
 * @param all ticks
 */
record HostLoad(long busy, long all) {
  private static final Path PROCESSORS = Path.of("/proc/stat");
  private static final Path MEMORY = Path.of("/proc/meminfo");

  /** Idle, and waiting for disks. */
  private static final List<Integer> RESTING = List.of(3, 4);

  /** Guests count as user time already. */
  private static final int GUESTS = 8;

  static HostLoad read() throws IOException {
    try (var lines = Files.lines(PROCESSORS, US_ASCII)) {
      return of(lines.findFirst().orElse(""));
    }
  }

  /** {@code cpu user nice system idle iowait irq softirq steal guest guest_nice}. */
  static HostLoad of(String line) throws IOException {
    if (!line.matches("cpu( {1,3}[0-9]{1,18}){5,12}")) {
      throw new IOException("no account of the processors");
    }
    var ticks =
        Arrays.stream(line.substring(3).strip().split(" +")).mapToLong(Long::parseLong).toArray();
    var busy = 0L;
    var all = 0L;
    for (var kind = 0; kind < Math.min(GUESTS, ticks.length); kind++) {
      all += ticks[kind];
      busy += RESTING.contains(kind) ? 0 : ticks[kind];
    }
    return new HostLoad(busy, all);
  }

  /** Per cent of the time since an earlier reading that the processors worked. */
  int since(HostLoad earlier) {
    var time = all - earlier.all;
    return time <= 0 ? 0 : Math.clamp(100 * (busy - earlier.busy) / time, 0, 100);
  }

  static CpuSample sample(int percent) throws IOException {
    return new CpuSample(percent, availableMegabytes(), List.of());
  }

  private static OptionalInt availableMegabytes() throws IOException {
    try (var lines = Files.lines(MEMORY, US_ASCII)) {
      return lines
          .filter(line -> line.matches("MemAvailable: *[0-9]{1,15} kB"))
          .mapToInt(line -> (int) (Long.parseLong(line.replaceAll("\\D", "")) / 1024))
          .findFirst();
    }
  }
}
