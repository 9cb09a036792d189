package io.tunnelscope.app.commands;

import static io.tunnelscope.app.commands.Flag.ACTIVE;
import static io.tunnelscope.app.commands.Flag.BASELINE;
import static io.tunnelscope.app.commands.Flag.DIGEST;
import static io.tunnelscope.app.commands.Flag.EXPLAIN;
import static io.tunnelscope.app.commands.Flag.HERE;
import static io.tunnelscope.app.commands.Flag.JITTER;
import static io.tunnelscope.app.commands.Flag.LIMIT;
import static io.tunnelscope.app.commands.Flag.MISSED;
import static io.tunnelscope.app.commands.Flag.PRIVATE;
import static io.tunnelscope.app.commands.Flag.QUIET;
import static io.tunnelscope.app.commands.Flag.TIME_ZONE;
import static io.tunnelscope.app.commands.Flag.TWIN;
import static io.tunnelscope.app.commands.Flag.WATCH;

import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.refusal.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every verb of the grammar: the parser, the help and the wall of permissions read this table. */
public enum Verb {
  RUN(
      "run",
      Permission.START_RUN,
      "TARGET",
      "Troubleshoots a gateway or connection; branch-* takes all that begin so.",
      "게이트웨이나 연결을 점검합니다. branch-*처럼 쓰면 그렇게 시작하는 대상을 모두 점검합니다."),
  STATUS(
      "status",
      Permission.READ,
      "[RUN]",
      "How a run stands, or which are open.",
      "점검 상태, 또는 진행 중인 점검을 표시합니다."),
  CANCEL(
      "cancel",
      Permission.START_RUN,
      "[RUN]",
      "Ends a run that is queued or running.",
      "대기 중이거나 실행 중인 점검을 중단합니다."),
  LAST(
      "last",
      Permission.READ,
      "TARGET",
      "What the last run of a target found.",
      "대상의 마지막 점검 결과를 표시합니다."),
  DIFF(
      "diff",
      Permission.READ,
      "TARGET | RUN RUN",
      "What changed between the last two runs of a target, or two runs.",
      "대상의 마지막 두 점검, 또는 두 점검 사이에 달라진 점을 표시합니다."),
  WHY(
      "why",
      Permission.READ,
      "RUN|TARGET",
      "The root cause of a run, and its proof.",
      "점검에서 찾은 근본 원인과 근거를 표시합니다."),
  REPORT(
      "report",
      Permission.READ,
      "RUN|TARGET",
      "All that a run found, as a text file for you alone.",
      "점검에서 찾은 모든 내용을 본인만 볼 수 있는 텍스트 파일로 보냅니다."),
  LIST(
      "list",
      Permission.READ,
      "[FILTER]",
      "What can be troubleshot, and how it was last time.",
      "점검할 수 있는 대상과 마지막 결과를 표시합니다."),
  HISTORY(
      "history",
      Permission.READ,
      "TARGET",
      "The latest runs of a target, and since when it is bad.",
      "대상의 최근 점검과 비정상 시작 시점을 표시합니다."),
  SUBSCRIBE(
      "subscribe",
      Permission.START_RUN,
      "TARGET|* [on:unhealthy,changed,recovered,all]",
      "Tells this channel when something happens to a target.",
      "대상에 변화가 있으면 이 채널에 알립니다."),
  UNSUBSCRIBE(
      "unsubscribe",
      Permission.START_RUN,
      "TARGET|* [on:unhealthy,changed,recovered,all]",
      "Stops telling this channel, of all or of that alone.",
      "이 채널에 알리는 것을 멈춥니다. on:을 쓰면 해당 알림만 멈춥니다."),
  MUTE(
      "mute",
      Permission.START_RUN,
      "TARGET|* [1h]",
      "Is silent about a target in this channel for a while.",
      "이 채널에서 대상의 알림을 잠시 끕니다."),
  SCHEDULE_ADD(
      "schedule add",
      Permission.START_RUN,
      "TARGETS CRON",
      "Starts runs by itself, like \"*/15 8-18 * * 1-5\".",
      "정해진 시각에 점검을 시작합니다. 예: \"*/15 8-18 * * 1-5\""),
  SCHEDULE_LIST(
      "schedule list",
      Permission.READ,
      "",
      "The schedules, and when they are due.",
      "점검 일정과 다음 시각을 표시합니다."),
  SCHEDULE_REMOVE(
      "schedule remove", Permission.START_RUN, "ID", "Deletes a schedule.", "점검 일정을 삭제합니다."),
  SCHEDULE_PAUSE(
      "schedule pause", Permission.START_RUN, "ID", "Lets a schedule rest.", "점검 일정을 일시 중지합니다."),
  SCHEDULE_RESUME(
      "schedule resume", Permission.START_RUN, "ID", "Lets a schedule go on.", "점검 일정을 다시 시작합니다."),
  LINK("link", "", "Says who you are in Tunnelscope.", "Tunnelscope 계정과 연결합니다."),
  UNLINK("unlink", "", "Forgets who you are in Tunnelscope.", "Tunnelscope 계정과의 연결을 해제합니다."),
  WHOAMI("whoami", "", "Who you are here, and what you may do.", "연결된 계정과 권한을 표시합니다."),
  HELP("help", "[VERB]", "This.", "이 도움말을 표시합니다.");

  private final String written;
  private final Optional<Permission> needs;
  private final String parameters;
  private final String english;
  private final String korean;

  Verb(String written, Permission needs, String parameters, String english, String korean) {
    this(written, Optional.of(needs), parameters, english, korean);
  }

  /** One that everybody may use, known or not. */
  Verb(String written, String parameters, String english, String korean) {
    this(written, Optional.empty(), parameters, english, korean);
  }

  Verb(
      String written,
      Optional<Permission> needs,
      String parameters,
      String english,
      String korean) {
    this.written = written;
    this.needs = needs;
    this.parameters = parameters;
    this.english = english;
    this.korean = korean;
  }

  /** One word or two. */
  public String written() {
    return written;
  }

  /** Empty when everybody may. */
  public Optional<Permission> needs() {
    return needs;
  }

  List<Flag> flags() {
    return switch (this) {
      case RUN -> List.of(ACTIVE, TWIN, WATCH, QUIET, PRIVATE, EXPLAIN);
      case DIFF -> List.of(BASELINE);
      case REPORT -> List.of(HERE);
      case HISTORY -> Stream.concat(Stream.of(LIMIT), Which.FLAGS.stream()).toList();
      case SUBSCRIBE -> List.of(DIGEST);
      case SCHEDULE_ADD -> List.of(TIME_ZONE, JITTER, MISSED, ACTIVE);
      default -> List.of();
    };
  }

  Text meaning() {
    return new Text(english, korean);
  }

  /** How it is written, in one line. */
  public String usage() {
    var options =
        flags().stream()
            .map(flag -> " [" + flag.written() + flag.value().map(v -> " " + v).orElse("") + "]")
            .collect(Collectors.joining());
    return (written + " " + parameters).strip() + options;
  }

  /** The one that is written so. */
  public static Optional<Verb> named(String written) {
    return Arrays.stream(values()).filter(verb -> verb.written.equals(written)).findFirst();
  }
}
