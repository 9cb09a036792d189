package io.tunnelscope.app.slack;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.settings.Secret;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Something to be done for somebody in Slack: what came, as it came, which is enough to do it now
 * or after a restart.
 */
record Errand(Kind kind, JsonObject said, Origin origin) {
  enum Kind {
    COMMAND,
    CLICK,
    SUBMISSION,
    /** A mention, or a message to the bot. */
    MESSAGE,
    /** Nobody asked, but there is something to be shown. */
    SIGHT
  }

  Errand {
    requireNonNull(kind, "kind");
    requireNonNull(said, "said");
    requireNonNull(origin, "origin");
  }

  static Errand command(Map<String, String> form, Origin origin) {
    var said = new JsonObject();
    form.forEach(said::put);
    return new Errand(Kind.COMMAND, said, origin);
  }

  /** Where it comes from. */
  Home home() {
    return ask().map(Ask::home).orElseGet(() -> Payloads.eventHome(said));
  }

  /** What somebody asks for; empty when nobody does, or it cannot be read. */
  Optional<Ask> ask() {
    return switch (kind) {
      case COMMAND ->
          Payloads.command(
              said.fieldNames().stream()
                  .collect(Collectors.toMap(name -> name, name -> Payloads.text(said, name))));
      case CLICK -> Payloads.click(said);
      case SUBMISSION -> Payloads.submission(said);
      case MESSAGE -> Payloads.message(said);
      case SIGHT -> Optional.empty();
    };
  }

  /** All of it; what Slack sends has addresses in it that need no token. */
  Secret written() {
    return new Secret(
        new JsonObject()
            .put("kind", kind.name())
            .put("said", said)
            .put("ip", origin.ip())
            .put("agent", origin.agent())
            .put("request", origin.requestId())
            .encode());
  }

  static Errand read(Secret written) {
    var json = new JsonObject(written.reveal());
    return new Errand(
        Kind.valueOf(json.getString("kind")),
        json.getJsonObject("said"),
        new Origin(json.getString("ip"), json.getString("agent"), json.getString("request")));
  }

  /** It has addresses for answers in it, and what people said. */
  @Override
  public String toString() {
    return "Errand[" + kind + "]";
  }
}
