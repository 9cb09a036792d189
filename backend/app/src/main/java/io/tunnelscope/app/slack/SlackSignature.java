package io.tunnelscope.app.slack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.settings.Secret;
import io.vertx.core.buffer.Buffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Knows what Slack has sent by its signature: {@code v0=} and the HMAC-SHA256 of {@code
 * v0:time:body}, over the bytes as they came, not older and not newer than five minutes (Slack,
 * "Verifying requests"). Any thread.
 */
final class SlackSignature {
  private static final long OLDEST_SECONDS = SlackLimits.SIGNATURE_AGE.toSeconds();
  private static final int LONGEST_TIME = 12;
  private static final int LENGTH = "v0=".length() + 64;

  private final SecretKeySpec key;
  private final Clock clock;

  SlackSignature(Secret signingSecret, Clock clock) {
    this.key = new SecretKeySpec(signingSecret.reveal().getBytes(UTF_8), "HmacSHA256");
    this.clock = clock;
  }

  /**
   * @param time the header {@code X-Slack-Request-Timestamp}; null when there was none
   * @param signature the header {@code X-Slack-Signature}; null when there was none
   */
  boolean fits(String time, String signature, Buffer body) {
    return time != null
        && signature != null
        && signature.length() == LENGTH
        && isNow(time)
        && MessageDigest.isEqual(made(time, body).getBytes(US_ASCII), signature.getBytes(US_ASCII));
  }

  private boolean isNow(String time) {
    return !time.isEmpty()
        && time.length() <= LONGEST_TIME
        && time.chars().allMatch(c -> c >= '0' && c <= '9')
        && Math.abs(clock.instant().getEpochSecond() - Long.parseLong(time)) <= OLDEST_SECONDS;
  }

  private String made(String time, Buffer body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(("v0:" + time + ":").getBytes(US_ASCII));
      mac.update(body.getBytes());
      return "v0=" + HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
