package io.tunnelscope.app.http;

import io.tunnelscope.app.refusal.Text;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of problems: slug, status, title and what to do about it. */
public enum ProblemKind {
  NOT_FOUND(
      404,
      "Not found",
      "찾을 수 없음",
      "There is nothing here, or it is not yours to see.",
      "대상이 없거나 볼 수 있는 권한이 없습니다."),
  NOT_SIGNED_IN(
      401,
      "Not signed in",
      "로그인 필요",
      "Sign in again, or send a valid API token.",
      "다시 로그인하거나 유효한 API 토큰을 보내세요."),
  NOT_ALLOWED(
      403,
      "Not allowed",
      "권한 없음",
      "Your role may not do this. Ask an admin of the tenant.",
      "현재 역할로는 할 수 없는 작업입니다. 테넌트 관리자에게 문의하세요."),
  INVALID(
      400,
      "Not valid",
      "올바르지 않은 요청",
      "The request is not valid. The errors say which fields to mend.",
      "요청이 올바르지 않습니다. 오류 목록에서 고칠 항목을 확인하세요."),
  UNSUPPORTED_TARGET(
      422,
      "Cannot be troubleshot",
      "진단할 수 없는 대상",
      "This kind of gateway or connection cannot be troubleshot. Upload its logs instead.",
      "이 종류의 게이트웨이나 연결은 진단할 수 없습니다. 대신 로그를 업로드하세요."),
  NOT_OFFERED(
      422,
      "Not offered here",
      "제공되지 않는 항목",
      "The settings of this installation do not offer this to the tenant. Ask its operator.",
      "이 설치 환경의 설정에서 테넌트에 제공하지 않는 항목입니다. 운영자에게 문의하세요."),
  UNUSABLE_INPUT(
      422,
      "Cannot be used",
      "사용할 수 없는 입력",
      "The upload is empty, damaged, or no log that we can read.",
      "업로드한 파일이 비어 있거나 손상되었거나 읽을 수 있는 로그가 아닙니다."),
  TOO_LARGE(
      413, "Too large", "너무 큼", "The request has more bytes than are taken.", "요청이 허용된 크기를 넘었습니다."),
  CONFLICT(
      409,
      "Not possible now",
      "현재 상태에서 불가능",
      "This is not possible in the present state. Look again and decide anew.",
      "현재 상태에서는 할 수 없는 작업입니다. 상태를 다시 확인하세요."),
  IDEMPOTENCY_MISMATCH(
      422,
      "Key was used before",
      "이미 사용된 키",
      "This Idempotency-Key came before with another request. Use a new key.",
      "이 Idempotency-Key는 다른 요청에 이미 사용되었습니다. 새 키를 사용하세요."),
  QUEUE_FULL(
      429,
      "Queue is full",
      "대기열이 가득 참",
      "The tenant has as many queued runs as it may have. Wait for some to finish.",
      "테넌트의 대기 점검 수가 한도에 도달했습니다. 점검이 끝난 뒤 다시 시도하세요."),
  TOO_MANY_REQUESTS(
      429,
      "Too many requests",
      "요청이 너무 많음",
      "Too many requests. Wait as long as Retry-After says.",
      "요청이 너무 많습니다. Retry-After에 표시된 시간만큼 기다려 주세요."),
  UNAVAILABLE(
      503,
      "Not available now",
      "일시적으로 사용할 수 없음",
      "Something that is needed does not answer now. Try again in a moment.",
      "필요한 구성 요소가 지금 응답하지 않습니다. 잠시 후 다시 시도하세요."),
  INTERNAL(
      500,
      "Internal error",
      "내부 오류",
      "This is a fault of ours. Tell the operator the request id.",
      "서버 내부 오류입니다. 운영자에게 요청 ID를 알려 주세요.");

  private final int status;
  private final String slug;
  private final String title;
  private final String titleKo;
  private final String advice;
  private final String adviceKo;

  ProblemKind(int status, String title, String titleKo, String advice, String adviceKo) {
    this.status = status;
    this.slug = name().toLowerCase(Locale.ROOT).replace('_', '-');
    this.title = title;
    this.titleKo = titleKo;
    this.advice = advice;
    this.adviceKo = adviceKo;
  }

  public int status() {
    return status;
  }

  /** The last part of {@code type}. */
  public String slug() {
    return slug;
  }

  public Text title() {
    return new Text(title, titleKo);
  }

  /** What to do, where the refusal itself says nothing better. */
  public Text advice() {
    return new Text(advice, adviceKo);
  }

  static Optional<ProblemKind> ofSlug(String slug) {
    return Arrays.stream(values()).filter(kind -> kind.slug.equals(slug)).findFirst();
  }

  /** For failures that come from the server itself as a bare status. */
  static ProblemKind ofStatus(int status) {
    return switch (status) {
      case 401 -> NOT_SIGNED_IN;
      case 403 -> NOT_ALLOWED;
      case 404, 405 -> NOT_FOUND;
      case 409 -> CONFLICT;
      case 413 -> TOO_LARGE;
      case 429 -> TOO_MANY_REQUESTS;
      case 503 -> UNAVAILABLE;
      default -> status >= 400 && status < 500 ? INVALID : INTERNAL;
    };
  }
}
