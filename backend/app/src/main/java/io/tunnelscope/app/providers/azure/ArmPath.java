package io.tunnelscope.app.providers.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.core.network.ArmId;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Ids and names as parts of addresses of the resource manager. */
final class ArmPath {
  private ArmPath() {}

  static String subscription(AzureAccount account) {
    return "/subscriptions/" + encoded(account.subscription());
  }

  static String of(ArmId id) {
    return Arrays.stream(id.value().split("/", -1))
        .map(ArmPath::encoded)
        .collect(Collectors.joining("/"));
  }

  /** The id by which Azure knows what we number otherwise: all but the subscription is the same. */
  static ArmId inAzure(ArmId ours, AzureAccount account) {
    var rest = ours.value().substring("/subscriptions/".length() + ours.subscription().length());
    return new ArmId("/subscriptions/" + account.subscription() + rest);
  }

  static String encoded(String part) {
    return URLEncoder.encode(part, UTF_8).replace("+", "%20");
  }
}
