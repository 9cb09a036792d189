package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.ExchangeKind;
import java.util.List;

/** The exchanges and states that pluto names, of all its versions. */
final class PlutoSteps {

  private record Step(String word, ExchangeKind exchange) {}

  private static final List<Step> STEPS =
      List.of(
          new Step("IKE_SA_INIT", ExchangeKind.IKE_SA_INIT),
          new Step("v2_SA_INIT", ExchangeKind.IKE_SA_INIT),
          new Step("PARENT_I1", ExchangeKind.IKE_SA_INIT),
          new Step("PARENT_R0", ExchangeKind.IKE_SA_INIT),
          new Step("PARENT_R1", ExchangeKind.IKE_SA_INIT),
          new Step("initiating v2 parent SA", ExchangeKind.IKE_SA_INIT),
          new Step("initiating IKEv2", ExchangeKind.IKE_SA_INIT),
          new Step("initial parent SA", ExchangeKind.IKE_SA_INIT),
          new Step("IKE_AUTH", ExchangeKind.IKE_AUTH),
          new Step("v2_AUTH", ExchangeKind.IKE_AUTH),
          new Step("AUTH response contained", ExchangeKind.IKE_AUTH),
          new Step("IKE SA authentication", ExchangeKind.IKE_AUTH),
          new Step("IKE_INTERMEDIATE", ExchangeKind.IKE_AUTH),
          new Step("PARENT_I2", ExchangeKind.IKE_AUTH),
          new Step("PARENT_R2", ExchangeKind.IKE_AUTH),
          new Step("CREATE_CHILD_SA", ExchangeKind.CREATE_CHILD_SA),
          new Step("V2_REKEY_", ExchangeKind.CREATE_CHILD_SA),
          new Step("REKEY_IKE_", ExchangeKind.CREATE_CHILD_SA),
          new Step("REKEY_CHILD_", ExchangeKind.CREATE_CHILD_SA),
          new Step("NEW_CHILD_", ExchangeKind.CREATE_CHILD_SA),
          new Step("V2_CREATE_", ExchangeKind.CREATE_CHILD_SA),
          new Step("initiating Child SA", ExchangeKind.CREATE_CHILD_SA),
          new Step("Main Mode", ExchangeKind.MAIN_MODE),
          new Step("MAIN_I", ExchangeKind.MAIN_MODE),
          new Step("MAIN_R", ExchangeKind.MAIN_MODE),
          new Step("Oakley", ExchangeKind.MAIN_MODE),
          new Step("Aggressive Mode", ExchangeKind.AGGRESSIVE_MODE),
          new Step("AGGR_", ExchangeKind.AGGRESSIVE_MODE),
          new Step("Quick Mode", ExchangeKind.QUICK_MODE),
          new Step("Quick I1", ExchangeKind.QUICK_MODE),
          new Step("QUICK_", ExchangeKind.QUICK_MODE));

  private static final Needles WORDS = Needles.of(STEPS.stream().map(Step::word).toList());

  /** States of an SA that is up. */
  private static final Needles UP =
      Needles.of(
          List.of(
              "ESTABLISHED_IKE_SA",
              "ESTABLISHED_CHILD_SA",
              "PARENT_I3",
              "PARENT_R2",
              "V2_IPSEC_",
              "MAIN_I4",
              "MAIN_R3",
              "AGGR_R2",
              "QUICK_I2",
              "QUICK_R2",
              "established IKE SA",
              "established Child SA"));

  /** States, of all versions, of an initiator that was answered. */
  private static final Needles ANSWERED =
      Needles.of(List.of("MAIN_I2", "MAIN_I3", "PARENT_I2", "IKE_INTERMEDIATE_I", "IKE_AUTH_I"));

  /** States, of all versions, of a responder: the peer asked. */
  private static final Needles ASKED =
      Needles.of(
          List.of(
              "MAIN_R1",
              "MAIN_R2",
              "AGGR_R1",
              "QUICK_R1",
              "PARENT_R1",
              "IKE_SA_INIT_R",
              "IKE_INTERMEDIATE_R",
              "IKE_AUTH_R"));

  private PlutoSteps() {}

  /** Whether the message names a state of a responder. */
  static boolean namesAsked(String message) {
    return ASKED.anyIn(message);
  }

  /** Whether the message names a state that an answer of the peer led to. */
  static boolean namesAnswered(String message) {
    return ANSWERED.anyIn(message) || namesUp(message);
  }

  /**
   * The first exchange a message names, which it is about; a later one is where it goes on. {@link
   * ExchangeKind#UNKNOWN} when it names none.
   */
  static ExchangeKind in(String message) {
    var first = ExchangeKind.UNKNOWN;
    var position = Integer.MAX_VALUE;
    for (var candidate : WORDS.in(message, 0)) {
      var at = message.indexOf(STEPS.get(candidate).word());
      if (at < position) {
        position = at;
        first = STEPS.get(candidate).exchange();
      }
    }
    return first;
  }

  /** Whether the message is of the list of SAs that whack shows, not of what just happened. */
  static boolean isListed(String message) {
    return message.startsWith("type=")
        || message.startsWith("STATE_") && message.startsWith("(", message.indexOf(' ') + 1);
  }

  /** Whether the message names the state of an SA that is up. */
  static boolean namesUp(String message) {
    return UP.anyIn(message);
  }
}
