package io.tunnelscope.app.schedules;

import io.tunnelscope.app.refusal.Text;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why the maker of a schedule may not start runs any more. */
enum Lost {
  LEFT,
  DEACTIVATED,
  ROLE,
  TOKEN_REVOKED,
  TOKEN_EXPIRED;

  /** The name in the database and on the wire. */
  String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What is so with the maker, to be said behind its name. */
  Text why() {
    return switch (this) {
      case LEFT -> new Text("has left the tenant", "테넌트를 떠났습니다");
      case DEACTIVATED -> new Text("is deactivated", "비활성화되었습니다");
      case ROLE -> new Text("has a role that may not start runs", "점검을 시작할 수 없는 역할입니다");
      case TOKEN_REVOKED -> new Text("is a token that was revoked", "토큰이 폐기되었습니다");
      case TOKEN_EXPIRED -> new Text("is a token that has expired", "토큰이 만료되었습니다");
    };
  }

  static Optional<Lost> parse(String wire) {
    return Arrays.stream(values()).filter(lost -> lost.wire().equals(wire)).findFirst();
  }
}
