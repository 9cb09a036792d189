package io.tunnelscope.app.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.verify.ExportCheck;
import io.tunnelscope.app.verify.Fault;
import io.tunnelscope.app.verify.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The verifier, against exports of the writer that it shares no code with. */
class VerifierTest {
  private static final int RECORDS = 60;

  @Test
  void shouldFindNothingWrongWithWhatWasWritten() {
    assertThat(check(ExportedChain.of(RECORDS)))
        .isEqualTo(
            new Outcome.Intact(ExportedChain.TENANT.toString(), 1, RECORDS, RECORDS, true, 0));
    assertThat(check(ExportedChain.of(0))).isInstanceOf(Outcome.Intact.class);
  }

  /** Seeded: a fault that is found once is found always. */
  @Test
  void shouldFindEachOfTenThousandRandomFaults() {
    var random = new Random(20_261_126);
    var whole = ExportedChain.of(RECORDS).stream().map(VerifierTest::asBytes).toList();
    var found = new HashMap<String, Integer>();
    var missed = new ArrayList<String>();
    for (int n = 0; n < 10_000; n++) {
      var lines = new ArrayList<>(whole);
      var harm = Harm.values()[random.nextInt(Harm.values().length)];
      long first = harm.done(lines, random);
      var outcome = check((String.join("\n", lines) + "\n").getBytes(ISO_8859_1));
      if (outcome instanceof Outcome.Bad bad && (bad.seq() == first || bad.line() <= 1)) {
        found.merge(harm.name(), 1, Integer::sum);
      } else {
        missed.add(n + " " + harm + " at " + first + ": " + outcome);
      }
    }
    assertThat(missed).isEmpty();
    assertThat(found.values().stream().mapToInt(count -> count).sum()).isEqualTo(10_000);
    assertThat(found.keySet()).hasSize(Harm.values().length);
  }

  /** What is done to an export; each says the number of the first record that is not as it was. */
  private enum Harm {
    /** One byte is another. */
    EDIT {
      @Override
      long done(List<String> lines, Random random) {
        int at = 1 + random.nextInt(RECORDS);
        var bytes = lines.get(at).getBytes(ISO_8859_1);
        int place = random.nextInt(bytes.length);
        byte other;
        do {
          other = (byte) (' ' + random.nextInt(95));
        } while (other == bytes[place]);
        bytes[place] = other;
        lines.set(at, new String(bytes, ISO_8859_1));
        return at;
      }
    },
    /** A record says something else, and its hash is made anew. */
    FORGE {
      @Override
      long done(List<String> lines, Random random) {
        int at = 1 + random.nextInt(RECORDS);
        lines.set(at, asBytes(forged(asText(lines.get(at)))));
        // Its own line is sound; the one behind it points elsewhere, or the head does.
        return at == RECORDS ? at : at + 1L;
      }
    },
    DELETE {
      @Override
      long done(List<String> lines, Random random) {
        int at = 1 + random.nextInt(RECORDS);
        lines.remove(at);
        return at;
      }
    },
    SWAP {
      @Override
      long done(List<String> lines, Random random) {
        int one = 1 + random.nextInt(RECORDS);
        int other = 1 + (one + random.nextInt(RECORDS - 1)) % RECORDS;
        var kept = lines.get(one);
        lines.set(one, lines.get(other));
        lines.set(other, kept);
        return Math.min(one, other);
      }
    },
    INSERT {
      @Override
      long done(List<String> lines, Random random) {
        int at = 1 + random.nextInt(RECORDS + 1);
        lines.add(at, lines.get(1 + random.nextInt(RECORDS)));
        // A copy of the very next record stands where it should; then the next is there twice.
        return lines.get(at).equals(at < lines.size() - 1 ? lines.get(at + 1) : "") ? at + 1L : at;
      }
    },
    CUT {
      @Override
      long done(List<String> lines, Random random) {
        int left = random.nextInt(RECORDS);
        lines.subList(1 + left, lines.size()).clear();
        return left + 1L;
      }
    },
    CUT_IN_A_LINE {
      @Override
      long done(List<String> lines, Random random) {
        int left = random.nextInt(RECORDS);
        lines.subList(2 + left, lines.size()).clear();
        var line = lines.get(1 + left);
        lines.set(1 + left, line.substring(0, 1 + random.nextInt(line.length() - 1)));
        return left + 1L;
      }
    },
    HEADER {
      @Override
      long done(List<String> lines, Random random) {
        if (random.nextBoolean()) {
          lines.removeFirst();
        } else {
          lines.set(0, lines.getFirst().replaceFirst("\"to\":60", "\"to\":59"));
        }
        return 0;
      }
    };

