package io.tunnelscope.app.providers;

import io.tunnelscope.core.evidence.Missing;
import io.tunnelscope.core.evidence.Missing.Why;
import java.time.Duration;
import java.util.Optional;

/** Why something could not be collected. */
public sealed interface CollectFailure {

  /** Nobody answers there. */
  record Unreachable() implements CollectFailure {}

  /** An answer did not come in time. */
  record TimedOut() implements CollectFailure {}

  /**
   * Asked too often, or the subscription is busy.
   *
   * @param retryAfter as the other side wishes, if it said so
   */
  record Throttled(Optional<Duration> retryAfter) implements CollectFailure {}

  /** Our credentials are not good for this. */
  record Unauthorized() implements CollectFailure {}

  /** An answer came, but makes no sense. */
  record Malformed() implements CollectFailure {}

  /** The logs that should be read are gone or cannot be read. */
  record Unreadable() implements CollectFailure {}

  /** A gateway of this kind or version does not have what was asked for. */
  record NotOffered() implements CollectFailure {}

  /** Whether the same may work later without a person doing anything. */
  default boolean retryMayHelp() {
    return switch (this) {
      case Unreachable _, TimedOut _, Throttled _ -> true;
      case Unauthorized _, Malformed _, Unreadable _, NotOffered _ -> false;
    };
  }

  /** Stable name for the history and for programs. */
  default String reason() {
    return switch (this) {
      case Unreachable _ -> "UNREACHABLE";
      case TimedOut _ -> "TIMED_OUT";
      case Throttled _ -> "THROTTLED";
      case Unauthorized _ -> "UNAUTHORIZED";
      case Malformed _ -> "MALFORMED";
      case Unreadable _ -> "UNREADABLE";
      case NotOffered _ -> "NOT_OFFERED";
    };
  }

  /** The failure of one probe as evidence, so that the result says what could not be seen. */
  default Missing missing(String probe) {
    return new Missing(
        probe,
        switch (this) {
          case Unreachable _ -> Why.UNREACHABLE;
          case TimedOut _ -> Why.TIMED_OUT;
          case Throttled _ -> Why.THROTTLED;
          case Unauthorized _ -> Why.NOT_ALLOWED;
          case Malformed _, Unreadable _ -> Why.MALFORMED;
          case NotOffered _ -> Why.NOT_OFFERED;
        });
  }
}
