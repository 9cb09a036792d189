package io.tunnelscope.app.commands;

import io.tunnelscope.app.commands.Answer.Choice;
import io.tunnelscope.app.gateways.KnownTarget;
import io.tunnelscope.app.http.Query;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.runs.Run;
import io.tunnelscope.app.runs.RunDetails;
import io.tunnelscope.app.runs.RunFilter;
import io.tunnelscope.app.runs.RunState;
import io.tunnelscope.app.runs.RunStore;
import io.tunnelscope.app.runs.Runs;
import io.tunnelscope.app.runs.Source;
import io.tunnelscope.app.runs.StartRun;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Starts runs, ends them, says how they stand. */
final class RunActions {
  private static final int MOST_OPEN = 20;

  private final Named named;
  private final Runs runs;
  private final RunStore store;

  RunActions(Named named, Runs runs, RunStore store) {
    this.named = named;
    this.runs = runs;
    this.store = store;
  }

  Future<Answer> run(Caller caller, Command.Run wish) {
    var tenant = caller.who().orElseThrow().tenant();
    return targets(tenant, wish)
        .compose(
            found -> {
              if (found.isEmpty()) {
                return Future.succeededFuture(nothing(caller));
              }
              if (found.size() > Named.MOST) {
                return Future.succeededFuture(tooMany(caller));
              }
              return wish.explain()
                  ? Future.succeededFuture(explained(caller, wish, found))
                  : start(caller, wish, found);
            });
  }

  private Future<List<KnownTarget>> targets(TenantId tenant, Command.Run wish) {
    return Named.isPattern(wish.target())
        ? named.matching(tenant, wish.target())
        : named.one(tenant, wish.target(), name -> line(wish, name)).map(List::of);
  }

  /** The same wish for another target. */
  private static String line(Command.Run wish, String target) {
    return "run "
        + target
        + said(wish.active(), Flag.ACTIVE)
        + said(wish.watch(), Flag.WATCH)
        + said(wish.quiet(), Flag.QUIET)
        + said(wish.isPrivate(), Flag.PRIVATE)
        + said(wish.explain(), Flag.EXPLAIN);
  }

  private static String said(boolean wished, Flag flag) {
    return wished ? " " + flag.written() : "";
  }

  private Future<Answer> start(Caller caller, Command.Run wish, List<KnownTarget> found) {
    var who = caller.who().orElseThrow();
    return caller
        .room()
        .follow(who, wish)
        .compose(besides -> startAll(caller, who, wish, found, besides));
  }

  /** One after the other, as each locks the tenant's queue. A target that fails costs no other. */
  private Future<Answer> startAll(
      Caller caller,
      Principal who,
      Command.Run wish,
      List<KnownTarget> found,
      RunStore.Besides besides) {
    if (found.size() == 1) {
      return start(caller, who, wish, found.getFirst(), besides, 0)
          .map(run -> new Answer.Started(List.of(run), List.of()));
    }
    var started = new ArrayList<Answer.Started.Run>();
    var lines = new ArrayList<String>();
    Future<Void> all = Future.succeededFuture();
    for (int n = 0; n < found.size(); n++) {
      var target = found.get(n);
      int number = n;
      all =
          all.compose(
              _ ->
                  start(caller, who, wish, target, besides, number)
                      .transform(
                          done -> {
                            if (done.succeeded()) {
                              started.add(done.result());
                            } else {
                              lines.add(target.name() + ": " + why(caller, done.cause()));
                            }
                            return Future.succeededFuture();
                          }));
    }
    return all.map(_ -> new Answer.Started(started, lines));
  }

  private Future<Answer.Started.Run> start(
      Caller caller,
      Principal who,
      Command.Run wish,
      KnownTarget target,
      RunStore.Besides besides,
      int number) {
    var asked =
        new StartRun(
            who,
            Optional.of(caller.origin()),
            target.id().value(),
            wish.active(),
            Source.SLACK,
            Optional.of(caller.room().key() + "-" + number));
    return runs.start(asked, besides).map(run -> new Answer.Started.Run(run.id(), target.name()));
  }

  private static String why(Caller caller, Throwable failure) {
    return failure instanceof Refusal refusal
        ? refusal.text().in(caller.language())
        : new Text("not started", "시작하지 못함").in(caller.language());
  }

  private static Answer explained(Caller caller, Command.Run wish, List<KnownTarget> found) {
    var who = caller.who().orElseThrow();
    var lines = new ArrayList<String>();
    lines.add(new Text("This would troubleshoot:", "다음 대상을 점검하게 됩니다:").in(caller.language()));
    found.forEach(
        target ->
            lines.add(
                target.name() + " (" + target.subscriptionName() + ", " + target.provider() + ")"));
    lines.add(
        (wish.active()
                ? new Text("It would try to bring a tunnel up that is down.", "끊어진 터널은 연결을 시도합니다.")
                : new Text("It would change nothing there.", "대상을 변경하지 않습니다."))
            .in(caller.language()));
    lines.add(
        new Text(
                "It would run as " + who.name() + " (" + who.role().wire() + ").",
                who.name() + "(" + who.role().wire() + ")의 권한으로 실행합니다.")
            .in(caller.language()));
    lines.addAll(caller.room().rights(caller.who()).lines());
    return new Answer.Said(lines);
  }

