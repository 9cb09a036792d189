package io.tunnelscope.app.verify;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/**
 * Checks an export in JSON lines: every text against its hash, every record against the one before,
 * the last against what the first line says and against the checkpoints. One line in memory at a
 * time. Blocks; for the command line.
 */
public final class ExportCheck {
  private final Lines lines;
  private final Optional<CheckpointReader> checkpoints;
  private long line;

  private ExportCheck(Lines lines, Optional<CheckpointReader> checkpoints) {
    this.lines = lines;
    this.checkpoints = checkpoints;
  }

  /** What the first line says of the rest. */
  private record Header(
      String tenant,
      String at,
      long from,
      long to,
      boolean complete,
      boolean unfiltered,
      long headSeq,
      String headHash) {}

  /**
   * Reads to the end or to the first fault.
   *
   * @param export closed by the caller
   * @throws IOException when a file cannot be read
   * @throws IllegalArgumentException when the key of the checkpoints is none
   */
  public static Outcome of(InputStream export, Optional<Checkpoints> checkpoints)
      throws IOException {
    var reader = Checkpoints.open(checkpoints);
    try {
      return of(new Lines(export), reader);
    } finally {
      if (reader.isPresent()) {
        reader.get().close();
      }
    }
  }

  static Outcome of(Lines export, Optional<CheckpointReader> checkpoints) throws IOException {
    return new ExportCheck(export, checkpoints).run();
  }

  private Outcome run() throws IOException {
    var first = lines.next();
    line = 1;
    if (first.isEmpty() || first.get()[0] != '{') {
      return new Outcome.Unusable();
    }
    var header = Hashed.check(first.get()).flatMap(_ -> header(first.get()));
    if (header.isEmpty()) {
      boolean ours = Json.object(first.get()).filter(ExportCheck::isOurs).isPresent();
      return ours ? new Outcome.Bad(Fault.HEADER, "", 0, 1) : new Outcome.Unusable();
    }
    try {
      return records(header.get());
    } catch (BadCheckpoint e) {
      return e.outcome(header.get().tenant());
    }
  }

  private static boolean isOurs(Map<String, Object> json) {
    return json.containsKey("export") || json.containsKey("prev") && json.containsKey("seq");
  }

  private static Optional<Header> header(byte[] text) {
    var said = Json.object(text).map(Members::new).flatMap(json -> json.object("export"));
    var head = said.flatMap(export -> export.object("head"));
    if (said.isEmpty() || head.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Header(
            said.get().text("tenant").orElse(""),
            said.get().text("at").orElse(""),
            said.get().number("from").orElse(0L),
            said.get().number("to").orElse(0L),
            said.get().flag("complete").orElse(false),
            said.get().object("filter").filter(filter -> filter.json().isEmpty()).isPresent(),
            head.get().number("seq").orElse(0L),
            head.get().text("hash").orElse("")));
  }

  private Outcome records(Header header) throws IOException, BadCheckpoint {
    var signed = new SignedHeads(header.tenant(), checkpoints);
    var chain = new Chain(header.tenant(), header.complete(), signed);
    var beginning = new Beginning();
    for (var text = lines.next(); text.isPresent(); text = lines.next()) {
      line++;
      var hash = Hashed.check(text.get());
      if (hash.isEmpty()) {
        return bad(Fault.CHANGED, header, expected(header, chain));
      }
      var record = Json.object(text.get());
      var link = record.flatMap(members -> link(new Members(members), hash.get()));
      if (link.isEmpty()) {
        return bad(Fault.NO_RECORD, header, expected(header, chain));
      }
      boolean early = chain.records() == 0 && link.get().seq() != header.from();
      var fault = early ? Optional.of(Fault.OUT_OF_ORDER) : chain.add(link.get());
      if (fault.isPresent()) {
        return bad(fault.get(), header, named(fault.get(), link.get(), expected(header, chain)));
      }
      beginning.add(link.get(), record.orElseThrow());
    }
    // What begins later because a period was asked for needs nobody to say why.
    return header.unfiltered() && !beginning.isSound()
        ? new Outcome.Bad(Fault.OUT_OF_ORDER, header.tenant(), header.from() - 1, 0)
        : end(header, chain, signed);
  }

  /** Where one is missing, the missing one is named. */
  private static long named(Fault fault, Link link, long expected) {
    return fault == Fault.OUT_OF_ORDER ? expected : link.seq();
  }

  private static long expected(Header header, Chain chain) {
    return chain.records() == 0 ? header.from() : chain.last() + 1;
  }

  private static Optional<Link> link(Members record, String hash) {
    return record.number("seq").isEmpty() || record.text("prev").isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Link(
                record.text("tenant").orElse(""),
                record.number("seq").get(),
                record.text("prev").get(),
                hash));
  }

  private Outcome end(Header header, Chain chain, SignedHeads signed)
      throws IOException, BadCheckpoint {
    boolean none = header.from() > header.to();
    if (none ? chain.records() > 0 : chain.last() != header.to()) {
      return bad(Fault.CUT, header, expected(header, chain));
    }
    if (!none && header.to() == header.headSeq() && !chain.hash().equals(header.headHash())) {
      return bad(Fault.HEADER, header, header.to());
    }
    if (signed.anyLeft(header.headSeq(), Optional.of(header.at()))) {
      return bad(Fault.CUT, header, header.headSeq() + 1);
    }
    return new Outcome.Intact(
        header.tenant(),
        header.from(),
        header.to(),
        chain.records(),
        header.complete(),
        signed.agreed());
  }

  private Outcome bad(Fault fault, Header header, long seq) {
    return new Outcome.Bad(fault, header.tenant(), seq, fault == Fault.CUT ? line + 1 : line);
  }
}
