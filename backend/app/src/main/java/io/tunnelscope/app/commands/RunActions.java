package io.tunnelscope.app.commands;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.commands.Answer.Choice;
import io.tunnelscope.app.gateways.KnownTarget;
import io.tunnelscope.app.history.TwinRuns;
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
import io.tunnelscope.app.runs.Waiting;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Starts runs, ends them, says how they stand. */
final class RunActions {
  private static final int MOST_OPEN = 20;
  private static final Text COMPARED =
      new Text(
          "Once both are done, the page of the connection compares them.",
          "두 점검이 끝나면 연결 페이지에서 비교할 수 있습니다.");

  private final Named named;
  private final Runs runs;
  private final RunStore store;
  private final TwinRuns twins;

  RunActions(Named named, Runs runs, RunStore store, TwinRuns twins) {
    this.named = named;
    this.runs = runs;
    this.store = store;
    this.twins = twins;
  }

  Future<Answer> run(Caller caller, Command.Run wish) {
    var tenant = caller.who().orElseThrow().tenant();
    return targets(tenant, wish)
        .compose(
            found -> {
              if (found.isEmpty()) {
                return Future.succeededFuture(Named.nothing(caller));
              }
              if (found.size() > Named.MOST) {
                return Future.succeededFuture(Named.tooMany(caller));
              }
              return wish.explain()
                  ? Future.succeededFuture(explained(caller, wish, found))
                  : start(caller, wish, found);
            });
  }

  private Future<List<KnownTarget>> targets(TenantId tenant, Command.Run wish) {
    if (Named.isPattern(wish.target()) && !wish.twin()) {
      return named.matching(tenant, wish.target());
    }
    var one = named.one(tenant, wish.target(), name -> line(wish, name));
    return wish.twin()
        ? one.compose(target -> twins.halves(tenant, target.id()))
        : one.map(List::of);
  }

