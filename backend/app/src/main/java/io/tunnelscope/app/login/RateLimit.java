package io.tunnelscope.app.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;

/**
 * A bucket of tries for each key, filled again at a steady rate. Keeps a bounded number of keys;
 * one that is forgotten starts with a full bucket. Safe for any thread.
 */
public final class RateLimit {
  private static final int MOST_KEYS = 50_000;

  private record Bucket(double tries, long atMillis) {}

  private final Clock clock;
  private final Limits.Limit limit;
  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(MOST_KEYS).build();

  public RateLimit(Clock clock, Limits.Limit limit) {
    this.clock = clock;
    this.limit = limit;
  }

  /** Takes a try. Zero when there was one, else how long to wait for the next. */
  public Duration take(String key) {
    long now = clock.millis();
    boolean[] taken = new boolean[1];
    var left =
        buckets
            .asMap()
            .compute(
                key,
                (_, before) -> {
                  double tries = filled(before, now);
                  taken[0] = tries >= 1;
                  return new Bucket(taken[0] ? tries - 1 : tries, now);
                });
    return taken[0] ? Duration.ZERO : untilNext(left.tries());
  }

  /** How long to wait until there is a try; takes none. */
  Duration pause(String key) {
    var bucket = buckets.getIfPresent(key);
    double tries = filled(bucket, clock.millis());
    return tries >= 1 ? Duration.ZERO : untilNext(tries);
  }

  private double filled(Bucket bucket, long now) {
    return bucket == null
        ? limit.burst()
        : Math.min(
            limit.burst(),
            bucket.tries() + Math.max(0, now - bucket.atMillis()) * limit.perSecond() / 1000);
  }

  private Duration untilNext(double tries) {
    return Duration.ofMillis((long) Math.ceil((1 - tries) * 1000 / limit.perSecond()));
  }
}
