package io.tunnelscope.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The command line as a person has it, inside this process. */
final class CalledCli {
  /** What came back. */
  record Answer(int status, String out, String err) {
    JsonNode json() {
      return Json.parse(out.getBytes(UTF_8)).orElseThrow();
    }

    /** The one line of a failure. */
    String complaint() {
      List<String> lines = err.lines().toList();
      if (lines.size() != 1 || !out.isEmpty()) {
        throw new AssertionError("not one line on stderr alone: " + this);
      }
      return lines.getFirst();
    }
  }

  private final Map<String, String> environment;
  private final Path home;

  CalledCli(Path home, Map<String, String> environment) {
    this.home = home;
    this.environment = Map.copyOf(environment);
  }

  CalledCli with(String name, String value) {
    var more = new HashMap<>(environment);
    more.put(name, value);
    return new CalledCli(home, more);
  }

  Answer call(String... arguments) {
    return callWithInput(new byte[0], arguments);
  }

  Answer callWithInput(byte[] input, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var terminal =
        Terminal.plain(
            environment, new ByteArrayInputStream(input), out, err, home, Clock.systemUTC());
    var status = new Tunnelscope(terminal).run(arguments);
    return new Answer(status.code(), out.toString(UTF_8), err.toString(UTF_8));
  }
}
