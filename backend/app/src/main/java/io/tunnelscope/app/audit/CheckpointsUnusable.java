package io.tunnelscope.app.audit;

import io.tunnelscope.app.refusal.Text;
import java.nio.file.Path;

/** The file of checkpoints or its key cannot be used; the text says how to mend it. */
@SuppressWarnings("serial") // never serialised
public final class CheckpointsUnusable extends RuntimeException {
  private final transient Text text;

  CheckpointsUnusable(Path file, Throwable cause) {
    super(cause);
    this.text =
        new Text(
            "audit checkpoints cannot be written: see that "
                + file
                + " and its .key and .pub can be made, read and written",
            "감사 로그 체크포인트를 쓸 수 없습니다: " + file + " 및 .key, .pub 파일을 만들고 읽고 쓸 수 있는지 확인하십시오");
  }

  public Text text() {
    return text;
  }
}
