package io.tunnelscope.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why a run waits and when it is expected to start, as far as the server says so. */
final class WaitText {
  private WaitText() {}

  /** Empty for a run that does not wait, and for one of which nothing can be told. */
  static Optional<String> of(JsonNode run, Words words) {
    if (!run.path("state").asText().equals("QUEUED")) {
      return Optional.empty();
    }
    return Optional.of(
            Stream.of(why(run), start(run, words))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", ")))
        .filter(text -> !text.isEmpty());
  }

  private static Optional<String> why(JsonNode run) {
    return Optional.of(run.at("/waiting/text").asText()).filter(text -> !text.isEmpty());
  }

  private static Optional<String> start(JsonNode run, Words words) {
    return Optional.of(Times.at(run.path("expectedStart").asText()))
        .filter(at -> !at.isEmpty())
        .map(at -> words.of("expected to start " + at + " UTC", "시작 예상 " + at + " UTC"));
  }
}
