package io.tunnelscope.core.diagnosis.rules;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.diagnosis.Rule;
import io.tunnelscope.core.evidence.PlatformFact;
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
              .map(trouble -> trouble.finding(Cause.CONFIG_NOT_LOADED, trouble.certainty()))
              .toList();

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
              .map(trouble -> trouble.undeterminable(Fault.UNDETERMINED))
              .toList();
}
