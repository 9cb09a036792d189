package io.tunnelscope.app.providers.azure;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * An object of Azure's JSON, read without trust: names in any case, as Azure's own samples write
 * them; what is missing, null or of another type is absent. Never throws.
 */
record Members(JsonObject json) {
  private static final int LONGEST_TEXT = 2_000;
  private static final int LONGEST_ADDRESS = 16_000;
  private static final int LONGEST_LIST = 1_000;

  static Members none() {
    return new Members(new JsonObject());
  }

  static Members of(Object value) {
    return value instanceof JsonObject object ? new Members(object) : none();
  }

  boolean isEmpty() {
    return json.isEmpty();
  }

  /** Stripped, cut after {@value #LONGEST_TEXT} characters; absent when blank. */
  Optional<String> text(String name) {
    return whole(name)
        .map(text -> text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text);
  }

  /** An address as it stands; one that is too long is absent, since half of one leads elsewhere. */
  Optional<String> address(String name) {
    return whole(name).filter(text -> text.length() <= LONGEST_ADDRESS);
  }

  private Optional<String> whole(String name) {
    return value(name)
        .filter(
            value -> value instanceof String || value instanceof Number || value instanceof Boolean)
        .map(value -> value.toString().strip())
        .filter(text -> !text.isEmpty());
  }

  /** Zero or more; a number as such or as text. */
  OptionalLong count(String name) {
    return text(name)
        .filter(text -> text.matches("[0-9]{1,18}"))
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }

  /** Any time of ISO 8601 that names its offset. */
  Optional<Instant> time(String name) {
    return text(name)
        .flatMap(
            text -> {
              try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
              } catch (DateTimeException _) {
                return Optional.empty();
              }
            });
  }

  /** Empty when there is no such object. */
  Members object(String name) {
    return of(value(name).orElse(null));
  }

  /** The objects of a list, in order. */
  List<Members> objects(String name) {
    return list(name)
        .filter(JsonObject.class::isInstance)
        .map(Members::of)
        .limit(LONGEST_LIST)
        .toList();
  }

  /** The texts of a list, in order. */
  List<String> texts(String name) {
    return list(name)
        .filter(String.class::isInstance)
        .map(Object::toString)
        .limit(LONGEST_LIST)
        .toList();
  }

  private Stream<?> list(String name) {
    return value(name)
        .filter(JsonArray.class::isInstance)
        .map(list -> ((JsonArray) list).stream())
        .orElse(Stream.of());
  }

  private Optional<Object> value(String name) {
    return json.stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(name) && entry.getValue() != null)
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
