package io.tunnelscope.app.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A {@code serve} of the real jar in a process of its own, on the database of a test class. */
@SuppressWarnings("try") // closing waits
public final class ServeProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern READY = Pattern.compile("Tunnelscope is ready: (\\S+)");

  private final Process process;
  private final Path out;
  private final Path err;

  private ServeProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * @param heap as the JVM's {@code -Xmx} takes it
   * @param settings beside ports and databases
   */
  public static ServeProcess start(
      Path folder, TestDatabase database, String heap, Map<String, String> settings)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError"));
    command.add("-Djava.io.tmpdir=" + folder);
    command.addAll(List.of("-jar", System.getProperty("tunnelscope.jar"), "serve"));
    var builder = new ProcessBuilder(command);
    var environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("TUNNELSCOPE_"));
    environment.put("LC_ALL", "C.UTF-8");
    environment.put("TUNNELSCOPE_DB_ALLOW_OLD", "true"); // the one that we bring along
    environment.put("TUNNELSCOPE_HTTP_PORT", "0");
    environment.put("TUNNELSCOPE_MANAGEMENT_PORT", "0");
    environment.put("TUNNELSCOPE_DATABASE_URL", database.app().withPassword());
    environment.put("TUNNELSCOPE_SYSTEM_DATABASE_URL", database.system().withPassword());
    environment.put("TUNNELSCOPE_KMS", "file:" + TestKeys.file(folder));
    environment.putAll(settings);
    var out = folder.resolve("serve.out");
    var err = folder.resolve("serve.err");
    return new ServeProcess(
        builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start(), out, err);
  }

  /** Waits until it answers. */
  public String origin() {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> !process.isAlive() || READY.matcher(read(out)).find());
    var ready = READY.matcher(read(out));
    if (!ready.find()) {
      throw new AssertionError("serve ended: " + said());
    }
    return ready.group(1);
  }

  /** As a supervisor does it; does not wait. */
  public void terminate() {
    process.destroy();
  }

  /** As if the machine lost power: for a server that would take its time to end. */
  public void kill() {
    process.destroyForcibly();
  }

  /** Waits until it ends by itself. */
  public int status() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("serve does not end: " + said());
    }
    return process.exitValue();
  }

  /** All that it printed on stderr so far. */
  public String said() {
    return read(err);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("serve does not end");
    }
  }
}
