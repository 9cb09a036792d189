package io.tunnelscope.app.secrets;

import io.tunnelscope.app.refusal.Text;
import java.nio.file.Path;

/** The key file cannot be used. Nothing of its content is told. */
@SuppressWarnings("serial") // never serialised
public final class KeyFileUnusable extends RuntimeException {
  private final transient Text text;

  private KeyFileUnusable(Text text) {
    super(text.english(), null, false, false);
    this.text = text;
  }

  /** "What is wrong: how to mend it". */
  public Text text() {
    return text;
  }

  static KeyFileUnusable absent(Path path) {
    return new KeyFileUnusable(
        new Text(
            "the key file %s is not there: put it back, or make one as docs/operate.md says"
                .formatted(path),
            "키 파일 %s이(가) 없습니다: 파일을 복원하거나 docs/operate.md에 따라 새로 만드십시오".formatted(path)));
  }

  static KeyFileUnusable unreadable(Path path) {
    return new KeyFileUnusable(
        new Text(
            "the key file %s cannot be read: give it to the user that runs Tunnelscope"
                .formatted(path),
            "키 파일 %s을(를) 읽을 수 없습니다: Tunnelscope를 실행하는 사용자에게 권한을 부여하십시오".formatted(path)));
  }

  static KeyFileUnusable open(Path path) {
    return new KeyFileUnusable(
        new Text(
            "others may read or change the key file %s: chmod 600 it".formatted(path),
            "다른 사용자가 키 파일 %s을(를) 읽거나 바꿀 수 있습니다: chmod 600을 실행하십시오".formatted(path)));
  }

  static KeyFileUnusable malformed(Path path, int line) {
    return new KeyFileUnusable(
        new Text(
            "line %d of the key file %s is no key: write an id, a blank and 32 bytes in base64, each once"
                .formatted(line, path),
            "키 파일 %2$s의 %1$d번째 줄이 키가 아닙니다: 서로 다른 ID, 공백, base64로 된 32바이트를 적으십시오"
                .formatted(line, path)));
  }

  static KeyFileUnusable empty(Path path) {
    return new KeyFileUnusable(
        new Text(
            "the key file %s holds no key, or too many: make one as docs/operate.md says"
                .formatted(path),
            "키 파일 %s에 키가 없거나 너무 많습니다: docs/operate.md에 따라 만드십시오".formatted(path)));
  }
}
