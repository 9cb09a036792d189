package io.tunnelscope.app.settings;

import static io.tunnelscope.app.settings.SettingKey.SLACK_API_URL;
import static io.tunnelscope.app.settings.SettingKey.SLACK_APP_TOKEN;
import static io.tunnelscope.app.settings.SettingKey.SLACK_AUTHORIZE_URL;
import static io.tunnelscope.app.settings.SettingKey.SLACK_CLIENT_ID;
import static io.tunnelscope.app.settings.SettingKey.SLACK_CLIENT_SECRET;
import static io.tunnelscope.app.settings.SettingKey.SLACK_SIGNING_SECRET;

import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Slack app.
 *
 * @param signingSecret checks what comes over HTTP; may be absent with an app token
 * @param appToken switches Socket Mode on
 * @param clientId and secret: for installing from Slack; both or none
 * @param authorize where an admin of a workspace lets the app in
 */
public record SlackSettings(
    Optional<Secret> signingSecret,
    Optional<Secret> appToken,
    Optional<String> clientId,
    Optional<Secret> clientSecret,
    URI api,
    URI authorize) {
  private static final URI SLACK = URI.create("https://slack.com/api/");
  private static final URI AUTHORIZE = URI.create("https://slack.com/oauth/v2/authorize");

  /** Absent when no key of Slack's is set. */
  static Optional<SlackSettings> read(Entries entries) {
    boolean any =
        Stream.of(SLACK_SIGNING_SECRET, SLACK_APP_TOKEN, SLACK_CLIENT_ID, SLACK_CLIENT_SECRET)
            .anyMatch(entries::isSet);
    URI api = entries.webAddress(SLACK_API_URL).orElse(SLACK);
    URI authorize = entries.webAddress(SLACK_AUTHORIZE_URL).orElse(AUTHORIZE);
    if (!any) {
      return Optional.empty();
    }
    if (!entries.isSet(SLACK_SIGNING_SECRET) && !entries.isSet(SLACK_APP_TOKEN)) {
      entries.complain(SLACK_SIGNING_SECRET, "is missing: Slack needs it, or SLACK_APP_TOKEN");
    }
    if (entries.isSet(SLACK_CLIENT_ID) != entries.isSet(SLACK_CLIENT_SECRET)) {
      entries.complain(SLACK_CLIENT_ID, "and TUNNELSCOPE_SLACK_CLIENT_SECRET go together");
    }
    return Optional.of(
        new SlackSettings(
            entries.secret(SLACK_SIGNING_SECRET),
            entries.secret(SLACK_APP_TOKEN),
            entries.text(SLACK_CLIENT_ID),
            entries.secret(SLACK_CLIENT_SECRET),
            api,
            authorize));
  }
}
