package io.tunnelscope.app.gateways;

import java.util.Optional;

/**
 * Which tag a target must have.
 *
 * @param value empty for any
 */
public record TagFilter(String key, Optional<String> value) {

  /** Of {@code key} or {@code key:value}; the value begins behind the first colon. */
  public static Optional<TagFilter> parse(String text) {
    int colon = text.indexOf(':');
    var filter =
        colon < 0
            ? new TagFilter(text, Optional.empty())
            : new TagFilter(text.substring(0, colon), Optional.of(text.substring(colon + 1)));
    return Optional.of(filter).filter(each -> !each.key().isEmpty());
  }
}
