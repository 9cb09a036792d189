package io.tunnelscope.app.slack;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * What Slack grants for a code or for a refresh token.
 *
 * @param lasts from now; empty: until it is revoked
 */
record Granted(
    Home home,
    String name,
    String botUser,
    String scopes,
    Tokens tokens,
    Optional<Duration> lasts) {
  Granted {
    requireNonNull(home, "home");
    requireNonNull(name, "name");
    requireNonNull(botUser, "botUser");
    requireNonNull(scopes, "scopes");
    requireNonNull(tokens, "tokens");
    requireNonNull(lasts, "lasts");
  }
}
