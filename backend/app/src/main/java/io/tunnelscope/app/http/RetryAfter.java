package io.tunnelscope.app.http;

import io.tunnelscope.app.http.FailureShape.Failed;
import io.tunnelscope.app.refusal.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** When a refused caller may come again. */
public final class RetryAfter {
  private static final Duration QUEUE = Duration.ofSeconds(30);
  private static final Duration OUTAGE = Duration.ofSeconds(5);

  private RetryAfter() {}

  /** The {@code Retry-After} header in whole seconds; none when waiting does not help. */
  public static Map<String, String> headers(Failed failed) {
    return of(failed)
        .map(wait -> Map.of("Retry-After", String.valueOf(seconds(wait))))
        .orElse(Map.of());
  }

  private static Optional<Duration> of(Failed failed) {
    return switch (failed.refusal().orElse(null)) {
      case Refusal.TooManyRequests busy -> Optional.of(busy.retryAfter());
      case Refusal.QueueFull _ -> Optional.of(QUEUE);
      case null, default ->
          failed.kind() == ProblemKind.UNAVAILABLE ? Optional.of(OUTAGE) : Optional.empty();
    };
  }

  private static long seconds(Duration wait) {
    return Math.max(1, (wait.toMillis() + 999) / 1000);
  }
}
