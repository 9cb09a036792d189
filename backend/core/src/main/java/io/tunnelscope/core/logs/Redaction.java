package io.tunnelscope.core.logs;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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

  private static final List<String> HINTS =
      SecretForms.ALL.stream().flatMap(form -> form.hints().stream()).distinct().toList();
  private static final Needles NEEDLES = Needles.ignoringCase(HINTS);

  /** For each hint the forms that may apply where it occurs, as bits. */
  private static final long[] BEHIND_HINT =
      HINTS.stream().mapToLong(Redaction::formsWith).toArray();

  /** The lines between those that begin and end a key or certificate. */
  private static final Pattern PEM =
      Pattern.compile("(?:^\\s{0,64}|\")([A-Za-z0-9+/]{40,128}={0,2})(?:\\s*$|\\\\[nr])");

  /** Any line of a key, the short one at its end too, whatever a daemon puts in front of it. */
  private static final Pattern IN_KEY =
      Pattern.compile("(?<![^\\s\"])([A-Za-z0-9+/]{1,128}={0,2})(?:\\s{0,8}$|\\\\[nr])");

  private static final Pattern FULL =
      Pattern.compile("[A-Za-z0-9+/]{32}={0,2}(?:\\s{0,8}$|\\\\[nr])");

  private static final Pattern LONG_TOKEN =
      Pattern.compile("(?<![\\w+=-])([\\w+=-]{40,512})(?![\\w+=-])");

  /** Bits for each character; words and names stay below, random letters come near 5. */
  private static final double RANDOM = 4.5;

  /** Turns for each character; letters drawn by lot come near 0.44, words of a log below 0.2. */
  private static final double RESTLESS = 0.22;

  private static final int SIGN = 0;
  private static final int DIGIT = 1;
  private static final int SMALL = 2;
  private static final int CAPITAL = 3;

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

  /** The line without its secrets; without colours and escapes, too, if they stood in one. */
  public String of(String line) {
    var plain = PlainText.of(line);
    var clean = withoutSecrets(plain);
    return clean.equals(plain) ? line : clean;
  }

  private String withoutSecrets(String line) {
    var clean = withoutTheNamed(line);
    if (CodedText.in(clean)) {
      clean = withoutTheCoded(clean, CodedText.PATTERN, CodedText::read);
    }
    if (clean.indexOf('[') >= 0) {
      clean = withoutTheCoded(clean, CodedText.NUMBERS, CodedText::readNumbers);
    }
    return withoutTheUnnamed(clean);
  }

  private String withoutTheNamed(String line) {
    var clean = line;
    var wanted = 0L;
    for (var hint : NEEDLES.in(line, 0)) {
      wanted |= BEHIND_HINT[hint];
    }
    for (var index = 0; wanted != 0; index++, wanted >>>= 1) {
      if ((wanted & 1) != 0) {
        clean = without(clean, SecretForms.ALL.get(index));
      }
    }
    return SecretForms.KOREAN.hints().stream().anyMatch(clean::contains)
        ? without(clean, SecretForms.KOREAN)
        : clean;
  }

  /** The line without what may be part of a private key, at its end. */
  String ofKey(String line) {
    return without(line, IN_KEY, "pem");
  }

  /** Whether it ends as the lines of a key do but for its last. */
  static boolean isFullOfKey(String line) {
    return FULL.matcher(line).find();
  }

  /** The line without the value of the shared key that the lines before it speak of. */
  String ofSharedKey(String line) {
    return without(line, SecretForms.NEAR_SHARED_KEY);
  }

  /** Texts in a code that hold a secret which its name gives away once they are read. */
  private String withoutTheCoded(
      String line, Pattern coded, Function<String, Optional<String>> reader) {
    return coded
        .matcher(line)
        .replaceAll(
            found ->
                reader
                    .apply(found.group(1))
                    .map(PlainText::of)
                    .filter(text -> !withoutTheNamed(text).equals(text))
                    .map(_ -> replacement("coded", found))
                    .orElseGet(() -> Matcher.quoteReplacement(found.group())));
  }

  /** Secrets that nothing names: dumps, lines of a key file, and what looks drawn by lot. */
  private String withoutTheUnnamed(String line) {
    var clean = line;
    if (hasDump(clean)) {
      clean = without(clean, SecretForms.DUMP, "hex");
      clean = without(clean, SecretForms.END_OF_DUMP, "hex");
    }
    if (clean.length() < 40 || !hasLongToken(clean)) {
      return clean;
    }
    return LONG_TOKEN
        .matcher(without(clean, PEM, "pem"))
        .replaceAll(
            found ->
                looksRandom(found.group(1))
                    ? replacement("entropy", found)
                    : Matcher.quoteReplacement(found.group()));
  }

  /** A plain look: whether the line has eight digits in hex in a row, blanks not counted. */
  private static boolean hasDump(String line) {
    var digits = 0;
    for (var i = 0; i < line.length() && digits < 8; i++) {
      var c = line.charAt(i);
      digits = HexFormat.isHexDigit(c) ? digits + 1 : c == ' ' ? digits : 0;
    }
    return digits >= 8;
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
    return mixed && turns(token) >= RESTLESS * token.length() && entropy(token) >= RANDOM;
  }

  /**
   * How often small letters, capitals and digits take turns without a sign in between. A capital
   * that begins a word is no turn: names of algorithms and settings, however many stand together,
   * turn seldom.
   */
  private static int turns(String token) {
    var turns = 0;
    for (var i = 1; i < token.length(); i++) {
      var before = kindOf(token.charAt(i - 1));
      var kind = kindOf(token.charAt(i));
      if (before != kind
          && before != SIGN
          && kind != SIGN
          && !(before == CAPITAL && kind == SMALL)) {
        turns++;
      }
    }
    return turns;
  }

  private static int kindOf(char c) {
    if (c >= '0' && c <= '9') {
      return DIGIT;
    }
    return c >= 'a' && c <= 'z' ? SMALL : c >= 'A' && c <= 'Z' ? CAPITAL : SIGN;
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

  private static long formsWith(String hint) {
    return IntStream.range(0, SecretForms.ALL.size())
        .filter(index -> SecretForms.ALL.get(index).hints().contains(hint))
        .mapToLong(index -> 1L << index)
        .sum();
  }

  private String without(String line, SecretForms.Form form) {
    return without(line, form.pattern(), form.kind());
  }

  private String without(String line, Pattern pattern, String kind) {
    return pattern.matcher(line).replaceAll(found -> replacement(kind, found));
  }

  private String replacement(String kind, MatchResult found) {
    var before = found.group().substring(0, found.start(1) - found.start());
    var after = found.group().substring(found.end(1) - found.start());
    var secret = unquoted(found.group(1));
    if (secret.startsWith("[redacted:") || secret.chars().allMatch(c -> c == '*')) {
      return Matcher.quoteReplacement(found.group());
    }
    return Matcher.quoteReplacement(
        before + "[redacted:" + kind + ":" + hash(secret) + "]" + after);
  }

  private static String unquoted(String secret) {
    var from = 0;
    var end = secret.length();
    while (from < end && isQuote(secret.charAt(from))) {
      from++;
    }
    while (end > from && from > 0 && isQuote(secret.charAt(end - 1))) {
      end--;
    }
    return secret.substring(from, end).strip();
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'' || c == '\\';
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
}
