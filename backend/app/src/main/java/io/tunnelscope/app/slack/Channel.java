package io.tunnelscope.app.slack;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * A channel of a workspace, or a conversation with the bot.
 *
 * @param workspace ours, not Slack's
 * @param id Slack's id
 */
public record Channel(UUID workspace, String id) {
  public Channel {
    requireNonNull(workspace, "workspace");
    requireNonNull(id, "id");
  }

  /** Whether more people than the bot and one other may be there. */
  boolean isShared() {
    return id.startsWith("C") || id.startsWith("G");
  }

  /** Messages to one place keep their order; places do not wait for each other. */
  String lane() {
    return workspace + "/" + id;
  }
}
