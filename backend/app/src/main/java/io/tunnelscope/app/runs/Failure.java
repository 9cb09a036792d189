package io.tunnelscope.app.runs;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.refusal.Text;

/**
 * Why a run could not come to a diagnosis.
 *
 * @param detail a further word in no language, like the names of rules; may be blank
 */
public record Failure(String reason, String detail) {
  static final String RULE_BROKEN = "RULE_BROKEN";
  static final String CRASHED = "CRASHED_3_TIMES";
  static final String DEADLINE = "DEADLINE_EXCEEDED";
  static final String TARGET_REMOVED = "TARGET_REMOVED";
  static final String NO_PROVIDER = "NO_PROVIDER";
  static final String INTERNAL = "INTERNAL";

  public Failure {
    requireNonNull(reason);
    requireNonNull(detail);
  }

  static Failure of(String reason) {
    return new Failure(reason, "");
  }

  /** What a person is told, and what to do about it. */
  public Text text() {
    return switch (reason) {
      case RULE_BROKEN ->
          new Text(
              "A rule of Tunnelscope failed (" + detail + "); what the others found is kept.",
              "진단 규칙에 오류가 발생했습니다(" + detail + "). 다른 규칙의 결과는 보존되었습니다.");
      case CRASHED ->
          new Text(
              "The worker stopped three times during this run, so it is not tried again.",
              "이 점검을 처리하던 작업자가 세 번 중단되어 더 이상 재시도하지 않습니다.");
      case DEADLINE ->
          new Text(
              "The evidence was not complete in time. Try again; if it happens again, look at the"
                  + " gateway's availability.",
              "제한 시간 안에 증거를 모두 수집하지 못했습니다. 다시 시도하시고, 반복되면 게이트웨이 가용성을 확인하십시오.");
      case TARGET_REMOVED ->
          new Text("The target was removed before the run began.", "점검이 시작되기 전에 대상이 삭제되었습니다.");
      case NO_PROVIDER ->
          new Text(
              "This installation cannot reach gateways of this kind.",
              "현재 설치 환경에서는 이 종류의 게이트웨이에 접근할 수 없습니다.");
      case "UNREACHABLE" ->
          new Text("Nobody answers where the gateway is asked.", "게이트웨이에 조회를 요청했으나 응답이 없습니다.");
      case "TIMED_OUT" ->
          new Text("The gateway did not answer in time.", "게이트웨이가 제한 시간 안에 응답하지 않았습니다.");
      case "THROTTLED" ->
          new Text(
              "The gateway's side is busy or limits our requests. Try again later.",
              "게이트웨이 측이 사용 중이거나 요청을 제한하고 있습니다. 잠시 후 다시 시도하십시오.");
      case "UNAUTHORIZED" ->
          new Text(
              "Our credentials are not accepted for this subscription: renew them.",
              "이 구독에 대한 자격 증명이 거부되었습니다. 자격 증명을 갱신하십시오.");
      case "MALFORMED" ->
          new Text("The answers of the gateway's side make no sense.", "게이트웨이 측 응답을 해석할 수 없습니다.");
      case "UNREADABLE" ->
          new Text(
              "The logs cannot be read any more: upload them again.",
              "로그를 읽을 수 없습니다. 로그를 다시 업로드하십시오.");
      case "NOT_OFFERED" ->
          new Text(
              "The gateway's version or plug-ins do not offer what was asked for.",
              "게이트웨이의 버전이나 플러그인이 요청한 정보를 제공하지 않습니다.");
      default ->
          new Text(
              "Something went wrong inside Tunnelscope; the operator finds it in the log.",
              "내부 오류가 발생했습니다. 운영자가 로그에서 원인을 확인할 수 있습니다.");
    };
  }
}
