package io.tunnelscope.core.logs;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Takes secrets out of lines before anything else sees them. A secret becomes {@code
 * [redacted:kind:hash]}; equal secrets get equal hashes under one key, so that one still sees
 * whether two are the same. Immutable; any thread.
 */
public final class Redaction {

  /** A value with or without quotes. */
  private static final String VALUE = "(\"[^\"]{1,512}\"|'[^']{1,512}'|[^\\s\"',;]{1,512})";

  private static final List<Mask> MASKS =
      List.of(
          // name = value, name: value, "name": "value", whatever stands before or behind the name
          new Mask(
              "key",
              "(?i)(?:psk|pre[-_ ]?shared[-_ ]?key|shared[-_]?(?:access[-_]?)?key|account[-_]?key|api[-_]?key|secret|passphrase|passwo?r?d|passwd|passcode|key-string)[\\w-]{0,16}[\"']?\\s{0,8}[:=]\\s{0,8}"
                  + VALUE,
              "psk",
              "key",
              "secret",
              "pass"),
          // ipsec.secrets, and device configurations that need no sign in between
          new Mask(
              "key",
              "(?i)(?:\\bPSK\\s{1,8}|\\bpre-shared-(?:key|secret)\\s{1,8}(?:ascii-text |hexadecimal |local |remote |[0-9] )?|\\bcrypto isakmp key (?:[0-9] )?|\\bkey-string\\s{1,8}(?:[0-9] )?)(\"[^\"]{1,512}\"|'[^']{1,512}'|[^\\s\"',;]{6,512})(?<!authentication)(?= address|\\s*$)",
              "psk",
              "key",
              "shared-secret"),
          new Mask(
              "key",
              "(?i)(?::\\s{0,8}(?:EAP|XAUTH|NTLM|PIN|RSA|ECDSA|PKCS8|P12)\\s{1,8}(?:\\S{1,256}\\s{1,8})?|\\b(?:psksecret|password|passwd|secret|community)\\s{1,8}(?:ENC |[0-9] )?)(\"[^\"]{1,512}\"|'[^']{1,512}'|(?<=ENC )\\S{4,2048}|(?<=\\b(?:psksecret|[0-9]) )\\S{1,512}"
                  // Without quotes it is told from the name of a method by what it looks like.
                  + "|(?<=:\\s{0,8}(?:EAP|XAUTH|NTLM|PIN)\\s{1,8})(?!MS-?CHAP|PEAP|T?TLS|MD5|GTC|AKA|SIM)(?=\\S{0,64}[0-9])\\S{6,512}(?=\\s{0,8}$))",
              "eap ",
              "xauth ",
              "ntlm ",
              "pin ",
              "rsa ",
              "ecdsa ",
              "pkcs8 ",
              "p12 ",
              "secret",
              "pass",
              "community"),
          new Mask(
              "authorization",
              "(?i)\\b(?:authorization[\"']?\\s{0,8}[:=]\\s{0,8}[\"']?(?:bearer |basic |digest |sharedkey )?|bearer )([A-Za-z0-9._~+/=:-]{8,4096})",
              "authorization",
              "bearer"),
          new Mask("signature", "(?i)\\bsig=([^&\\s\"']{4,1024})", "sig="),
          new Mask("url", "://[^\\s/@:\"']{1,256}:([^\\s/@\"']{1,256})@", "://"),
          new Mask(
              "token",
              "(?<![A-Za-z0-9_-])(eyJ[A-Za-z0-9_-]{5,4096}\\.[A-Za-z0-9_-]{2,8192}\\.[A-Za-z0-9_-]{0,4096})",
              "eyj"),
          new Mask("token", "\\b(xox[a-z]-[A-Za-z0-9-]{8,512})", "xox"),
          // what a daemon prints of key material: a column of bytes, with its letters beside it
          new Mask(
              "hex",
              "(?:\\b\\d{1,6}|\\b0x[0-9a-fA-F]{1,8}|\\|)\\s{0,3}:? {1,4}((?:[0-9A-Fa-f]{2} {1,2}){4,32}.{0,64})",
              ": ",
              "| "),
          new Mask("hex", "\\b0x([0-9a-fA-F]{32,1024})\\b", "0x"));

  private static final List<String> HINTS =
      MASKS.stream().flatMap(mask -> mask.hints.stream()).distinct().toList();
  private static final Needles NEEDLES = Needles.ignoringCase(HINTS);

  /** For each hint the masks that may apply where it occurs, as bits. */
  private static final int[] BEHIND_HINT = HINTS.stream().mapToInt(Redaction::masksWith).toArray();

