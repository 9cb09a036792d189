package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.Signal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

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
          Map.entry("INTERNAL_ADDRESS_FAILURE", Signal.OUT_OF_RESOURCES),
          Map.entry("FAILED_CP_REQUIRED", Signal.SETTING_REFUSED),
          Map.entry("SINGLE_PAIR_REQUIRED", Signal.SELECTORS_REFUSED),
          Map.entry("UNSUPPORTED_CRITICAL_PAYLOAD", Signal.SETTING_REFUSED),
          // as charon shortens them
          Map.entry("NO_PROP", Signal.NO_PROPOSAL),
          Map.entry("AUTH_FAILED", Signal.AUTHENTICATION_REFUSED),
          Map.entry("TS_UNACCEPT", Signal.SELECTORS_REFUSED),
          Map.entry("INVAL_MAJOR", Signal.VERSION_REFUSED),
          Map.entry("INT_ADDR_FAIL", Signal.OUT_OF_RESOURCES),
          Map.entry("FAIL_CP_REQ", Signal.SETTING_REFUSED),
          Map.entry("SINGLE_PAIR", Signal.SELECTORS_REFUSED));
  private static final Pattern NAME =
      Pattern.compile("\\b[A-Z][A-Z0-9]{1,15}(?:_[A-Z0-9]{2,14}){1,3}\\b");

  private Notify() {}

  /** The first error notify that a message names. */
  static Optional<Signal> in(String message) {
    return NAME.matcher(message)
        .results()
        .limit(20)
        .map(found -> ERRORS.get(found.group()))
        .filter(signal -> signal != null)
        .findFirst();
  }
}
