package io.tunnelscope.app.login;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * A sign-in that came to nothing. The reason goes into the audit; whoever tried is told its {@link
 * Told} alone, for the one may be an attacker.
 */
@SuppressWarnings("serial") // never serialised
final class LoginRefused extends RuntimeException {
  /** What a person is told; the sign-in page has the words. */
  enum Told {
    FAILED,
    EXPIRED,
    UNAVAILABLE,
    DENIED,
    NOT_A_MEMBER,
    NOT_SET_UP;

    /** As the sign-in page reads it from its address. */
    String wire() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Every way in which a sign-in can fail. */
  enum Reason {
    // The browser and its attempt.
    NOT_SET_UP(Told.NOT_SET_UP),
    SECRET_DOES_NOT_OPEN(Told.UNAVAILABLE),
    STATE_MISSING(Told.FAILED),
    STATE_UNKNOWN(Told.EXPIRED),
    ATTEMPT_EXPIRED(Told.EXPIRED),
    COOKIE_MISSING(Told.FAILED),
    OTHER_BROWSER(Told.FAILED),
    OTHER_CALLBACK(Told.FAILED),
    PARAMETER_REPEATED(Told.FAILED),
    ISSUER_PARAMETER_MISSING(Told.FAILED),
    ISSUER_PARAMETER_WRONG(Told.FAILED),
    CODE_MISSING(Told.FAILED),
    PROVIDER_SAID_NO(Told.DENIED),
    // What the provider says about itself.
    NOT_HTTPS(Told.UNAVAILABLE),
    DOCUMENT_UNREACHABLE(Told.UNAVAILABLE),
    DOCUMENT_MALFORMED(Told.UNAVAILABLE),
    DOCUMENT_OF_OTHER_ISSUER(Told.UNAVAILABLE),
    ENDPOINT_FORBIDDEN(Told.UNAVAILABLE),
    KEYS_UNREACHABLE(Told.UNAVAILABLE),
    KEYS_MALFORMED(Told.UNAVAILABLE),
    KEYS_NOT_PUBLIC(Told.UNAVAILABLE),
    // What it gives for the code.
    EXCHANGE_UNREACHABLE(Told.UNAVAILABLE),
    EXCHANGE_MALFORMED(Told.FAILED),
    CODE_REFUSED(Told.FAILED),
    ID_TOKEN_MISSING(Told.FAILED),
    // The ID token.
    TOKEN_MALFORMED(Told.FAILED),
    TOKEN_ALGORITHM(Told.FAILED),
    TOKEN_TYPE(Told.FAILED),
    TOKEN_CRITICAL_HEADER(Told.FAILED),
    TOKEN_KEY_UNKNOWN(Told.FAILED),
    TOKEN_SIGNATURE(Told.FAILED),
    TOKEN_ISSUER(Told.FAILED),
    TOKEN_AUDIENCE(Told.FAILED),
    TOKEN_AUTHORIZED_PARTY(Told.FAILED),
    TOKEN_EXPIRED(Told.FAILED),
    TOKEN_FROM_THE_FUTURE(Told.FAILED),
    TOKEN_NONCE(Told.FAILED),
    TOKEN_SUBJECT(Told.FAILED),
    // The person, whose proof is good.
    NO_MEMBERSHIP(Told.NOT_A_MEMBER);

    private final Told told;

    Reason(Told told) {
      this.told = told;
    }

    Told told() {
      return told;
    }

    /** As the audit has it, like {@code token-nonce}. */
    String wire() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Reason reason;

  LoginRefused(Reason reason) {
    super(requireNonNull(reason).wire(), null, false, false);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
