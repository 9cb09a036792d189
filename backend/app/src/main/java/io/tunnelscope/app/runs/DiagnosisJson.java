package io.tunnelscope.app.runs;

import io.tunnelscope.core.diagnosis.ActionCatalog;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.ComparedField;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.diagnosis.Explanation;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Notice;
import io.tunnelscope.core.diagnosis.RecommendedAction;
import io.tunnelscope.core.diagnosis.Severity;
import io.tunnelscope.core.diagnosis.TimelineStep;
import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.Missing;
import io.tunnelscope.core.language.Language;
import io.tunnelscope.core.network.ArmId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A diagnosis as it goes over the wire and out of the command line, in one language. */
public record DiagnosisJson(
    Instant startTime,
    Instant endTime,
    String code,
    Optional<String> target,
    String severity,
    List<Result> results,
    List<Result> notices,
    List<Step> timeline,
    List<MissingJson> missing) {

  /**
   * A finding, or without an id a notice.
   *
   * @param id the fault
   */
  public record Result(
      Optional<String> id,
      String cause,
      String severity,
      String certainty,
      String summary,
      String detail,
      List<Proof> evidence,
      List<Action> recommendedActions,
      List<Row> comparison,
      Map<String, String> facts) {}

  /**
   * Both sides of a mismatch in one field.
   *
   * @param field in no language
   * @param label the field in words
   * @param ours what the side that wrote the log has
   * @param theirs what its peer has
   */
  public record Row(String field, String label, List<String> ours, List<String> theirs) {}

  /** A line that shows it, secrets redacted. */
  public record Proof(String file, int line, String text) {}

  /** What to do next; member names are Azure's. */
  public record Action(String actionText, String actionUri, String actionUriText) {}

  /**
   * A step of the negotiation that the root cause is about.
   *
   * @param direction {@code sent}, {@code received} or {@code none}
   * @param event in no language
   * @param text the event in words
   * @param detail what was offered or reported, empty when nothing
   */
  public record Step(
      Optional<Instant> at,
      String direction,
      String exchange,
      String event,
      int times,
      String text,
      Optional<String> detail,
      String file,
      int line) {}

  /** What could not be seen, and why in words. */
  public record MissingJson(String probe, String why) {}

  public static DiagnosisJson of(Diagnosis diagnosis, Language language) {
    return new DiagnosisJson(
        diagnosis.startTime(),
        diagnosis.endTime(),
        diagnosis.code().wireName(),
        diagnosis.target().map(ArmId::value),
        diagnosis.severity().wireName(),
        diagnosis.findings().stream().map(finding -> result(finding, language)).toList(),
        diagnosis.notices().stream().map(notice -> result(notice, language)).toList(),
        diagnosis.timeline().stream().map(step -> step(step, language)).toList(),
        diagnosis.missing().stream().map(missing -> missing(missing, language)).toList());
  }

  private static Result result(Finding finding, Language language) {
    return result(
        Optional.of(finding.fault().wireId()),
        finding.cause().name(),
        finding.severity(),
        finding.certainty(),
        ActionCatalog.explain(finding, language),
        finding.proof(),
        ComparedField.of(finding).stream().map(row -> row(row, language)).toList(),
        finding.facts());
  }

  private static Result result(Notice notice, Language language) {
    return result(
        Optional.empty(),
        notice.kind().name(),
        notice.severity(),
        notice.certainty(),
        ActionCatalog.explain(notice, language),
        notice.proof(),
        List.of(),
        notice.facts());
  }

  private static Result result(
      Optional<String> id,
      String cause,
      Severity severity,
      Certainty certainty,
      Explanation words,
      List<EvidenceRef> proof,
      List<Row> comparison,
      Map<String, String> facts) {
    return new Result(
        id,
        cause,
        severity.wireName(),
        certainty.wireName(),
        words.summary(),
        words.detail(),
        proof.stream().map(ref -> new Proof(ref.file(), ref.line(), ref.text())).toList(),
        words.actions().stream().map(DiagnosisJson::action).toList(),
        comparison,
        facts);
  }

  private static Row row(ComparedField field, Language language) {
    var readable = field.readable();
    return new Row(field.field(), field.label(language), readable.ours(), readable.theirs());
  }

  private static Action action(RecommendedAction action) {
    return new Action(action.text(), action.uri().toString(), action.uriText());
  }

  private static Step step(TimelineStep step, Language language) {
    return new Step(
        step.at(),
        step.direction().wireName(),
        step.exchange().name(),
        step.event().name(),
        step.times(),
        ActionCatalog.explain(step, language),
        Optional.of(step.detail()).filter(detail -> !detail.isBlank()),
        step.file(),
        step.line());
  }

  private static MissingJson missing(Missing missing, Language language) {
    return new MissingJson(missing.probe(), ActionCatalog.why(missing, language));
  }
}
