package io.tunnelscope.app.commands;

import io.tunnelscope.app.refusal.Text;
import java.util.Optional;

/** What may be said along with a verb; called as on the command line wherever that has it too. */
enum Flag {
  ACTIVE("--active", "", "try to bring the tunnel up", "터널 연결까지 시도"),
  WATCH("--watch", "", "show the steps while it runs", "진행 단계를 함께 표시"),
  QUIET("--quiet", "", "tell the end alone", "결과만 알림"),
  PRIVATE("--private", "", "tell me alone", "나에게만 알림"),
  EXPLAIN("--explain", "", "say what would run, start nothing", "실행하지 않고 설명만 표시"),
  DIGEST("--digest", "", "together, once an hour", "한 시간에 한 번 모아서 알림"),
  LIMIT("--limit", "N", "how many at most", "최대 개수"),
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
