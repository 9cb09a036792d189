package io.tunnelscope.app.cli;

import io.tunnelscope.core.language.Language;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "manifest",
    description = {
      "The manifest of the Slack app for this server, as JSON; for admins.",
      "To be pasted where Slack makes an app from a manifest."
    })
final class SlackManifestVerb implements Verb {
  @Option(
      names = "--language",
      paramLabel = "LANGUAGE",
      description = "en or ko. Default: the language of the environment (LANG).")
  private Optional<Language> language;

  @Mixin HelpOption help;
  @Mixin private ServerOptions server;

  @Override
  public ExitStatus run(Terminal terminal) throws InterruptedException {
    var api = server.server(terminal, language.orElseGet(terminal::language));
    terminal.out().print(Json.pretty(api.get("slack/manifest")));
    return ExitStatus.OK;
  }
}
