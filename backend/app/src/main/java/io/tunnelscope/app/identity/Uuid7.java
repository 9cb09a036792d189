package io.tunnelscope.app.identity;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** Source of UUIDv7 (RFC 9562, section 5.7): sorted by time, not guessable. Safe for any thread. */
public final class Uuid7 {
  private final Clock clock;
  private final SecureRandom random;

  public Uuid7(Clock clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  public UUID next() {
    return at(clock.instant());
  }

  /** An id as it would have been given at that time, for history that is written afterwards. */
  public UUID at(Instant time) {
    long high = (time.toEpochMilli() << 16) | 0x7000 | random.nextInt(0x1000);
    long low = 0x8000_0000_0000_0000L | (random.nextLong() >>> 2);
    return new UUID(high, low);
  }
}
