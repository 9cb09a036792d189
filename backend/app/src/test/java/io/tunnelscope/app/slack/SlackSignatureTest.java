package io.tunnelscope.app.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.app_backend.SlackSignature.Generator;
import io.tunnelscope.app.settings.Secret;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackSignatureTest {
  /** From Slack's page "Verifying requests from Slack". */
  private static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";

  private static final String TIME = "1531420618";
  private static final Buffer BODY =
      Buffer.buffer(
          "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
              + "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
              + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
              + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c");
  private static final String SIGNED =
      "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

  private static SlackSignature at(long seconds) {
    return new SlackSignature(
        new Secret(SECRET), Clock.fixed(Instant.ofEpochSecond(seconds), ZoneOffset.UTC));
  }

  private final SlackSignature signature = at(Long.parseLong(TIME));

  @Test
  void shouldKnowTheSignatureThatSlackPublished() {
    assertThat(signature.fits(TIME, SIGNED, BODY)).isTrue();
  }

  @Test
  void shouldAgreeWithSlacksOwnGenerator() {
    var random = new Random(1);
    for (int n = 0; n < 200; n++) {
      var body = Integer.toString(random.nextInt(), 36).repeat(random.nextInt(50)) + "é한";
      var made = new Generator(SECRET).generate(TIME, body);
      assertThat(signature.fits(TIME, made, Buffer.buffer(body))).isTrue();
      assertThat(signature.fits(TIME, made, Buffer.buffer(body + "x"))).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0,true",
    "300,true",
    "-300,true",
    "301,false",
    "-301,false",
    "86400,false",
    "-86400,false"
  })
  void shouldTakeNothingThatIsFiveMinutesAway(long away, boolean taken) {
    assertThat(at(Long.parseLong(TIME) + away).fits(TIME, SIGNED, BODY)).isEqualTo(taken);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v0=",
        "a2114d57",
        "v1=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
      })
  void shouldTakeNoOtherSignature(String other) {
    assertThat(signature.fits(TIME, other, BODY)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " 1531420618",
        "+1531420618",
        "1531420618.0",
        "99999999999999999999",
        "١٥٣١٤٢٠٦١٨"
      })
  void shouldTakeNoOtherTime(String other) {
    assertThat(signature.fits(other, new Generator(SECRET).generate(other, ""), Buffer.buffer()))
        .isFalse();
  }

  @Test
  void shouldTakeNothingUnsigned() {
    assertThat(signature.fits(null, SIGNED, BODY)).isFalse();
    assertThat(signature.fits(TIME, null, BODY)).isFalse();
  }
}
