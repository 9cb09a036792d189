package io.tunnelscope.app.commands;

import io.tunnelscope.app.refusal.Text;
import java.util.Optional;

/** What may be said along with a verb; called as on the command line wherever that has it too. */
enum Flag {
  ACTIVE("--active", "", "try to bring the tunnel up", "터널 연결까지 시도"),
  TWIN("--twin", "", "both halves of a VNet2VNet connection", "VNet2VNet 연결의 양쪽 모두"),
  WATCH(
      "--watch",
      "",
      "show the steps while it runs: the message always does",
      "진행 단계를 함께 표시: 메시지는 항상 표시함"),
  QUIET("--quiet", "", "tell the end alone", "결과만 알림"),
  PRIVATE("--private", "", "tell me alone", "나에게만 알림"),
  EXPLAIN("--explain", "", "say what would run, start nothing", "실행하지 않고 설명만 표시"),
  HERE("--here", "", "show the file to everybody here", "이 채널의 모두에게 파일을 표시"),
  BASELINE("--baseline", "", "with the run that is pinned", "고정한 기준 점검과 비교"),
  DIGEST("--digest", "", "together, once an hour", "한 시간에 한 번 모아서 알림"),
  LIMIT("--limit", "N", "how many at most; 20 if not said", "최대 개수. 기본값 20"),
  STATE("--state", "STATE", "only succeeded, failed, … ones", "이 상태만. 예: failed"),
  CODE("--code", "CODE", "only Healthy, UnHealthy or Undetermined ones", "이 판정만. 예: UnHealthy"),
  FAULT("--fault", "FAULT", "only with this, like Authentication", "이 장애만. 예: Authentication"),
  CAUSE("--cause", "CAUSE", "only with this root cause", "이 근본 원인만. 예: AUTH_PSK_MISMATCH"),
  SOURCE("--source", "SOURCE", "only from there, like schedule", "이 경로로 요청한 것만. 예: schedule"),
  REQUESTER("--requester", "NAME", "only of whoever has this in the name", "요청자 이름의 일부"),
  CHANGED("--changed", "", "only where something changed", "직전 점검과 달라진 것만"),
  FROM("--from", "TIME", "asked for then or later, like 2026-11-23T08:00:00Z", "이 시각 이후 요청"),
  TO("--to", "TIME", "asked for before then", "이 시각 이전 요청"),
  TIME_ZONE("--time-zone", "ZONE", "like Asia/Seoul", "예: Asia/Seoul"),
  JITTER("--jitter", "SECONDS", "begin up to that much later", "최대 이만큼 늦게 시작"),
  MISSED("--missed", "WHAT", "times missed: skip or once", "놓친 시각 처리: skip 또는 once");

  private final String written;
  private final String value;
  private final String english;
  private final String korean;

  Flag(String written, String value, String english, String korean) {
    this.written = written;
    this.value = value;
    this.english = english;
    this.korean = korean;
  }

  /** With two hyphens. */
  String written() {
    return written;
  }

  /** What its value is called; empty for one that takes none. */
  Optional<String> value() {
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  Text meaning() {
    return new Text(english, korean);
  }
}
