package io.tunnelscope.app.schedules;

import io.tunnelscope.core.language.Language;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A schedule on the wire.
 *
 * @param version shown when the schedule is changed, so that nobody's change is overwritten unseen
 * @param description the expression in words, in the reader's language
 * @param stoppedBecause what is so with {@code startsAs}, as it is STOPPED and that is known
 * @param stoppedText the same in words, in the reader's language
 * @param next the times that the expression names next, as it is ON
 */
public record ScheduleJson(
    String id,
    int version,
    String targets,
    String cron,
    String description,
    String timeZone,
    int jitterSeconds,
    String missed,
    boolean active,
    String state,
    String startsAs,
    Optional<String> stoppedBecause,
    Optional<String> stoppedText,
    Instant createdAt,
    List<Instant> next,
    Optional<RoundJson> last) {
  private static final int NEXT = 3;

  /** How it went the last time. */
  public record RoundJson(Instant due, int started, int busy, int refused, int skipped) {}

  static ScheduleJson of(Schedule schedule, Language language) {
    var plan = schedule.plan();
    return new ScheduleJson(
        schedule.id().toString(),
        schedule.version(),
        plan.targets(),
        plan.cron().text(),
        plan.cron().description(language),
        plan.zone().getId(),
        plan.jitterSeconds(),
        plan.missed().wire(),
        plan.active(),
        schedule.state().name(),
        schedule.maker().name(),
        schedule.lost().map(Lost::wire),
        schedule.lost().map(lost -> lost.why().in(language)),
        schedule.createdAt(),
        next(schedule),
        schedule
            .last()
            .map(
                round ->
                    new RoundJson(
                        round.due(),
                        round.started(),
                        round.busy(),
                        round.refused(),
                        round.skipped())));
  }

  private static List<Instant> next(Schedule schedule) {
    var times = new ArrayList<Instant>();
    var due = schedule.next().map(Plan.Turn::due);
    while (due.isPresent() && times.size() < NEXT) {
      times.add(due.get());
      due = schedule.plan().cron().after(due.get(), schedule.plan().zone());
    }
    return times;
  }
}
