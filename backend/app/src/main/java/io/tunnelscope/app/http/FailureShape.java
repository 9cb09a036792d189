package io.tunnelscope.app.http;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.core.language.Language;
import java.util.Map;
import java.util.Optional;

/**
 * How the callers of one part of the product are told that a request failed. Everybody reads
 * problem+json, but for clients of other makers, which know their own shape only.
 */
@FunctionalInterface
public interface FailureShape {
  /**
   * A request that failed.
   *
   * @param refusal empty when the fault is ours, or the server itself refused
   * @param kind also of what is no refusal
   * @param detail what a person is told
   */
  record Failed(
      Optional<Refusal> refusal,
      ProblemKind kind,
      Text detail,
      Language language,
      String requestId) {

    /** The detail in the reader's language. */
    public String words() {
      return detail.in(language);
    }
  }

  /**
   * The answer.
   *
   * @param headers besides the content type
   */
  record Told(int status, String contentType, Map<String, String> headers, Object wireRecord) {
    public Told {
      requireNonNull(contentType);
      requireNonNull(wireRecord);
      headers = Map.copyOf(headers);
    }
  }

  /** Called on the event loop of the request; must not throw. */
  Told tell(Failed failed);
}
