package io.tunnelscope.app.commands;

import io.tunnelscope.app.gateways.KnownTarget;
import io.tunnelscope.app.gateways.TargetFilter;
import io.tunnelscope.app.gateways.TargetState;
import io.tunnelscope.app.gateways.TargetStore;
import io.tunnelscope.app.history.Compared;
import io.tunnelscope.app.history.Diffs;
import io.tunnelscope.app.history.HistoryStore;
import io.tunnelscope.app.history.TurningPoints;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.runs.DiagnosisJson;
import io.tunnelscope.app.runs.DiffJson;
import io.tunnelscope.app.runs.Run;
import io.tunnelscope.app.runs.RunStore;
import io.tunnelscope.core.diagnosis.ActionCatalog;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.diff.Change;
import io.tunnelscope.core.language.Language;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Says what was found. Changes nothing. */
final class LookActions {
  private static final int MOST_LISTED = 20;
  private static final int MOST_CHANGES = 10;

  private final Named named;
  private final TargetStore targets;
  private final RunStore runs;
  private final HistoryStore history;
  private final Diffs diffs;

  LookActions(Named named, TargetStore targets, RunStore runs, HistoryStore history, Diffs diffs) {
    this.named = named;
    this.targets = targets;
    this.runs = runs;
    this.history = history;
    this.diffs = diffs;
  }

  Future<Answer> last(Caller caller, Command.Last wish) {
    var tenant = tenant(caller);
    return named
        .one(tenant, wish.target(), name -> "last " + name)
        .compose(target -> lastRun(caller, tenant, target, inShort(caller, false)));
  }

  Future<Answer> why(Caller caller, Command.Why wish) {
    return about(caller, wish.what(), name -> "why " + name, inShort(caller, true));
  }

  /** In a channel everybody may be shown a file by whoever may start runs there. */
  Future<Answer> report(Caller caller, Command.Report wish) {
    if (wish.here() && caller.room().isChannel() && !caller.may(Verb.RUN)) {
      return Future.succeededFuture(
          Actions.mayNot(caller, Permission.START_RUN, line(wish, "").strip()));
    }
    return about(
        caller,
        wish.what(),
        name -> line(wish, " " + name),
        (run, found) -> report(caller, wish, run, found));
  }

  private static String line(Command.Report wish, String what) {
    return Verb.REPORT.written() + what + (wish.here() ? " " + Flag.HERE.written() : "");
  }

  private Future<Answer> report(Caller caller, Command.Report wish, Run run, Diagnosis diagnosis) {
    var language = caller.language();
    var page = caller.room().page(run.id());
    return runs.changes(tenant(caller), run)
        .map(
            changes ->
                new Answer.Report(
                    ReportText.fileName(run.targetName(), diagnosis.endTime()),
                    ReportText.of(
                        new ReportText.About(run.targetName(), run.id().toString(), page),
                        DiagnosisJson.of(diagnosis, language),
                        changes.map(two -> DiffJson.of(two.since(), run, two.diff(), language)),
                        language),
                    List.of(headline(run, language)),
                    page,
                    wish.here()));
  }

  /** What is told of a run that came to a diagnosis. */
  @FunctionalInterface
  private interface Telling {
    Future<Answer> of(Run run, Diagnosis diagnosis);
  }

  private static Telling inShort(Caller caller, boolean withProof) {
    return (run, diagnosis) -> Future.succeededFuture(told(caller, run, diagnosis, withProof));
  }

  /**
   * Of a run, or of the last one of a target.
   *
   * @param line to say instead, by the name in it
   */
  private Future<Answer> about(
      Caller caller, String what, UnaryOperator<String> line, Telling telling) {
    var tenant = tenant(caller);
    return RunActions.id(what)
        .map(id -> runs.get(tenant, id).compose(run -> found(caller, tenant, run, telling)))
        .orElseGet(
            () ->
                named
                    .one(tenant, what, line)
                    .compose(target -> lastRun(caller, tenant, target, telling)));
  }

