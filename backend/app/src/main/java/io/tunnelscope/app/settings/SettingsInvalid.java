package io.tunnelscope.app.settings;

import java.util.List;

/** The settings cannot be used; every mistake at once. No complaint repeats a secret. */
@SuppressWarnings("serial") // never serialised
public final class SettingsInvalid extends RuntimeException {
  private final transient List<String> complaints;

  SettingsInvalid(List<String> complaints) {
    super(String.join("; ", complaints));
    this.complaints = List.copyOf(complaints);
  }

  /** Like {@code TUNNELSCOPE_HTTP_PORT must be a number from 0 to 65535}, sorted by key. */
  public List<String> complaints() {
    return complaints;
  }
}
