package io.tunnelscope.app.cli;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which records. */
final class AuditFilterOptions {
  @Option(
      names = "--actor",
      paramLabel = "NAME",
      description = "A part of the name of who did it or on whose behalf, or the whole id.")
  private Optional<String> actor;

  @Option(
      names = "--action",
      paramLabel = "ACTION",
      description = "Like run.start; run for all that begin with it.")
  private Optional<String> action;

  @Option(names = "--object", paramLabel = "ID", description = "What it was done to.")
  private Optional<String> object;

  @Option(names = "--result", paramLabel = "RESULT", description = "ok, denied or failed.")
  private Optional<String> result;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "At this time or later, like 2026-11-23T08:00:00Z.")
  private Optional<String> from;

  @Option(names = "--to", paramLabel = "TIME", description = "Before this time.")
  private Optional<String> to;

  /** As parameters of an address, without what separates them from what goes before. */
  String query() {
    return Stream.of(
            pair("actor", actor),
            pair("action", action),
            pair("object", object),
            pair("result", result),
            pair("from", from),
            pair("to", to))
        .flatMap(Optional::stream)
        .collect(Collectors.joining("&"));
  }

  private static Optional<String> pair(String name, Optional<String> value) {
    return value.map(text -> name + "=" + Server.encoded(text));
  }
}
