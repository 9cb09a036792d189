package io.tunnelscope.app.slack;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.settings.Secret;
import java.util.Optional;

/**
 * Somebody asks for something in Slack; nobody knows yet who they are here.
 *
 * @param user Slack's id
 * @param channel Slack's id of where they are; of the App Home their own id
 * @param thread the message under which they wrote, where they did
 * @param isDirect whether they are alone with the bot, or with somebody: nobody else sees it
 * @param responseUrl where an answer may go without a token
 * @param trigger opens a dialog, once, within seconds
 * @param key the same when the same comes twice
 */
record Ask(
    Home home,
    String user,
    String channel,
    Optional<String> thread,
    boolean isDirect,
    Optional<Secret> responseUrl,
    Optional<Secret> trigger,
    String key,
    What what) {

  /** What they did. */
  sealed interface What {
    /** A command, a mention or a message to the bot. */
    record Line(String text) implements What {}

    /**
     * @param value an id that says nothing by itself
     */
    record Button(String verb, String value) implements What {}
  }

  Ask {
    requireNonNull(home, "home");
    requireNonNull(user, "user");
    requireNonNull(channel, "channel");
    requireNonNull(thread, "thread");
    requireNonNull(responseUrl, "responseUrl");
    requireNonNull(trigger, "trigger");
    requireNonNull(key, "key");
    requireNonNull(what, "what");
  }
}
