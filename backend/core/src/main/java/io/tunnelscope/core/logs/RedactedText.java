package io.tunnelscope.core.logs;

import java.util.regex.Pattern;

/**
 * The lines of one text without their secrets, in their order: what stands between the first and
 * the last line of a private key is secret, whatever it looks like. One thread.
 */
public final class RedactedText {

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final Pattern PRIVATE = Pattern.compile("-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY");

  /** A key of 16,384 bits has some 200 lines; what goes on longer was cut. */
  private static final int LONGEST_KEY = 400;

  private final Redaction redaction;
  private int left;

  public RedactedText(Redaction redaction) {
    this.redaction = redaction;
  }

  /** The next line without its secrets. */
  public String line(String line) {
    if (line.contains(BEGIN)) {
      left = PRIVATE.matcher(line).find() ? LONGEST_KEY : 0;
    } else if (line.contains(END)) {
      left = 0;
    } else if (left > 0) {
      left--;
      return redaction.of(redaction.ofKey(line));
    }
    return redaction.of(line);
  }
}
