package io.tunnelscope.app.verify;

import java.io.IOException;
import java.util.Optional;

/** Follows the records of one tenant, in their order, and holds the checkpoints against them. */
final class Chain {
  private final String tenant;
  private final boolean complete;
  private final SignedHeads signed;
  private long first;
  private long last;
  private long records;
  private String hash = "";

  /**
   * @param complete whether no record may be missing between two
   */
  Chain(String tenant, boolean complete, SignedHeads signed) {
    this.tenant = tenant;
    this.complete = complete;
    this.signed = signed;
  }

  long last() {
    return last;
  }

  long first() {
    return first;
  }

  long records() {
    return records;
  }

  /** Of the last record; empty before the first. */
  String hash() {
    return hash;
  }

  /** What is wrong with the next record; empty when it fits. */
  Optional<Fault> add(Link link) throws IOException, BadCheckpoint {
    var fault = misfit(link);
    if (fault.isPresent()) {
      return fault;
    }
    if (records == 0) {
      first = link.seq();
    }
    records++;
    last = link.seq();
    hash = link.hash();
    return signed.agreesWith(link) ? Optional.empty() : Optional.of(Fault.NOT_AS_SIGNED);
  }

  private Optional<Fault> misfit(Link link) {
    if (!link.tenant().equals(tenant)) {
      return Optional.of(Fault.FOREIGN);
    }
    if (link.seq() == 1 && !link.previous().equals(Link.BEGINNING)) {
      return Optional.of(Fault.UNLINKED);
    }
    if (records == 0) {
      return link.seq() < 1 ? Optional.of(Fault.OUT_OF_ORDER) : Optional.empty();
    }
    boolean follows = link.seq() == last + 1;
    if (complete ? !follows : link.seq() <= last) {
      return Optional.of(Fault.OUT_OF_ORDER);
    }
    return follows && !link.previous().equals(hash)
        ? Optional.of(Fault.UNLINKED)
        : Optional.empty();
  }
}
