package io.tunnelscope.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Text to a stream, always UTF-8. When nobody reads it any more (a pipe to {@code head}), the rest
 * is dropped in silence; any other failure is kept for {@link #failure}.
 */
public final class Output {
  private final OutputStream stream;
  private IOException failure;

  Output(OutputStream stream) {
    this.stream = new BufferedOutputStream(stream, 1 << 16);
  }

  public void line(String text) {
    print(text + "\n");
  }

  synchronized void print(String text) {
    bytes(text.getBytes(UTF_8));
  }

  synchronized void bytes(byte[] bytes) {
    if (failure != null) {
      return;
    }
    try {
      stream.write(bytes);
    } catch (IOException e) {
      failure = e;
    }
  }

  public synchronized void flush() {
    if (failure != null) {
      return;
    }
    try {
      stream.flush();
    } catch (IOException e) {
      failure = e;
    }
  }

  /** Whether writing more makes no sense: the reader is gone or the disk is full. */
  synchronized boolean isBroken() {
    return failure != null;
  }

  /** Why not everything was written, unless the reader simply had enough. */
  synchronized Optional<String> failure() {
    if (failure == null || String.valueOf(failure.getMessage()).contains("Broken pipe")) {
      return Optional.empty();
    }
    return Optional.of(String.valueOf(failure.getMessage()));
  }
}
