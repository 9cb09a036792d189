package io.tunnelscope.app.http;

import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The query parameters of a request, typed. Complaints are noted; {@link #throwIfInvalid} throws
 * them all. Parameters that nobody asks for are left alone.
 */
public final class Query {
  private static final int LONGEST = 600;
  private static final int MOST = 200;
  private static final int USUAL = 50;
  private static final Instant FAR_FUTURE = Instant.parse("9999-01-01T00:00:00Z");

  private final RoutingContext ctx;
  private final Complaints complaints = new Complaints();

  private Query(RoutingContext ctx) {
    this.ctx = ctx;
  }

  public static Query of(RoutingContext ctx) {
    return new Query(ctx);
  }

  /** Empty when absent or blank. */
  public Optional<String> text(String name) {
    var values = ctx.queryParam(name);
    if (values.isEmpty() || values.getFirst().isBlank()) {
      return Optional.empty();
    }
    var value = values.getFirst().strip();
    if (values.size() > 1) {
      return complain(name, new Text("is given more than once", "두 번 이상 지정되었습니다"));
    }
    if (value.length() > LONGEST || value.indexOf('\0') >= 0) {
      return complain(name, Complaints.tooLong(LONGEST));
    }
    return Optional.of(value);
  }

  public Optional<Instant> instant(String name) {
    return parsed(
        name,
        Query::parseInstant,
        "a time like 2026-11-23T08:00:00Z",
        "2026-11-23T08:00:00Z 형식의 시각");
  }

  public Optional<UUID> uuid(String name) {
    return parsed(name, Query::uuidOf, "an id", "ID");
  }

  public Optional<Boolean> flag(String name) {
    return parsed(
        name,
        text ->
            switch (text) {
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              default -> Optional.empty();
            },
        "true or false",
        "true 또는 false");
  }

  /** A text that stands for something; the parser returns empty for what it does not know. */
  public <T> Optional<T> parsed(
      String name, Function<String, Optional<T>> parser, String english, String korean) {
    var text = text(name);
    var value = text.flatMap(parser);
    if (text.isPresent() && value.isEmpty()) {
      return complain(name, Complaints.mustBe(english, korean));
    }
    return value;
  }

  /** How many items a page holds: 1 to 200, 50 when not said. */
  public int limit() {
    return number("limit", USUAL, 1, MOST);
  }

  /** A whole number in the closed range. */
  public int number(String name, int otherwise, int smallest, int largest) {
    return parsed(
            name,
            text -> numberOf(text).filter(n -> n >= smallest && n <= largest),
            "a whole number from " + smallest + " to " + largest,
            smallest + "에서 " + largest + " 사이의 정수")
        .orElse(otherwise);
  }

  /** Where the page before ended; its key has that many parts. */
  public Optional<Cursor> cursor(int parts) {
    return parsed(
        "cursor", text -> Cursor.parse(text, parts), "the next of another page", "이전 페이지의 next 값");
  }

  /** Adds a complaint of the caller's own. */
  public void complainAbout(String name, Text text) {
    complaints.add(name, text);
  }

  /**
   * @throws Refusal.Invalid with every complaint
   */
  public void throwIfInvalid() {
    complaints.throwIfAny();
  }

  private <T> Optional<T> complain(String name, Text text) {
    complaints.add(name, text);
    return Optional.empty();
  }

  private static Optional<Integer> numberOf(String text) {
    try {
      return Optional.of(Integer.valueOf(text));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** Empty when the text is no time in ISO form, or one that no column holds. */
  public static Optional<Instant> parseInstant(String text) {
    try {
      // What lies outside does not fit into a timestamptz.
      return Optional.of(Instant.parse(text))
          .filter(at -> !at.isBefore(Instant.EPOCH) && at.isBefore(FAR_FUTURE));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static Optional<UUID> uuidOf(String text) {
    return text.length() == 36 ? parseUuid(text) : Optional.empty();
  }

  /** Empty when the text is no id in its usual form. */
  public static Optional<UUID> parseUuid(String text) {
    try {
      var id = UUID.fromString(text);
      return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
