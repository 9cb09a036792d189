package io.tunnelscope.core.diagnosis.rules;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Rule;
import io.tunnelscope.core.evidence.ConfigPart;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.PlatformFact;
import io.tunnelscope.core.evidence.PlatformState;
import io.tunnelscope.core.evidence.SaState;
import io.tunnelscope.core.evidence.Scope;
import java.util.List;
import java.util.Locale;

/** What the platform says about the gateway or connection as a resource. */
final class PlatformRules {

  private PlatformRules() {}

  static final Rule GATEWAY_NOT_FOUND =
      evidence ->
          evidence.says(PlatformFact.GATEWAY_EXISTS, false)
                  || provisioning(evidence, "failed", "deleting")
              ? List.of(ofProvisioning(evidence, Cause.GATEWAY_NOT_FOUND))
              : List.of();

  static final Rule MAINTENANCE = when(PlatformFact.MAINTENANCE, true, Cause.PLANNED_MAINTENANCE);

  static final Rule USER_UPDATE =
      evidence ->
          evidence.says(PlatformFact.USER_UPDATE, true) || provisioning(evidence, "updating")
              ? List.of(ofProvisioning(evidence, Cause.USER_UPDATE))
              : List.of();

  /** Where the gateway was asked itself, it may have named the interface that is down. */
  static final Rule VIP =
      evidence ->
          when(PlatformFact.VIP_ANSWERS, false, Cause.VIP_UNRESPONSIVE).examine(evidence).stream()
              .map(finding -> finding.with(Fact.INTERFACE, outsideInterface(evidence)))
              .toList();

  static final Rule INACTIVE = when(PlatformFact.PLATFORM_ACTIVE, false, Cause.PLATFORM_INACTIVE);
  static final Rule SERVICE = when(PlatformFact.SERVICE_RUNNING, false, Cause.SERVICE_NOT_RUNNING);
  static final Rule NO_ENTITY =
      when(PlatformFact.CONNECTION_EXISTS, false, Cause.CONNECTION_NOT_FOUND);
  static final Rule DISCONNECTED =
      when(PlatformFact.CONNECTION_MARKED_DISCONNECTED, true, Cause.MARKED_DISCONNECTED);
  static final Rule STANDBY = when(PlatformFact.CONNECTION_STANDBY, true, Cause.MARKED_STANDBY);
  static final Rule NOT_CONFIGURED =
      when(PlatformFact.CONNECTION_ON_GATEWAY, false, Cause.CONFIG_NOT_LOADED);

  static final Rule NO_CONNECTIONS =
      evidence ->
          evidence.count(PlatformFact.CONNECTIONS).orElse(1) == 0
              ? List.of(Finding.of(Cause.NO_CONNECTIONS, Certainty.CERTAIN))
              : List.of();

  /** Of a gateway: all its connections are down. Of logs: the one whose counters they hold. */
  static final Rule NOT_CONNECTED =
      evidence -> evidence.scope() == Scope.CONNECTION ? List.of() : noneConnected(evidence);

  private static Rule when(PlatformFact fact, boolean value, Cause cause) {
    return evidence ->
        evidence.says(fact, value)
            ? List.of(
                Finding.of(cause, Certainty.CERTAIN)
                    .provenBy(evidence.platform(fact).map(PlatformState::refs).orElse(List.of())))
            : List.of();
  }

  private static String outsideInterface(EvidenceSet evidence) {
    return evidence.config("outsideInterface").map(ConfigPart::value).findFirst().orElse("");
  }

  private static boolean provisioning(EvidenceSet evidence, String... states) {
    return evidence
        .platform(PlatformFact.PROVISIONING_STATE)
        .filter(state -> List.of(states).contains(state.value().toLowerCase(Locale.ROOT)))
        .isPresent();
  }

  private static Finding ofProvisioning(EvidenceSet evidence, Cause cause) {
    return Finding.of(cause, Certainty.CERTAIN)
        .with(
            Fact.STATE,
            evidence
                .platform(PlatformFact.PROVISIONING_STATE)
                .map(PlatformState::value)
                .orElse(""));
  }

  private static List<Finding> noneConnected(EvidenceSet evidence) {
    var total = evidence.count(PlatformFact.CONNECTIONS);
    var up = evidence.count(PlatformFact.CONNECTIONS_UP);
    if (total.orElse(0) > 0 && up.isPresent()) {
      return up.getAsInt() > 0 ? List.of() : List.of(counted(total.getAsInt()));
    }
    var tunnels = evidence.tunnels();
    var allDown =
        !tunnels.isEmpty()
            && tunnels.stream().allMatch(tunnel -> tunnel.state() == SaState.NOT_CONNECTED);
    return allDown
        ? List.of(
            Finding.of(Cause.NOT_CONNECTED, Certainty.CERTAIN)
                .with(Fact.PEER, tunnels.getFirst().remoteEndpoint())
                .provenBy(tunnels.getFirst().refs().stream().limit(2).toList()))
        : List.of();
  }

  private static Finding counted(int connections) {
    return Finding.of(Cause.NOT_CONNECTED, Certainty.CERTAIN)
        .with(Fact.CONNECTIONS, Integer.toString(connections))
        .with(Fact.CONNECTED, "0");
  }
}
