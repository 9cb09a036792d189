package io.tunnelscope.core.diagnosis;

import io.tunnelscope.core.language.Language;
import io.tunnelscope.core.language.Phrases;
import java.util.Locale;
import java.util.Map;

/** In whose terms a reader is spoken to: those of the software that the gateway runs. */
enum Terms {
  /** Those of Azure, and of every gateway that is known by its logs alone. */
  USUAL(""),
  STRONGSWAN(".strongswan");

  private final String variant;

  Terms(String variant) {
    this.variant = variant;
  }

  /**
   * @param facts by {@link Fact#key()}
   */
  static Terms of(Map<String, String> facts) {
    var software = facts.getOrDefault(Fact.SOFTWARE.key(), "").toLowerCase(Locale.ROOT);
    return software.startsWith("strongswan") ? STRONGSWAN : USUAL;
  }

  /** The phrase in these terms; where they need no words of their own, the usual phrase. */
  String say(Language language, String subject, String part, Map<String, String> details) {
    return Phrases.find(language, subject + variant + part, details)
        .orElseGet(() -> Phrases.say(language, subject + part, details));
  }
}
