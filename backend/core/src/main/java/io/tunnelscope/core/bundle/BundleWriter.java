package io.tunnelscope.core.bundle;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes the log files of a run as a gateway of either generation does. Pure but for the stream it
 * is given.
 */
public final class BundleWriter {

  private BundleWriter() {}

  /** The files of a run, in a fixed order. */
  public static List<BundleFile> files(BundleContent content, Generation generation) {
    throw new UnsupportedOperationException();
  }

  /**
   * Writes the files as one zip, file by file; the stream stays open. The same files always give
   * the same bytes.
   */
  public static void zip(List<BundleFile> files, OutputStream out) throws IOException {
    throw new UnsupportedOperationException();
  }
}
