package io.tunnelscope.app.providers.vici;

import io.tunnelscope.app.providers.Deadline;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a daemon tells while a run lasts, as lines like those of its log file. On the context of the
 * connection it listens on.
 */
final class Heard {

  /** A negotiation takes some thirty lines of a hundred characters; the oldest go first. */
  private static final int MOST_CHARACTERS = 1_000_000;

  private static final int LONGEST = 4_000;
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private final Clock clock;
  private final Deque<String> lines = new ArrayDeque<>();
  private int characters;
  private boolean all = true;

  Heard(Clock clock) {
    this.clock = clock;
  }

  /** Listens until the connection is closed. Fails when the daemon does not offer it. */
  Future<Void> listen(ViciConnection daemon, Deadline deadline) {
    return daemon.listen("log", this::line, deadline);
  }

  /** A message with {@code group}, {@code thread}, {@code ikesa-name}, {@code ikesa-uniqueid}. */
  void line(ViciMessage said) {
    var message = inOneLine(said.text("msg").orElse(""));
    if (message.isEmpty()) {
      return;
    }
    var line =
        "%s %02d[%s] %s%s"
            .formatted(
                now(),
                Math.floorMod(said.number("thread").orElse(0), 100),
                said.text("group").filter(Heard::isGroup).orElse("DMN"),
                context(said),
                message);
    keep(line.length() > LONGEST ? line.substring(0, LONGEST) : line);
  }

  private void keep(String line) {
    lines.add(line);
    characters += line.length();
    while (characters > MOST_CHARACTERS) {
      characters -= lines.remove().length();
      all = false;
    }
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  /** Whether nothing had to go for what came later. */
  boolean isAll() {
    return all;
  }

  /** Without line ends and the blanks in front of columns. */
  static String inOneLine(String message) {
    return BLANKS.matcher(message.strip()).replaceAll(" ");
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static boolean isGroup(String group) {
    return group.matches("[A-Z]{3}");
  }

  /** {@code <site|3> }, as the option {@code ike_name} writes it. */
  private static String context(ViciMessage said) {
    var id = said.text("ikesa-uniqueid").filter(text -> text.matches("[0-9]{1,10}"));
    return id.map(
            number ->
                said.text("ikesa-name")
                    .filter(name -> !name.isBlank() && name.length() <= 150)
                    .map(name -> "<" + name.replaceAll("[<>]", "_") + "|" + number + "> ")
                    .orElse("<" + number + "> "))
        .orElse("");
  }
}
