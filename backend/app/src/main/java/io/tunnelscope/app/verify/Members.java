package io.tunnelscope.app.verify;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The members of an object, as what they should be. */
record Members(Map<String, ?> json) {
  Optional<String> text(String name) {
    return json.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  Optional<Long> number(String name) {
    return json.get(name) instanceof Long number ? Optional.of(number) : Optional.empty();
  }

  Optional<Boolean> flag(String name) {
    return json.get(name) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
  }

  Optional<Members> object(String name) {
    return of(json.get(name));
  }

  List<Members> objects(String name) {
    return json.get(name) instanceof List<?> items
        ? items.stream().map(Members::of).flatMap(Optional::stream).toList()
        : List.of();
  }

  @SuppressWarnings("unchecked") // the reader makes maps with texts as keys only
  private static Optional<Members> of(Object value) {
    return value instanceof Map<?, ?> map
        ? Optional.of(new Members((Map<String, ?>) map))
        : Optional.empty();
  }
}
