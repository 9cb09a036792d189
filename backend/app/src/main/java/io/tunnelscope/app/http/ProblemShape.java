package io.tunnelscope.app.http;

import io.tunnelscope.app.http.Problem.FieldError;
import io.tunnelscope.app.refusal.Refusal;
import java.util.List;

/** The usual shape of a failure: problem+json. */
final class ProblemShape implements FailureShape {
  @Override
  public Told tell(Failed failed) {
    var kind = failed.kind();
    var problem =
        new Problem(
            "/problems/" + kind.slug(),
            kind.title().in(failed.language()),
            kind.status(),
            failed.words(),
            failed.requestId(),
            errors(failed));
    return new Told(kind.status(), Problem.CONTENT_TYPE, RetryAfter.headers(failed), problem);
  }

  private static List<FieldError> errors(Failed failed) {
    return failed.refusal().orElse(null) instanceof Refusal.Invalid invalid
        ? invalid.complaints().stream()
            .map(c -> new FieldError(c.field(), c.text().in(failed.language())))
            .toList()
        : List.of();
  }
}
