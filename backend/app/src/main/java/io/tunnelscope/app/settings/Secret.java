package io.tunnelscope.app.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;

/**
 * A text that must not be seen: it prints as three stars and offers no property that a JSON writer
 * or a debugger's view would pick up by itself.
 */
public final class Secret {
  private final String text;

  public Secret(String text) {
    this.text = requireNonNull(text);
  }

  /** The text itself, to hand to whoever checks it. */
  public String reveal() {
    return text;
  }

  public boolean isEmpty() {
    return text.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(text.getBytes(UTF_8), secret.text.getBytes(UTF_8));
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
