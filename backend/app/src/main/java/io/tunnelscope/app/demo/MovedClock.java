package io.tunnelscope.app.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** A clock that goes as fast as the real one, at another time. */
final class MovedClock extends Clock {
  private final Clock real;
  private volatile Duration behind = Duration.ZERO;

  MovedClock(Clock real) {
    this.real = real;
  }

  /** From now on it shows this and goes on from there. */
  void moveTo(Instant time) {
    behind = Duration.between(time, real.instant());
  }

  /** From now on it shows the real time again. */
  void moveBack() {
    behind = Duration.ZERO;
  }

  @Override
  public Instant instant() {
    return real.instant().minus(behind);
  }

  @Override
  public ZoneId getZone() {
    return real.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return real.withZone(zone);
  }
}
