package io.tunnelscope.app.runs;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tunnelscope.app.bundles.LogFileRow;
import io.tunnelscope.core.language.Language;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A run with all that is known of it, as its page shows it. */
public record RunJson(
    @JsonUnwrapped RunSummaryJson summary,
    String provider,
    SubscriptionJson subscription,
    boolean active,
    int attempt,
    Optional<Integer> position,
    Optional<WaitingJson> waiting,
    Optional<Instant> expectedStart,
    Optional<String> previousRun,
    Optional<DiagnosisJson> diagnosis,
    List<LogFileRow> logs,
    Optional<BundleJson> bundle,
    Optional<DiffJson> diff) {

  /** Where it waits or ran. */
  public record SubscriptionJson(String id, String name) {}

  /** Why it has not begun, for programs and in words. */
  public record WaitingJson(String reason, String text) {
    static WaitingJson of(Waiting waiting, Language language) {
      return new WaitingJson(waiting.reason().name(), waiting.text().in(language));
    }
  }

  /** Size of the stored zip. */
  public record BundleJson(long bytes) {}

  public static RunJson of(RunDetails details, Language language) {
    var run = details.run();
    return new RunJson(
        RunSummaryJson.of(run, language),
        run.provider(),
        new SubscriptionJson(run.subscription().toString(), run.subscriptionName()),
        run.active(),
        run.attempt(),
        details.position(),
        details.waiting().map(waiting -> WaitingJson.of(waiting, language)),
        details.expectedStart(),
        run.previous().map(Object::toString),
        details.diagnosis().map(diagnosis -> DiagnosisJson.of(diagnosis, language)),
        details.logs(),
        details.bundle().map(bundle -> new BundleJson(bundle.bytes())),
        details.changes().map(changes -> changes.json(run, language)));
  }
}
