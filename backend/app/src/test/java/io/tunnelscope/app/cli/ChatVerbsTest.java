package io.tunnelscope.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.commands.Verb;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** What the chat and the command line both have is called alike, flags too. */
class ChatVerbsTest {
  /** These have to do with a place in which others listen. */
  private static final Set<String> OF_THE_CHAT =
      Set.of("--watch", "--quiet", "--private", "--explain");

  private static final Pattern FLAG = Pattern.compile("--[a-z-]+");

  private static CommandLine found(Verb verb) {
    var terminal =
        Terminal.plain(
            Map.of(),
            new ByteArrayInputStream(new byte[0]),
            new ByteArrayOutputStream(),
            new ByteArrayOutputStream(),
            Path.of("."),
            Clock.systemUTC());
    var line = new Tunnelscope(terminal).model();
    for (var word : verb.written().split(" ", -1)) {
      line = line == null ? null : line.getSubcommands().get(word);
    }
    return line;
  }

  private static Stream<Verb> shared() {
    return Arrays.stream(Verb.values()).filter(verb -> found(verb) != null);
  }

  @Test
  void shouldShareTheseVerbs() {
    assertThat(shared().map(Verb::written))
        .contains(
            "run",
            "history",
            "diff",
            "cancel",
            "schedule add",
            "schedule list",
            "schedule remove",
            "help");
  }

  @TestFactory
  Stream<DynamicTest> shouldCallTheirFlagsAlike() {
    return shared()
        .map(
            verb ->
                DynamicTest.dynamicTest(
                    verb.written(),
                    () -> {
                      var there =
                          found(verb).getCommandSpec().options().stream()
                              .flatMap(option -> Arrays.stream(option.names()))
                              .collect(Collectors.toSet());
                      var here = new TreeSet<String>();
                      FLAG.matcher(verb.usage()).results().forEach(flag -> here.add(flag.group()));
                      here.removeAll(OF_THE_CHAT);
                      assertThat(there).containsAll(here);
                    }));
  }
}
