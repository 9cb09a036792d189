package io.tunnelscope.app.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A call of {@code ./tunnelscope lab} that is under way. */
public record LabCall(Process process, Path out, Path err) {
  private static final Duration LONGEST = Duration.ofMinutes(5); // packages may be installed

  /** What a call ended with. */
  public record Outcome(int status, String out, String err) {}

  static LabCall begin(Map<String, String> settings, String... words) {
    try {
      var command = new ArrayList<String>();
      command.add(Path.of(System.getProperty("tunnelscope.checkout"), "tunnelscope").toString());
      command.add("lab");
      command.addAll(List.of(words));
      var out = Files.createTempFile("lab", ".out");
      var err = Files.createTempFile("lab", ".err");
      var builder = new ProcessBuilder(command);
      builder.environment().keySet().removeIf(variable -> variable.startsWith("LAB_"));
      builder.environment().putAll(settings);
      var process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      return new LabCall(process, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits for it, 5 min at most.
   *
   * @throws IllegalStateException when it takes longer; it is killed then
   */
  public Outcome end() {
    try {
      if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the lab still works after " + LONGEST);
      }
      var outcome = new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return outcome;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