  /** The lines between those that begin and end a key or certificate. */
  private static final Pattern PEM =
      Pattern.compile("^\\s{0,64}([A-Za-z0-9+/]{40,128}={0,2})\\s*$");

  /** Any line of a key, the short one at its end too, whatever a daemon puts in front of it. */
  private static final Pattern IN_KEY =
      Pattern.compile("(?<!\\S)([A-Za-z0-9+/]{1,128}={0,2})\\s{0,8}$");

  private static final Pattern LONG_TOKEN =
      Pattern.compile("(?<![\\w+=-])([\\w+=-]{40,512})(?![\\w+=-])");

  /** Bits for each character; words and names stay below, random letters come near 5. */
  private static final double RANDOM = 4.5;

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
    var clean = withoutTheNamed(line);
    return withoutTheUnnamed(CodedText.in(clean) ? withoutTheCoded(clean) : clean);
  }

  private String withoutTheNamed(String line) {
    var clean = line;
    var wanted = 0;
    for (var hint : NEEDLES.in(line, 0)) {
      wanted |= BEHIND_HINT[hint];
    }
    for (var index = 0; wanted != 0; index++, wanted >>>= 1) {
      if ((wanted & 1) != 0) {
        clean = without(clean, MASKS.get(index).pattern, MASKS.get(index).kind);
      }
    }
    return clean;
  }

  /** The line without what may be part of a private key, at its end. */
  String ofKey(String line) {
    return without(line, IN_KEY, "pem");
  }

  /** Texts in base64 or hex that hold a secret which its name gives away once they are read. */
  private String withoutTheCoded(String line) {
    return CodedText.PATTERN
        .matcher(line)
        .replaceAll(
            found ->
                CodedText.read(found.group(1))
                    .filter(text -> !withoutTheNamed(text).equals(text))
                    .map(_ -> replacement("coded", found))
                    .orElseGet(() -> Matcher.quoteReplacement(found.group())));
  }

  /** Secrets that nothing names: lines of a key file, and what looks drawn by lot. */
  private String withoutTheUnnamed(String line) {
    if (line.length() < 40 || !hasLongToken(line)) {
      return line;
    }
    var clean = without(line, PEM, "pem");
    return LONG_TOKEN
        .matcher(clean)
        .replaceAll(
            found ->
                looksRandom(found.group(1))
                    ? replacement("entropy", found)
                    : Matcher.quoteReplacement(found.group()));
  }

  private static boolean hasLongToken(String line) {
    var length = 0;
    for (var i = 0; i < line.length() && length < 40; i++) {
      var c = line.charAt(i);
      length =
          c > ' ' && c < 127 && (c >= '0' || c == '+' || c == '-' || c == '/') ? length + 1 : 0;
    }
    return length >= 40;
  }

  private static boolean looksRandom(String token) {
    var mixed =
        token.chars().anyMatch(Character::isDigit)
            && token.chars().anyMatch(Character::isUpperCase)
            && token.chars().anyMatch(Character::isLowerCase);
    return mixed && entropy(token) >= RANDOM;
  }

  /** In bits for each character (Shannon 1948). */
  private static double entropy(String token) {
    var counts = new int[128];
    token.chars().forEach(c -> counts[c & 127]++);
    return Arrays.stream(counts)
        .filter(count -> count > 0)
        .mapToDouble(count -> (double) count / token.length())
        .map(share -> -share * Math.log(share) / Math.log(2))
        .sum();
  }

  private static int masksWith(String hint) {
    return IntStream.range(0, MASKS.size())
        .filter(index -> MASKS.get(index).hints.contains(hint))
        .map(index -> 1 << index)
        .sum();
  }

  private String without(String line, Pattern pattern, String kind) {
    return pattern.matcher(line).replaceAll(found -> replacement(kind, found));
  }

  private String replacement(String kind, MatchResult found) {
    var before = found.group().substring(0, found.start(1) - found.start());
    var after = found.group().substring(found.end(1) - found.start());
    var secret = found.group(1);
    if (secret.startsWith("[redacted:") || secret.chars().allMatch(c -> c == '*')) {
      return Matcher.quoteReplacement(found.group());
    }
    return Matcher.quoteReplacement(
        before + "[redacted:" + kind + ":" + hash(unquoted(secret)) + "]" + after);
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
   * Group 1 of the pattern is the secret. It applies only to lines in which one of the hints
   * occurs, in whatever case.
   */
  private record Mask(String kind, Pattern pattern, List<String> hints) {

    Mask(String kind, String pattern, String... hints) {
      this(kind, Pattern.compile(pattern), List.of(hints));
    }
  }
}
