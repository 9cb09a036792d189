package io.tunnelscope.core.network;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The resource id of anything that can be troubleshot, whatever its provider. Written as it was
 * first seen; compared without regard to case, as Azure does.
 *
 * @param value {@code
 *     /subscriptions/S/resourceGroups/G/providers/NAMESPACE/TYPE/NAME[/TYPE/NAME...]}
 */
public record ArmId(String value) {

  /** Longest id that is accepted, in characters. */
  public static final int MAX_LENGTH = 512;

  private static final String SEGMENT = "([\\p{L}\\p{N}._()~ -]+)";
  private static final Pattern SHAPE =
      Pattern.compile(
          "/subscriptions/%1$s/resourceGroups/%1$s/providers/%1$s((?:/%2$s/%2$s)+)"
              .formatted(SEGMENT, "[\\p{L}\\p{N}._()~ -]+"),
          Pattern.CASE_INSENSITIVE);

  /**
   * @throws IllegalArgumentException when the text is too long or not shaped like a resource id
   */
  public ArmId {
    requireNonNull(value, "value");
    if (value.length() > MAX_LENGTH || !SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("not a resource id");
    }
  }

  /** Empty when the text is not a resource id. */
  public static Optional<ArmId> parse(String text) {
    return text != null && text.length() <= MAX_LENGTH && SHAPE.matcher(text).matches()
        ? Optional.of(new ArmId(text))
        : Optional.empty();
  }

  /**
   * The same for all spellings of one id, letter by letter: what stands beside a letter counts for
   * nothing, as it would with a Greek sigma. A column is compared with what the database makes of
   * the id, never with this: it may take other letters for the same.
   */
  public String key() {
    return value
        .codePoints()
        .map(Character::toLowerCase)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  public String subscription() {
    return part(1);
  }

  public String resourceGroup() {
    return part(2);
  }

  /** The last segment. */
  public String name() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  /**
   * The segment before the name, as written: {@code virtualNetworkGateways}, {@code connections}.
   */
  public String type() {
    var end = value.lastIndexOf('/');
    return value.substring(value.lastIndexOf('/', end - 1) + 1, end);
  }

  public boolean isGateway() {
    return type().equalsIgnoreCase("virtualNetworkGateways");
  }

  public boolean isConnection() {
    return type().equalsIgnoreCase("connections");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ArmId id && id.key().equals(key());
  }

  @Override
  public int hashCode() {
    return key().hashCode();
  }

  @Override
  public String toString() {
    return value;
  }

  private String part(int group) {
    Matcher parts = SHAPE.matcher(value);
    if (!parts.matches()) {
      throw new IllegalStateException("checked by the constructor");
    }
    return parts.group(group);
  }
}
