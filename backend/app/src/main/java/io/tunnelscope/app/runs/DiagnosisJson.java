package io.tunnelscope.app.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tunnelscope.core.diagnosis.ActionCatalog;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.diagnosis.Explanation;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Notice;
import io.tunnelscope.core.diagnosis.RecommendedAction;
import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.Missing;
import io.tunnelscope.core.language.Language;
import io.tunnelscope.core.network.ArmId;
import java.time.Instant;
import java.util.List;

/**
 * A diagnosis on the wire, in the reader's language: the same from the API and from the command
 * line. Members that are null are left out.
 *
 * @param target ARM id; null when only logs were read
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DiagnosisJson(
    Instant startTime,
    Instant endTime,
    String code,
    String target,
    String severity,
    List<Result> results,
    List<Result> notices,
    List<NotSeen> missing) {

  /**
   * One thing that is wrong, or worth knowing.
   *
   * @param id the fault as Azure spells it; null for a notice
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Result(
      String id,
      String cause,
      String severity,
      String certainty,
      String summary,
      String detail,
      List<Proof> evidence,
      List<Advice> recommendedActions) {}

  /** A line that shows it; the first line of a file is 1. */
  public record Proof(String file, int line, String text) {}

  /** What to do next, and where to read on. */
  public record Advice(String actionText, String actionUri, String actionUriText) {}

  /** What could not be looked at. */
  public record NotSeen(String probe, String why) {}

  public static DiagnosisJson of(Diagnosis diagnosis, Language language) {
    return new DiagnosisJson(
        diagnosis.startTime(),
        diagnosis.endTime(),
        diagnosis.code().wireName(),
        diagnosis.target().map(ArmId::value).orElse(null),
        diagnosis.severity().wireName(),
        diagnosis.findings().stream().map(finding -> result(finding, language)).toList(),
        diagnosis.notices().stream().map(notice -> notice(notice, language)).toList(),
        diagnosis.missing().stream().map(missing -> notSeen(missing, language)).toList());
  }

  private static Result result(Finding finding, Language language) {
    Explanation words = ActionCatalog.explain(finding, language);
    return new Result(
        finding.fault().wireId(),
        finding.cause().name(),
        finding.severity().wireName(),
        finding.certainty().wireName(),
        words.summary(),
        words.detail(),
        proof(finding.proof()),
        advice(words));
  }

  private static Result notice(Notice notice, Language language) {
    Explanation words = ActionCatalog.explain(notice, language);
    return new Result(
        null,
        notice.kind().name(),
        notice.severity().wireName(),
        notice.certainty().wireName(),
        words.summary(),
        words.detail(),
        proof(notice.proof()),
        advice(words));
  }

  private static NotSeen notSeen(Missing missing, Language language) {
    return new NotSeen(missing.probe(), ActionCatalog.why(missing, language));
  }

  private static List<Proof> proof(List<EvidenceRef> refs) {
    return refs.stream().map(ref -> new Proof(ref.file(), ref.line(), ref.text())).toList();
  }

  private static List<Advice> advice(Explanation words) {
    return words.actions().stream().map(DiagnosisJson::advice).toList();
  }

  private static Advice advice(RecommendedAction action) {
    return new Advice(action.text(), action.uri().toString(), action.uriText());
  }
}
