package io.tunnelscope.app.commands;

import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.refusal.Text;

/** What roles are called in a sentence, as on the web pages. Pure; any thread. */
public final class RoleWords {
  private RoleWords() {}

  public static Text of(Role role) {
    return new Text(
        role.wire(),
        switch (role) {
          case VIEWER -> "뷰어";
          case OPERATOR -> "운영자";
          case AUDITOR -> "감사자";
          case ADMIN -> "관리자";
        });
  }
}
