package io.tunnelscope.app.identity;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** A troubleshoot run: a UUIDv7, so that runs sort by the time they were asked for. */
public record RunId(UUID value) implements Comparable<RunId> {
  public RunId {
    requireNonNull(value);
  }

  /** Unsigned order, as Postgres orders {@code uuid}; {@link UUID#compareTo} is signed. */
  @Override
  public int compareTo(RunId other) {
    int high =
        Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(
            value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
