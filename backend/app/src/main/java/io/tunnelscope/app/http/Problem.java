package io.tunnelscope.app.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * An answer that is not what was asked for, as RFC 9457 writes it. Two refusals of the same kind
 * differ in nothing but the request id.
 *
 * @param type where the kind of problem is explained
 * @param errors what is wrong with single fields; left out when there is nothing to say
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String requestId,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors) {

  /** One complaint about one field. */
  public record FieldError(String field, String message) {}

  public static final String CONTENT_TYPE = "application/problem+json";

  public Problem {
    errors = List.copyOf(errors);
  }
}
