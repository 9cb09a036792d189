package io.tunnelscope.core.diagnosis.rules;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Rule;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.Obstacle;
import io.tunnelscope.core.evidence.Verdict;
import java.util.Optional;

/** What the platform's own troubleshooter says, and what keeps it from saying anything. */
final class VerdictRules {

  private static final int LONGEST_ID = 64;

  private VerdictRules() {}

  /** Where the log tells a finer cause, that one speaks. */
  static final Rule VERDICT =
      evidence ->
          evidence.verdicts().stream()
              .map(verdict -> finding(evidence, verdict))
              .flatMap(Optional::stream)
              .toList();

  /** What is missing is certain; what is wrong with the target is not known. */
  static final Rule OBSTACLE =
      evidence -> evidence.obstacles().stream().map(VerdictRules::finding).toList();

  private static Optional<Finding> finding(EvidenceSet evidence, Verdict verdict) {
    var fault = Fault.parse(verdict.fault()).orElse(Fault.UNDETERMINED);
    var found =
        switch (fault) {
          case NO_FAULT -> Optional.<Finding>empty();
          case AUTHENTICATION -> Optional.of(authentication(evidence));
          case PEER_REACHABILITY -> Optional.of(silence(evidence));
          case IKE_POLICY_MISMATCH -> Optional.of(policies());
          case CONNECTION_NOT_CONFIGURED_ON_GATEWAY -> certain(Cause.CONFIG_NOT_LOADED);
          case GATEWAY_NOT_FOUND -> certain(Cause.GATEWAY_NOT_FOUND);
          case PLANNED_MAINTENANCE -> certain(Cause.PLANNED_MAINTENANCE);
          case USER_DRIVEN_UPDATE -> certain(Cause.USER_UPDATE);
          case VIP_UNRESPONSIVE -> certain(Cause.VIP_UNRESPONSIVE);
          case PLATFORM_INACTIVE -> certain(Cause.PLATFORM_INACTIVE);
          case SERVICE_NOT_RUNNING -> certain(Cause.SERVICE_NOT_RUNNING);
          case NO_CONNECTIONS_FOUND_FOR_GATEWAY -> certain(Cause.NO_CONNECTIONS);
          case CONNECTIONS_NOT_CONNECTED -> certain(Cause.NOT_CONNECTED);
          case GATEWAY_CPU_USAGE_EXCEEDED -> certain(Cause.CPU_EXCEEDED);
          case CONNECTION_ENTITY_NOT_FOUND -> certain(Cause.CONNECTION_NOT_FOUND);
          case CONNECTION_IS_MARKED_DISCONNECTED -> certain(Cause.MARKED_DISCONNECTED);
          case CONNECTION_MARKED_STANDBY -> certain(Cause.MARKED_STANDBY);
          case WFP_PARSE_ERROR -> certain(Cause.LOG_UNREADABLE);
          case UNDETERMINED -> Optional.of(unknown(verdict));
        };
    return found.map(finding -> finding.provenBy(verdict.refs()));
  }

  private static Optional<Finding> certain(Cause cause) {
    return Optional.of(Finding.of(cause, Certainty.CERTAIN));
  }

  /** The platform means the shared key; a log, if there is one, knows better. */
  private static Finding authentication(EvidenceSet evidence) {
    return evidence.ikeExchanges().isEmpty()
        ? Finding.of(Cause.AUTH_PSK_MISMATCH, Certainty.LIKELY)
        : Finding.undeterminable(
            Fault.AUTHENTICATION, Cause.AUTH_PSK_MISMATCH, Cause.ID_MISMATCH, Cause.AUTH_CERT);
  }

  private static Finding silence(EvidenceSet evidence) {
    return evidence.ikeExchanges().isEmpty()
        ? Finding.of(Cause.PEER_UNREACHABLE, Certainty.LIKELY)
        : Finding.undeterminable(
            Fault.PEER_REACHABILITY,
            Cause.PEER_UNREACHABLE,
            Cause.UDP4500_BLOCKED,
            Cause.PEER_VANISHED);
  }

  private static Finding policies() {
    return Finding.undeterminable(
        Fault.IKE_POLICY_MISMATCH,
        Cause.IKE_PROPOSAL_MISMATCH,
        Cause.ESP_PROPOSAL_MISMATCH,
        Cause.PFS_DH_MISMATCH,
        Cause.TS_MISMATCH);
  }

  /** An id that was not known when this was written, or none. */
  private static Finding unknown(Verdict verdict) {
    var id = verdict.fault();
    return Finding.undeterminable(Fault.UNDETERMINED)
        .with(Fact.CODE, id.length() > LONGEST_ID ? id.substring(0, LONGEST_ID) : id);
  }

  private static Finding finding(Obstacle obstacle) {
    return Finding.obstructed(obstacle.kind().name())
        .with(Fact.NEEDED, obstacle.needed())
        .with(Fact.PLACE, obstacle.place());
  }
}
