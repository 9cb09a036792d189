package io.tunnelscope.app.db;

import io.tunnelscope.app.refusal.Text;

/** The database cannot be used by this program as it is; the text says how to mend it. */
@SuppressWarnings("serial") // never serialised
public final class MigrationFailure extends RuntimeException {
  private final transient Text text;

  MigrationFailure(String english, String korean, Throwable cause) {
    super(english, cause);
    this.text = new Text(english, korean);
  }

  public Text text() {
    return text;
  }
}
