package io.tunnelscope.app;

import io.tunnelscope.app.bench.BenchVerb;
import io.tunnelscope.app.cli.ExitStatus;
import io.tunnelscope.app.cli.Terminal;
import io.tunnelscope.app.cli.Tunnelscope;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.Clock;

/** Starts Tunnelscope: gives the command line its streams, its clock, its environment. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    var terminal =
        Terminal.ofProcess(
            System.getenv(),
            System.in,
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            Path.of(System.getProperty("tunnelscope.home", "")).toAbsolutePath(),
            Clock.systemUTC());
    ExitStatus status = new Tunnelscope(terminal, new BenchVerb()).run(arguments);
    System.exit(status.code());
  }
}
