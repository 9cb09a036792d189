package io.tunnelscope.app.refusal;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.core.language.Language;

/** A sentence for a person in both languages, side by side so that neither is forgotten. */
public record Text(String english, String korean) {
  public Text {
    requireNonNull(english);
    requireNonNull(korean);
  }

  public String in(Language language) {
    return switch (language) {
      case EN -> english;
      case KO -> korean;
    };
  }
}
