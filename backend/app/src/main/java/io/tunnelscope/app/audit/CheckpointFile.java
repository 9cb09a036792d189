package io.tunnelscope.app.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A file that signed heads are appended to, a line each time. Each line holds the hash of the line
 * before; what a crash left half-written is taken away by the next. Several processes may write to
 * one file on a file system with locks. Blocks; one thread at a time.
 */
final class CheckpointFile {
  /**
   * Where the chain of a tenant ended.
   *
   * @param hash in hex
   */
  record Head(UUID tenant, long seq, String hash) {}

  /** Keeps a line below a megabyte. */
  private static final int HEADS_A_LINE = 1_000;

  private static final int PIECE = 1 << 16;
  private static final String BEGINNING = "0".repeat(64);

  private final Path file;
  private final CheckpointKey key;

  private CheckpointFile(Path file, CheckpointKey key) {
    this.file = file;
    this.key = key;
  }

  /**
   * @throws IOException when neither the file nor its key can be used
   */
  static CheckpointFile open(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    var key = CheckpointKey.of(file);
    try (var channel = channel(file)) {
      channel.size();
    }
    return new CheckpointFile(file, key);
  }

  String keyId() {
    return key.id();
  }

  /** When this returns, the heads survive a crash of the machine. */
  void append(Instant at, List<Head> heads) throws IOException {
    try (var channel = channel(file);
        var lock = channel.lock()) {
      long end = wholeLines(channel);
      channel.truncate(end);
      var last = last(channel, end);
      for (int from = 0; from == 0 || from < heads.size(); from += HEADS_A_LINE) {
        var part = heads.subList(from, Math.min(from + HEADS_A_LINE, heads.size()));
        last = write(channel, last, at, part);
      }
      channel.force(true);
      lock.release();
    }
  }

  /** A line as far as the next one needs it. */
  private record Last(long n, String hash) {}

  private Last write(FileChannel channel, Last last, Instant at, List<Head> heads)
      throws IOException {
    var text = CanonicalJson.of(json(last, at, heads));
    var line = text.substring(0, text.length() - 1) + ",\"sig\":\"" + key.sign(text) + "\"}";
    var bytes = ByteBuffer.wrap((line + "\n").getBytes(UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes, channel.size());
    }
    return new Last(last.n() + 1, Sha256.hex(line));
  }

  private JsonObject json(Last last, Instant at, List<Head> heads) {
    var all = new JsonArray();
    for (var head : heads) {
      all.add(
          new JsonObject()
              .put("tenant", head.tenant().toString())
              .put("seq", head.seq())
              .put("hash", head.hash()));
    }
    return new JsonObject()
        .put("v", 1)
        .put("n", last.n() + 1)
        .put("at", at.toString())
        .put("key", key.id())
        .put("prev", last.hash())
        .put("heads", all);
  }

  /** Where the last whole line ends. */
  private static long wholeLines(FileChannel channel) throws IOException {
    return lineBefore(channel, channel.size());
  }

  private Last last(FileChannel channel, long end) throws IOException {
    if (end == 0) {
      return new Last(0, BEGINNING);
    }
    long begin = lineBefore(channel, end - 1);
    var bytes = ByteBuffer.allocate((int) (end - 1 - begin));
    while (bytes.hasRemaining() && channel.read(bytes, begin + bytes.position()) >= 0) {
      // until the whole line is read
    }
    var text = new String(bytes.array(), UTF_8);
    try {
      return new Last(new JsonObject(text).getLong("n"), Sha256.hex(text));
    } catch (DecodeException | ClassCastException | NullPointerException e) {
      throw new IOException(file + " holds something else than checkpoints", e);
    }
  }

  /** The position after the last line end before that one; 0 when there is none. */
  private static long lineBefore(FileChannel channel, long end) throws IOException {
    var piece = ByteBuffer.allocate(PIECE);
    for (long to = end; to > 0; ) {
      long from = Math.max(0, to - PIECE);
      piece.clear().limit((int) (to - from));
      channel.read(piece, from);
      for (int n = piece.position() - 1; n >= 0; n--) {
        if (piece.get(n) == '\n') {
          return from + n + 1;
        }
      }
      to = from;
    }
    return 0;
  }

  private static FileChannel channel(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }
}
