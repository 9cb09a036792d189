package io.tunnelscope.app.slack;

import java.time.Duration;
import java.util.Optional;

/**
 * Calls of the Web API that we make, with the pace that Slack allows a workspace. The tiers are
 * lower bounds ("50 and more a minute"); who keeps them is not told 429 by a workspace that nobody
 * else floods.
 */
enum SlackMethod {
  /** "Several hundred a minute" a workspace, and {@link #ONE_CHANNEL} in each channel. */
  POST_MESSAGE("chat.postMessage", 300, "chat:write"),
  /** Tier 4. */
  POST_EPHEMERAL("chat.postEphemeral", 100, "chat:write"),
  /** Tier 3. */
  UPDATE("chat.update", 50, "chat:write"),
  /** Tier 3. */
  OPEN_CONVERSATION("conversations.open", 50, "im:write"),
  /** Tier 3. */
  UNFURL("chat.unfurl", 50, "links:write"),
  /** Tier 4. */
  BEGIN_UPLOAD("files.getUploadURLExternal", 100, "files:write"),
  /** Tier 4. */
  COMPLETE_UPLOAD("files.completeUploadExternal", 100, "files:write"),
  /** Tier 4. */
  PUBLISH_HOME("views.publish", 100, ""),
  /** Tier 4. */
  OPEN_VIEW("views.open", 100, ""),
  /** Tier 4. */
  USER("users.info", 100, "users:read"),
  /** Tier 3. */
  REVOKE("auth.revoke", 50, "");

  /** Messages a minute in one channel. */
  static final Pace ONE_CHANNEL = new Pace(60, 2);

  /**
   * How fast.
   *
   * @param perMinute on average
   * @param burst how many may go at once after a rest
   */
  record Pace(int perMinute, int burst) {
    Duration each() {
      return Duration.ofMinutes(1).dividedBy(perMinute);
    }

    /** How far ahead of the clock calls may be. */
    Duration ahead() {
      return each().multipliedBy(burst - 1);
    }
  }

  private static final int BURST = 10;

  private final String wire;
  private final int perMinute;
  private final String scope;

  /**
   * @param scope that an app needs to call it; empty for none
   */
  SlackMethod(String wire, int perMinute, String scope) {
    this.wire = wire;
    this.perMinute = perMinute;
    this.scope = scope;
  }

  Optional<String> scope() {
    return Optional.of(scope).filter(name -> !name.isEmpty());
  }

  String wire() {
    return wire;
  }

  Pace pace() {
    return new Pace(perMinute, BURST);
  }
}
