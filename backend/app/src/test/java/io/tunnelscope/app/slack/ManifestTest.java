package io.tunnelscope.app.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  private static final String ORIGIN = "https://vpn.contoso.example";

  /** As Slack publishes it. */
  private final JsonSchema schema =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
          .getSchema(ManifestTest.class.getResourceAsStream("/slack/slack-manifest.schema.json"));

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldBeWhatSlackTakes(boolean socketMode) {
    var manifest = Manifest.of(ORIGIN, socketMode);

    assertThat(schema.validate(manifest.encode(), InputFormat.JSON)).isEmpty();
    assertThat(SlackLimits.violationsOfManifest(manifest)).isEmpty();
  }

  @Test
  void shouldNameTheDoorsOfThisInstallation() {
    assertThat(Manifest.of(ORIGIN, false).encode())
        .contains(
            ORIGIN + "/slack/commands",
            ORIGIN + "/slack/interactivity",
            ORIGIN + "/slack/events",
            ORIGIN + "/slack/oauth_redirect");
  }

  /** A scope that nothing needs is a right that nobody wants us to have. */
  @Test
  void shouldAskForWhatTheMethodsAndEventsNeedAndNoMore() {
    var scopes =
        Manifest.of(ORIGIN, false)
            .getJsonObject("oauth_config")
            .getJsonObject("scopes")
            .getJsonArray("bot");

    assertThat(scopes)
        .containsExactly(
            "app_mentions:read", // app_mention
            "chat:write", // chat.postMessage, chat.postEphemeral, chat.update
            "commands", // /vpn
            "files:write", // files.getUploadURLExternal, files.completeUploadExternal
            "im:history", // message.im
            "im:write", // conversations.open
            "links:read", // link_shared
            "links:write", // chat.unfurl
            "users:read"); // users.info, user_change
  }

  /** So that the schema is known to look. */
  @Test
  void shouldNotBeTakenWithoutAName() {
    var broken = new JsonObject(Manifest.of(ORIGIN, false).encode());
    broken.getJsonObject("display_information").remove("name");

    assertThat(schema.validate(broken.encode(), InputFormat.JSON)).isNotEmpty();
  }
}
