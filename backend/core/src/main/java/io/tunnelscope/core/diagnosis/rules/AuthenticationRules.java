package io.tunnelscope.core.diagnosis.rules;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
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
              .map(trouble -> trouble.finding(Cause.AUTH_PSK_MISMATCH, trouble.certainty()))
              .toList();

  /**
   * Windows reports a bad proof of the shared key as an error number of its own. Heard from the
   * peer it is only likely, since the peer may dislike the identity as well. Without a number, a
   * refusal does not tell key, method and identity apart.
   */
  static final Rule REFUSED =
      evidence ->
          Trouble.of(evidence, Signal.AUTHENTICATION_REFUSED).stream()
              .map(AuthenticationRules::refused)
              .toList();

  static final Rule CERTIFICATE =
      evidence ->
          Trouble.of(evidence, Signal.CERTIFICATE_REFUSED).stream()
              .map(
                  trouble ->
                      Named.certificate(
                          trouble.finding(Cause.AUTH_CERT, trouble.certainty()), trouble.line()))
              .toList();

  static final Rule IDENTITY =
      evidence ->
          Trouble.of(evidence, Signal.IDENTITY_REFUSED).stream()
              .map(
                  trouble ->
                      Named.identities(
                          trouble.finding(Cause.ID_MISMATCH, trouble.certainty()), trouble.line()))
              .toList();

  static final Rule USER =
      evidence ->
          Trouble.of(evidence, Signal.USER_REFUSED).stream()
              .map(trouble -> trouble.finding(Cause.AUTH_EAP, trouble.certainty()))
              .toList();

  private static Finding refused(Trouble trouble) {
    var badKeyProof =
        trouble.line().fact("code").filter(code -> code.startsWith("13801")).isPresent();
    if (!badKeyProof) {
      return trouble.undeterminable(
          Fault.AUTHENTICATION, Cause.AUTH_PSK_MISMATCH, Cause.ID_MISMATCH, Cause.AUTH_CERT);
    }
    return trouble.finding(
        Cause.AUTH_PSK_MISMATCH,
        trouble.side() == Side.HERE ? Certainty.CERTAIN : Certainty.LIKELY);
  }
}
