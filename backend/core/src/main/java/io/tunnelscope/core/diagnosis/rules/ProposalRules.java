package io.tunnelscope.core.diagnosis.rules;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Rule;
import io.tunnelscope.core.evidence.Signal;

/** Agreeing on algorithms, groups, versions and modes. */
final class ProposalRules {

  private ProposalRules() {}

  /**
   * The exchange in which it happens tells whose algorithms differ: those of the IKE SA or those of
   * the tunnel.
   */
  static final Rule NOTHING_IN_COMMON =
      evidence ->
          Trouble.of(evidence, Signal.NO_PROPOSAL).stream()
              .map(ProposalRules::nothingInCommon)
              .toList();

  static final Rule GROUP =
      evidence ->
          Trouble.of(evidence, Signal.GROUP_REFUSED).stream().map(ProposalRules::group).toList();

  static final Rule VERSION =
      evidence ->
          Trouble.of(evidence, Signal.VERSION_REFUSED).stream()
              .map(trouble -> trouble.finding(Cause.IKE_VERSION_MISMATCH, trouble.certainty()))
              .toList();

  static final Rule SETTING =
      evidence ->
          Trouble.of(evidence, Signal.SETTING_REFUSED).stream()
              .map(trouble -> trouble.finding(Cause.LOCAL_CONFIG_OTHER, trouble.certainty()))
              .toList();

  /**
   * A wrong key makes an encrypted message look broken; so does a device that speaks another
   * dialect.
   */
  static final Rule UNREADABLE_MESSAGE =
      evidence ->
          Trouble.of(evidence, Signal.MALFORMED).stream()
              .map(
                  trouble ->
                      trouble.undeterminable(
                          Fault.IKE_POLICY_MISMATCH,
                          Cause.AUTH_PSK_MISMATCH,
                          Cause.LOCAL_CONFIG_OTHER,
                          Cause.IKE_VERSION_MISMATCH))
              .toList();

  private static Finding nothingInCommon(Trouble trouble) {
    if (trouble.step().negotiatesIke()) {
      return compared(trouble, Cause.IKE_PROPOSAL_MISMATCH);
    }
    if (trouble.step().negotiatesChild()) {
      return compared(trouble, Cause.ESP_PROPOSAL_MISMATCH);
    }
    return trouble.undeterminable(
        Fault.IKE_POLICY_MISMATCH,
        Cause.IKE_PROPOSAL_MISMATCH,
        Cause.ESP_PROPOSAL_MISMATCH,
        Cause.PFS_DH_MISMATCH);
  }

  /** With the peer's offer in the log, it can be laid beside what Azure accepts by default. */
  private static Finding compared(Trouble trouble, Cause cause) {
    var finding = trouble.finding(cause, trouble.certainty());
    var offer = trouble.exchange().first(Signal.OFFER_PEER).flatMap(line -> line.fact("offer"));
    if (offer.isEmpty()) {
      return finding;
    }
    var accepted = cause == Cause.IKE_PROPOSAL_MISMATCH ? AzureDefaults.IKE : AzureDefaults.ESP;
    return finding
        .with(Fact.THEIRS, offer.get())
        .with(Fact.OURS, String.join(", ", accepted))
        .with(Fact.FIELD, AzureDefaults.difference(accepted, offer.get()));
  }

  private static Finding group(Trouble trouble) {
    var cause =
        trouble.step().negotiatesChild() ? Cause.PFS_DH_MISMATCH : Cause.IKE_PROPOSAL_MISMATCH;
    return trouble.finding(cause, trouble.certainty()).with(Fact.FIELD, "group");
  }
}
