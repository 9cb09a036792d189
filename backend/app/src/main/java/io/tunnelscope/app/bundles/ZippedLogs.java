package io.tunnelscope.app.bundles;

import io.tunnelscope.core.bundle.LogSource;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;

/** Reads the zips of our own store. Archives of strangers are taken apart by core's Unpacker. */
final class ZippedLogs {
  private ZippedLogs() {}

  /**
   * One source for each file, under the name that the record of the bundle gives it: a line that is
   * shown as proof can be opened.
   */
  static List<LogSource> sources(Path zip) throws IOException {
    var sources = new ArrayList<LogSource>();
    try (var file = new ZipFile(zip.toFile())) {
      file.stream()
          .forEach(
              entry ->
                  sources.add(new LogSource(entry.getName(), () -> open(zip, entry.getName()))));
    }
    return sources;
  }

  /** The file of that name; closing the stream closes the archive. */
  static InputStream open(Path zip, String name) throws IOException {
    var file = new ZipFile(zip.toFile());
    try {
      var entry = file.getEntry(name);
      if (entry == null) {
        throw new NoSuchFileException(name);
      }
      return new Entry(file.getInputStream(entry), file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static final class Entry extends FilterInputStream {
    private final ZipFile file;

    Entry(InputStream in, ZipFile file) {
      super(in);
      this.file = file;
    }

    @Override
    public void close() throws IOException {
      file.close(); // closes its streams
    }
  }
}
