package io.tunnelscope.core.bundle;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A named stream of bytes: a log file, or an archive of them. The name is shown, never used as a
 * path.
 *
 * @param opener gives the bytes from the start; called at most once
 */
public record LogSource(String name, Opener opener) {

  /** Opens the bytes. */
  @FunctionalInterface
  public interface Opener {
    InputStream open() throws IOException;
  }

  public LogSource {
    requireNonNull(name, "name");
    requireNonNull(opener, "opener");
  }

  public static LogSource of(String name, byte[] bytes) {
    return new LogSource(name, () -> new ByteArrayInputStream(bytes));
  }
}
