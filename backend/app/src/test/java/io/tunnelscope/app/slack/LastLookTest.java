package io.tunnelscope.app.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.testing.EavesdroppedLog;
import io.tunnelscope.core.language.Language;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logging is the process's own: it is put back after each test. */
class LastLookTest {
  private static final SlackMessage UNSOUND =
      new SlackMessage("<!channel> planted", new Blocks().section("x".repeat(3_001)).done());

  private final EavesdroppedLog log = new EavesdroppedLog();

  @BeforeEach
  void listen() {
    log.open();
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void shouldLetPassWhatIsSound() {
    var message = new SlackMessage("fine", new Blocks().section("fine").done());

    assertThat(LastLook.at(message, "way")).isSameAs(message);
    assertThat(log.text()).isEmpty();
  }

  @Test
  void shouldSayAPlainWordInsteadAndLogTheRuleAndNothingThatWasSaid() {
    // When
    var sent = LastLook.at(UNSOUND, "chat.postMessage");

    // Then
    assertThat(SlackLimits.violations(sent)).isEmpty();
    assertThat(sent.text()).contains("cannot be shown in Slack", "Tunnelscope에서 확인하세요");
    assertThat(log.text())
        .contains("ERROR", "ESCAPING", "SECTION_TEXT", "chat.postMessage")
        .doesNotContain("planted", "xxx");
  }

  @Test
  void shouldHoldForAnswersThatGoAlongWithTheAcknowledgement() {
    var sent = AnswerMessage.ofAnswer(AnswerMessage.privately(UNSOUND));

    assertThat(SlackLimits.violations(sent)).isEmpty();
  }

  @Test
  void shouldHoldForViewsOfBothKinds() {
    // Given
    var form = RunForm.of(Language.EN).put("callback_id", "x".repeat(256));
    var home = new JsonObject().put("type", "home").put("blocks", UNSOUND.blocks());

    // When
    var shownForm = LastLook.atView(form, "views.open");
    var shownHome = LastLook.atView(home, "views.publish");

    // Then
    assertThat(SlackLimits.violationsOfView(shownForm)).isEmpty();
    assertThat(SlackLimits.violationsOfView(shownHome)).isEmpty();
    assertThat(shownForm.getString("type")).isEqualTo("modal");
    assertThat(shownHome.getString("type")).isEqualTo("home");
  }

  @Test
  void shouldLookAtEachLinkByItself() {
    // Given
    var fine = new JsonObject().put("blocks", new Blocks().section("fine").done());
    var unfurls =
        new JsonObject()
            .put("https://vpn.example/1", fine)
            .put("https://vpn.example/2", new JsonObject().put("blocks", UNSOUND.blocks()));

    // When
    var shown = LastLook.atUnfurls(unfurls, "chat.unfurl");

    // Then
    assertThat(shown.getJsonObject("https://vpn.example/1")).isEqualTo(fine);
    assertThat(SlackLimits.violationsOfUnfurl(shown.getJsonObject("https://vpn.example/2")))
        .isEmpty();
  }
}
