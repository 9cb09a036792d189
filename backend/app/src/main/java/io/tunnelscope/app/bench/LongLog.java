package io.tunnelscope.app.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * A charon log of any length, made from recorded lines: each round is another peer, another SA and
 * another time.
 */
final class LongLog {

  private static final String RECORDED = "recorded-charon.log";
  private static final String RECORDED_PEER = "198.18.2.2";
  private static final int STAMP = "2026-11-24T03:24:56.565".length();
  private static final int PEERS = 500;
  private static final DateTimeFormatter STAMPED =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS");

  private LongLog() {}

  static void write(Path file, long bytes) throws IOException {
    var recorded = recorded();
    var written = 0L;
    try (var out = Files.newBufferedWriter(file, UTF_8)) {
      for (var round = 0; written < bytes; round++) {
        for (var line : recorded) {
          var varied = vary(line, round);
          out.write(varied);
          out.write('\n');
          written += varied.length() + 1;
        }
      }
    }
  }

  private static String vary(String line, int round) {
    var at = LocalDateTime.parse(line.substring(0, STAMP)).plusSeconds(7L * round);
    var peer = "198.18.%d.%d".formatted(10 + round % PEERS / 250, 1 + round % 250);
    return STAMPED.format(at)
        + line.substring(STAMP)
            .replace(RECORDED_PEER, peer)
            .replace("|3>", "|" + round + ">")
            .replace("[3]", "[" + round + "]");
  }

  private static List<String> recorded() throws IOException {
    try (var in = LongLog.class.getResourceAsStream(RECORDED)) {
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    }
  }
}
