package io.tunnelscope.app.secrets;

import io.tunnelscope.app.refusal.Text;
import java.util.List;

/** The KMS is not the one that wrapped what is in the database. */
@SuppressWarnings("serial") // never serialised
public final class WrongKeys extends RuntimeException {
  private final transient Text text;

  WrongKeys(List<String> keks) {
    super("data keys do not open", null, false, false);
    var ids = String.join(", ", keks.stream().sorted().toList());
    this.text =
        new Text(
            "TUNNELSCOPE_KMS does not open the secrets in the database: its file needs the key that wrapped them, "
                + ids,
            "TUNNELSCOPE_KMS로 데이터베이스의 비밀을 열 수 없습니다: 비밀을 감싼 키 %s이(가) 파일에 있어야 합니다".formatted(ids));
  }

  /** "What is wrong: how to mend it". */
  public Text text() {
    return text;
  }
}
