package io.tunnelscope.app.gateways;

import io.tunnelscope.core.language.Language;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.Gateway;
import java.util.List;
import java.util.Optional;

/**
 * What came of asking a gateway for its connections, on the wire. Names as in {@code
 * gateway/connection}.
 *
 * @param id resource id of the gateway
 * @param connections loaded there now
 * @param added those of them that were not known before
 * @param notLoaded known, but not loaded there now; they stay targets
 * @param ignored how many more are loaded there than can be taken
 * @param failure why it could not be asked; the lists are empty then
 */
record DiscoveryJson(
    String id,
    String gateway,
    List<String> connections,
    List<String> added,
    List<String> notLoaded,
    int ignored,
    Optional<FailureJson> failure) {

  record FailureJson(String reason, String detail) {}

  static DiscoveryJson of(Discovery.Asked asked, Language language) {
    return switch (asked) {
      case Discovery.Asked.Answered(var gateway, var call) -> of(gateway, call);
      case Discovery.Asked.Failed(var gateway, var why) ->
          new DiscoveryJson(
              gateway.id().value(),
              gateway.name(),
              List.of(),
              List.of(),
              List.of(),
              0,
              Optional.of(new FailureJson(why.name(), why.text().in(language))));
    };
  }

  static DiscoveryJson of(Gateway gateway, RollCall call) {
    return new DiscoveryJson(
        gateway.id().value(),
        gateway.name(),
        whole(gateway, call.present()),
        call.added().stream().map(Connection::name).toList(),
        whole(gateway, call.notLoaded()),
        call.ignored(),
        Optional.empty());
  }

  private static List<String> whole(Gateway gateway, List<String> names) {
    return names.stream().map(name -> gateway.name() + "/" + name).toList();
  }
}
