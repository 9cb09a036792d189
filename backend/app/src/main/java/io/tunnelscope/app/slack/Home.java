package io.tunnelscope.app.slack;

import static java.util.Objects.requireNonNull;

/**
 * Where the app is installed, in Slack's own ids.
 *
 * @param enterprise empty outside of Enterprise Grid
 * @param team empty when the app is installed in the whole organisation
 */
public record Home(String app, String enterprise, String team) {
  public Home {
    requireNonNull(app, "app");
    requireNonNull(enterprise, "enterprise");
    requireNonNull(team, "team");
  }
}
