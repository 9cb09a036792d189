package io.tunnelscope.app.slack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.slack.api.app_backend.events.payload.AppMentionPayload;
import com.slack.api.app_backend.events.payload.MessagePayload;
import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload;
import com.slack.api.app_backend.interactive_components.payload.GlobalShortcutPayload;
import com.slack.api.app_backend.slash_commands.SlashCommandPayloadParser;
import com.slack.api.app_backend.views.payload.ViewSubmissionPayload;
import com.slack.api.util.json.GsonFactory;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What we read of Slack's requests is what Slack's own library reads of the same bodies. */
class PayloadsTest {
  private final Gson gson = GsonFactory.createSnakeCase();

  @Test
  void shouldReadACommandAsSlackDoes() {
    // Given
    var body =
        form(
            Map.ofEntries(
                Map.entry("token", "not-used"),
                Map.entry("team_id", "T0CONTOSO"),
                Map.entry("team_domain", "contoso"),
                Map.entry("enterprise_id", "E0CONTOSO"),
                Map.entry("enterprise_name", "Contoso & Söhne"),
                Map.entry("channel_id", "C0VPNOPS"),
                Map.entry("channel_name", "vpn-ops"),
                Map.entry("user_id", "U0NARI"),
                Map.entry("user_name", "nari"),
                Map.entry("command", "/vpn"),
                Map.entry("text", "run \"서울 부산\" --active + 100%"),
                Map.entry("api_app_id", "A0TUNNEL"),
                Map.entry("is_enterprise_install", "false"),
                Map.entry("response_url", "https://hooks.slack.com/commands/T0/1/x?y=z"),
                Map.entry("trigger_id", "1.2.abc")));

    // When
    var ours = Payloads.form(Buffer.buffer(body)).flatMap(Payloads::command).orElseThrow();
    var theirs = new SlashCommandPayloadParser().parse(body);

    // Then
    assertThat(ours.home())
        .isEqualTo(new Home(theirs.getApiAppId(), theirs.getEnterpriseId(), theirs.getTeamId()));
    assertThat(ours.user()).isEqualTo(theirs.getUserId());
    assertThat(ours.channel()).isEqualTo(theirs.getChannelId());
    assertThat(ours.what()).isEqualTo(new Ask.What.Line(theirs.getText()));
    assertThat(ours.responseUrl().orElseThrow().reveal()).isEqualTo(theirs.getResponseUrl());
    assertThat(ours.trigger().orElseThrow().reveal()).isEqualTo(theirs.getTriggerId());
  }

  @Test
  void shouldReadAClickAsSlackDoes() {
    // Given
    var body =
        """
        {"type": "block_actions", "api_app_id": "A0TUNNEL", "token": "not-used",
         "team": {"id": "T0CONTOSO", "domain": "contoso"},
         "enterprise": {"id": "E0CONTOSO", "name": "Contoso"}, "is_enterprise_install": false,
         "user": {"id": "U0NARI", "username": "nari", "team_id": "T0CONTOSO"},
         "container": {"type": "message", "message_ts": "1700000000.000200", "channel_id": "C0VPNOPS",
                       "is_ephemeral": false, "thread_ts": "1700000000.000100"},
         "channel": {"id": "C0VPNOPS", "name": "vpn-ops"}, "trigger_id": "1.2.abc",
         "response_url": "https://hooks.slack.com/actions/T0/1/x",
         "actions": [{"type": "button", "block_id": "b", "action_id": "mute",
                      "value": "019ab0d0-0000-7000-8000-000000000001", "action_ts": "1700000001.000000"}]}
        """;

    // When
    var ours = Payloads.click(new JsonObject(body)).orElseThrow();
    var theirs = gson.fromJson(body, BlockActionPayload.class);

    // Then
    var action = theirs.getActions().getFirst();
    assertThat(ours.home())
        .isEqualTo(
            new Home(
                theirs.getApiAppId(), theirs.getEnterprise().getId(), theirs.getTeam().getId()));
    assertThat(ours.user()).isEqualTo(theirs.getUser().getId());
    assertThat(ours.channel()).isEqualTo(theirs.getChannel().getId());
    assertThat(ours.thread()).contains(theirs.getContainer().getThreadTs());
    assertThat(ours.what()).isEqualTo(new Ask.What.Button(action.getActionId(), action.getValue()));
    assertThat(ours.responseUrl().orElseThrow().reveal()).isEqualTo(theirs.getResponseUrl());
    assertThat(ours.trigger().orElseThrow().reveal()).isEqualTo(theirs.getTriggerId());
  }

