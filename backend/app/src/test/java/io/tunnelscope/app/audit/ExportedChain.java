package io.tunnelscope.app.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Makes exports with the product's own writer, without a database. */
final class ExportedChain {
  static final TenantId TENANT =
      new TenantId(UUID.fromString("01900000-0000-7000-8000-000000000001"));
  static final Instant BEGIN = Instant.parse("2026-11-23T08:00:00Z");

  private byte[] previous = AuditEntry.beginning();
  private long seq;

  /** The next record of the chain, as a line without its end. */
  String next() {
    seq++;
    var entry = entry(seq);
    var hash = entry.hash(TENANT.value(), previous);
    var line =
        new AuditLink(
                entry,
                AuditEntry.FORMAT,
                HexFormat.of().formatHex(previous),
                HexFormat.of().formatHex(hash))
            .line(TENANT);
    previous = hash;
    return line;
  }

  String hash() {
    return HexFormat.of().formatHex(previous);
  }

  /** The first line of an export of records 1 to n, whose head has that hash. */
  static String header(long n, String hash) {
    var any = Optional.<String>empty();
    var filter =
        new AuditFilter(Optional.empty(), any, any, any, any, Optional.empty(), Optional.empty());
    return AuditFormat.JSONL
        .begin(new AuditRange(TENANT, filter, BEGIN.plusSeconds(86_400 * 30), 1, n, true, n, hash))
        .strip();
  }

  /** A whole export, line by line. */
  static List<String> of(int records) {
    var chain = new ExportedChain();
    var lines = new ArrayList<String>();
    for (int n = 0; n < records; n++) {
      lines.add(chain.next());
    }
    lines.addFirst(header(records, chain.hash()));
    return lines;
  }

  static byte[] bytes(List<String> lines) {
    return (String.join("\n", lines) + "\n").getBytes(UTF_8);
  }

  private static AuditEntry entry(long seq) {
    return new AuditEntry(
        seq,
        BEGIN.plusMillis(seq),
        seq % 3 == 0 ? "token" : "person",
        Optional.of(new UUID(seq, 7)),
        "민수 \"" + seq % 17 + "\"",
        seq % 3 == 0 ? Optional.of("Ada") : Optional.empty(),
        seq % 2 == 0 ? "run.start" : "audit.read",
        seq % 2 == 0 ? Optional.of("run-" + seq) : Optional.empty(),
        seq % 11 == 0 ? "denied" : "ok",
        Optional.of("192.0.2." + seq % 250),
        Optional.of("curl/8 \\ x"),
        Optional.of("request-" + seq),
        new JsonObject()
            .put("target", "/subscriptions/x/" + seq)
            .put("n", seq)
            .put("list", new JsonArray().add(true).addNull().add("\u0001\n")));
  }
}
