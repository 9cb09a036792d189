package io.tunnelscope.app.bundles;

import io.tunnelscope.app.providers.azure.LogStorage;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The folder of a container that a caller's path names. */
final class WantedFolder {
  private static final int MOST_SEGMENTS = 20;

  /** Letters that need no escaping; a segment of dots alone would climb. */
  private static final Pattern SEGMENT = Pattern.compile("(?!\\.+$)[A-Za-z0-9._~=-]{1,200}");

  private WantedFolder() {}

  /**
   * The start of a blob's name: empty for the container itself, else with a slash at its end.
   *
   * @return empty when the wish is another account or container, or no path that we would make
   */
  static Optional<String> of(StorageWish wish, LogStorage storage) {
    var otherAccount =
        wish.account().filter(id -> !id.equalsIgnoreCase(storage.account().value())).isPresent();
    return otherAccount ? Optional.empty() : below(storage.container(), wish.path());
  }

  private static Optional<String> below(URI container, String path) {
    try {
      var wanted = new URI(path);
      var root = trimmed(container.getRawPath());
      var below = trimmed(wanted.getRawPath() == null ? "" : wanted.getRawPath());
      return origin(wanted).equals(origin(container))
              && (below.equals(root) || below.startsWith(root + "/"))
          ? folder(below.substring(root.length()))
          : Optional.empty();
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> folder(String path) {
    if (path.isEmpty()) {
      return Optional.of("");
    }
    var segments = path.substring(1).split("/", -1);
    return segments.length <= MOST_SEGMENTS
            && Arrays.stream(segments).allMatch(each -> SEGMENT.matcher(each).matches())
        ? Optional.of(String.join("/", segments) + "/")
        : Optional.empty();
  }

  private static String trimmed(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /** Scheme, host and port; who the caller says he is, in the address, is none of them. */
  private static String origin(URI address) {
    return "%s://%s:%d"
        .formatted(address.getScheme(), address.getHost(), address.getPort())
        .toLowerCase(Locale.ROOT);
  }
}
