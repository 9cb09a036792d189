package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.Signal;
import java.util.List;
import java.util.Optional;

/**
 * The error notifies of RFC 7296 and RFC 2408 in pluto's sentences. What some of them mean depends
 * on the exchange.
 *
 * @param here whether this side sends it
 */
record PlutoNotify(String name, Signal signal, boolean here) {

  private record Meaning(String name, Signal signal) {}

  private static final List<Meaning> MEANINGS =
      List.of(
          new Meaning("NO_PROPOSAL_CHOSEN", Signal.NO_PROPOSAL),
          new Meaning("ATTRIBUTES_NOT_SUPPORTED", Signal.NO_PROPOSAL),
          new Meaning("BAD_PROPOSAL_SYNTAX", Signal.NO_PROPOSAL),
          new Meaning("AUTHENTICATION_FAILED", Signal.AUTHENTICATION_REFUSED),
          new Meaning("INVALID_HASH_INFORMATION", Signal.AUTHENTICATION_REFUSED),
          new Meaning("INVALID_SIGNATURE", Signal.AUTHENTICATION_REFUSED),
          new Meaning("INVALID_CERT_AUTHORITY", Signal.AUTHENTICATION_REFUSED),
          new Meaning("INVALID_CERTIFICATE", Signal.AUTHENTICATION_REFUSED),
          new Meaning("INVALID_ID_INFORMATION", Signal.SELECTORS_REFUSED),
          new Meaning("INVALID_KEY_INFORMATION", Signal.GROUP_REFUSED),
          new Meaning("TS_UNACCEPTABLE", Signal.SELECTORS_REFUSED),
          new Meaning("SINGLE_PAIR_REQUIRED", Signal.SELECTORS_REFUSED),
          new Meaning("INVALID_SELECTORS", Signal.SELECTORS_REFUSED),
          new Meaning("INVALID_MAJOR_VERSION", Signal.VERSION_REFUSED),
          new Meaning("INVALID_SYNTAX", Signal.MALFORMED),
          new Meaning("PAYLOAD_MALFORMED", Signal.MALFORMED),
          new Meaning("INTERNAL_ADDRESS_FAILURE", Signal.OUT_OF_RESOURCES),
          new Meaning("FAILED_CP_REQUIRED", Signal.SETTING_REFUSED),
          new Meaning("UNSUPPORTED_CRITICAL_PAYLOAD", Signal.SETTING_REFUSED));

  private static final Needles NAMES = Needles.of(MEANINGS.stream().map(Meaning::name).toList());

  private static final Needles HEARING =
      Needles.of(
          List.of(
              "ignor",
              "receiv",
              "by peer",
              "contain",
              "rejected",
              "failed with error",
              "dropping"));

  /** The first error notify that the message names. */
  static Optional<PlutoNotify> in(String message, ExchangeKind step) {
    if (message.indexOf('_') < 0) {
      return Optional.empty();
    }
    var found = NAMES.in(message, 0);
    if (found.length == 0) {
      return Optional.empty();
    }
    var meaning = MEANINGS.get(found[0]);
    return Optional.of(new PlutoNotify(meaning.name(), during(step, meaning), isSent(message)));
  }

  /** {@code STATE_MAIN_R1: NO_PROPOSAL_CHOSEN} is what whack prints when this side refuses. */
  private static boolean isSent(String message) {
    return message.startsWith("responding ")
        || message.startsWith("sending ")
        || message.contains("encrypted notification ")
        || message.startsWith("CHILD SA failed")
        || message.startsWith("response for Child SA")
        || message.startsWith("STATE_") && !HEARING.anyIn(message);
  }

  /** In phase 1 identities and keys are those of the devices, in phase 2 networks and groups. */
  private static Signal during(ExchangeKind step, Meaning meaning) {
    var ofDevices =
        step == ExchangeKind.MAIN_MODE
            || step == ExchangeKind.AGGRESSIVE_MODE
            || step == ExchangeKind.UNKNOWN;
    return switch (meaning.name()) {
      case "INVALID_ID_INFORMATION", "INVALID_KEY_INFORMATION" ->
          ofDevices ? Signal.AUTHENTICATION_REFUSED : meaning.signal();
      default -> meaning.signal();
    };
  }
}
