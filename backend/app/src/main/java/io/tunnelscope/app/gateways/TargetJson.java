package io.tunnelscope.app.gateways;

import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.core.language.Language;
import io.tunnelscope.core.network.VpnType;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A target on the wire.
 *
 * @param id its resource id
 * @param type Azure's word for what it is: {@code Vpn}, {@code IPsec}, …
 * @param baseline id of the run that is pinned to compare others with
 * @param unsupportedReason in the reader's language, with what to use instead
 */
record TargetJson(
    String id,
    String name,
    String gateway,
    String kind,
    String type,
    Optional<String> vpnType,
    boolean supported,
    Optional<String> unsupportedReason,
    String provider,
    SubscriptionName subscription,
    Optional<String> location,
    Optional<LastRun> lastRun,
    Optional<OpenRun> openRun,
    Optional<Twin> twin,
    Optional<String> baseline,
    Map<String, String> tags) {

  record SubscriptionName(String id, String name) {}

  record LastRun(
      String id,
      String state,
      Optional<String> code,
      Optional<String> fault,
      Optional<String> severity,
      Instant finishedAt) {}

  record OpenRun(String id, String state) {}

  record Twin(String id, String name) {}

  static TargetJson of(TargetState state, Language language) {
    var known = state.known();
    var why = Targets.whyUnsupported(known);
    return new TargetJson(
        known.id().value(),
        known.name(),
        known.gatewayName(),
        known.kind(),
        known.target().kindName(),
        known.gateway().vpnType().map(VpnType::wireName),
        why.isEmpty(),
        why.map(text -> text.in(language)),
        known.provider(),
        new SubscriptionName(known.subscription().toString(), known.subscriptionName()),
        Optional.of(known.location()).filter(location -> !location.isBlank()),
        state.lastRun().map(TargetJson::lastRun),
        state.openRun().map(run -> new OpenRun(run.id().toString(), run.state())),
        state.twin().map(twin -> new Twin(twin.id().value(), twin.name())),
        state.baseline().map(RunId::toString),
        state.tags().values());
  }

  private static LastRun lastRun(TargetState.LastRun run) {
    return new LastRun(
        run.id().toString(),
        run.state(),
        run.code(),
        run.fault(),
        run.severity(),
        run.finishedAt());
  }
}
