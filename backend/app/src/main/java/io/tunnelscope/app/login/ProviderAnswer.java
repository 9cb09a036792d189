package io.tunnelscope.app.login;

import io.tunnelscope.app.login.LoginRefused.Reason;
import io.vertx.core.MultiMap;
import java.util.Optional;

/**
 * What a provider sends a browser back with (RFC 6749, section 4.1.2; RFC 9207). Anybody may have
 * written it.
 *
 * @param path at which it came
 * @param browser what the cookie of the browser holds
 */
record ProviderAnswer(
    String path,
    Optional<String> browser,
    String state,
    Optional<String> code,
    Optional<String> issuer,
    Optional<String> error) {

  /**
   * @throws LoginRefused when a parameter comes twice or there is no state
   */
  static ProviderAnswer of(String path, Optional<String> browser, MultiMap parameters) {
    return new ProviderAnswer(
        path,
        browser,
        one(parameters, "state")
            .filter(Unguessable::hasForm)
            .orElseThrow(() -> new LoginRefused(Reason.STATE_MISSING)),
        one(parameters, "code"),
        one(parameters, "iss"),
        one(parameters, "error"));
  }

  private static Optional<String> one(MultiMap parameters, String name) {
    var values = parameters.getAll(name);
    if (values.size() > 1) {
      throw new LoginRefused(Reason.PARAMETER_REPEATED);
    }
    return values.stream().findFirst().filter(value -> !value.isEmpty());
  }

  /** The code is as good as a password for a minute. */
  @Override
  public String toString() {
    return "ProviderAnswer[" + path + "]";
  }
}
