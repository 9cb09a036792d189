package io.tunnelscope.app.slack;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.commands.Occasion;
import java.util.Set;

/**
 * A channel's wish to hear of a target.
 *
 * @param target ARM id, or {@link #ALL_TARGETS}
 * @param targetName as people call it
 * @param on never empty
 * @param isDigest one message an hour for all
 * @param madeBy who wished it, for people to see
 * @param user Slack's id of the same: in a conversation with the bot the one who is told
 */
public record ChannelSubscription(
    Channel channel,
    String target,
    String targetName,
    Set<Occasion> on,
    boolean isDigest,
    String madeBy,
    String user) {
  public static final String ALL_TARGETS = "*";

  public ChannelSubscription {
    requireNonNull(channel, "channel");
    requireNonNull(target, "target");
    requireNonNull(targetName, "targetName");
    requireNonNull(madeBy, "madeBy");
    requireNonNull(user, "user");
    on = Set.copyOf(on);
    if (on.isEmpty()) {
      throw new IllegalArgumentException("a subscription names an occasion");
    }
  }

  /** The same on other occasions. */
  ChannelSubscription on(Set<Occasion> others) {
    return new ChannelSubscription(channel, target, targetName, others, isDigest, madeBy, user);
  }
}
