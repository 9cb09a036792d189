package io.tunnelscope.app.gateways;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses of blob containers. Those of the clouds are known by their shape; any other needs its
 * host on the list of the installation.
 */
final class Container {
  /** Longest address, in characters. */
  static final int LONGEST = 300;

  private static final String NAME = "[a-z0-9](?:-?[a-z0-9]){2,62}";
  private static final Pattern OF_A_CLOUD =
      Pattern.compile(
          "https://(?<account>[a-z0-9]{3,24})\\.blob\\.core\\.(?:windows\\.net|usgovcloudapi\\.net|chinacloudapi\\.cn)/"
              + NAME);

  /** As stores that are no cloud's write it: the account is a part of the path. */
  private static final Pattern PATH = Pattern.compile("(?:/[a-z0-9]{3,24})?/" + NAME);

  private Container() {}

  /** Empty when the text is no address of a container; says nothing about who may open it. */
  static Optional<URI> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      var uri = new URI(text);
      boolean elsewhere =
          WebAddress.isOne(uri)
              && uri.getRawQuery() == null
              && PATH.matcher(uri.getRawPath()).matches();
      return Optional.of(uri).filter(each -> isOfACloud(each) || elsewhere);
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  static boolean isOfACloud(URI container) {
    return accountOf(container).isPresent();
  }

  /** The name of the storage account, where the address tells it. */
  static Optional<String> accountOf(URI container) {
    var parts = OF_A_CLOUD.matcher(container.toString());
    return parts.matches() ? Optional.of(parts.group("account")) : Optional.empty();
  }
}
