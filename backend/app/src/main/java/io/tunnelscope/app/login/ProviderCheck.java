package io.tunnelscope.app.login;

import io.tunnelscope.app.login.LoginRefused.Reason;
import io.tunnelscope.app.refusal.Text;

/** What came of asking a provider whether people can sign in by it. */
sealed interface ProviderCheck {
  record Good() implements ProviderCheck {}

  /**
   * @param step the first that failed; those behind it were not taken
   */
  record Bad(Step step, Reason reason) implements ProviderCheck {

    /** What is wrong, and what to look at. */
    Text text() {
      return switch (reason) {
        case NOT_HTTPS ->
            new Text("The issuer must begin with https://.", "발급자 주소는 https://로 시작해야 합니다.");
        case ENDPOINT_FORBIDDEN ->
            new Text(
                "The provider, or an address that it names, is not https at a public address, and the operator of the installation has not listed it (TUNNELSCOPE_EGRESS_ALLOW).",
                "공급자 또는 공급자가 알려 준 주소가 공개된 https 주소가 아니며 설치 환경의 운영자가 허용 목록(TUNNELSCOPE_EGRESS_ALLOW)에 등록하지 않았습니다.");
        case DOCUMENT_UNREACHABLE ->
            new Text(
                "The provider does not answer at ISSUER/.well-known/openid-configuration: look at the issuer, and at the way there.",
                "발급자 주소의 /.well-known/openid-configuration에서 응답이 없습니다. 발급자 주소와 네트워크 경로를 확인하십시오.");
        case DOCUMENT_MALFORMED ->
            new Text(
                "What the provider says of itself is no discovery document, or lacks an address.",
                "공급자의 응답이 검색 문서가 아니거나 필요한 주소가 빠져 있습니다.");
        case DOCUMENT_OF_OTHER_ISSUER ->
            new Text(
                "The provider calls itself by another issuer: take its own letter by letter, a slash at the end included.",
                "공급자가 알려 준 발급자가 입력한 값과 다릅니다. 끝의 슬래시까지 한 글자도 다르지 않게 입력하십시오.");
        case KEYS_UNREACHABLE ->
            new Text(
                "The provider does not answer where it says that its keys are.",
                "공급자가 알려 준 키 주소에서 응답이 없습니다.");
        case KEYS_MALFORMED ->
            new Text("The keys of the provider cannot be read.", "공급자의 키를 읽을 수 없습니다.");
        case KEYS_NOT_PUBLIC ->
            new Text(
                "The provider publishes a secret key: nobody may believe what is signed with it.",
                "공급자가 비밀 키를 공개하고 있어 서명을 신뢰할 수 없습니다.");
        default -> new Text("The provider cannot be used.", "이 공급자를 사용할 수 없습니다.");
      };
    }
  }

  /** What is asked for, in this order. */
  enum Step {
    DOCUMENT,
    KEYS
  }
}
