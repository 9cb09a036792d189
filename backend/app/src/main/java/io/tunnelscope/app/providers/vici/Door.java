package io.tunnelscope.app.providers.vici;

import io.tunnelscope.core.evidence.PlatformFact;
import io.tunnelscope.core.evidence.PlatformState;
import java.util.List;
import java.util.Optional;

/** What a daemon that gives no answer shows from outside, by the socket it should listen on. */
enum Door {
  /** There is no socket. */
  ABSENT,
  /** The socket file is there, but nobody listens any more. */
  CLOSED,
  /** Somebody listens and does not answer. */
  SILENT;

  /** Empty for a failure that tells nothing of the daemon. */
  static Optional<Door> of(ViciFailure failure) {
    return switch (failure) {
      case ViciFailure.Absent _ -> Optional.of(ABSENT);
      case ViciFailure.Refused _ -> Optional.of(CLOSED);
      case ViciFailure.Silent _ -> Optional.of(SILENT);
      case ViciFailure.NotAllowed _,
          ViciFailure.Closed _,
          ViciFailure.Malformed _,
          ViciFailure.NotOffered _ ->
          Optional.empty();
    };
  }

  /** The fact that is not as it should be comes last. */
  List<PlatformState> states() {
    return switch (this) {
      case ABSENT -> List.of(PlatformState.of(PlatformFact.GATEWAY_EXISTS, false));
      case CLOSED ->
          List.of(
              PlatformState.of(PlatformFact.GATEWAY_EXISTS, true),
              PlatformState.of(PlatformFact.SERVICE_RUNNING, false));
      case SILENT ->
          List.of(
              PlatformState.of(PlatformFact.GATEWAY_EXISTS, true),
              PlatformState.of(PlatformFact.PLATFORM_ACTIVE, false));
    };
  }
}
