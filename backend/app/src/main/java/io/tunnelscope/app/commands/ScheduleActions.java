package io.tunnelscope.app.commands;

import io.tunnelscope.app.http.Query;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.schedules.ScheduleJson;
import io.tunnelscope.app.schedules.ScheduleStore;
import io.tunnelscope.app.schedules.Schedules;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The schedules of the tenant, as the pages and the command line have them. */
final class ScheduleActions {
  private static final int MOST = 20;

  private final Schedules schedules;

  ScheduleActions(Schedules schedules) {
    this.schedules = schedules;
  }

  Future<Answer> add(Caller caller, Command.ScheduleAdd wish) {
    var asked =
        new JsonObject()
            .put("targets", wish.targets())
            .put("cron", wish.cron())
            .put("jitterSeconds", wish.jitterSeconds())
            .put("active", wish.active());
    wish.timeZone().ifPresent(zone -> asked.put("timeZone", zone));
    wish.missed().ifPresent(missed -> asked.put("missed", missed));
    return schedules
        .add(caller.who().orElseThrow(), caller.origin(), asked, caller.language())
        .map(added -> one(caller, added));
  }

  Future<Answer> list(Caller caller) {
    return schedules
        .list(caller.who().orElseThrow().tenant(), ScheduleStore.MOST, caller.language())
        .map(all -> listed(caller, all));
  }

  private static Answer listed(Caller caller, List<ScheduleJson> all) {
    var language = caller.language();
    if (all.isEmpty()) {
      return Actions.said(caller, new Text("No schedules yet.", "아직 일정이 없습니다."));
    }
    return new Answer.Table(
        new Text("Schedules", "점검 일정").in(language),
        List.of(
            new Text("Targets", "대상").in(language),
            new Text("When", "시각").in(language),
            new Text("State", "상태").in(language),
            "ID"),
        all.stream()
            .limit(MOST)
            .map(
                each ->
                    List.of(
                        each.targets(),
                        each.cron() + " " + each.timeZone(),
                        state(each).in(language),
                        each.id()))
            .toList(),
        List.of(),
        Answer.More.of(all.size(), MOST, caller.room().page(Room.Page.SCHEDULES)));
  }

  Future<Answer> remove(Caller caller, String id) {
    return known(id)
        .compose(found -> schedules.remove(caller.who().orElseThrow(), caller.origin(), found))
        .map(_ -> Actions.said(caller, new Text("The schedule is deleted.", "일정을 삭제했습니다.")));
  }

  Future<Answer> pause(Caller caller, String id, boolean rest) {
    return known(id)
        .compose(
            found ->
                schedules.pause(
                    caller.who().orElseThrow(), caller.origin(), found, rest, caller.language()))
        .map(changed -> one(caller, changed));
  }

  private static Future<UUID> known(String id) {
    return Query.parseUuid(id)
        .map(Future::succeededFuture)
        .orElseGet(
            () ->
                Future.failedFuture(
                    new Refusal.NotFound(
                        new Text(
                            "There is no such schedule; schedule list shows them.",
                            "해당 일정이 없습니다. schedule list로 확인하세요."))));
  }

  private static Answer one(Caller caller, ScheduleJson schedule) {
    var language = caller.language();
    var lines = new ArrayList<String>();
    lines.add(
        schedule.targets() + ": " + schedule.description() + " (" + schedule.timeZone() + ")");
    lines.add(state(schedule).in(language));
    schedule.next().stream()
        .findFirst()
        .map(next -> new Text("Next: ", "다음: ").in(language) + ResultWords.time(next))
        .ifPresent(lines::add);
    lines.add("ID " + schedule.id());
    return new Answer.Said(lines);
  }

  private static Text state(ScheduleJson schedule) {
    return switch (schedule.state()) {
      case "ON" -> new Text("on", "사용 중");
      case "PAUSED" -> new Text("paused", "일시 중지됨");
      default ->
          schedule
              .stoppedText()
              .map(why -> schedule.startsAs() + " " + why)
              .map(why -> new Text("stopped: " + why, "중단됨: " + why))
              .orElse(
                  new Text(
                      "stopped: its maker may not start runs any more", "중단됨: 만든 사람에게 점검 권한이 없음"));
    };
  }
}
