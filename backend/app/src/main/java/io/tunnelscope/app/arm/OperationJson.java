package io.tunnelscope.app.arm;

import io.tunnelscope.app.arm.ArmErrorJson.Reason;
import io.tunnelscope.app.runs.Failure;
import io.tunnelscope.app.runs.Run;
import io.tunnelscope.core.language.Language;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How far an asynchronous operation is.
 *
 * @param status {@code InProgress}, {@code Succeeded}, {@code Failed} or {@code Canceled}
 */
record OperationJson(String status, Optional<Reason> error) {

  static OperationJson of(Run run, Language language) {
    var status =
        switch (run.state()) {
          case QUEUED, RUNNING -> "InProgress";
          case SUCCEEDED -> "Succeeded";
          case FAILED -> "Failed";
          case CANCELLED -> "Canceled";
        };
    return new OperationJson(status, error(run, language));
  }

  /** Why there is no result and never will be; empty for a run that may have one. */
  static Optional<Reason> error(Run run, Language language) {
    return switch (run.state()) {
      case QUEUED, RUNNING, SUCCEEDED -> Optional.empty();
      case FAILED -> run.failure().map(failure -> error(failure, language));
      case CANCELLED ->
          Optional.of(
              error(
                  "OperationCanceled",
                  switch (language) {
                    case EN -> "The run was cancelled.";
                    case KO -> "점검이 취소되었습니다.";
                  }));
    };
  }

  private static Reason error(Failure failure, Language language) {
    return error(code(failure.reason()), failure.text().in(language));
  }

  private static Reason error(String code, String message) {
    return new Reason(code, Optional.empty(), message, List.of());
  }

  /** {@code TIMED_OUT} is {@code TimedOut} in Azure's way of writing. */
  private static String code(String reason) {
    return Arrays.stream(reason.split("_"))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }
}
