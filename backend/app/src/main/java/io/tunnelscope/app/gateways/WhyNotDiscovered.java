package io.tunnelscope.app.gateways;

import io.tunnelscope.app.providers.CollectFailure;
import io.tunnelscope.app.refusal.Text;

/** Why Azure did not say what a subscription has, and what to do about it. */
enum WhyNotDiscovered {
  NO_SECRET(
      "The subscription has no secret of its application: an admin stores one with PUT credential.",
      "구독에 저장된 애플리케이션 비밀이 없습니다. 관리자가 PUT credential로 저장해야 합니다."),
  NOT_OFFERED(
      "TUNNELSCOPE_EGRESS_ALLOW does not hold the addresses of its cloud: ask the operator of the installation.",
      "TUNNELSCOPE_EGRESS_ALLOW에 해당 클라우드의 주소가 등록되어 있지 않습니다. 설치 환경의 운영자에게 문의하십시오."),
  SECRET_DOES_NOT_OPEN(
      "The stored secret cannot be opened any more: an admin stores it anew with PUT credential.",
      "저장된 비밀을 더 이상 열 수 없습니다. 관리자가 PUT credential로 다시 저장해야 합니다."),
  UNREACHABLE(
      "Azure does not answer: see whether this machine reaches it.",
      "Azure가 응답하지 않습니다. 이 컴퓨터에서 Azure에 연결되는지 확인하십시오."),
  TIMED_OUT(
      "Azure did not answer in time: try again later.",
      "Azure가 제한 시간 안에 응답하지 않았습니다. 나중에 다시 시도하십시오."),
  THROTTLED(
      "Azure was asked too often: try again in some minutes.",
      "Azure에 요청이 너무 많습니다. 몇 분 뒤에 다시 시도하십시오."),
  UNAUTHORIZED(
      "Azure refuses the application: check directory, client id and secret (is it expired?), and that it has the role of docs/azure.md on the subscription.",
      "Azure가 애플리케이션을 거부했습니다. 디렉터리, 클라이언트 ID, 비밀(만료 여부)과 구독에 docs/azure.md의 역할이 부여되었는지 확인하십시오."),
  MALFORMED(
      "What answers there is not Azure, or not as we know it: check the addresses of the cloud.",
      "응답을 Azure의 응답으로 해석할 수 없습니다. 클라우드의 주소를 확인하십시오.");

  private final String english;
  private final String korean;

  WhyNotDiscovered(String english, String korean) {
    this.english = english;
    this.korean = korean;
  }

  Text text() {
    return new Text(english, korean);
  }

  static WhyNotDiscovered of(CollectFailure failure) {
    return switch (failure) {
      case CollectFailure.Unreachable _ -> UNREACHABLE;
      case CollectFailure.TimedOut _ -> TIMED_OUT;
      case CollectFailure.Throttled _ -> THROTTLED;
      case CollectFailure.Unauthorized _ -> UNAUTHORIZED;
      case CollectFailure.Malformed _, CollectFailure.Unreadable _, CollectFailure.NotOffered _ ->
          MALFORMED;
    };
  }
}