  private Future<Answer> lastRun(
      Caller caller, TenantId tenant, KnownTarget target, Telling telling) {
    return runs.lastDiagnosed(tenant, target.id())
        .compose(
            run ->
                run.map(found -> found(caller, tenant, found, telling))
                    .orElseGet(
                        () ->
                            Future.succeededFuture(
                                Actions.said(
                                    caller,
                                    new Text(
                                        "No run of "
                                            + target.name()
                                            + " has come to a diagnosis yet.",
                                        "아직 진단 결과가 없습니다: " + target.name())))));
  }

  private Future<Answer> found(Caller caller, TenantId tenant, Run run, Telling telling) {
    return runs.diagnosis(tenant, run)
        .compose(
            diagnosis ->
                diagnosis
                    .map(known -> telling.of(run, known))
                    .orElseGet(() -> Future.succeededFuture(withoutDiagnosis(caller, run))));
  }

  private static Answer told(Caller caller, Run run, Diagnosis diagnosis, boolean withProof) {
    var language = caller.language();
    var worst = diagnosis.worst();
    var explained = ActionCatalog.explain(worst, language);
    var lines = new ArrayList<String>();
    lines.add(headline(run, language));
    lines.add(explained.summary());
    if (withProof) {
      lines.add(explained.detail());
      worst.proof().stream()
          .findFirst()
          .map(ref -> ref.file() + ":" + ref.line() + " " + ref.text())
          .ifPresent(lines::add);
    }
    lines.add(caller.room().page(run.id()));
    return new Answer.Said(lines);
  }

  private static String headline(Run run, Language language) {
    return ResultWords.outcome(run, language)
        + ": "
        + run.targetName()
        + run.times().finished().map(at -> ", " + ResultWords.time(at)).orElse("");
  }

  private static Answer withoutDiagnosis(Caller caller, Run run) {
    var lines = new ArrayList<String>();
    lines.add(ResultWords.outcome(run, caller.language()) + ": " + run.targetName());
    run.failure().map(failure -> failure.text().in(caller.language())).ifPresent(lines::add);
    return new Answer.Said(lines);
  }

  Future<Answer> diff(Caller caller, Command.Diff wish) {
    var tenant = tenant(caller);
    return compared(tenant, wish).map(two -> told(caller, two));
  }

  private Future<Compared> compared(TenantId tenant, Command.Diff wish) {
    if (wish.newer().isEmpty()) {
      var flag = wish.baseline() ? " " + Flag.BASELINE.written() : "";
      return named
          .one(tenant, wish.what(), name -> "diff " + name + flag)
          .compose(
              target ->
                  wish.baseline()
                      ? diffs.withBaseline(tenant, target.id())
                      : diffs.lastTwo(tenant, target.id()));
    }
    var from = RunActions.id(wish.what());
    var to = wish.newer().flatMap(RunActions::id);
    return from.isPresent() && to.isPresent()
        ? diffs.between(tenant, from.get(), to.get())
        : Future.failedFuture(
            new Refusal.NotFound(new Text("There is no such run.", "해당 점검을 찾을 수 없습니다.")));
  }

  private static Answer told(Caller caller, Compared two) {
    var language = caller.language();
    var lines = new ArrayList<String>();
    lines.add(two.to().targetName());
    lines.add(side(new Text("From", "이전"), two.from(), language));
    lines.add(side(new Text("To", "이후"), two.to(), language));
    if (!two.diff().changed()) {
      lines.add(new Text("Nothing changed.", "달라진 점이 없습니다.").in(language));
    }
    two.diff().changes().stream()
        .limit(MOST_CHANGES)
        .map(change -> change(change, language))
        .forEach(lines::add);
    int more = two.diff().changes().size() - MOST_CHANGES;
    if (more > 0) {
      lines.add(new Text(more + " more", more + "개 더 있음").in(language));
    }
    lines.add(caller.room().page(two.to().id()));
    return new Answer.Said(lines);
  }

  private static String side(Text which, Run run, Language language) {
    return which.in(language)
        + " "
        + run.times().finished().map(ResultWords::time).orElse("")
        + ": "
        + ResultWords.outcome(run, language);
  }

  private static String change(Change change, Language language) {
    return ResultWords.change(change.kind()).in(language)
        + ": "
        + ActionCatalog.title(change.cause(), language)
        + " ("
        + change.id().wireId()
        + ")";
  }