  private static Answer nothing(Caller caller) {
    return new Answer.Refused(
        "notfound",
        List.of(
            new Text("No target that can be troubleshot fits.", "조건에 맞는 점검 대상이 없습니다.")
                .in(caller.language())),
        List.of(new Choice("list", "list")));
  }

  private static Answer tooMany(Caller caller) {
    return new Answer.Refused(
        "too-many",
        List.of(
            new Text(
                    "More than " + Named.MOST + " targets fit. Name fewer, or use a schedule.",
                    "조건에 맞는 대상이 " + Named.MOST + "개를 넘습니다. 범위를 줄이거나 일정을 사용하세요.")
                .in(caller.language())),
        List.of());
  }

  Future<Answer> cancel(Caller caller, Command.Cancel wish) {
    var who = caller.who().orElseThrow();
    if (wish.run().isPresent()) {
      return id(wish.run().get())
          .map(run -> cancel(caller, who, run))
          .orElseGet(() -> Future.succeededFuture(noRun(caller)));
    }
    return open(who.tenant())
        .map(
            all ->
                all.stream()
                    .filter(run -> run.requestedBy().id().equals(Optional.of(who.id())))
                    .toList())
        .compose(
            mine ->
                switch (mine.size()) {
                  case 0 ->
                      Future.succeededFuture(
                          Actions.said(
                              caller, new Text("You have no open run.", "진행 중인 점검이 없습니다.")));
                  case 1 -> cancel(caller, who, mine.getFirst().id());
                  default -> Future.succeededFuture(which(caller, mine));
                });
  }

  private Future<Answer> cancel(Caller caller, Principal who, RunId run) {
    return runs.cancel(who, Optional.of(caller.origin()), run)
        .map(
            cancelled ->
                Actions.said(
                    caller,
                    cancelled.state() == RunState.CANCELLED
                        ? new Text("The run is cancelled.", "점검을 취소했습니다.")
                        : new Text(
                            "The run is being cancelled; it ends within seconds.",
                            "점검을 취소하는 중이며 몇 초 안에 끝납니다.")));
  }

  private static Answer which(Caller caller, List<Run> runs) {
    return new Answer.Choices(
        new Text("Which run?", "어느 점검입니까?").in(caller.language()),
        runs.stream()
            .map(
                run ->
                    new Choice(
                        run.targetName() + " " + ResultWords.time(run.times().queued()),
                        "cancel " + run.id()))
            .toList());
  }

  Future<Answer> status(Caller caller, Command.Status wish) {
    var tenant = caller.who().orElseThrow().tenant();
    if (wish.run().isPresent()) {
      return id(wish.run().get())
          .map(run -> runs.details(tenant, run).map(details -> status(caller, details)))
          .orElseGet(() -> Future.succeededFuture(noRun(caller)));
    }
    return open(tenant).map(all -> openRuns(caller, all));
  }

  private static Answer status(Caller caller, RunDetails details) {
    var run = details.run();
    var lines = new ArrayList<String>();
    lines.add(ResultWords.outcome(run, caller.language()) + ": " + run.targetName());
    details
        .position()
        .map(
            place ->
                new Text("Place in the queue: " + place, "대기 순서: " + place).in(caller.language()))
        .ifPresent(lines::add);
    run.failure().map(failure -> failure.text().in(caller.language())).ifPresent(lines::add);
    lines.add(caller.room().page(run.id()));
    return new Answer.Said(lines);
  }

  private Future<List<Run>> open(TenantId tenant) {
    return Future.join(inState(tenant, RunState.RUNNING), inState(tenant, RunState.QUEUED))
        .map(
            both ->
                Stream.concat(
                        both.<List<Run>>resultAt(0).stream(), both.<List<Run>>resultAt(1).stream())
                    .toList());
  }

  private Future<List<Run>> inState(TenantId tenant, RunState state) {
    return store.list(tenant, RunFilter.ofState(state), Optional.empty(), MOST_OPEN);
  }

  private static Answer openRuns(Caller caller, List<Run> open) {
    var language = caller.language();
    if (open.isEmpty()) {
      return Actions.said(caller, new Text("No run is open.", "진행 중인 점검이 없습니다."));
    }
    return new Answer.Table(
        new Text("Open runs", "진행 중인 점검").in(language),
        List.of(
            new Text("State", "상태").in(language),
            new Text("Target", "대상").in(language),
            new Text("Since", "시작").in(language),
            new Text("By", "요청자").in(language),
            new Text("Run", "점검").in(language)),
        open.stream()
            .map(
                run ->
                    List.of(
                        ResultWords.state(run.state()).in(language),
                        run.targetName(),
                        ResultWords.time(run.times().queued()),
                        run.requestedBy().name(),
                        run.id().toString()))
            .toList(),
        List.of());
  }

  static Optional<RunId> id(String text) {
    return Query.parseUuid(text).map(RunId::new);
  }

  private static Answer noRun(Caller caller) {
    return new Answer.Refused(
        "notfound",
        List.of(
            new Text(
                    "That is no id of a run; status lists the open ones.",
                    "점검 ID가 아닙니다. status를 입력하면 진행 중인 점검을 볼 수 있습니다.")
                .in(caller.language())),
        List.of(new Choice("status", "status")));
  }
}
