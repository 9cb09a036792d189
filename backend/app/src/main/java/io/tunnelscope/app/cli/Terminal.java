package io.tunnelscope.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.core.language.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a verb knows of the place where it was called: its streams, its environment, its clock.
 *
 * @param out the result
 * @param err errors and progress
 * @param styled whether stdout may carry colours
 * @param live whether stderr is a terminal, where a line may be drawn over
 * @param width columns to fill
 * @param home the folder of the checkout, or the working folder
 */
public record Terminal(
    Map<String, String> environment,
    InputStream in,
    Output out,
    Output err,
    boolean styled,
    boolean live,
    int width,
    Path home,
    Clock clock) {
  private static final int PIPE_WIDTH = 100;
  private static final int NARROWEST = 50;
  private static final int WIDEST = 120;

  /** The terminal of this process. */
  public static Terminal ofProcess(
      Map<String, String> environment,
      InputStream in,
      OutputStream out,
      OutputStream err,
      Path home,
      Clock clock) {
    boolean onTerminal = isTerminal(1);
    return new Terminal(
        environment,
        in,
        new Output(out),
        new Output(err),
        onTerminal && !environment.containsKey("NO_COLOR") && !isDumb(environment),
        isTerminal(2) && !isDumb(environment),
        onTerminal ? terminalWidth(environment) : PIPE_WIDTH,
        home,
        clock);
  }

  /** A terminal for tests: nothing is drawn over, nothing coloured. */
  public static Terminal plain(
      Map<String, String> environment,
      InputStream in,
      OutputStream out,
      OutputStream err,
      Path home,
      Clock clock) {
    return new Terminal(
        environment, in, new Output(out), new Output(err), false, false, PIPE_WIDTH, home, clock);
  }

  /** The same, on which no line is drawn over. */
  Terminal still() {
    return new Terminal(environment, in, out, err, styled, false, width, home, clock);
  }

  /** The language of the environment: the first of LC_ALL, LC_MESSAGES and LANG that is set. */
  public Language language() {
    return Stream.of("LC_ALL", "LC_MESSAGES", "LANG")
        .map(name -> environment.getOrDefault(name, ""))
        .filter(value -> !value.isEmpty())
        .findFirst()
        .flatMap(Language::parse)
        .orElse(Language.EN);
  }

  // A file descriptor is a terminal when the system says that it points at one.
  private static boolean isTerminal(int descriptor) {
    try {
      var device = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return device.startsWith("/dev/pts/")
          || device.startsWith("/dev/tty")
          || device.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException _) {
      return System.console().isTerminal();
    }
  }

  private static boolean isDumb(Map<String, String> environment) {
    return "dumb".equals(environment.getOrDefault("TERM", "dumb"));
  }

  private static int terminalWidth(Map<String, String> environment) {
    int columns = number(environment.getOrDefault("COLUMNS", "")).orElseGet(Terminal::askTerminal);
    return Math.clamp(columns, NARROWEST, WIDEST);
  }

  private static int askTerminal() {
    try {
      var stty = new ProcessBuilder("stty", "-F", "/dev/tty", "size").start();
      stty.getOutputStream().close();
      if (!stty.waitFor(1, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
        return PIPE_WIDTH;
      }
      var rowsAndColumns =
          new String(stty.getInputStream().readAllBytes(), UTF_8).strip().split(" ", -1);
      return rowsAndColumns.length == 2 ? number(rowsAndColumns[1]).orElse(PIPE_WIDTH) : PIPE_WIDTH;
    } catch (IOException _) {
      return PIPE_WIDTH;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return PIPE_WIDTH;
    }
  }

  private static OptionalInt number(String text) {
    try {
      int value = Integer.parseInt(text.strip());
      return value > 0 ? OptionalInt.of(value) : OptionalInt.empty();
    } catch (NumberFormatException _) {
      return OptionalInt.empty();
    }
  }
}
