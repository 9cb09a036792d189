package io.tunnelscope.core.evidence;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One fact about a gateway or connection as a resource. What was not asked or not answered is
 * absent, or {@link Missing}; it is never guessed.
 *
 * @param value {@code true} or {@code false}, a number, or a text, as the fact's kind says
 */
public record PlatformState(PlatformFact fact, String value, List<EvidenceRef> refs)
    implements Evidence {

  public PlatformState {
    requireNonNull(fact, "fact");
    requireNonNull(value, "value");
    refs = List.copyOf(refs);
    var fits =
        switch (fact.kind()) {
          case YES_NO -> value.equals("true") || value.equals("false");
          case COUNT ->
              value.length() <= 9 && value.chars().allMatch(Character::isDigit) && !value.isEmpty();
          case TEXT -> !value.isBlank();
        };
    if (!fits) {
      throw new IllegalArgumentException(fact + " cannot be " + value);
    }
  }

  public static PlatformState of(PlatformFact fact, boolean value) {
    return new PlatformState(fact, Boolean.toString(value), List.of());
  }

  public static PlatformState of(PlatformFact fact, int count) {
    return new PlatformState(fact, Integer.toString(count), List.of());
  }

  public static PlatformState of(PlatformFact fact, String text) {
    return new PlatformState(fact, text, List.of());
  }
}
