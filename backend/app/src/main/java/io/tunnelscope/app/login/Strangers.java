package io.tunnelscope.app.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.netty.util.NetUtil;
import io.tunnelscope.app.db.Db;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Slows down addresses from which somebody tries to prove who they are and fails. Each node has a
 * bucket for an address; the database counts what all nodes see, so that more nodes give no more
 * tries. Safe for any thread.
 */
final class Strangers {
  private static final int MOST_PAUSED = 50_000;
  private static final int SECONDS = 60;
  private static final int NETWORK_BYTES = 8;

  private final RateLimit here;
  private final FailedProofStore everywhere;
  private final Clock clock;
  private final int mostInAMinute;
  private final Cache<String, Instant> pausedUntil =
      Caffeine.newBuilder().maximumSize(MOST_PAUSED).build();

  Strangers(Db db, Clock clock, Limits.Limit limit) {
    this.here = new RateLimit(clock, limit);
    this.everywhere = new FailedProofStore(db);
    this.clock = clock;
    this.mostInAMinute = (int) Math.ceil(limit.burst() + SECONDS * limit.perSecond());
  }

  /** How long the address has to wait, as far as this node knows; takes no try. */
  Duration pause(String ip) {
    var address = network(ip);
    var until = pausedUntil.getIfPresent(address);
    var left = until == null ? Duration.ZERO : Duration.between(clock.instant(), until);
    return left.isPositive() ? left : here.pause(address);
  }

  /** Takes a try of the address. Zero when there was one, else how long to wait for the next. */
  Future<Duration> take(String ip) {
    var known = pause(ip);
    if (known.isPositive()) {
      return Future.succeededFuture(known);
    }
    var address = network(ip);
    here.take(address);
    var now = clock.instant();
    return everywhere
        .count(address, now)
        .map(
            times -> {
              if (times > mostInAMinute) {
                pausedUntil.put(address, now.truncatedTo(ChronoUnit.MINUTES).plusSeconds(SECONDS));
              }
              return times > mostInAMinute ? pause(ip) : Duration.ZERO;
            });
  }

  /** Of IPv6 the network: whoever has one address there has all of them. */
  private static String network(String ip) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(ip);
    if (bytes == null || bytes.length <= NETWORK_BYTES) {
      return ip;
    }
    for (int n = NETWORK_BYTES; n < bytes.length; n++) {
      bytes[n] = 0;
    }
    return NetUtil.bytesToIpAddress(bytes);
  }
}
