package io.tunnelscope.core.diagnosis.rules;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Rule;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.IkeExchange;
import io.tunnelscope.core.evidence.PlatformFact;
import io.tunnelscope.core.evidence.Role;
import io.tunnelscope.core.evidence.SaState;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;
import io.tunnelscope.core.network.Proposal.Protocol;
import io.tunnelscope.core.network.Proposal.Transform;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
              .map(trouble -> nothingInCommon(evidence, trouble))
              .toList();

  static final Rule GROUP =
      evidence ->
          Trouble.of(evidence, Signal.GROUP_REFUSED).stream().map(ProposalRules::group).toList();

  static final Rule VERSION =
      evidence ->
          Trouble.of(evidence, Signal.VERSION_REFUSED).stream()
              .map(trouble -> trouble.finding(Cause.IKE_VERSION_MISMATCH, trouble.certainty()))
              .toList();

  /**
   * The gateway has a connection to this very peer and yet found none for what the peer sent: it is
   * looked up by addresses and by the version of IKE.
   */
  static final Rule LOADED_FOR_ANOTHER_VERSION =
      evidence ->
          evidence.says(PlatformFact.CONNECTION_ON_GATEWAY, true)
              ? Trouble.of(evidence, Signal.NO_CONNECTION).stream()
                  .filter(trouble -> !trouble.peer().isBlank())
                  .map(trouble -> trouble.finding(Cause.IKE_VERSION_MISMATCH, Certainty.LIKELY))
                  .toList()
              : List.of();

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
              .map(trouble -> unreadable(evidence, trouble))
              .toList();

  private static Finding unreadable(EvidenceSet evidence, Trouble trouble) {
    var how = trouble.line().fact("unreadable").orElse("");
    if (how.equals("not_ike")) {
      return trouble
          .undeterminable(Fault.UNDETERMINED, Cause.LOCAL_CONFIG_OTHER, Cause.KERNEL_ERROR)
          .with(Fact.MANNER, how);
    }
    if (how.equals("in_the_clear")) {
      return inTheClear(trouble).with(Fact.MANNER, how);
    }
    if (trouble.step() == ExchangeKind.TRANSACTION && trouble.side() == Side.PEER) {
      return trouble
          .finding(Cause.LOCAL_CONFIG_OTHER, Certainty.LIKELY)
          .with(Fact.MANNER, "transaction");
    }
    return spokeOneVersion(evidence, trouble)
        ? trouble.undeterminable(
            Fault.IKE_POLICY_MISMATCH, Cause.AUTH_PSK_MISMATCH, Cause.LOCAL_CONFIG_OTHER)
        : trouble.undeterminable(
            Fault.IKE_POLICY_MISMATCH,
            Cause.AUTH_PSK_MISMATCH,
            Cause.LOCAL_CONFIG_OTHER,
            Cause.IKE_VERSION_MISMATCH);
  }

  /**
   * Some devices of IKEv1 leave messages in the clear that must not be. In IKEv2, a peer that does
   * not know the keys (any more) has no other way to answer.
   */
  private static Finding inTheClear(Trouble trouble) {
    return trouble.step() == ExchangeKind.MAIN_MODE
        ? trouble.finding(Cause.LOCAL_CONFIG_OTHER, Certainty.LIKELY)
        : trouble.undeterminable(
            Fault.IKE_POLICY_MISMATCH, Cause.FRAGMENTATION, Cause.LOCAL_CONFIG_OTHER);
  }

  /** A message of the peer that could be read names an exchange of the version in use. */
  private static boolean spokeOneVersion(EvidenceSet evidence, Trouble trouble) {
    return evidence.ikeExchangesWith(trouble.peer()).stream()
        .flatMap(exchange -> exchange.lines().stream())
        .anyMatch(
            line -> line.signal() == Signal.RECEIVED && line.exchange() != ExchangeKind.UNKNOWN);
  }

  private static Finding nothingInCommon(EvidenceSet evidence, Trouble trouble) {
    if (trouble.step() == ExchangeKind.IKE_SA_INIT && trouble.side() == Side.PEER) {
      // An IKEv2 responder that knows no connection for us answers the same way.
      return trouble.undeterminable(
          Fault.IKE_POLICY_MISMATCH,
          Cause.IKE_PROPOSAL_MISMATCH,
          Cause.CONFIG_NOT_LOADED,
          Cause.IKE_VERSION_MISMATCH);
    }
    if (trouble.step().negotiatesIke()) {
      return compared(evidence, trouble, Protocol.IKE, Cause.IKE_PROPOSAL_MISMATCH);
    }
    if (isRenewalOfATunnelThatWorks(evidence, trouble)) {
      return trouble.finding(Cause.PFS_DH_MISMATCH, Certainty.LIKELY);
    }
    if (isVague(trouble) && trouble.side() == Side.PEER) {
      return trouble.undeterminable(
          Fault.IKE_POLICY_MISMATCH,
          Cause.ESP_PROPOSAL_MISMATCH,
          Cause.PFS_DH_MISMATCH,
          Cause.TS_MISMATCH);
    }
    if (trouble.step().negotiatesChild()) {
      return compared(evidence, trouble, Protocol.ESP, Cause.ESP_PROPOSAL_MISMATCH);
    }
    return trouble.undeterminable(
        Fault.IKE_POLICY_MISMATCH,
        Cause.IKE_PROPOSAL_MISMATCH,
        Cause.ESP_PROPOSAL_MISMATCH,
        Cause.PFS_DH_MISMATCH);
  }

  /** Devices that say the same when they do not accept a group or the networks. */
  private static boolean isVague(Trouble trouble) {
    return trouble.step().negotiatesChild() && trouble.line().fact("vague").isPresent();
  }

  /**
   * The same algorithms were agreed on in IKE_AUTH, where there is no group for PFS yet (RFC 7296,
   * section 1.2); the tunnel is still up with them.
   */
  private static boolean isRenewalOfATunnelThatWorks(EvidenceSet evidence, Trouble trouble) {
    return trouble.step() == ExchangeKind.CREATE_CHILD_SA
        && trouble.side() == Side.PEER
        && (evidence.childSas().stream().anyMatch(child -> child.state() == SaState.CONNECTED)
            || evidence.ikeExchangesWith(trouble.peer()).stream()
                .anyMatch(ProposalRules::isFirstOfATunnel))
        && !Trouble.of(evidence, Signal.REKEY_FAILED).isEmpty();
  }

  private static boolean isFirstOfATunnel(IkeExchange exchange) {
    return exchange.kind() == ExchangeKind.IKE_AUTH && exchange.has(Signal.CHILD_ESTABLISHED);
  }

  /**
   * With both offers in the log they can be laid beside each other; Azure's own are known without.
   */
  private static Finding compared(
      EvidenceSet evidence, Trouble trouble, Protocol protocol, Cause cause) {
    var theirs = offer(trouble, Signal.OFFER_PEER);
    var ours = offer(trouble, Signal.OFFER_HERE);
    var role = trouble.exchange().role();
    var byDefault = ours.isEmpty() && isAzure(evidence, trouble);
    if (byDefault) {
      ours = AzureDefaults.of(protocol, role);
    }
    var known =
        trouble
            .finding(cause, isVague(trouble) ? Certainty.LIKELY : trouble.certainty())
            .with(
                Map.of(
                    Fact.OURS, String.join(", ", ours),
                    Fact.THEIRS, String.join(", ", theirs),
                    Fact.DEFAULTS, byDefault ? roleInWords(role) : ""));
    if (ours.isEmpty() || theirs.isEmpty()) {
      var alone = protocol == Protocol.ESP ? known.with(Fact.ALSO, hidden(trouble)) : known;
      return theirs.isEmpty() || trouble.side() == Side.PEER
          ? alone
          : inEverybodysWords(alone, OfferComparison.of(protocol, ours, theirs));
    }
    var comparison = OfferComparison.of(protocol, ours, theirs);
    if (byDefault && !comparison.theyNameGroups()) {
      comparison = comparison.withoutGroups();
    }
    var fields = comparison.difference();
    if (byDefault && fields.isEmpty()) {
      return underOwnPolicy(trouble, cause, protocol, theirs);
    }
    var onlyGroup = protocol == Protocol.ESP && fields.equals(EnumSet.of(Transform.GROUP));
    var settled = onlyGroup ? known.as(Cause.PFS_DH_MISMATCH) : known;
    return inEverybodysWords(
        settled
            .with(Fact.FIELD, onlyGroup ? "" : OfferComparison.inWords(fields))
            .with(Fact.MANNER, manner(comparison, fields))
            .with(Fact.COMPARISON, comparison.table()),
        comparison);
  }

  private static String manner(OfferComparison comparison, Set<Transform> fields) {
    if (fields.isEmpty()) {
      return "alike";
    }
    return comparison.isScattered() ? "scattered" : "";
  }

  /** The defaults would have accepted the offer: what the connection has instead is not known. */
  private static Finding underOwnPolicy(
      Trouble trouble, Cause cause, Protocol protocol, List<String> theirs) {
    return inEverybodysWords(
        trouble
            .finding(cause, trouble.certainty())
            .with(Map.of(Fact.THEIRS, String.join(", ", theirs), Fact.DEFAULTS, "replaced")),
        OfferComparison.of(protocol, List.of(), theirs));
  }

  /**
   * A responder whose kernel lacks an algorithm, or that wants another mode, answers in the same
   * way. PFS is no part of IKE_AUTH.
   */
  private static String hidden(Trouble trouble) {
    if (isVague(trouble)) {
      return Cause.PFS_DH_MISMATCH + "," + Cause.TS_MISMATCH;
    }
    if (trouble.side() == Side.HERE) {
      return "";
    }
    return trouble.step() == ExchangeKind.IKE_AUTH
        ? Cause.KERNEL_ERROR + "," + Cause.LOCAL_CONFIG_OTHER
        : Cause.PFS_DH_MISMATCH + "," + Cause.KERNEL_ERROR;
  }

  private static Finding inEverybodysWords(Finding finding, OfferComparison comparison) {
    return comparison
        .choice()
        .map(
            choice ->
                finding
                    .with(Fact.STRONGSWAN, choice.strongSwan())
                    .with(Fact.LIBRESWAN, choice.libreswan())
                    .with(Fact.AZURE, choice.azure().orElse(""))
                    .with(Fact.CHANGES, comparison.changes(choice)))
        .orElse(finding);
  }

  private static List<String> offer(Trouble trouble, Signal side) {
    return trouble
        .exchange()
        .last(side)
        .flatMap(line -> line.fact("offer"))
        .map(OfferComparison::proposals)
        .orElse(List.of());
  }

  private static String roleInWords(Role role) {
    return role == Role.INITIATOR ? "initiator" : "responder";
  }

  /** Whether the log was written by an Azure gateway. */
  private static boolean isAzure(EvidenceSet evidence, Trouble trouble) {
    var file = trouble.line().ref().file();
    return trouble.line().fact("code").isPresent()
        || evidence.files().stream()
            .anyMatch(read -> read.name().equals(file) && read.kind().startsWith("azure"));
  }

  private static Finding group(Trouble trouble) {
    var cause =
        trouble.step().negotiatesChild() ? Cause.PFS_DH_MISMATCH : Cause.IKE_PROPOSAL_MISMATCH;
    return trouble.finding(cause, trouble.certainty()).with(Fact.FIELD, "group");
  }
}
