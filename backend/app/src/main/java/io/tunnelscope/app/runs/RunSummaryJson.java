package io.tunnelscope.app.runs;

import io.tunnelscope.app.runs.Run.Verdict;
import io.tunnelscope.core.diagnosis.ActionCatalog;
import io.tunnelscope.core.language.Language;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** A run in short, as lists show it. */
public record RunSummaryJson(
    String id,
    String target,
    String targetName,
    String kind,
    String state,
    String source,
    RequesterJson requestedBy,
    Instant queuedAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    boolean cancelRequested,
    Optional<String> code,
    Optional<String> severity,
    Optional<String> fault,
    Optional<String> cause,
    Optional<String> summary,
    Optional<Boolean> changed,
    Optional<FailureJson> failure) {

  /** Who asked for it. */
  public record RequesterJson(Optional<String> id, String name) {}

  /** Why there is no diagnosis; the detail is for people, in their language. */
  public record FailureJson(String reason, String detail) {}

  public static RunSummaryJson of(Run run, Language language) {
    var worst = run.verdict().map(Verdict::worst);
    return new RunSummaryJson(
        run.id().toString(),
        run.target().value(),
        run.targetName(),
        run.kind().toLowerCase(Locale.ROOT),
        run.state().name(),
        run.source().wire(),
        new RequesterJson(run.requestedBy().id().map(Object::toString), run.requestedBy().name()),
        run.times().queued(),
        run.times().started(),
        run.times().finished(),
        run.times().cancelRequested().isPresent(),
        run.verdict().map(verdict -> verdict.code().wireName()),
        run.verdict().map(verdict -> verdict.severity().wireName()),
        worst.map(finding -> finding.fault().wireId()),
        worst.map(finding -> finding.cause().name()),
        worst.map(finding -> ActionCatalog.explain(finding, language).summary()),
        run.changed(),
        run.failure()
            .map(failure -> new FailureJson(failure.reason(), failure.text().in(language))));
  }
}
