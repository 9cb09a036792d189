package io.tunnelscope.app.commands;

import io.tunnelscope.app.commands.Answer.Choice;
import io.tunnelscope.app.gateways.TargetStore;
import io.tunnelscope.app.history.Diffs;
import io.tunnelscope.app.history.HistoryStore;
import io.tunnelscope.app.history.TwinRuns;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.runs.RunStore;
import io.tunnelscope.app.runs.Runs;
import io.tunnelscope.app.schedules.Schedules;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what people ask for, with their own rights, and says what came of it. The wall of
 * permissions stands here, whatever door the command came through. Any thread.
 */
public final class Actions {
  private static final Logger log = LoggerFactory.getLogger(Actions.class);

  private final RunActions runs;
  private final LookActions looks;
  private final PlaceActions places;
  private final ScheduleActions schedules;

  /** What the actions work with. */
  public record Parts(
      TargetStore targetStore,
      Runs runs,
      RunStore runStore,
      HistoryStore history,
      Diffs diffs,
      TwinRuns twins,
      Schedules schedules) {}

  public Actions(Parts parts) {
    var named = new Named(parts.targetStore());
    this.runs = new RunActions(named, parts.runs(), parts.runStore(), parts.twins());
    this.looks =
        new LookActions(
            named, parts.targetStore(), parts.runStore(), parts.history(), parts.diffs());
    this.places = new PlaceActions(named);
    this.schedules = new ScheduleActions(parts.schedules());
  }

  /**
   * Reads the line and does it. What went wrong is an answer too; only when something that we need
   * does not answer it fails with {@link Refusal.Unavailable}: whether it was done is unknown then.
   */
  public Future<Answer> say(Caller caller, String line) {
    return switch (Grammar.read(line)) {
      case Grammar.Understood(var command) -> perform(caller, command);
      case Grammar.NotUnderstood(var why, var instead) ->
          Future.succeededFuture(
              new Answer.Refused(
                  "not-understood",
                  List.of(why.in(caller.language())),
                  instead.stream().map(each -> new Choice(each, each)).toList()));
    };
  }

  /** As {@link #say}, for a command that is read already. */
  public Future<Answer> perform(Caller caller, Command command) {
    if (!caller.may(command.verb())) {
      return Future.succeededFuture(mayNot(caller, command.verb()));
    }
    return Future.<Void>succeededFuture()
        .compose(_ -> done(caller, command))
        .recover(
            failure ->
                isOutage(failure)
                    ? Future.failedFuture(failure)
                    : Future.succeededFuture(refused(caller, failure)));
  }

  static boolean isOutage(Throwable failure) {
    return failure instanceof Refusal.Unavailable;
  }

  private Future<Answer> done(Caller caller, Command command) {
    return switch (command) {
      case Command.Help(var about) ->
          Future.succeededFuture(
              about.map(verb -> help(caller, verb)).orElseGet(() -> Help.all(caller)));
      case Command.Link _ -> caller.room().link();
      case Command.Unlink _ -> caller.room().unlink().map(done -> unlinked(caller, done));
      case Command.WhoAmI _ -> Future.succeededFuture(caller.room().rights(caller.who()));
      case Command.Run run -> runs.run(caller, run);
      case Command.Cancel cancel -> runs.cancel(caller, cancel);
      case Command.Status status -> runs.status(caller, status);
      case Command.Last last -> looks.last(caller, last);
      case Command.Why why -> looks.why(caller, why);
      case Command.Report report -> looks.report(caller, report);
      case Command.Diff diff -> looks.diff(caller, diff);
      case Command.ListTargets list -> looks.list(caller, list);
      case Command.History history -> looks.history(caller, history);
      case Command.Subscribe subscribe -> places.subscribe(caller, subscribe);
      case Command.Unsubscribe unsubscribe -> places.unsubscribe(caller, unsubscribe);
      case Command.Mute mute -> places.mute(caller, mute);
      case Command.ScheduleAdd add -> schedules.add(caller, add);
      case Command.ScheduleList _ -> schedules.list(caller);
      case Command.ScheduleRemove(var id) -> schedules.remove(caller, id);
      case Command.SchedulePause(var id) -> schedules.pause(caller, id, true);
      case Command.ScheduleResume(var id) -> schedules.pause(caller, id, false);
    };
  }

  /** Of what somebody may not do here they learn whom to ask. */
  private static Answer help(Caller caller, Verb verb) {
    return caller.may(verb) ? Help.about(verb, caller) : mayNot(caller, verb);
  }

  private static Answer unlinked(Caller caller, boolean done) {
    return said(
        caller,
        done
            ? new Text("Your account is unlinked.", "계정 연결을 해제했습니다.")
            : new Text("Your account was not linked.", "연결된 계정이 없습니다."));
  }

  private static Answer mayNot(Caller caller, Verb verb) {
    return mayNot(caller, verb.needs().orElse(Permission.READ), verb.written());
  }

  /**
   * What is missing, and whom to ask.
   *
   * @param written what they may not use
   */
  static Answer mayNot(Caller caller, Permission needed, String written) {
    if (caller.who().isEmpty()) {
      return new Answer.Refused(
          "not-linked",
          List.of(
              new Text(
                      "I do not know who you are. Link your account first.",
                      "연결된 계정이 없습니다. 먼저 계정을 연결하세요.")
                  .in(caller.language())),
          List.of(new Choice(Verb.LINK.written(), Verb.LINK.written())));
    }
    var who = caller.who().get();
    var role = RoleWords.of(who.role());
    var why =
        who.role().may(needed)
            ? new Text(
                "This channel does not let you use "
                    + written
                    + ". Ask an admin of the tenant to raise what the channel may do, or write to me directly.",
                "이 채널에서는 " + written + " 명령을 사용할 수 없습니다. 테넌트 관리자에게 채널 권한을 요청하거나 봇에게 직접 메시지를 보내세요.")
            : new Text(
                "Your role ("
                    + role.english()
                    + ") may not use "
                    + written
                    + ". Ask an admin of the tenant.",
                "현재 역할(" + role.korean() + ")로는 " + written + " 명령을 사용할 수 없습니다. 테넌트 관리자에게 문의하세요.");
    return new Answer.Refused("not-allowed", List.of(why.in(caller.language())), List.of());
  }

  private static Answer refused(Caller caller, Throwable failure) {
    return switch (failure) {
      case Named.Several several -> several.question(caller);
      case Named.Similar similar -> similar.question(caller);
      case Named.Unclear unclear -> unclear.question(caller);
      case Refusal refusal -> refused(caller, refusal);
      default -> {
        log.atError().setCause(failure).log("a command failed");
        yield new Answer.Refused(
            "failed",
            List.of(
                new Text(
                        "Something went wrong; the operator's log says what. Try again.",
                        "문제가 발생했습니다. 잠시 후 다시 시도하세요. 자세한 내용은 운영자 로그에 있습니다.")
                    .in(caller.language())),
            List.of());
      }
    };
  }

  private static Answer refused(Caller caller, Refusal refusal) {
    var lines = new ArrayList<String>();
    if (refusal instanceof Refusal.Invalid invalid) {
      invalid.complaints().stream()
          .map(each -> each.field() + ": " + each.text().in(caller.language()))
          .forEach(lines::add);
    }
    if (lines.isEmpty()) {
      lines.add(refusal.text().in(caller.language()));
    }
    return new Answer.Refused(
        refusal.getClass().getSimpleName().toLowerCase(Locale.ROOT), lines, List.of());
  }

  static Answer said(Caller caller, Text text) {
    return Answer.Said.of(text.in(caller.language()));
  }
}
