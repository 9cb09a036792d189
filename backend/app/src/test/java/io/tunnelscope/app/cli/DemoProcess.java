package io.tunnelscope.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.testing.IpsecLab;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A {@code demo} of the real jar in a process of its own. */
@SuppressWarnings("try") // closing waits
final class DemoProcess implements AutoCloseable {
  private static final Duration READY = Duration.ofMinutes(2);

  private final Process process;
  private final String ready;

  private DemoProcess(Process process, String ready) {
    this.process = process;
    this.ready = ready;
  }

  /** Waits until it says that it is ready. */
  static DemoProcess start(Path data) throws Exception {
    return ready(launch("demo", "--port", "0", "--data", data.toString()));
  }

  /** The launcher's {@code demo --lab}, with a lab that it starts if that is down. */
  static DemoProcess startWith(IpsecLab lab, Path data) throws Exception {
    var launcher = Path.of(System.getProperty("tunnelscope.checkout"), "tunnelscope").toString();
    var builder =
        new ProcessBuilder(launcher, "demo", "--lab", "--port", "0", "--data", data.toString());
    builder.environment().keySet().removeIf(name -> name.startsWith("LAB_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("LAB_PREFIX", lab.name());
    builder.environment().put("LAB_DIR", lab.folder().toString());
    return ready(begin(builder));
  }

  private static DemoProcess ready(Process process) throws Exception {
    var firstLine =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))
                    .readLine();
              } catch (IOException e) {
                return "";
              }
            });
    var line = firstLine.get(READY.toSeconds(), TimeUnit.SECONDS);
    if (line == null) {
      throw new AssertionError(
          "demo ended: " + new String(process.getErrorStream().readAllBytes(), UTF_8));
    }
    return new DemoProcess(process, line);
  }

  /** The jar with these words. */
  static Process launch(String... words) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx512m"));
    var jar = System.getProperty("tunnelscope.jar", "");
    if (!jar.isEmpty() && Files.exists(Path.of(jar))) {
      command.addAll(List.of("-jar", jar));
    } else {
      command.addAll(
          List.of("-cp", System.getProperty("java.class.path"), "io.tunnelscope.app.Main"));
    }
    command.addAll(List.of(words));
    return begin(new ProcessBuilder(command));
  }

  private static Process begin(ProcessBuilder builder) throws IOException {
    builder.environment().keySet().removeIf(name -> name.startsWith("TUNNELSCOPE_"));
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder.start();
  }

  String ready() {
    return ready;
  }

  /** The process alone, as if the machine ran out of memory. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** As a supervisor does it. */
  int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("demo does not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    if (process.isAlive()) {
      terminate();
    }
  }
}
