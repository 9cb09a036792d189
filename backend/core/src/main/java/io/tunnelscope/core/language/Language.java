package io.tunnelscope.core.language;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The languages people are spoken to in. */
public enum Language {
  EN("en"),
  KO("ko");

  private final String tag;

  Language(String tag) {
    this.tag = tag;
  }

  /** The BCP 47 tag. */
  public String tag() {
    return tag;
  }

  /** Reads a tag such as {@code ko}, {@code ko-KR} or {@code EN_us}. */
  public static Optional<Language> parse(String text) {
    if (text == null) {
      return Optional.empty();
    }
    var primary = text.strip().toLowerCase(Locale.ROOT).split("[-_]", 2)[0];
    return Arrays.stream(values()).filter(language -> language.tag.equals(primary)).findFirst();
  }

  /**
   * The best of an {@code Accept-Language} header; English when the header is absent, broken or
   * asks for neither.
   */
  public static Language accepted(String header) {
    if (header == null || header.length() > 1_000) {
      return EN;
    }
    var best = new Wish(Optional.of(EN), 0);
    for (var part : header.split(",", -1)) {
      var wish = Wish.of(part);
      if (wish.language.isPresent() && wish.quality > best.quality) {
        best = wish;
      }
    }
    return best.language.orElse(EN);
  }

  private record Wish(Optional<Language> language, double quality) {
    static Wish of(String part) {
      var pieces = part.split(";", 2);
      return new Wish(parse(pieces[0]), pieces.length < 2 ? 1 : weight(pieces[1].strip()));
    }

    private static double weight(String text) {
      try {
        return text.startsWith("q=") ? Double.parseDouble(text.substring(2)) : 1;
      } catch (NumberFormatException _) {
        return 0;
      }
    }
  }
}
