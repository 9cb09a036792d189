package io.tunnelscope.app.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which runs; called as in the API. */
final class RunFilterOptions {
  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only queued, running, succeeded, failed or cancelled ones.")
  private Optional<String> state;

  @Option(
      names = "--code",
      paramLabel = "CODE",
      description = "Only those that found it Healthy, UnHealthy or Undetermined.")
  private Optional<String> code;

  @Option(
      names = "--fault",
      paramLabel = "FAULT",
      description = "Only those that found this, like Authentication.")
  private Optional<String> fault;

  @Option(
      names = "--cause",
      paramLabel = "CAUSE",
      description = "Only those with this root cause, like AUTH_PSK_MISMATCH.")
  private Optional<String> cause;

  @Option(
      names = "--source",
      paramLabel = "SOURCE",
      description =
          "Only those that came this way: user, api, cli, upload, schedule, slack, arm or seed.")
  private Optional<String> source;

  @Option(
      names = "--requester",
      paramLabel = "NAME",
      description = "Only those of whoever has this in the name.")
  private Optional<String> requester;

  @Option(
      names = "--changed",
      description = "Only those that found something else than the run before.")
  private boolean changed;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Asked for at this time or later, like 2026-11-23T08:00:00Z.")
  private Optional<String> from;

  @Option(names = "--to", paramLabel = "TIME", description = "Asked for before this time.")
  private Optional<String> to;

  /** Each as a parameter of an address; none when all runs are wanted. */
  Stream<String> parameters() {
    return Stream.of(
            parameter("state", state.map(text -> text.toUpperCase(Locale.ROOT))),
            parameter("code", code),
            parameter("fault", fault),
            parameter("cause", cause.map(text -> text.toUpperCase(Locale.ROOT))),
            parameter("source", source.map(text -> text.toLowerCase(Locale.ROOT))),
            parameter("requester", requester),
            parameter("changed", changed ? Optional.of("true") : Optional.empty()),
            parameter("from", from),
            parameter("to", to))
        .flatMap(Optional::stream);
  }

  static Optional<String> parameter(String name, Optional<String> value) {
    return value.map(text -> name + "=" + Server.encoded(text));
  }

  /** The path of a list with what narrows it. */
  static String address(String path, Stream<String> parameters) {
    var query = parameters.collect(Collectors.joining("&"));
    return query.isEmpty() ? path : path + "?" + query;
  }
}
