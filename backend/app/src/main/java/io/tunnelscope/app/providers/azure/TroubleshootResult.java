package io.tunnelscope.app.providers.azure;

import io.tunnelscope.core.diagnosis.Fault;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What Network Watcher came to, as far as it said so.
 *
 * @param code {@code Healthy}, {@code UnHealthy}, {@code Degraded}, or whatever comes next
 */
record TroubleshootResult(
    Optional<Instant> startTime,
    Optional<Instant> endTime,
    Optional<String> code,
    List<Detail> details) {
  private static final int MOST_DETAILS = 50;

  TroubleshootResult {
    details = List.copyOf(details);
  }

  /**
   * @param fault id of a fault that we know, else what was sent in its place
   */
  record Detail(String fault, String summary, String text, List<String> links) {
    private static final int MOST_LINKS = 20;
    private static final int LONGEST_LINK = 1_000;

    Detail {
      links = List.copyOf(links);
    }

    private static Detail read(Members said) {
      return new Detail(
          fault(said),
          said.text("summary").orElse(""),
          said.text("detail").or(() -> said.text("detailed")).orElse(""),
          said.objects("recommendedActions").stream()
              .flatMap(action -> action.address("actionUri").stream())
              .filter(link -> link.length() <= LONGEST_LINK)
              .limit(MOST_LINKS)
              .toList());
    }

    /** Real answers name the fault in {@code id}; one example has it in {@code reasonType}. */
    private static String fault(Members said) {
      var named = Stream.of("id", "reasonType").flatMap(name -> said.text(name).stream()).toList();
      return named.stream()
          .filter(text -> Fault.parse(text).isPresent())
          .findFirst()
          .or(() -> named.stream().findFirst())
          .orElse("");
    }
  }

  /** Empty when the object is no result at all. */
  static Optional<TroubleshootResult> read(Members said) {
    var result =
        new TroubleshootResult(
            said.time("startTime"),
            said.time("endTime"),
            said.text("code"),
            said.objects("results").stream().limit(MOST_DETAILS).map(Detail::read).toList());
    return Optional.of(result).filter(read -> read.code().isPresent() || !read.details().isEmpty());
  }

  boolean isHealthy() {
    return code.filter("Healthy"::equalsIgnoreCase).isPresent();
  }
}