  @Test
  void shouldReadAShortcutAsSlackDoes() {
    // Given
    var body =
        """
        {"type": "shortcut", "token": "not-used", "action_ts": "1700000001.000000",
         "team": {"id": "T0CONTOSO", "domain": "contoso"}, "user": {"id": "U0NARI", "username": "nari"},
         "api_app_id": "A0TUNNEL", "callback_id": "run", "trigger_id": "1.2.abc"}
        """;

    // When
    var ours = Payloads.click(new JsonObject(body)).orElseThrow();
    var theirs = gson.fromJson(body, GlobalShortcutPayload.class);

    // Then
    assertThat(ours.user()).isEqualTo(theirs.getUser().getId());
    assertThat(ours.home().team()).isEqualTo(theirs.getTeam().getId());
    assertThat(ours.trigger().orElseThrow().reveal()).isEqualTo(theirs.getTriggerId());
    assertThat(ours.responseUrl()).isEmpty();
  }

  @Test
  void shouldReadASubmittedFormAsSlackDoes() {
    // Given
    var body =
        """
        {"type": "view_submission", "api_app_id": "A0TUNNEL", "token": "not-used", "trigger_id": "1.2.abc",
         "team": {"id": "T0CONTOSO", "domain": "contoso"}, "user": {"id": "U0NARI", "username": "nari"},
         "view": {"id": "V0", "type": "modal", "callback_id": "run", "state": {"values":
            {"target": {"target": {"type": "plain_text_input", "value": "seoul busan"}}}}}}
        """;

    // When
    var ours = Payloads.submission(new JsonObject(body)).orElseThrow();
    var theirs = gson.fromJson(body, ViewSubmissionPayload.class);

    // Then
    var said = theirs.getView().getState().getValues().get("target").get("target").getValue();
    assertThat(ours.what()).isEqualTo(new Ask.What.Line("run \"" + said + "\""));
    assertThat(ours.user()).isEqualTo(theirs.getUser().getId());
  }

  @Test
  void shouldReadAMentionInAThreadAsSlackDoes() {
    // Given
    var body =
        """
        {"type": "event_callback", "token": "not-used", "team_id": "T0CONTOSO", "api_app_id": "A0TUNNEL",
         "enterprise_id": "E0CONTOSO", "event_id": "Ev1", "event_time": 1700000001,
         "event": {"type": "app_mention", "user": "U0NARI", "channel": "C0VPNOPS", "text": "<@U0BOT> list",
                   "ts": "1700000000.000200", "thread_ts": "1700000000.000100"}}
        """;

    // When
    var ours = Payloads.message(new JsonObject(body)).orElseThrow();
    var theirs = gson.fromJson(body, AppMentionPayload.class);

    // Then
    var event = theirs.getEvent();
    assertThat(ours.home())
        .isEqualTo(new Home(theirs.getApiAppId(), theirs.getEnterpriseId(), theirs.getTeamId()));
    assertThat(ours.key()).isEqualTo(theirs.getEventId());
    assertThat(ours.user()).isEqualTo(event.getUser());
    assertThat(ours.channel()).isEqualTo(event.getChannel());
    assertThat(ours.thread()).contains(event.getThreadTs());
    assertThat("<@U0BOT> " + ((Ask.What.Line) ours.what()).text()).isEqualTo(event.getText());
    assertThat(ours.isDirect()).isFalse();
  }

  @Test
  void shouldReadADirectMessageAsSlackDoes() {
    // Given
    var body =
        """
        {"type": "event_callback", "token": "not-used", "team_id": "T0CONTOSO", "api_app_id": "A0TUNNEL",
         "event_id": "Ev2", "event_time": 1700000001,
         "event": {"type": "message", "channel_type": "im", "user": "U0NARI", "channel": "D0NARI",
                   "text": "last seoul", "ts": "1700000000.000200"}}
        """;

    // When
    var ours = Payloads.message(new JsonObject(body)).orElseThrow();
    var theirs = gson.fromJson(body, MessagePayload.class).getEvent();

    // Then
    assertThat(ours.what()).isEqualTo(new Ask.What.Line(theirs.getText()));
    assertThat(ours.channel()).isEqualTo(theirs.getChannel());
    assertThat(ours.thread()).isEqualTo(Optional.ofNullable(theirs.getThreadTs()));
    assertThat(ours.isDirect()).isEqualTo("im".equals(theirs.getChannelType()));
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }
}
