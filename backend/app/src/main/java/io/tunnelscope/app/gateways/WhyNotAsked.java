package io.tunnelscope.app.gateways;

import io.tunnelscope.app.providers.CollectFailure;
import io.tunnelscope.app.refusal.Text;

/** Why a gateway did not say which connections it has, and what to do about it. */
enum WhyNotAsked {
  NOT_OFFERED(
      "TUNNELSCOPE_VICI_ALLOW does not hold its address for this tenant: ask the operator of the installation.",
      "TUNNELSCOPE_VICI_ALLOW에 이 테넌트가 사용할 수 있는 주소로 등록되어 있지 않습니다. 설치 환경의 운영자에게 문의하십시오."),
  UNREACHABLE(
      "Nobody listens at its address: start its daemon.",
      "해당 주소에서 수신 중인 데몬이 없습니다. 게이트웨이의 데몬을 시작하십시오."),
  TIMED_OUT(
      "It did not answer in time: its daemon hangs or is busy. Try again later.",
      "제한 시간 안에 응답하지 않았습니다. 데몬이 멈추었거나 사용량이 많습니다. 나중에 다시 시도하십시오."),
  UNAUTHORIZED(
      "Tunnelscope may not open its socket: give its user the right to.",
      "Tunnelscope에 소켓을 열 권한이 없습니다. 실행 사용자에게 권한을 부여하십시오."),
  MALFORMED(
      "What answers at its address is no strongSwan daemon that we understand.",
      "해당 주소의 응답을 strongSwan 데몬의 응답으로 해석할 수 없습니다.");

  private final String english;
  private final String korean;

  WhyNotAsked(String english, String korean) {
    this.english = english;
    this.korean = korean;
  }

  Text text() {
    return new Text(english, korean);
  }

  static WhyNotAsked of(CollectFailure failure) {
    return switch (failure) {
      case CollectFailure.Unreachable _ -> UNREACHABLE;
      case CollectFailure.TimedOut _, CollectFailure.Throttled _ -> TIMED_OUT;
      case CollectFailure.Unauthorized _ -> UNAUTHORIZED;
      case CollectFailure.Malformed _, CollectFailure.Unreadable _, CollectFailure.NotOffered _ ->
          MALFORMED;
    };
  }
}