  Future<Answer> list(Caller caller, Command.ListTargets wish) {
    var filter =
        new TargetFilter(wish.filter(), Optional.empty(), Optional.empty(), Optional.empty());
    return targets
        .list(tenant(caller), filter, Optional.empty(), MOST_LISTED + 1)
        .compose(
            found ->
                found.size() > MOST_LISTED
                    ? targets
                        .count(tenant(caller), wish.filter())
                        .map(all -> listed(caller, found, all))
                    : Future.succeededFuture(listed(caller, found, found.size())));
  }

  private static Answer listed(Caller caller, List<TargetState> found, int all) {
    var language = caller.language();
    if (found.isEmpty()) {
      return Actions.said(caller, new Text("No target fits.", "조건에 맞는 대상이 없습니다."));
    }
    return new Answer.Table(
        new Text("Targets", "점검 대상").in(language),
        List.of(new Text("Target", "대상").in(language), new Text("Last run", "마지막 점검").in(language)),
        found.stream()
            .limit(MOST_LISTED)
            .map(target -> List.of(target.known().name(), lastRun(target, language)))
            .toList(),
        found.size() > MOST_LISTED
            ? List.of(
                new Text(
                        "list FILTER shows those whose name holds FILTER.",
                        "list 뒤에 이름의 일부를 쓰면 좁혀서 볼 수 있습니다.")
                    .in(language))
            : List.of(),
        Answer.More.of(all, MOST_LISTED, caller.room().page(Room.Page.TARGETS)));
  }

  private static String lastRun(TargetState target, Language language) {
    return target
        .lastRun()
        .map(
            last ->
                ResultWords.outcome(last, language) + ", " + ResultWords.time(last.finishedAt()))
        .orElseGet(() -> new Text("not run yet", "점검 기록 없음").in(language));
  }

  Future<Answer> history(Caller caller, Command.History wish) {
    var tenant = tenant(caller);
    return named
        .one(tenant, wish.target(), name -> line(wish, name))
        .compose(
            target -> {
              var filter = wish.which().filter().of(target.id());
              return Future.join(
                      runs.history(tenant, filter, Optional.empty(), wish.limit()),
                      history.turningPoints(tenant, target.id()))
                  .map(both -> history(caller, target, wish, both.resultAt(0), both.resultAt(1)));
            });
  }

  private static String line(Command.History wish, String target) {
    return "history "
        + target
        + " "
        + Flag.LIMIT.written()
        + " "
        + wish.limit()
        + wish.which().said();
  }

  private static Answer history(
      Caller caller,
      KnownTarget target,
      Command.History wish,
      List<Run> found,
      TurningPoints turns) {
    var language = caller.language();
    if (found.isEmpty() && !wish.which().isAll()) {
      return Actions.said(
          caller,
          new Text("No run of " + target.name() + " fits.", "조건에 맞는 점검이 없습니다: " + target.name()));
    }
    if (found.isEmpty()) {
      return Actions.said(
          caller,
          new Text("No runs of " + target.name() + " yet.", "아직 점검 기록이 없습니다: " + target.name()));
    }
    var below = new ArrayList<String>();
    turns
        .lastGood()
        .map(
            point ->
                new Text("Last good run: ", "마지막 정상 점검: ").in(language)
                    + ResultWords.time(point.finishedAt()))
        .ifPresent(below::add);
    turns
        .firstBad()
        .map(
            point ->
                new Text("First bad run: ", "첫 비정상 점검: ").in(language)
                    + ResultWords.time(point.finishedAt()))
        .ifPresent(below::add);
    return new Answer.Table(
        target.name(),
        List.of(
            new Text("When", "시각").in(language),
            new Text("Result", "결과").in(language),
            new Text("Run", "점검").in(language)),
        found.stream()
            .map(
                run ->
                    List.of(
                        ResultWords.time(run.times().finished().orElse(run.times().queued())),
                        ResultWords.outcome(run, language),
                        run.id().toString()))
            .toList(),
        below,
        Optional.empty());
  }

  private static TenantId tenant(Caller caller) {
    return caller.who().orElseThrow().tenant();
  }
}
