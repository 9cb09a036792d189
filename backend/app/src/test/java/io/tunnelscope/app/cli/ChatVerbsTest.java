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
import picocli.CommandLine.Model.OptionSpec;

/** What the chat and the command line both have is called alike, flags and usual values too. */
class ChatVerbsTest {
  private static final Set<String> ONLY_IN_CHAT =
      Set.of(
          "subscribe",
          "unsubscribe",
          "mute", // of a channel, which a terminal is not
          "link",
          "unlink"); // of an account in Slack; a terminal has a token

  private static final Set<String> ONLY_IN_A_TERMINAL =
      Set.of(
          "--format",
          "--language", // a chat has one form, and each person's own language
          "--env", // names the server, which a chat is part of
          "--help", // help VERB in a chat
          "--no-wait", // a chat never waits
          "--idempotency-key"); // a message that Slack sends again is known by itself

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
    return Arrays.stream(Verb.values()).filter(verb -> !ONLY_IN_CHAT.contains(verb.written()));
  }

  @Test
  void shouldHaveEveryVerbThatATerminalCanHave() {
    assertThat(Arrays.stream(Verb.values()).filter(verb -> found(verb) == null))
        .extracting(Verb::written)
        .containsExactlyInAnyOrderElementsOf(ONLY_IN_CHAT);
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
                              .map(OptionSpec::longestName)
                              .collect(Collectors.toCollection(TreeSet::new));
                      there.removeAll(ONLY_IN_A_TERMINAL);
                      var here = new TreeSet<String>();
                      FLAG.matcher(verb.usage()).results().forEach(flag -> here.add(flag.group()));
                      assertThat(there).isEqualTo(here);
                    }));
  }

  @Test
  void shouldShowAsManyRunsOfATargetWithoutBeingTold() {
    assertThat(found(Verb.HISTORY).getCommandSpec().findOption("--limit").defaultValue())
        .isEqualTo("20"); // as GrammarTest has it of the chat
  }
}
