package io.tunnelscope.app.cli;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "help", description = "All verbs, or one of them in full.")
final class HelpVerb implements Verb {
  @Parameters(arity = "0..1", paramLabel = "VERB", description = "The verb to explain.")
  private Optional<String> verb;

  @Mixin HelpOption help;
  @Spec private CommandSpec spec;

  @Override
  public ExitStatus run(Terminal terminal) {
    CommandLine all = spec.parent().commandLine();
    terminal
        .out()
        .print(
            verb.map(name -> HelpText.of(find(all, name), terminal.width()))
                .orElseGet(() -> HelpText.overview(all, terminal)));
    return ExitStatus.OK;
  }

  private static CommandLine find(CommandLine all, String name) {
    return Optional.ofNullable(all.getSubcommands().get(name))
        .orElseThrow(() -> CommandLineMistake.unknownVerb(name, all));
  }
}
