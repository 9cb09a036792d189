package io.tunnelscope.app.schedules;

import io.tunnelscope.app.gateways.TagFilter;
import java.util.Optional;

/** Which targets a schedule is for. It is found out anew each time, so targets may come and go. */
sealed interface Pick {
  /** A gateway or a connection, by its name or resource id. */
  record One(String target) implements Pick {}

  /** A gateway with all its connections, by its name. */
  record Gateway(String name) implements Pick {}

  record Tagged(TagFilter tag) implements Pick {}

  record All() implements Pick {}

  /**
   * Of {@code gateway/connection}, {@code gateway/*}, {@code tag:key}, {@code tag:key:value} or
   * {@code *}. Neither colon nor asterisk occurs in the name of a gateway.
   */
  static Optional<Pick> parse(String text) {
    if (text.equals("*")) {
      return Optional.of(new All());
    }
    if (text.startsWith("tag:")) {
      return TagFilter.parse(text.substring("tag:".length())).map(Tagged::new);
    }
    if (text.endsWith("/*")) {
      var name = text.substring(0, text.length() - "/*".length());
      return name.isBlank() ? Optional.empty() : Optional.of(new Gateway(name));
    }
    return text.isBlank() ? Optional.empty() : Optional.of(new One(text));
  }
}
