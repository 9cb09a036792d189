package io.tunnelscope.app.providers.vici;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.core.logs.LogTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The end of what a daemon wrote down.
 *
 * @param lines secrets and all
 */
record GatewayLog(List<String> lines) {

  /** Some ten thousand lines: a negotiation that goes on failing fills an hour with them. */
  static final int MOST_BYTES = 2 * 1024 * 1024;

  /** Of a line; what is longer is no line of charon's. */
  static final int LONGEST = 8_000;

  /** Times in a log are of whole seconds, unless somebody asked for more. */
  private static final Duration GRAIN = Duration.ofSeconds(1);

  /** A daemon tells its start in whole seconds, by another clock than that of its log. */
  private static final Duration START_GRAIN = Duration.ofSeconds(2);

  /** The last words of an orderly life. */
  private static final String FAREWELL = "[DMN] SIGTERM received, shutting down";

  GatewayLog {
    lines = List.copyOf(lines);
  }

  static GatewayLog empty() {
    return new GatewayLog(List.of());
  }

  /**
   * The last lines of the file. Blocks.
   *
   * @param file neither a symbolic link nor anything else that only looks like a file: to open a
   *     pipe would take for ever
   */
  static GatewayLog tail(Path file) throws IOException {
    var kind = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!kind.isRegularFile()) {
      throw new IOException("no regular file");
    }
    var options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try (var channel = Files.newByteChannel(file, options)) {
      var skipped = Math.max(0, channel.size() - MOST_BYTES);
      var text = read(channel, skipped, (int) Math.min(channel.size(), MOST_BYTES));
      // What the first line began with lies before.
      return new GatewayLog(text.lines().skip(skipped > 0 ? 1 : 0).map(GatewayLog::cut).toList());
    }
  }

  /** What is written meanwhile is left for the next time. */
  private static String read(SeekableByteChannel channel, long from, int size) throws IOException {
    var bytes = ByteBuffer.allocate(size);
    channel.position(from);
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      // goes on until it is full or the file ends
    }
    return new String(bytes.array(), 0, bytes.position(), UTF_8);
  }

  private static String cut(String line) {
    return line.length() > LONGEST ? line.substring(0, LONGEST) : line;
  }

  /**
   * Only what the daemon wrote in the life that began then: what an earlier one said of SAs that
   * went with it is no evidence any more. Lines without a time belong to the one before.
   *
   * @param start to the second, by a clock that may differ from that of the log
   * @param now in the zone of the gateway
   */
  GatewayLog since(Instant start, ZonedDateTime now) {
    var first = firstSince(start.minus(START_GRAIN), now);
    var begun = first;
    for (var index = first;
        index < lines.size() && isAround(start, lines.get(index), now);
        index++) {
      begun = boundary(index).orElse(begun);
    }
    return new GatewayLog(lines.subList(begun, lines.size()));
  }

  /** Where a life begins that this line tells the beginning of, or the end of the one before. */
  private OptionalInt boundary(int index) {
    if (lines.get(index).endsWith(FAREWELL)) {
      return OptionalInt.of(index + 1);
    }
    return CharonLine.of(lines.get(index)).filter(CharonLine::isStart).isPresent()
        ? OptionalInt.of(index)
        : OptionalInt.empty();
  }

  /** A daemon may be started again within the second in which it was stopped. */
  private static boolean isAround(Instant start, String line, ZonedDateTime now) {
    return LogTime.of(line, now).map(start.plus(START_GRAIN)::isAfter).orElse(true);
  }

  /** The first line from then on, found by halves: a log is in the order of time. */
  private int firstSince(Instant start, ZonedDateTime now) {
    var low = 0;
    var high = lines.size();
    var anyOlder = false;
    while (low < high) {
      var middle = (low + high) >>> 1;
      var timed = lastTimed(low, middle, now);
      if (timed >= low && !LogTime.of(lines.get(timed), now).orElse(start).isBefore(start)) {
        high = timed;
      } else {
        anyOlder |= timed >= low;
        low = middle + 1;
      }
    }
    return anyOlder ? low : 0;
  }

  /** The last line up to there that bears a time; before {@code from} when none does. */
  private int lastTimed(int from, int to, ZonedDateTime now) {
    var index = to;
    while (index >= from && LogTime.of(lines.get(index), now).isEmpty()) {
      index--;
    }
    return index;
  }

  /**
   * This log and what the daemon told meanwhile that is not written in it: the file may be written
   * late, be another daemon's, or not be there.
   *
   * @param told lines of the same form, each with its time
   * @param now in the zone of the gateway
   */
  GatewayLog with(List<String> told, ZonedDateTime now) {
    if (told.isEmpty()) {
      return this;
    }
    var written = new HashSet<String>();
    var since = LogTime.of(told.getFirst(), now).map(at -> firstSince(at.minus(GRAIN), now));
    lines.subList(since.orElse(0), lines.size()).forEach(line -> written.add(messageOf(line)));
    var all = new ArrayList<>(lines);
    told.stream().filter(line -> !written.contains(messageOf(line))).forEach(all::add);
    return new GatewayLog(all);
  }

  private static String messageOf(String line) {
    return CharonLine.of(line).map(said -> Heard.inOneLine(said.message())).orElse("");
  }
}
