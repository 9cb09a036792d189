package io.tunnelscope.app.cli;

import picocli.CommandLine.Option;

/** Every verb explains itself. */
final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Explain this verb.")
  boolean asked;
}
