package io.tunnelscope.core.language;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every phrase the core speaks, by key and language. A phrase may hold {@code {name}} for a detail,
 * and {@code [[ … ]]} around a part that is left out when a detail in it is unknown. Immutable; any
 * thread.
 */
public final class Phrases {

  private static final Phrases ALL = new Phrases();
  private static final Pattern OPTIONAL = Pattern.compile("\\[\\[([^\\[\\]]*)]]");
  private static final Pattern PLACE = Pattern.compile("\\{([a-z_]+)}");

  private final Map<Language, Map<String, String>> byLanguage = new EnumMap<>(Language.class);

  private Phrases() {
    for (var language : Language.values()) {
      byLanguage.put(language, load(language));
    }
  }

  /**
   * The phrase with its details filled in; an unknown detail outside of brackets shows as {@code
   * ?}.
   */
  public static String say(Language language, String key, Map<String, String> details) {
    return find(language, key, details)
        .orElseThrow(() -> new IllegalArgumentException("no phrase for " + key));
  }

  /** Empty when there is no such phrase. */
  public static Optional<String> find(Language language, String key, Map<String, String> details) {
    return Optional.ofNullable(ALL.byLanguage.get(language).get(key))
        .map(phrase -> fill(dropUnknown(phrase, details), details));
  }

  /** The keys of a language; both languages have the same, a test says. */
  public static Set<String> keys(Language language) {
    return ALL.byLanguage.get(language).keySet();
  }

  /** A phrase as it stands in the catalogue. */
  static String raw(Language language, String key) {
    return ALL.byLanguage.get(language).get(key);
  }

  private static String dropUnknown(String phrase, Map<String, String> details) {
    return OPTIONAL
        .matcher(phrase)
        .replaceAll(
            part -> Matcher.quoteReplacement(knows(part.group(1), details) ? part.group(1) : ""));
  }

  private static boolean knows(String part, Map<String, String> details) {
    return PLACE.matcher(part).results().allMatch(place -> details.containsKey(place.group(1)));
  }

  private static String fill(String phrase, Map<String, String> details) {
    return PLACE
        .matcher(phrase)
        .replaceAll(place -> Matcher.quoteReplacement(details.getOrDefault(place.group(1), "?")));
  }

  private static Map<String, String> load(Language language) {
    var name = "phrases-" + language.tag() + ".properties";
    try (var in = Phrases.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in the jar");
      }
      var phrases = new Properties();
      phrases.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      var copy = new TreeMap<String, String>();
      phrases.forEach((key, phrase) -> copy.put((String) key, (String) phrase));
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
