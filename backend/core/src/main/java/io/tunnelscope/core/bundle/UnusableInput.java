package io.tunnelscope.core.bundle;

import io.tunnelscope.core.language.Language;
import io.tunnelscope.core.language.Phrases;
import java.io.IOException;
import java.util.Map;

/** An input that cannot be read as logs. Nothing of it is kept. */
public final class UnusableInput extends IOException {

  private static final long serialVersionUID = 1L;

  /** What is wrong with it. */
  public enum Reason {
    EMPTY,
    NOT_A_LOG,
    CORRUPT_ARCHIVE,
    NO_FILES,
    TOO_MANY_FILES,
    TOO_LARGE,
    BOMB,
    NESTED_ARCHIVE,
    UNSAFE_NAME,
    DUPLICATE_NAME,
    NOT_A_FILE,
    ENCRYPTED,
    UNSUPPORTED_METHOD,
    HEADERS_DISAGREE
  }

  private final Reason reason;
  private final String name;

  /**
   * @param name the file or entry it is about, blank when it is about the whole; shown with control
   *     characters made harmless
   */
  public UnusableInput(Reason reason, String name) {
    super(reason + " " + printable(name));
    this.reason = reason;
    this.name = printable(name);
  }

  public Reason reason() {
    return reason;
  }

  public String name() {
    return name;
  }

  /** One line: what is wrong, and how to mend it. */
  public String sentence(Language language) {
    var shown = name.isBlank() ? Phrases.say(language, "unusable.input", Map.of()) : name;
    return Phrases.say(language, "unusable." + reason, Map.of("name", shown));
  }

  private static String printable(String name) {
    var clean =
        name.codePoints()
            .map(
                c ->
                    Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                        ? '\uFFFD'
                        : c)
            .limit(120)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
    return clean.toString();
  }
}
