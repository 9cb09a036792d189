package io.tunnelscope.app.slack;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The app as Slack wants it described, for this installation's address. Pure. */
final class Manifest {
  /** What Slack tells of, with the scope that it wants for that; empty for none. */
  private static final Map<String, String> EVENTS =
      new TreeMap<>(
          Map.of(
              "app_home_opened", "",
              "app_mention", "app_mentions:read",
              "app_uninstalled", "",
              "link_shared", "links:read",
              "message.im", "im:history",
              "tokens_revoked", "",
              "user_change", "users:read"));

  /** The least that works: what the command, the events and the methods that are called need. */
  static final List<String> SCOPES =
      Stream.of(
              Stream.of("commands"),
              EVENTS.values().stream().filter(scope -> !scope.isEmpty()),
              Stream.of(SlackMethod.values()).flatMap(method -> method.scope().stream()))
          .flatMap(Function.identity())
          .distinct()
          .sorted()
          .toList();

  private Manifest() {}

  /**
   * @param origin where Slack and browsers reach us: scheme, host and port
   * @param socketMode whether Slack is asked for what comes in, rather than sending it
   */
  static JsonObject of(String origin, boolean socketMode) {
    return new JsonObject()
        .put("_metadata", new JsonObject().put("major_version", 1).put("minor_version", 1))
        .put(
            "display_information",
            new JsonObject()
                .put("name", "Tunnelscope")
                .put("description", "Troubleshoots VPN gateways and connections.")
                .put("background_color", "#1c3d5a"))
        .put("features", features(origin, socketMode))
        .put(
            "oauth_config",
            new JsonObject()
                .put("redirect_urls", new JsonArray().add(origin + SlackInstall.COME_BACK))
                .put("scopes", new JsonObject().put("bot", new JsonArray(SCOPES))))
        .put("settings", settings(origin, socketMode));
  }

  private static JsonObject features(String origin, boolean socketMode) {
    var command =
        new JsonObject()
            .put("command", "/vpn")
            .put("description", "Troubleshoots VPN gateways and connections")
            .put("usage_hint", "run TARGET | last TARGET | list | help")
            .put("should_escape", true);
    if (!socketMode) {
      command.put("url", origin + SlackRoutes.COMMANDS);
    }
    return new JsonObject()
        .put(
            "app_home",
            new JsonObject()
                .put("home_tab_enabled", true)
                .put("messages_tab_enabled", true)
                .put("messages_tab_read_only_enabled", false))
        .put("bot_user", new JsonObject().put("display_name", "vpnbot").put("always_online", true))
        .put("slash_commands", new JsonArray().add(command))
        .put(
            "shortcuts",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("name", "Troubleshoot")
                        .put("type", "global")
                        .put("callback_id", RunForm.CALLBACK)
                        .put("description", "Asks what to troubleshoot, and starts it")))
        .put("unfurl_domains", new JsonArray().add(URI.create(origin).getHost()));
  }

  private static JsonObject settings(String origin, boolean socketMode) {
    var events = new JsonObject().put("bot_events", new JsonArray(List.copyOf(EVENTS.keySet())));
    var interactivity = new JsonObject().put("is_enabled", true);
    if (!socketMode) {
      events.put("request_url", origin + SlackRoutes.EVENTS);
      interactivity.put("request_url", origin + SlackRoutes.INTERACTIVITY);
    }
    return new JsonObject()
        .put("event_subscriptions", events)
        .put("interactivity", interactivity)
        .put("org_deploy_enabled", true)
        .put("socket_mode_enabled", socketMode)
        .put("token_rotation_enabled", true);
  }
}
