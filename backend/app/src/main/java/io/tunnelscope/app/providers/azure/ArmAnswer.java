package io.tunnelscope.app.providers.azure;

import io.tunnelscope.app.egress.EgressAnswer;
import io.tunnelscope.app.egress.EgressFailed;
import io.tunnelscope.app.providers.CollectFailed;
import io.tunnelscope.app.providers.CollectFailure;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What the resource manager answered: something done, or a refusal that says why.
 *
 * @param body empty when there was none, or none that is an object
 */
record ArmAnswer(int status, EgressAnswer raw, Members body) {
  private static final int LONGEST_CODE = 64;

  boolean isDone() {
    return status == 200 || status == 201 || status == 204;
  }

  boolean isAccepted() {
    return status == 202;
  }

  Optional<String> header(String name) {
    return raw.header(name);
  }

  Optional<Duration> retryAfter() {
    return retryAfter(raw);
  }

  /** Azure's own clock when it answered. */
  Optional<Instant> date() {
    return header("Date")
        .flatMap(
            text -> {
              try {
                return Optional.of(
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
              } catch (DateTimeException _) {
                return Optional.empty();
              }
            });
  }

  /** Azure's name of the refusal, else the status. */
  String code() {
    return codeOr("HTTP " + status);
  }

  String codeOr(String otherwise) {
    return body.object("error")
        .text("code")
        .filter(code -> code.length() <= LONGEST_CODE && code.matches("[A-Za-z0-9_.-]+"))
        .orElse(otherwise);
  }

  /** Seconds alone are read: that is what Azure sends. */
  static Optional<Duration> retryAfter(EgressAnswer answer) {
    return answer
        .header("Retry-After")
        .map(String::strip)
        .filter(text -> text.matches("[0-9]{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  /** A call without an answer, in the terms of whoever collects. */
  static Throwable failure(Throwable failure) {
    return failure instanceof EgressFailed egress
        ? new CollectFailed(
            switch (egress.failure()) {
              case FORBIDDEN -> new CollectFailure.Unauthorized();
              case UNREACHABLE, BROKEN -> new CollectFailure.Unreachable();
              case TIMED_OUT -> new CollectFailure.TimedOut();
              case TOO_LONG -> new CollectFailure.Malformed();
            })
        : failure;
  }
}
