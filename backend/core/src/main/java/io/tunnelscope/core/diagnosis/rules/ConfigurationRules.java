package io.tunnelscope.core.diagnosis.rules;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Rule;
import io.tunnelscope.core.evidence.PlatformFact;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;

/** What the side that wrote the log has, lacks or refuses by itself. */
final class ConfigurationRules {

  private ConfigurationRules() {}

  static final Rule REFUSED =
      evidence ->
          Trouble.of(evidence, Signal.CONFIGURATION_REFUSED).stream()
              .map(trouble -> trouble.finding(Cause.CONFIG_ERROR, Certainty.CERTAIN))
              .toList();

  /**
   * A gateway that was asked and has the connection is no case of this: see the versions of IKE.
   */
  static final Rule NOT_LOADED =
      evidence ->
          Trouble.of(evidence, Signal.NO_CONNECTION).stream()
              .filter(_ -> !evidence.says(PlatformFact.CONNECTION_ON_GATEWAY, true))
              .map(ConfigurationRules::notLoaded)
              .toList();

  /** A log that is not Azure's does not tell whether it exists as a resource. */
  private static Finding notLoaded(Trouble trouble) {
    var azures = trouble.line().fact("code").isPresent();
    return trouble
        .finding(Cause.CONFIG_NOT_LOADED, trouble.certainty())
        .with(Fact.MANNER, azures ? "" : "no_match");
  }

  static final Rule KERNEL =
      evidence ->
          Trouble.of(evidence, Signal.KERNEL_REFUSED).stream()
              .map(trouble -> trouble.finding(Cause.KERNEL_ERROR, Certainty.LIKELY))
              .toList();

  static final Rule USED_UP =
      evidence ->
          Trouble.of(evidence, Signal.OUT_OF_RESOURCES).stream()
              .map(trouble -> trouble.finding(Cause.RESOURCE, Certainty.LIKELY))
              .toList();

  static final Rule UNKNOWN_FAILURE =
      evidence ->
          Trouble.of(evidence, Signal.LOCAL_FAILURE, Signal.OTHER_FAILURE).stream()
              .map(ConfigurationRules::unknown)
              .toList();

  /**
   * Of what only says that it failed, the step tells at least what can be behind it. A side that
   * names a reason of its own means none of these.
   */
  private static Finding unknown(Trouble trouble) {
    var names = trouble.side() != Side.UNKNOWN || trouble.line().fact("note").isPresent();
    if (names || trouble.line().signal() == Signal.LOCAL_FAILURE) {
      return trouble.undeterminable(Fault.UNDETERMINED);
    }
    return switch (trouble.step()) {
      case IKE_SA_INIT ->
          trouble.undeterminable(
              Fault.IKE_POLICY_MISMATCH,
              Cause.IKE_PROPOSAL_MISMATCH,
              Cause.CONFIG_NOT_LOADED,
              Cause.IKE_VERSION_MISMATCH);
      case MAIN_MODE, AGGRESSIVE_MODE ->
          trouble.undeterminable(
              Fault.IKE_POLICY_MISMATCH,
              Cause.IKE_PROPOSAL_MISMATCH,
              Cause.AUTH_PSK_MISMATCH,
              Cause.ID_MISMATCH,
              Cause.CONFIG_NOT_LOADED);
      case IKE_INTERMEDIATE ->
          trouble.undeterminable(
              Fault.IKE_POLICY_MISMATCH, Cause.IKE_PROPOSAL_MISMATCH, Cause.LOCAL_CONFIG_OTHER);
      case TRANSACTION ->
          trouble.undeterminable(Fault.AUTHENTICATION, Cause.AUTH_EAP, Cause.LOCAL_CONFIG_OTHER);
      case IKE_AUTH ->
          trouble.undeterminable(
              Fault.AUTHENTICATION, Cause.AUTH_PSK_MISMATCH, Cause.ID_MISMATCH, Cause.AUTH_CERT);
      case QUICK_MODE, CREATE_CHILD_SA ->
          trouble.undeterminable(
              Fault.IKE_POLICY_MISMATCH,
              Cause.TS_MISMATCH,
              Cause.ESP_PROPOSAL_MISMATCH,
              Cause.PFS_DH_MISMATCH);
      case INFORMATIONAL ->
          trouble.undeterminable(Fault.UNDETERMINED, Cause.PEER_VANISHED, Cause.SA_DELETED_BY_PEER);
      case UNKNOWN -> trouble.undeterminable(Fault.UNDETERMINED);
    };
  }
}
