package io.tunnelscope.app.cli;

import io.tunnelscope.core.language.Language;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How and in which language a verb answers. */
final class ResultOptions {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text (for people) or json. Default: text.")
  Format format;

  @Option(
      names = "--language",
      paramLabel = "LANGUAGE",
      description = "en or ko. Default: the language of the environment (LANG).")
  Optional<Language> chosen;

  Language language(Terminal terminal) {
    return chosen.orElseGet(terminal::language);
  }

  boolean isJson() {
    return format == Format.JSON;
  }
}
