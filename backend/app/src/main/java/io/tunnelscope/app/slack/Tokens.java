package io.tunnelscope.app.slack;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.settings.Secret;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What Slack gave for a workspace; sealed as one text, as both change together.
 *
 * @param refresh what gets the next pair, once; empty where Slack does not rotate the token
 */
record Tokens(Secret bot, Optional<Secret> refresh) {
  Tokens {
    requireNonNull(bot, "bot");
    requireNonNull(refresh, "refresh");
  }

  Secret together() {
    var json = new JsonObject().put("bot", bot.reveal());
    refresh.ifPresent(secret -> json.put("refresh", secret.reveal()));
    return new Secret(json.encode());
  }

  static Tokens apart(Secret together) {
    var json = new JsonObject(together.reveal());
    return new Tokens(
        new Secret(json.getString("bot")),
        Optional.ofNullable(json.getString("refresh")).map(Secret::new));
  }
}
