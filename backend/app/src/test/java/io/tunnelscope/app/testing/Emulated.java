package io.tunnelscope.app.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A service as {@code emulate} plays it, on a free port, in a process of its own. It is installed
 * from npm when a test first asks for it; without npm the test is skipped.
 */
final class Emulated implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);

  private final Process process;
  private final String origin;

  private Emulated(Process process, String origin) {
    this.process = process;
    this.origin = origin;
  }

  /** Waits until it listens. */
  static Emulated start(String script, String... arguments) {
    var command = new ArrayList<>(List.of("node", script));
    command.addAll(List.of(arguments));
    try {
      var process =
          new ProcessBuilder(command)
              .directory(NpmPackages.installed("emulate").toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      return new Emulated(process, firstLine(process));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Scheme, host and port. */
  String origin() {
    return origin;
  }

  private static String firstLine(Process process) {
    var found = new CompletableFuture<String>();
    Thread.ofVirtual()
        .start(
            () -> {
              var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
              try {
                found.complete(out.readLine());
              } catch (IOException e) {
                found.completeExceptionally(e);
              }
            });
    try {
      return found.get(START.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      process.destroyForcibly();
      throw new AssertionError("emulate does not start", e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
