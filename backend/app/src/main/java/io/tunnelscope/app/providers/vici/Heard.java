package io.tunnelscope.app.providers.vici;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What a daemon tells while a run lasts, as lines like those of its log file. On the context of the
 * connection it listens on.
 */
final class Heard {

  /** A negotiation takes some thirty lines. */
  private static final int MOST_LINES = 5_000;

  private static final int LONGEST = 4_000;

  private final Clock clock;
  private final List<String> lines = new ArrayList<>();

  Heard(Clock clock) {
    this.clock = clock;
  }

  /** Listens until the connection is closed. Fails when the daemon does not offer it. */
  Future<Void> listen(ViciConnection daemon) {
    return daemon.listen("log", this::line);
  }

  /** A message with {@code group}, {@code thread}, {@code ikesa-name}, {@code ikesa-uniqueid}. */
  void line(ViciMessage said) {
    var message = said.text("msg").orElse("").strip();
    if (message.isEmpty() || lines.size() >= MOST_LINES) {
      return;
    }
    var line =
        "%s %02d[%s] %s%s"
            .formatted(
                now(),
                said.number("thread").orElse(0) % 100,
                said.text("group").filter(Heard::isGroup).orElse("DMN"),
                context(said),
                message.replaceAll("\\s+", " "));
    lines.add(line.length() > LONGEST ? line.substring(0, LONGEST) : line);
  }

  List<String> lines() {
    return List.copyOf(lines);
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
                    .map(name -> "<" + name.replaceAll("[<>|\\s]", "_") + "|" + number + "> ")
                    .orElse("<" + number + "> "))
        .orElse("");
  }
}
