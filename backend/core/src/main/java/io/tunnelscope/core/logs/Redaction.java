package io.tunnelscope.core.logs;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Takes secrets out of lines before anything else sees them. A secret becomes {@code
 * [redacted:kind:hash]}; equal secrets get equal hashes under one key, so that one still sees
 * whether two are the same. Immutable; any thread.
 */
public final class Redaction {

  private static final List<Mask> MASKS =
      List.of(
          // name = value, name: value, "name": "value"
          new Mask(
              "key",
              "(?i)\\b(?:psk|pre[-_ ]?shared[-_ ]?key|sharedkey|shared[-_]key|secret|passphrase|password|passwd|key-string)[\"']?\\s{0,8}[:=]\\s{0,8}(\"[^\"]{1,512}\"|'[^']{1,512}'|[^\\s\"',;]{1,512})",
              "psk",
              "key",
              "secret",
              "pass"),
          // ipsec.secrets, and device configurations that need no sign in between
          new Mask(
              "key",
              "(?i)(?:\\bPSK\\s{1,8}|\\bpre-shared-key\\s{1,8}(?:ascii-text |hexadecimal |local |remote |[0-9] )?|\\bcrypto isakmp key (?:[0-9] )?)(\"[^\"]{1,512}\"|'[^']{1,512}'|[^\\s\"',;]{6,512})(?<!authentication)(?= address|\\s*$)",
              "psk",
              "key"),
          new Mask(
              "authorization",
              "(?i)\\b(?:authorization\\s{0,8}[:=]\\s{0,8}(?:bearer |basic )?|bearer )([A-Za-z0-9._~+/=-]{8,4096})",
              "authorization",
              "bearer"),
          new Mask("signature", "(?i)[?&]sig=([^&\\s\"']{4,1024})", "sig="),
          new Mask(
              "token",
              "(?<![A-Za-z0-9_-])(eyJ[A-Za-z0-9_-]{5,4096}\\.[A-Za-z0-9_-]{2,8192}\\.[A-Za-z0-9_-]{0,4096})",
              "eyj"),
          new Mask("pem", "^\\s{0,64}([A-Za-z0-9+/]{40,128}={0,2})\\s*$", ""),
          new Mask(
              "hex",
              "(?:\\b\\d{1,6}|\\b0x[0-9a-fA-F]{1,8})\\s?: ((?:[0-9A-Fa-f]{2} ){3,32}[ 0-9A-Fa-f]{0,3})",
              ": "));

  private final SecretKeySpec key;

  /**
   * @param key keeps hashes of one owner apart from those of others; at least one byte
   */
  public Redaction(byte[] key) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  /** For a single reader whose results are not shared with anybody. */
  public static Redaction unkeyed() {
    return new Redaction(new byte[] {0});
  }

  /** The line without its secrets. */
  public String of(String line) {
    var clean = line;
    var lower = line.toLowerCase(Locale.ROOT);
    for (var mask : MASKS) {
      if (mask.mayApply(lower)) {
        clean = mask.pattern.matcher(clean).replaceAll(found -> replacement(mask, found));
      }
    }
    return clean;
  }

  private String replacement(Mask mask, MatchResult found) {
    var before = found.group().substring(0, found.start(1) - found.start());
    var after = found.group().substring(found.end(1) - found.start());
    var secret = found.group(1);
    if (secret.startsWith("[redacted:") || secret.chars().allMatch(c -> c == '*')) {
      return Matcher.quoteReplacement(found.group());
    }
    return Matcher.quoteReplacement(
        before + "[redacted:" + mask.kind + ":" + hash(unquoted(secret)) + "]" + after);
  }

  private static String unquoted(String secret) {
    var quoted = secret.length() > 1 && (secret.charAt(0) == '"' || secret.charAt(0) == '\'');
    return (quoted ? secret.substring(1, secret.length() - 1) : secret).strip();
  }

  private String hash(String secret) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      var hash = mac.doFinal(secret.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 2);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /**
   * Group 1 of the pattern is the secret. The hints are looked for first, since most lines hold
   * none.
   */
  private record Mask(String kind, Pattern pattern, List<String> hints) {

    Mask(String kind, String pattern, String... hints) {
      this(kind, Pattern.compile(pattern), List.of(hints));
    }

    boolean mayApply(String lower) {
      return hints.stream().anyMatch(lower::contains);
    }
  }
}
