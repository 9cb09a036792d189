package io.tunnelscope.app.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A checkout in a folder with blanks, and a machine around it that holds only the programs a test
 * puts there: the launcher sees no other PATH and no other place for JDKs. Stand-ins for foreign
 * programs are shell scripts that write down how they were called.
 */
final class Checkout {
  private static final List<String> EVERYWHERE =
      List.of(
          "bash",
          "sh",
          "awk",
          "cat",
          "dirname",
          "find",
          "flock",
          "grep",
          "head",
          "mkdir",
          "mktemp",
          "readlink",
          "rm",
          "sed",
          "sort",
          "stat",
          "tail",
          "touch");

  /** What one call of the launcher ended with. */
  record Outcome(int status, String out, String err) {
    List<String> errorLines() {
      return err.lines().toList();
    }

    String lastLine() {
      return out.lines().reduce((first, second) -> second).orElse("");
    }
  }

  private final Path machine;
  private final Path programs;
  private final Path jdks;
  private final Map<String, String> environment = new TreeMap<>();
  final Path folder;

  private Checkout(Path machine) {
    this.machine = machine;
    this.programs = machine.resolve("bin");
    this.jdks = machine.resolve("jvm");
    this.folder = machine.resolve("a path with blanks");
  }

  /** Sources and a jar that is newer; no Java, no Maven, no Node. */
  static Checkout on(Path machine) throws IOException {
    var checkout = new Checkout(machine);
    Files.createDirectories(checkout.programs);
    Files.createDirectories(checkout.jdks);
    for (var name : EVERYWHERE) {
      checkout.borrow(name);
    }
    checkout.program("id", "echo 0");
    var launcher =
        Files.readString(Path.of(System.getProperty("tunnelscope.checkout"), "tunnelscope"));
    script(
        checkout.folder.resolve("tunnelscope"),
        launcher.replace("/usr/lib/jvm/*", "\"" + checkout.jdks + "\"/*"));
    checkout.write("pom.xml", Instant.parse("2026-01-01T00:00:00Z"));
    checkout.write("backend/core/src/main/java/Some.java", Instant.parse("2026-01-01T00:00:00Z"));
    checkout.write("backend/app/target/tunnelscope.jar", Instant.parse("2026-01-02T00:00:00Z"));
    for (var parent : List.of("", "/java")) {
      age(
          checkout.folder.resolve("backend/core/src/main" + parent),
          Instant.parse("2026-01-01T00:00:00Z"));
    }
    return checkout;
  }

  /** The scripts of the lab; the device that they need is there. */
  void lab() throws IOException {
    copy("lab/lab.sh");
    for (var part : List.of("faults", "gateway", "net", "pki")) {
      copy("lab/lib/" + part + ".sh");
    }
    replace("lab/lib/gateway.sh", "TUN=/dev/net/tun", "TUN=/dev/null");
  }

  private void copy(String path) throws IOException {
    script(
        folder.resolve(path),
        Files.readString(Path.of(System.getProperty("tunnelscope.checkout"), path)));
  }

  /** Changes a text of a file that must be in it. */
  void replace(String path, String text, String replacement) throws IOException {
    var before = Files.readString(folder.resolve(path));
    if (!before.contains(text)) {
      throw new AssertionError(path + " has no " + text);
    }
    Files.writeString(folder.resolve(path), before.replace(text, replacement));
  }

  /** A JDK whose java prints its arguments, one a line, and ends with 3. */
  Path jdk(String version) throws IOException {
    var home = jdks.resolve("jdk " + version);
    script(home.resolve("bin/java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\nexit 3\n");
    script(home.resolve("bin/javac"), "#!/bin/sh\n");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  /** The tools of a build; this Maven does what the script says. */
  void buildTools(String maven) throws IOException {
    jdk("25.0.1");
    program("mvn", maven(maven));
    program("node", "echo v20.19.0");
    program("npm", "");
    program("chromium", "");
    program("fc-list", "echo Noto Sans CJK KR");
  }

  /** The text of a Maven that tells its version and otherwise does what the script says. */
  static String maven(String script) {
    return "[ \"$1\" = --version ] && { echo 'Apache Maven 3.9.9 (some build)'; exit; }\n" + script;
  }

  void program(String name, String script) throws IOException {
    script(programs.resolve(name), "#!/bin/sh\n" + script + "\n");
  }

  Path programs() {
    return programs;
  }

  void write(String path, Instant changed) throws IOException {
    var file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
    age(file, changed);
  }

  /** Sets a variable of the environment for the calls that follow. */
  void variable(String name, String value) {
    environment.put(name, value);
  }

  /** Every path of the checkout with its last change: equal before and after means untouched. */
  Map<Path, FileTime> state() throws IOException {
    var state = new TreeMap<Path, FileTime>();
    try (var paths = Files.walk(folder)) {
      for (var path : (Iterable<Path>) paths::iterator) {
        state.put(path, Files.getLastModifiedTime(path));
      }
    }
    return state;
  }

  Outcome run(String... arguments) throws Exception {
    return runAs(folder.resolve("tunnelscope"), machine, arguments);
  }

  /** Calls the launcher by another name or from another folder. */
  Outcome runAs(Path launcher, Path from, String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(launcher.toString());
    command.addAll(List.of(arguments));
    var out = Files.createTempFile(machine, "out", null);
    var err = Files.createTempFile(machine, "err", null);
    var builder = new ProcessBuilder(command).directory(from.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", programs.toString());
    builder.environment().put("TMPDIR", machine.toString());
    builder.environment().putAll(environment);
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    var process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the launcher still runs after 30 s: " + command);
    }
    return new Outcome(process.exitValue(), text(out), text(err));
  }

  private void borrow(String name) throws IOException {
    var real = Path.of("/usr/bin", name);
    program(name, "exec %s \"$@\"".formatted(Files.exists(real) ? real : Path.of("/bin", name)));
  }

  private static void age(Path path, Instant changed) throws IOException {
    Files.setLastModifiedTime(path, FileTime.from(changed));
  }

  private static void script(Path path, String text) throws IOException {
    Files.createDirectories(path.getParent());
    Files.deleteIfExists(path);
    Files.writeString(path, text);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
