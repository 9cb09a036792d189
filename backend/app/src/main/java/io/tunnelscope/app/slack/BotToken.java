package io.tunnelscope.app.slack;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.settings.Secret;

/** What the bot shows Slack to act in a workspace; valid when it is handed out. */
public record BotToken(Workspace workspace, Secret text) {
  public BotToken {
    requireNonNull(workspace, "workspace");
    requireNonNull(text, "text");
  }
}