    /**
     * @param lines the first is the header
     */
    abstract long done(List<String> lines, Random random);
  }

  /** A character a byte, so that a byte can be another without its neighbours being touched. */
  private static String asBytes(String line) {
    return new String(line.getBytes(UTF_8), ISO_8859_1);
  }

  private static String asText(String line) {
    return new String(line.getBytes(ISO_8859_1), UTF_8);
  }

  private static String forged(String line) {
    var json = line.replace("192.0.2.", "203.0.113.");
    var text = json.substring(0, json.lastIndexOf(",\"hash\"")) + "}";
    return AuditLink.withHash(text, Sha256.hex(text));
  }

  @Test
  void shouldSayWhatIsWrong() {
    var cases =
        Map.of(
            Fault.CHANGED, edited(),
            Fault.OUT_OF_ORDER, without(3),
            Fault.UNLINKED, forgedAt(3),
            Fault.CUT, without(RECORDS),
            Fault.FOREIGN, foreign());
    cases.forEach(
        (fault, lines) ->
            assertThat(check(lines))
                .isInstanceOfSatisfying(
                    Outcome.Bad.class, bad -> assertThat(bad.fault()).isEqualTo(fault)));
  }

  private static List<String> edited() {
    var lines = new ArrayList<>(ExportedChain.of(RECORDS));
    lines.set(3, lines.get(3).replace("ok", "no"));
    return lines;
  }

  private static List<String> without(int seq) {
    var lines = new ArrayList<>(ExportedChain.of(RECORDS));
    lines.remove(seq);
    return lines;
  }

  private static List<String> forgedAt(int seq) {
    var lines = new ArrayList<>(ExportedChain.of(RECORDS));
    lines.set(seq, forged(lines.get(seq)));
    return lines;
  }

  private static List<String> foreign() {
    var lines = new ArrayList<>(ExportedChain.of(RECORDS));
    var text = lines.get(3).replace("-000000000001", "-000000000002");
    var json = text.substring(0, text.lastIndexOf(",\"hash\"")) + "}";
    lines.set(3, AuditLink.withHash(json, Sha256.hex(json)));
    return lines;
  }

  @Test
  void shouldTakeNoOtherFileForAnExport() {
    for (var text : List.of("", "hello", "{}", "\u0000\u0001", "[1]\n", "{\"a\":1}\n".repeat(9))) {
      assertThat(check(text.getBytes(UTF_8))).isEqualTo(new Outcome.Unusable());
    }
  }

  /** A million records pass through; the memory of the test would not hold them. */
  @Test
  @Tag("long")
  void shouldCheckAMillionRecordsInThirtySeconds() throws IOException {
    // Given
    int records = 1_000_000;
    var chain = new ExportedChain();
    long wrote = System.nanoTime();
    for (int n = 0; n < records; n++) {
      chain.next();
    }
    var header = ExportedChain.header(records, chain.hash());
    var writing = Duration.ofNanos(System.nanoTime() - wrote);

    // When
    long began = System.nanoTime();
    var outcome = ExportCheck.of(new Pour(header, records), Optional.empty());
    var took = Duration.ofNanos(System.nanoTime() - began);

    // Then
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Intact.class, intact -> assertThat(intact.records()).isEqualTo(records));
    assertThat(took.minus(writing)).isLessThan(Duration.ofSeconds(30)); // they are written again
  }

  /** An export that is made while it is read. */
  private static final class Pour extends InputStream {
    private final ExportedChain chain = new ExportedChain();
    private int left;
    private byte[] line;
    private int at;

    Pour(String header, int records) {
      this.left = records;
      this.line = (header + "\n").getBytes(UTF_8);
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("read more at once");
    }

    @Override
    public int read(byte[] into, int from, int length) {
      if (at == line.length) {
        if (left == 0) {
          return -1;
        }
        left--;
        line = (chain.next() + "\n").getBytes(UTF_8);
        at = 0;
      }
      int count = Math.min(length, line.length - at);
      System.arraycopy(line, at, into, from, count);
      at += count;
      return count;
    }
  }

  private static Outcome check(List<String> lines) {
    return check(ExportedChain.bytes(lines));
  }

  private static Outcome check(byte[] export) {
    try {
      return ExportCheck.of(new ByteArrayInputStream(export), Optional.empty());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
