package io.tunnelscope.app.cli;

import io.tunnelscope.core.language.Language;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the server is. */
final class ServerOptions {
  @Option(
      names = "--env",
      paramLabel = "FILE",
      description = {
        "Lines NAME=value with TUNNELSCOPE_URL, TUNNELSCOPE_TENANT and TUNNELSCOPE_TOKEN.",
        "The environment goes first; without either, those of the demo on this machine."
      })
  Optional<Path> file;

  Server server(Terminal terminal, ResultOptions options) {
    return server(terminal, options.language(terminal));
  }

  Server server(Terminal terminal, Language language) {
    return new Server(
        ServerAddress.find(terminal.environment(), file, DataFolder.candidates(terminal)),
        language);
  }
}
