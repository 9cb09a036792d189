package io.tunnelscope.app.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON of a line as plain values: maps, lists, texts, {@code Long}, {@code Boolean}. */
final class Json {
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Json() {}

  /** Empty when the text is no object, says a member twice, or holds what a record never does. */
  static Optional<Map<String, Object>> object(byte[] text) {
    try (var parser = FACTORY.createParser(text)) {
      return whole(parser);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  static Optional<Map<String, Object>> object(String text) {
    try (var parser = FACTORY.createParser(text)) {
      return whole(parser);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Optional<Map<String, Object>> whole(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return Optional.empty();
    }
    var object = members(parser);
    return parser.nextToken() == null ? Optional.of(object) : Optional.empty();
  }

  private static Map<String, Object> members(JsonParser parser) throws IOException {
    var object = new LinkedHashMap<String, Object>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = parser.currentName();
      parser.nextToken();
      object.put(name, value(parser));
    }
    return object;
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> members(parser);
      case START_ARRAY -> items(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new IOException("no value of ours");
    };
  }

  private static List<Object> items(JsonParser parser) throws IOException {
    var items = new ArrayList<Object>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser));
    }
    return items;
  }
}
