package io.tunnelscope.app.providers.vici;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What a packet says: values, lists and sections by name, in the order of the daemon. Immutable.
 * Values are bytes; what is no UTF-8 in them reads as {@code U+FFFD}. Asked for as another kind
 * than it is, an element reads as absent. {@code toString} tells names only: a value may be a key.
 */
public final class ViciMessage {

  /** Longest name, in bytes: its length is one byte on the wire. */
  static final int MAX_NAME = 255;

  /** Longest value, in bytes: its length is two bytes on the wire. */
  static final int MAX_VALUE = 65_535;

  private static final ViciMessage EMPTY = new ViciMessage(new LinkedHashMap<>());

  /** What stands under a name. */
  sealed interface Element {}

  /** A value. Whoever is handed its bytes leaves them as they are. */
  static final class Value implements Element {
    private final byte[] bytes;

    Value(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }

    String text() {
      return new String(bytes, UTF_8);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Value value && Arrays.equals(bytes, value.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  /** A list of values. */
  record Items(List<Value> values) implements Element {
    Items {
      values = List.copyOf(values);
    }
  }

  /** A message inside the message. */
  record Section(ViciMessage message) implements Element {}

  private final SequencedMap<String, Element> elements;

  /**
   * @param elements is kept, not copied
   */
  ViciMessage(SequencedMap<String, Element> elements) {
    this.elements = Collections.unmodifiableSequencedMap(elements);
  }

  public static ViciMessage empty() {
    return EMPTY;
  }

  public static Builder builder() {
    return new Builder();
  }

  public Optional<String> text(String key) {
    return elements.get(key) instanceof Value value ? Optional.of(value.text()) : Optional.empty();
  }

  /** A copy of the value, for what is no text: a certificate. */
  public Optional<byte[]> bytes(String key) {
    return elements.get(key) instanceof Value value
        ? Optional.of(value.bytes.clone())
        : Optional.empty();
  }

  /** A value that is a whole decimal number within the range of {@code long}. */
  public OptionalLong number(String key) {
    if (!(elements.get(key) instanceof Value value)) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(value.text()));
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
  }

  /** Empty when there is none. */
  public List<String> list(String key) {
    return elements.get(key) instanceof Items(List<Value> values)
        ? values.stream().map(Value::text).toList()
        : List.of();
  }

  /** Empty when there is none. */
  public ViciMessage section(String key) {
    return elements.get(key) instanceof Section(ViciMessage message) ? message : EMPTY;
  }

  /** The sections alone, in order. */
  public SequencedMap<String, ViciMessage> sections() {
    SequencedMap<String, ViciMessage> sections = new LinkedHashMap<>();
    elements.forEach(
        (name, element) -> {
          if (element instanceof Section(ViciMessage message)) {
            sections.put(name, message);
          }
        });
    return Collections.unmodifiableSequencedMap(sections);
  }

  /** The names of all elements, in order. */
  public Set<String> keys() {
    return elements.keySet();
  }

  public boolean isEmpty() {
    return elements.isEmpty();
  }

  Map<String, Element> elements() {
    return elements;
  }

  /** Messages are equal when they say the same; the order of the elements does not matter. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ViciMessage message && elements.equals(message.elements);
  }

  @Override
  public int hashCode() {
    return elements.hashCode();
  }

  @Override
  public String toString() {
    return "ViciMessage" + elements.keySet();
  }

  static void requireName(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException("no name of a VICI element");
    }
  }

  /**
   * A daemon's names are ASCII; those that its administrator gave to connections need not be. One
   * is empty: {@code get-counters} has the counters of the whole gateway under it.
   */
  static boolean isName(String name) {
    return name.getBytes(UTF_8).length <= MAX_NAME
        && name.chars().noneMatch(Character::isISOControl);
  }

  /**
   * Puts a message together.
   *
   * @see #build() names come once; they and the values have limits: {@link
   *     IllegalArgumentException} at once otherwise
   */
  public static final class Builder {
    private final SequencedMap<String, Element> elements = new LinkedHashMap<>();

    private Builder() {}

    public Builder text(String key, String value) {
      return bytes(key, value.getBytes(UTF_8));
    }

    public Builder bytes(String key, byte[] value) {
      return put(key, value(value.clone()));
    }

    public Builder list(String key, Collection<String> values) {
      return put(key, new Items(values.stream().map(each -> value(each.getBytes(UTF_8))).toList()));
    }

    public Builder section(String key, ViciMessage message) {
      return put(key, new Section(requireNonNull(message)));
    }

    public ViciMessage build() {
      return new ViciMessage(new LinkedHashMap<>(elements));
    }

    private Builder put(String key, Element element) {
      requireName(key);
      if (elements.putIfAbsent(key, element) != null) {
        throw new IllegalArgumentException(key + " is there already");
      }
      return this;
    }

    private static Value value(byte[] bytes) {
      if (bytes.length > MAX_VALUE) {
        throw new IllegalArgumentException("a value of more than " + MAX_VALUE + " bytes");
      }
      return new Value(bytes);
    }
  }
}
