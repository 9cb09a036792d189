package io.tunnelscope.app.verify;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * What checkpoints say of one tenant, read beside its records: both go up, so neither has to be
 * kept.
 */
final class SignedHeads {
  /**
   * Where the chain of a tenant ended when it was signed.
   *
   * @param at when, ISO 8601
   */
  record Head(long seq, String hash, String at) {}

  private final String tenant;
  private final Optional<CheckpointReader> reader;
  private Optional<Head> next = Optional.empty();
  private boolean started;
  private long agreed;

  SignedHeads(String tenant, Optional<CheckpointReader> reader) {
    this.tenant = tenant;
    this.reader = reader;
  }

  /** How many checkpoints were met so far. */
  long agreed() {
    return agreed;
  }

  /** False when a checkpoint says something else of that record. */
  boolean agreesWith(Link link) throws IOException, BadCheckpoint {
    for (var head = peek(); head.isPresent() && head.get().seq() <= link.seq(); head = advance()) {
      if (head.get().seq() == link.seq()) {
        if (!head.get().hash().equals(link.hash())) {
          return false;
        }
        agreed++;
      }
    }
    return true;
  }

  /**
   * Whether a head was signed that no record reached.
   *
   * @param above only heads with a greater number count
   * @param at and only those that were signed before that time, ISO 8601; empty for any time
   */
  boolean anyLeft(long above, Optional<String> at) throws IOException, BadCheckpoint {
    var before = at.map(Instant::parse);
    boolean found = false;
    // To the end, so that every checkpoint is looked at.
    for (var head = peek(); head.isPresent(); head = advance()) {
      var signedAt = Instant.parse(head.get().at());
      found |= head.get().seq() > above && before.map(signedAt::isBefore).orElse(true);
    }
    return found;
  }

  private Optional<Head> peek() throws IOException, BadCheckpoint {
    if (!started) {
      started = true;
      advance();
    }
    return next;
  }

  private Optional<Head> advance() throws IOException, BadCheckpoint {
    long before = next.map(Head::seq).orElse(0L);
    next = reader.isPresent() ? reader.get().next(tenant) : Optional.empty();
    if (next.isPresent() && next.get().seq() < before) {
      throw new BadCheckpoint(Fault.CHECKPOINT_OUT_OF_ORDER, reader.orElseThrow().line());
    }
    return next;
  }
}
