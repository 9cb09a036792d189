package io.tunnelscope.core.bundle;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;

/**
 * A log file of a bundle, small enough to be held in memory.
 *
 * @param text lines end in LF
 */
public record BundleFile(String name, String text) {

  public BundleFile {
    requireNonNull(name, "name");
    requireNonNull(text, "text");
  }

  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public int lines() {
    return (int) text.lines().count();
  }

  public LogSource source() {
    return LogSource.of(name, bytes());
  }
}
