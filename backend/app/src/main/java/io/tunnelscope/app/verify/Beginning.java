package io.tunnelscope.app.verify;

import java.util.Map;
import java.util.Optional;

/**
 * Where the records of a tenant begin. A chain whose first records were kept for long enough begins
 * later than with number 1; a later record of it tells the number and hash of the last one that
 * went.
 */
final class Beginning {
  private static final String EXPIRE = "audit.expire";

  private Optional<Link> first = Optional.empty();
  private boolean vouched;

  /**
   * Takes the records in their order.
   *
   * @param record the members of the same record
   */
  void add(Link link, Map<String, ?> record) {
    if (first.isEmpty()) {
      first = Optional.of(link);
    }
    vouched |= vouches(new Members(record));
  }

  /** False when records are missing before the first one, and none of the chain says so. */
  boolean isSound() {
    return vouched || first.isEmpty() || first.get().seq() == 1;
  }

  private boolean vouches(Members record) {
    var told = record.object("details");
    return record.text("action").equals(Optional.of(EXPIRE))
        && told.flatMap(last -> last.number("to")).equals(Optional.of(first.get().seq() - 1))
        && told.flatMap(last -> last.text("hash")).equals(Optional.of(first.get().previous()));
  }
}
