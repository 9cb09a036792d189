package io.tunnelscope.app.slack;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.settings.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A host of Slack's to which things go at addresses that it names itself: no other is taken, and it
 * over TLS alone. Where the operator has put something in the place of Slack's API, they may go to
 * that host too, to those ports of it that may be reached at all; that something else may be
 * reached is no reason to send anything there.
 *
 * @param standIns host:port, in small letters
 */
record SlackHost(String name, Set<String> standIns) {
  private static final String API = "slack.com";
  private static final int TLS = 443;

  SlackHost {
    requireNonNull(name, "name");
    standIns = Set.copyOf(standIns);
  }

  /**
   * @param api where the methods are
   * @param listed host:port that the operator lets us reach
   */
  static SlackHost of(String name, URI api, Collection<String> listed) {
    return new SlackHost(
        name,
        api.getHost().equalsIgnoreCase(API)
            ? Set.of()
            : listed.stream()
                .map(each -> each.toLowerCase(Locale.ROOT))
                .filter(each -> each.startsWith(api.getHost().toLowerCase(Locale.ROOT) + ":"))
                .collect(Collectors.toUnmodifiableSet()));
  }

  /** The address; empty for one that is none of this host, or of no use. */
  Optional<URI> address(Secret text) {
    try {
      return Optional.of(new URI(text.reveal())).filter(this::isOurs);
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  private boolean isOurs(URI address) {
    if (address.getHost() == null || address.getUserInfo() != null) {
      return false;
    }
    var host = address.getHost().toLowerCase(Locale.ROOT);
    return "https".equalsIgnoreCase(address.getScheme())
            && host.equals(name)
            && (address.getPort() == -1 || address.getPort() == TLS)
        || standIns.contains(host + ":" + address.getPort());
  }
}
