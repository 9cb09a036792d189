package io.tunnelscope.app.db;

import io.tunnelscope.app.refusal.Text;
import java.nio.file.Path;

/** Why the database of this machine cannot run; each text says how to mend it. */
@SuppressWarnings("serial") // never serialised
public abstract sealed class EmbeddedPostgresFailure extends RuntimeException {
  private final transient Text text;

  private EmbeddedPostgresFailure(Text text, Throwable cause) {
    super(text.english(), cause);
    this.text = text;
  }

  public Text text() {
    return text;
  }

  /** Another living process of ours works in that folder. */
  public static final class FolderInUse extends EmbeddedPostgresFailure {
    FolderInUse(Path folder) {
      super(
          new Text(
              folder + " is in use by another demo: end that one, or give --data another folder",
              folder + " 폴더는 다른 demo가 사용하고 있습니다: 그 demo를 종료하거나 --data에 다른 폴더를 지정하십시오"),
          null);
    }
  }

  /** The folder cannot be made or written. */
  public static final class FolderNotWritable extends EmbeddedPostgresFailure {
    FolderNotWritable(Path folder, Throwable cause) {
      super(
          new Text(
              folder + " cannot be written: give --data a folder that can",
              folder + " 폴더에 쓸 수 없습니다: --data에 쓸 수 있는 폴더를 지정하십시오"),
          cause);
    }
  }

  /** The database did not start, stop or accept us. */
  public static final class CannotRun extends EmbeddedPostgresFailure {
    CannotRun(String english, String korean) {
      this(english, korean, null);
    }

    CannotRun(String english, String korean, Throwable cause) {
      super(new Text(english, korean), cause);
    }
  }
}
