package io.tunnelscope.app.slack;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A channel's wish to hear of a target.
 *
 * @param target ARM id, or {@link #ALL_TARGETS}
 * @param targetName as people call it
 * @param on never empty
 * @param isDigest one message an hour for all
 * @param madeBy who wished it, for people to see
 */
public record ChannelSubscription(
    Channel channel,
    String target,
    String targetName,
    Set<Occasion> on,
    boolean isDigest,
    String madeBy) {
  public static final String ALL_TARGETS = "*";

  /** What a run must have come to. */
  public enum Occasion {
    /** The target is unhealthy and was not, or is looked at for the first time. */
    UNHEALTHY,
    /** Something differs from the run before. */
    CHANGED,
    /** The target is healthy and was not. */
    RECOVERED,
    /** Any end of a run but a cancelled one. */
    ALL;

    /** As people write it. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Occasion> parse(String wire) {
      return Arrays.stream(values()).filter(each -> each.wire().equalsIgnoreCase(wire)).findFirst();
    }
  }

  public ChannelSubscription {
    requireNonNull(channel, "channel");
    requireNonNull(target, "target");
    requireNonNull(targetName, "targetName");
    requireNonNull(madeBy, "madeBy");
    on = Set.copyOf(on);
    if (on.isEmpty()) {
      throw new IllegalArgumentException("a subscription names an occasion");
    }
  }
}
