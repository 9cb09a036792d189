package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.Signal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The error notifies of RFC 7296 and RFC 2408, by the names daemons print. */
final class Notify {

  private static final Map<String, Signal> ERRORS =
      Map.ofEntries(
          Map.entry("NO_PROPOSAL_CHOSEN", Signal.NO_PROPOSAL),
          Map.entry("ATTRIBUTES_NOT_SUPPORTED", Signal.NO_PROPOSAL),
          Map.entry("BAD_PROPOSAL_SYNTAX", Signal.NO_PROPOSAL),
          Map.entry("AUTHENTICATION_FAILED", Signal.AUTHENTICATION_REFUSED),
          Map.entry("TS_UNACCEPTABLE", Signal.SELECTORS_REFUSED),
          Map.entry("INVALID_ID_INFORMATION", Signal.SELECTORS_REFUSED),
          Map.entry("INVALID_MAJOR_VERSION", Signal.VERSION_REFUSED),
          Map.entry("INVALID_SYNTAX", Signal.MALFORMED),
          Map.entry("PAYLOAD_MALFORMED", Signal.MALFORMED),
          Map.entry("INVALID_HASH_INFORMATION", Signal.AUTHENTICATION_REFUSED),
          Map.entry("INVALID_CERT_ENCODING", Signal.CERTIFICATE_REFUSED),
          Map.entry("INVALID_CERTIFICATE", Signal.CERTIFICATE_REFUSED),
          Map.entry("CERT_TYPE_UNSUPPORTED", Signal.CERTIFICATE_REFUSED),
          Map.entry("INVALID_CERT_AUTHORITY", Signal.CERTIFICATE_REFUSED),
          Map.entry("INTERNAL_ADDRESS_FAILURE", Signal.OUT_OF_RESOURCES),
          Map.entry("FAILED_CP_REQUIRED", Signal.SETTING_REFUSED),
          Map.entry("SINGLE_PAIR_REQUIRED", Signal.SELECTORS_REFUSED),
          Map.entry("UNSUPPORTED_CRITICAL_PAYLOAD", Signal.SETTING_REFUSED),
          // as charon shortens them
          Map.entry("N(CRIT)", Signal.SETTING_REFUSED),
          Map.entry("INVAL_SYN", Signal.MALFORMED),
          Map.entry("PLD_MAL", Signal.MALFORMED),
          Map.entry("ATTR_UNSUP", Signal.NO_PROPOSAL),
          Map.entry("INVAL_ID", Signal.SELECTORS_REFUSED),
          Map.entry("INVAL_CERTEN", Signal.CERTIFICATE_REFUSED),
          Map.entry("INVAL_CERT", Signal.CERTIFICATE_REFUSED),
          Map.entry("CERT_UNSUP", Signal.CERTIFICATE_REFUSED),
          Map.entry("INVAL_CA", Signal.CERTIFICATE_REFUSED),
          Map.entry("INVAL_HASH", Signal.AUTHENTICATION_REFUSED),
          Map.entry("NO_PROP", Signal.NO_PROPOSAL),
          Map.entry("AUTH_FAILED", Signal.AUTHENTICATION_REFUSED),
          Map.entry("TS_UNACCEPT", Signal.SELECTORS_REFUSED),
          Map.entry("INVAL_MAJOR", Signal.VERSION_REFUSED),
          Map.entry("INT_ADDR_FAIL", Signal.OUT_OF_RESOURCES),
          Map.entry("FAIL_CP_REQ", Signal.SETTING_REFUSED),
          Map.entry("SINGLE_PAIR", Signal.SELECTORS_REFUSED));
  private static final List<String> NAMES = List.copyOf(ERRORS.keySet());
  private static final Needles NEEDLES = Needles.of(NAMES);

  private Notify() {}

  /** The first error notify that a message names. */
  static Optional<Signal> in(String message) {
    var first = -1;
    var firstAt = Integer.MAX_VALUE;
    for (var candidate : NEEDLES.in(message, 0)) {
      var at = wordAt(message, NAMES.get(candidate));
      if (at >= 0 && at < firstAt) {
        first = candidate;
        firstAt = at;
      }
    }
    return first < 0 ? Optional.empty() : Optional.of(ERRORS.get(NAMES.get(first)));
  }

  /** Where the name stands by itself, not as a part of a longer one; -1 if nowhere. */
  private static int wordAt(String message, String name) {
    for (var at = message.indexOf(name); at >= 0; at = message.indexOf(name, at + 1)) {
      if (!isPartOfName(message, at - 1) && !isPartOfName(message, at + name.length())) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isPartOfName(String message, int at) {
    return at >= 0
        && at < message.length()
        && (Character.isLetterOrDigit(message.charAt(at)) || message.charAt(at) == '_');
  }
}
