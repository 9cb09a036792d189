package io.tunnelscope.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "slack",
    description = "What an admin needs to set the Slack app up.",
    subcommands = SlackManifestVerb.class)
final class SlackVerb {
  @Mixin HelpOption help;
}
