package io.tunnelscope.app.http;

import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Refusal.Invalid.Complaint;
import io.tunnelscope.app.refusal.Text;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a request, so that the caller is told everything at once. */
final class Complaints {
  private static final Text INVALID = new Text("The request is not valid.", "요청이 올바르지 않습니다.");

  private final List<Complaint> complaints = new ArrayList<>();

  void add(String field, Text text) {
    complaints.add(new Complaint(field, text));
  }

  void throwIfAny() {
    if (!complaints.isEmpty()) {
      throw new Refusal.Invalid(INVALID, complaints);
    }
  }

  static Text missing() {
    return new Text("is missing", "필수 항목입니다");
  }

  static Text mustBe(String english, String korean) {
    return new Text("must be " + english, korean + "이어야 합니다");
  }

  static Text tooLong(int longest) {
    return new Text("must not be longer than " + longest + " characters", longest + "자를 넘을 수 없습니다");
  }
}
