package io.tunnelscope.app.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "version", description = "The version of this program.")
final class VersionVerb implements Verb {
  @Mixin HelpOption help;

  @Override
  public ExitStatus run(Terminal terminal) {
    var version = Optional.ofNullable(VersionVerb.class.getPackage().getImplementationVersion());
    terminal
        .out()
        .line("Tunnelscope " + version.orElse("(not packed)") + ", Java " + Runtime.version());
    return ExitStatus.OK;
  }
}
