package io.tunnelscope.app.runs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A program of the tests that works on runs in a process of its own; it ends with its stdin. */
@SuppressWarnings("try") // closing waits
final class NodeProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final Process process;
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  private NodeProcess(Process process) {
    this.process = process;
    Thread.ofVirtual().start(this::read);
  }

  /** Does not wait for it. The program finds the database in its environment. */
  static NodeProcess start(
      Class<?> program, TestDatabase database, Path folder, String... arguments)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx192m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.add(folder.toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().put("APP_DATABASE", database.app().withPassword());
    builder.environment().put("SYSTEM_DATABASE", database.system().withPassword());
    TestKeys.shareWith(builder);
    return new NodeProcess(builder.redirectError(ProcessBuilder.Redirect.DISCARD).start());
  }

  private void read() {
    try (var out = process.inputReader(UTF_8)) {
      for (var line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
      }
    } catch (IOException _) {
      // It was killed: what it said is said.
    }
  }

  /** Waits until it has said all of these, each on a line. */
  void awaitLines(List<String> expected) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(lines).as("said by the node").containsAll(expected));
  }

  void tell(String line) throws IOException {
    var in = process.outputWriter(UTF_8);
    in.write(line + "\n");
    in.flush();
  }

  /** As if the machine lost power. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  /** Stops all its threads where they are. */
  void freeze() throws Exception {
    Signals.send("STOP", process.pid());
  }

  void thaw() throws Exception {
    Signals.send("CONT", process.pid());
  }

  @Override
  public void close() {
    try {
      kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
