package io.tunnelscope.app.cli;

import io.tunnelscope.core.language.Language;

/** The words of our wire forms in the reader's language; one that is not known stands as it is. */
record Words(Language language) {
  String of(String english, String korean) {
    return switch (language) {
      case EN -> english;
      case KO -> korean;
    };
  }

  String code(String code) {
    return switch (code) {
      case "Healthy" -> of("Healthy", "정상");
      case "UnHealthy" -> of("Unhealthy", "비정상");
      case "Undetermined" -> of("Undetermined", "판단 불가");
      default -> code;
    };
  }

  String severity(String severity) {
    return switch (severity) {
      case "ok" -> of("ok", "정상");
      case "warning" -> of("warning", "경고");
      case "transient" -> of("transient", "일시적");
      case "error" -> of("error", "오류");
      default -> severity;
    };
  }

  String certainty(String certainty) {
    return switch (certainty) {
      case "certain" -> of("certain", "확실");
      case "likely" -> of("likely", "유력");
      case "possible" -> of("possible", "가능성 있음");
      default -> certainty;
    };
  }

  String state(String state) {
    return switch (state) {
      case "QUEUED" -> of("queued", "대기 중");
      case "RUNNING" -> of("running", "실행 중");
      case "SUCCEEDED" -> of("done", "완료");
      case "FAILED" -> of("failed", "실패");
      case "CANCELLED" -> of("cancelled", "취소됨");
      default -> state;
    };
  }

  String auditResult(String result) {
    return switch (result) {
      case "ok" -> of("done", "성공");
      case "denied" -> of("denied", "거부됨");
      case "failed" -> of("failed", "실패");
      default -> result;
    };
  }

  String role(String role) {
    return switch (role) {
      case "viewer" -> of("viewer", "뷰어");
      case "operator" -> of("operator", "운영자");
      case "auditor" -> of("auditor", "감사자");
      case "admin" -> of("admin", "관리자");
      default -> role;
    };
  }

  String kind(String kind) {
    return switch (kind) {
      case "gateway" -> of("gateway", "게이트웨이");
      case "connection" -> of("connection", "연결");
      default -> kind;
    };
  }

  String change(String kind) {
    return switch (kind) {
      case "APPEARED" -> of("appeared", "발생");
      case "CLEARED" -> of("cleared", "해소");
      case "WORSE" -> of("worse", "악화");
      case "BETTER" -> of("better", "호전");
      case "CHANGED" -> of("changed", "변경");
      default -> kind;
    };
  }
}
