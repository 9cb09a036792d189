package io.tunnelscope.core.logs;

import java.util.regex.Pattern;

/**
 * The lines of one text without their secrets, in their order: what stands between the first and
 * the last line of a private key is secret, whatever it looks like, and so is the value below the
 * name of a shared key. One thread.
 */
public final class RedactedText {

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final Pattern PRIVATE = Pattern.compile("-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY");

  private static final Needles SHARED_KEY =
      Needles.ignoringCase(SecretForms.NEAR_SHARED_KEY.hints());

  /** How many lines below the name of a shared key its value may stand. */
  private static final int FAR_BELOW = 8;

  /** Headers, an empty line and the end of the key: lines of a key are full but for these. */
  private static final int MOST_SHORT = 5;

  /** A key of 16,384 bits has some 200 lines; what goes on longer was cut. */
  private static final int LONGEST_KEY = 400;

  private final Redaction redaction;
  private int left;
  private int shortOnes;
  private int belowSharedKey = FAR_BELOW;

  public RedactedText(Redaction redaction) {
    this.redaction = redaction;
  }

  /** The next line without its secrets. */
  public String line(String line) {
    var begin = line.lastIndexOf(BEGIN);
    if (begin >= 0) {
      var goesOn = line.indexOf(END, begin) < 0 && PRIVATE.matcher(line).find(begin);
      left = goesOn ? LONGEST_KEY : 0;
      shortOnes = 0;
    } else if (line.contains(END)) {
      left = 0;
    } else if (isInKey(line)) {
      left--;
      return redaction.of(redaction.ofKey(line));
    }
    return redaction.of(isBelowSharedKey(line) ? redaction.ofSharedKey(line) : line);
  }

  /** One that was cut does not go on in the lines of the log behind it. */
  private boolean isInKey(String line) {
    shortOnes += left > 0 && !Redaction.isFullOfKey(line) ? 1 : 0;
    left = shortOnes > MOST_SHORT ? 0 : left;
    return left > 0;
  }

  private boolean isBelowSharedKey(String line) {
    belowSharedKey = SHARED_KEY.anyIn(line) ? 0 : Math.min(belowSharedKey + 1, FAR_BELOW);
    return belowSharedKey > 0 && belowSharedKey < FAR_BELOW;
  }
}
