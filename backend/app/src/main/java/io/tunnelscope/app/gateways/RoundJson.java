package io.tunnelscope.app.gateways;

import io.tunnelscope.core.language.Language;
import io.tunnelscope.core.network.Gateway;
import java.util.List;
import java.util.Optional;

/**
 * What came of asking a subscription what it has, on the wire.
 *
 * @param items each gateway that was asked, or that Azure has
 * @param gatewaysAdded names of those that were not known before; of Azure alone, as is all below
 * @param gatewaysGone known, but not in Azure any more; they stay targets
 * @param ignored how much more is there than can be taken
 * @param failure why Azure did not say; the lists are empty then
 */
record RoundJson(
    List<DiscoveryJson> items,
    List<String> gatewaysAdded,
    List<String> gatewaysGone,
    int ignored,
    Optional<DiscoveryJson.FailureJson> failure) {

  static RoundJson of(List<Discovery.Asked> round, Language language) {
    return new RoundJson(
        round.stream().map(asked -> DiscoveryJson.of(asked, language)).toList(),
        List.of(),
        List.of(),
        0,
        Optional.empty());
  }

  static RoundJson of(AzureDesk.Discovered discovered, Language language) {
    return switch (discovered) {
      case AzureDesk.Discovered.Answered(var census) -> of(census);
      case AzureDesk.Discovered.Failed(var why) ->
          new RoundJson(
              List.of(),
              List.of(),
              List.of(),
              0,
              Optional.of(new DiscoveryJson.FailureJson(why.name(), why.text().in(language))));
    };
  }

  private static RoundJson of(Census census) {
    return new RoundJson(
        census.gateways().stream()
            .map(each -> DiscoveryJson.of(each.gateway(), each.call()))
            .toList(),
        census.gateways().stream()
            .filter(Census.Present::isNew)
            .map(each -> each.gateway().name())
            .toList(),
        census.gone().stream().map(Gateway::name).toList(),
        census.ignored(),
        Optional.empty());
  }
}
