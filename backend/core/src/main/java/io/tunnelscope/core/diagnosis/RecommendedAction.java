package io.tunnelscope.core.diagnosis;

import static java.util.Objects.requireNonNull;

import java.net.URI;

/**
 * What a person can do next, in that person's language.
 *
 * @param uri where to read on, always https
 * @param uriText the words to put on the link
 */
public record RecommendedAction(String text, URI uri, String uriText) {

  public RecommendedAction {
    requireNonNull(text, "text");
    requireNonNull(uri, "uri");
    requireNonNull(uriText, "uriText");
    if (!"https".equals(uri.getScheme())) {
      throw new IllegalArgumentException("links are https");
    }
  }
}
