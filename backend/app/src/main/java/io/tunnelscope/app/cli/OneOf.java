package io.tunnelscope.app.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads one of a few words, in whatever case. */
record OneOf<E extends Enum<E>>(List<E> words) implements ITypeConverter<E> {
  static <E extends Enum<E>> OneOf<E> of(Class<E> words) {
    return new OneOf<>(List.of(words.getEnumConstants()));
  }

  @Override
  public E convert(String text) {
    return words.stream()
        .filter(word -> word.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    words.stream()
                        .map(word -> word.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "))));
  }
}
