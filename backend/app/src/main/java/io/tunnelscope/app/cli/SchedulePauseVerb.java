package io.tunnelscope.app.cli;

import picocli.CommandLine.Command;

@Command(name = "pause", description = "Starts no runs until it is resumed.")
final class SchedulePauseVerb extends PausingVerb {
  SchedulePauseVerb() {
    super(true);
  }
}
