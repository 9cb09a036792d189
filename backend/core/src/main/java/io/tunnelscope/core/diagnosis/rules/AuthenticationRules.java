package io.tunnelscope.core.diagnosis.rules;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Rule;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;

/** Proving who one is: keys, certificates, identities, users. */
final class AuthenticationRules {

  private AuthenticationRules() {}

  /** A proof that fails to verify or decrypt on this side comes from another key. */
  static final Rule KEY_DIFFERS =
      evidence ->
          Trouble.of(evidence, Signal.KEY_DIFFERS, Signal.KEY_MISSING).stream()
              .map(AuthenticationRules::key)
              .toList();

  /**
   * Windows reports a bad proof of the shared key as an error number of its own. Without a number,
   * a refusal does not tell key, method and identity apart; and a number that merely follows the
   * peer's notify knows no more than the notify.
   */
  static final Rule REFUSED =
      evidence ->
          Trouble.of(evidence, Signal.AUTHENTICATION_REFUSED).stream()
              .map(AuthenticationRules::refused)
              .toList();

  static final Rule CERTIFICATE =
      evidence ->
          Trouble.of(evidence, Signal.CERTIFICATE_REFUSED).stream()
              .map(trouble -> Named.certificate(doubted(Cause.AUTH_CERT, trouble), trouble.line()))
              .toList();

  static final Rule IDENTITY =
      evidence ->
          Trouble.of(evidence, Signal.IDENTITY_REFUSED).stream()
              .map(trouble -> Named.identities(doubted(Cause.ID_MISMATCH, trouble), trouble.line()))
              .toList();

  static final Rule USER =
      evidence ->
          Trouble.of(evidence, Signal.USER_REFUSED).stream()
              .map(trouble -> trouble.finding(Cause.AUTH_EAP, trouble.certainty()))
              .toList();

  private static Finding key(Trouble trouble) {
    var missing = trouble.line().signal() == Signal.KEY_MISSING;
    return trouble
        .finding(Cause.AUTH_PSK_MISMATCH, trouble.certainty())
        .with(Fact.MANNER, missing ? "missing" : "");
  }

  /** A line that has a second meaning is sure of neither. */
  private static Finding doubted(Cause cause, Trouble trouble) {
    var other =
        trouble
            .line()
            .fact("or_else")
            .or(() -> trouble.line().fact("vague").map(_ -> Cause.CONFIG_NOT_LOADED.name()));
    return other.isEmpty()
        ? trouble.finding(cause, trouble.certainty())
        : trouble.finding(cause, Certainty.LIKELY).with(Fact.ALSO, other.get());
  }

  private static Finding refused(Trouble trouble) {
    if (!isBadKeyProof(trouble) || isHeard(trouble)) {
      return trouble.undeterminable(
          Fault.AUTHENTICATION, Cause.AUTH_PSK_MISMATCH, Cause.ID_MISMATCH, Cause.AUTH_CERT);
    }
    return trouble.finding(
        Cause.AUTH_PSK_MISMATCH,
        trouble.side() == Side.HERE ? Certainty.CERTAIN : Certainty.LIKELY);
  }

  /** 13826 is a signature that does not verify: with a shared key, the proof made with it. */
  private static boolean isBadKeyProof(Trouble trouble) {
    return trouble
        .line()
        .fact("code")
        .filter(code -> code.startsWith("13801") || code.startsWith("13826"))
        .isPresent();
  }

  /** Whether the peer's own notify is in the log, which has no number. */
  private static boolean isHeard(Trouble trouble) {
    return trouble.side() == Side.PEER
        && trouble.exchange().lines().stream()
            .anyMatch(
                line ->
                    line.signal() == Signal.AUTHENTICATION_REFUSED
                        && line.side() == Side.PEER
                        && line.fact("code").isEmpty());
  }
}
