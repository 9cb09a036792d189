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
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The end of a daemon's log file. */
final class GatewayLog {

  /** Some ten thousand lines: a negotiation that goes on failing fills an hour with them. */
  private static final int MOST_BYTES = 2 * 1024 * 1024;

  /** Of a line; what is longer is no line of charon's. */
  private static final int LONGEST = 8_000;

  private GatewayLog() {}

  /**
   * The last lines of the file. Blocks.
   *
   * @param file not a symbolic link
   */
  static List<String> tail(Path file) throws IOException {
    var options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try (var channel = Files.newByteChannel(file, options)) {
      var skipped = Math.max(0, channel.size() - MOST_BYTES);
      var lines = UTF_8.decode(read(channel, skipped)).toString().lines();
      // What the first line began with lies before.
      return lines.skip(skipped > 0 ? 1 : 0).map(GatewayLog::cut).toList();
    }
  }

  private static ByteBuffer read(SeekableByteChannel channel, long from) throws IOException {
    var bytes = ByteBuffer.allocate(MOST_BYTES);
    channel.position(from);
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      // goes on until it is full or the file ends
    }
    return bytes.flip();
  }

  private static String cut(String line) {
    return line.length() > LONGEST ? line.substring(0, LONGEST) : line;
  }

  /**
   * Only what the daemon wrote since it was started: what an earlier one said of SAs that went with
   * it is no evidence any more. Lines without a time belong to the one before.
   *
   * @param now in the zone of the gateway
   */
  static List<String> since(Instant start, List<String> lines, ZonedDateTime now) {
    for (var index = lines.size() - 1; index >= 0; index--) {
      Optional<Instant> at = LogTime.of(lines.get(index), now);
      if (at.filter(start::isAfter).isPresent()) {
        return lines.subList(index + 1, lines.size());
      }
    }
    return lines;
  }
}