  /** The same wish for another target. */
  private static String line(Command.Run wish, String target) {
    return "run "
        + target
        + said(wish.active(), Flag.ACTIVE)
        + said(wish.twin(), Flag.TWIN)
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

  /**
   * One after the other, as each locks the tenant's queue. A target that fails costs no other; an
   * outage ends it, as nobody knows then which were started.
   */
  private Future<Answer> startAll(
      Caller caller,
      Principal who,
      Command.Run wish,
      List<KnownTarget> found,
      RunStore.Besides besides) {
    if (found.size() == 1) {
      return start(caller, who, wish, found.getFirst(), besides)
          .map(run -> new Answer.Started(List.of(run), List.of()));
    }
    var started = new ArrayList<Answer.Started.Run>();
    var lines = new ArrayList<String>();
    Future<Void> all = Future.succeededFuture();
    for (var target : found) {
      all =
          all.compose(
              _ ->
                  start(caller, who, wish, target, besides)
                      .transform(
                          done -> {
                            if (done.succeeded()) {
                              started.add(done.result());
                            } else if (Actions.isOutage(done.cause())) {
                              return Future.failedFuture(done.cause());
                            } else {
                              lines.add(target.name() + ": " + why(caller, done.cause()));
                            }
                            return Future.<Void>succeededFuture();
                          }));
    }
    return all.map(
        _ -> {
          if (wish.twin()) {
            lines.add(COMPARED.in(caller.language()));
            lines.add(caller.room().page(found.getFirst().id()));
          }
          return new Answer.Started(started, lines);
        });
  }

  private Future<Answer.Started.Run> start(
      Caller caller,
      Principal who,
      Command.Run wish,
      KnownTarget target,
      RunStore.Besides besides) {
    var asked =
        new StartRun(
            who,
            Optional.of(caller.origin()),
            target.id().value(),
            wish.active(),
            Source.SLACK,
            Optional.of(keyOf(caller, target)));
    return runs.start(asked, besides).map(run -> new Answer.Started.Run(run.id(), target.name()));
  }

  /** The same for the same target, whatever others fit when it is wished again. */
  private static String keyOf(Caller caller, KnownTarget target) {
    return caller.room().key() + "-" + UUID.nameUUIDFromBytes(target.id().value().getBytes(UTF_8));
  }

  private static String why(Caller caller, Throwable failure) {
    return failure instanceof Refusal refusal
        ? refusal.text().in(caller.language())
        : new Text("not started", "시작하지 못함").in(caller.language());
  }

  private static Answer explained(Caller caller, Command.Run wish, List<KnownTarget> found) {
    var who = caller.who().orElseThrow();
    var role = RoleWords.of(who.role());
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
                "It would run as " + who.name() + " (" + role.english() + ").",
                who.name() + "(" + role.korean() + ")의 권한으로 점검합니다.")
            .in(caller.language()));
    lines.addAll(caller.room().rights(caller.who()).lines());
    return new Answer.Said(lines);
  }

  Future<Answer> cancel(Caller caller, Command.Cancel wish) {
    var who = caller.who().orElseThrow();
    if (wish.run().isPresent()) {
      return id(wish.run().get())
          .map(run -> cancel(caller, who, run))
          .orElseGet(() -> Future.succeededFuture(noRun(caller)));
    }
    return open(who.tenant(), state -> RunFilter.ofState(state).by(who.id()))
        .compose(
            mine ->
                switch (mine.all()) {
                  case 0 ->
                      Future.succeededFuture(
                          Actions.said(
                              caller, new Text("You have no open run.", "진행 중인 점검이 없습니다.")));
                  case 1 -> cancel(caller, who, mine.first().getFirst().id());
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

  private static Answer which(Caller caller, Open mine) {
    return new Answer.Choices(
        new Text("Which run?", "어느 점검입니까?").in(caller.language()),
        mine.first().stream()
            .map(
                run ->
                    new Choice(
                        run.targetName() + " " + ResultWords.time(run.times().queued()),
                        "cancel " + run.id()))
            .toList(),
        mine.more(caller));
  }

  Future<Answer> status(Caller caller, Command.Status wish) {
    var tenant = caller.who().orElseThrow().tenant();
    if (wish.run().isPresent()) {
      return id(wish.run().get())
          .map(run -> runs.details(tenant, run).map(details -> status(caller, details)))
          .orElseGet(() -> Future.succeededFuture(noRun(caller)));
    }
    return open(tenant, RunFilter::ofState).map(open -> openRuns(caller, open));
  }

  private static Answer status(Caller caller, RunDetails details) {
    var run = details.run();
    var lines = new ArrayList<String>();
    lines.add(ResultWords.outcome(run, caller.language()) + ": " + run.targetName());
    waiting(details).forEach(text -> lines.add(text.in(caller.language())));
    run.failure().map(failure -> failure.text().in(caller.language())).ifPresent(lines::add);
    lines.add(caller.room().page(run.id()));
    return new Answer.Said(lines);
  }

  /** Why a run waits, and when it is expected to start. */
  private static List<Text> waiting(RunDetails details) {
    var why = details.waiting().map(Waiting::text);
    var start =
        details
            .expectedStart()
            .map(ResultWords::time)
            .map(at -> new Text("Expected to start: " + at, "시작 예상: " + at));
    return Stream.of(why, start).flatMap(Optional::stream).toList();
  }

  /**
   * Runs that are not over.
   *
   * @param first of them, those that run before those that wait, the newest first
   */
  private record Open(List<Run> first, int all) {
    Optional<Answer.More> more(Caller caller) {
      return Answer.More.of(all, first.size(), caller.room().page(Room.Page.RUNS));
    }
  }

  private Future<Open> open(TenantId tenant, Function<RunState, RunFilter> in) {
    // In this order: a run that begins in between is in both lists, not in none.
    return open(tenant, in.apply(RunState.QUEUED))
        .compose(
            queued ->
                open(tenant, in.apply(RunState.RUNNING)).map(running -> both(running, queued)));
  }

  private static Open both(Open running, Open queued) {
    var begun = running.first().stream().map(Run::id).toList();
    var waiting = queued.first().stream().filter(run -> !begun.contains(run.id())).toList();
    int twice = queued.first().size() - waiting.size();
    return new Open(
        Stream.concat(running.first().stream(), waiting.stream()).limit(MOST_OPEN).toList(),
        running.all() + queued.all() - twice);
  }

  private Future<Open> open(TenantId tenant, RunFilter filter) {
    return store
        .list(tenant, filter, Optional.empty(), MOST_OPEN)
        .compose(
            first ->
                first.size() < MOST_OPEN
                    ? Future.succeededFuture(new Open(first, first.size()))
                    : store.count(tenant, filter).map(all -> new Open(first, all)));
  }

  private static Answer openRuns(Caller caller, Open open) {
    var language = caller.language();
    if (open.all() == 0) {
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
        open.first().stream()
            .map(
                run ->
                    List.of(
                        ResultWords.outcome(run, language),
                        run.targetName(),
                        ResultWords.time(run.times().queued()),
                        run.requestedBy().name(),
                        run.id().toString()))
            .toList(),
        List.of(),
        open.more(caller));
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
