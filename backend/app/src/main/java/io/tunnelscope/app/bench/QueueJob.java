package io.tunnelscope.app.bench;

import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.runs.Lease;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;

/**
 * A job of the benchmark. Everything about it is told by the ids of its run, so that a worker knows
 * it from its lease alone: the queue carries nothing else.
 *
 * @param number in its list, less than 131,072
 * @param lane number of its key
 */
record QueueJob(int number, Kind kind, int lane) {
  private static final long ANY_DAY = 0x0199_0000_0000_0000L;
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 1L << 63;
  private static final int NUMBER_BITS = 17;

  /** How keys and tenants are named. */
  enum Kind {
    NONE(0),
    KEYED(1),
    COLD(2),
    /** All keys belong to one tenant. */
    HOT(3);

    private final long code;

    Kind(long code) {
      this.code = code;
    }

    static Kind of(long code) {
      return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst().orElseThrow();
    }
  }

  TenantId tenant() {
    return new TenantId(new UUID(ANY_DAY | VERSION_7 | kind.code, VARIANT | tenantNumber()));
  }

  private int tenantNumber() {
    return kind == Kind.HOT ? 0 : lane;
  }

  SubscriptionId subscription() {
    return new SubscriptionId(new UUID(ANY_DAY | VERSION_7 | kind.code, VARIANT | lane));
  }

  /**
   * Differs with the lane too: a key of the benchmark is no part of it.
   *
   * @param micros when it was queued, on the clock of all processes of this machine
   */
  RunId run(long micros) {
    return new RunId(
        new UUID(
            ANY_DAY | (long) lane << 16 & 0xFFFF_0000L | VERSION_7 | kind.code,
            VARIANT | micros << NUMBER_BITS | number));
  }

  /** The line of a job that was done, as the harness reads it. */
  static String line(Lease lease, long startMicros, long endMicros) {
    var run = lease.run().value();
    long told = run.getLeastSignificantBits() & ~VARIANT;
    long number = told & (1L << NUMBER_BITS) - 1;
    return "J\t%s\t%d\t%d\t%d\t%d"
        .formatted(key(lease), told >>> NUMBER_BITS, startMicros, endMicros, number);
  }

  private static String key(Lease lease) {
    var subscription = lease.subscription().value();
    long lane = subscription.getLeastSignificantBits() & ~VARIANT;
    return switch (Kind.of(subscription.getMostSignificantBits() & 0xF)) {
      case NONE -> "";
      case KEYED -> "t" + lane + "/s";
      case COLD -> "c" + lane + "/s";
      case HOT -> "hot/" + lane;
    };
  }

  /** As the tenant is called. */
  String tenantSlug() {
    return (kind.name() + tenantNumber()).toLowerCase(Locale.ROOT);
  }

  static long nowMicros() {
    return System.nanoTime() / 1000;
  }
}
