package io.tunnelscope.app.runs;

import io.tunnelscope.core.diagnosis.ActionCatalog;
import io.tunnelscope.core.diff.Change;
import io.tunnelscope.core.diff.Diff;
import io.tunnelscope.core.diff.FaultState;
import io.tunnelscope.core.language.Language;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What changed from one run to another, as it goes over the wire. */
public record DiffJson(
    String from, String to, Side fromRun, Side toRun, boolean changed, List<ChangeJson> changes) {

  /** One of the two runs in short. */
  public record Side(
      String id, String target, Optional<Instant> finishedAt, Optional<String> code) {
    static Side of(Run run) {
      return new Side(
          run.id().toString(),
          run.target().value(),
          run.times().finished(),
          run.verdict().map(verdict -> verdict.code().wireName()));
    }
  }

  /**
   * One difference.
   *
   * @param id the fault
   * @param summary what the cause is called, in the reader's language
   * @param before how it stood, in the reader's language
   */
  public record ChangeJson(
      String kind,
      String id,
      String cause,
      String summary,
      Optional<String> before,
      Optional<String> after) {
    static ChangeJson of(Change change, Language language) {
      return new ChangeJson(
          change.kind().name(),
          change.id().wireId(),
          change.cause().name(),
          ActionCatalog.title(change.cause(), language),
          change.before().map(state -> words(state, language)),
          change.after().map(state -> words(state, language)));
    }

    private static String words(FaultState state, Language language) {
      return ActionCatalog.state(state.severity(), state.certainty(), state.facts(), language);
    }
  }

  public static DiffJson of(Run from, Run to, Diff diff, Language language) {
    return new DiffJson(
        from.id().toString(),
        to.id().toString(),
        Side.of(from),
        Side.of(to),
        diff.changed(),
        diff.changes().stream().map(change -> ChangeJson.of(change, language)).toList());
  }
}
