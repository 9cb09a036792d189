package io.tunnelscope.core.bundle;

import io.tunnelscope.core.evidence.CpuSample;
import io.tunnelscope.core.evidence.TunnelStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes the log files of a run as a gateway of either generation does. Pure but for the stream it
 * is given.
 */
public final class BundleWriter {

  /** The earliest time a zip can hold; the real one would make equal bundles differ. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private BundleWriter() {}

  /**
   * The files of a run, in a fixed order. Only an older gateway has a trace that may be undecoded,
   * so such content is always written the older way.
   */
  public static List<BundleFile> files(BundleContent content, Generation generation) {
    var files = new ArrayList<BundleFile>();
    content.status().ifPresent(status -> files.add(StatsFiles.connection(status)));
    if (content.healthy()) {
      return List.copyOf(files);
    }
    content.cpu().ifPresent(cpu -> files.add(StatsFiles.cpu(cpu)));
    if (generation == Generation.OLDER || content.undecoded()) {
      files.addAll(TraceFiles.of(content));
    } else {
      files.add(IkeFiles.log(content));
    }
    return List.copyOf(files);
  }

  /** {@code ConnectionStats.txt}: the counters of each connection, one after the other. */
  public static BundleFile statistics(List<TunnelStatus> connections) {
    return StatsFiles.connections(connections);
  }

  /** {@code CPUStats.txt}. */
  public static BundleFile load(CpuSample sample) {
    return StatsFiles.cpu(sample);
  }

  /**
   * Writes the files as one zip; the stream stays open. The same files always give the same bytes.
   */
  public static void zip(List<BundleFile> files, OutputStream out) throws IOException {
    var zip = new ZipOutputStream(out);
    for (var file : files) {
      var entry = new ZipEntry(file.name());
      entry.setTimeLocal(NO_TIME);
      zip.putNextEntry(entry);
      zip.write(file.bytes());
      zip.closeEntry();
    }
    zip.finish();
    zip.flush();
  }
}
