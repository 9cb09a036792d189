package io.tunnelscope.app.http;

import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.settings.Secret;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The members of a JSON body, read once at the edge. Complaints are noted; {@link #throwIfInvalid}
 * throws them all. What is returned before that call, after a complaint, means nothing.
 */
public final class Fields {
  private static final int LONGEST = 2_000;

  private final JsonObject json;

  /** Shared by an object and those inside it. */
  private final Complaints complaints;

  /** What stands before a name in a complaint: empty, or {@code azure.} of the object it is in. */
  private final String within;

  private final Set<String> known = new HashSet<>();
  private final List<Fields> inner = new ArrayList<>();

  private Fields(JsonObject json, Complaints complaints, String within) {
    this.json = json;
    this.complaints = complaints;
    this.within = within;
  }

  /** Null counts as an empty object. */
  public static Fields of(JsonObject json) {
    return new Fields(json == null ? new JsonObject() : json, new Complaints(), "");
  }

  /**
   * The body of a request.
   *
   * @throws Refusal.Invalid when it is no JSON object
   */
  public static Fields of(RoutingContext ctx) {
    var body = ctx.body().buffer();
    if (body == null || body.length() == 0) {
      return of((JsonObject) null);
    }
    try {
      var tree = WireJson.mapper().readTree(body.getBytes());
      if (tree.isObject()) {
        @SuppressWarnings("unchecked")
        Map<String, Object> map = WireJson.mapper().convertValue(tree, Map.class);
        return of(new JsonObject(map));
      }
    } catch (IOException _) {
      // falls through: the parser's own words are not for the caller
    }
    throw new Refusal.Invalid(
        new Text("The body is not a JSON object.", "본문이 JSON 객체가 아닙니다."), List.of());
  }

  /** A text that is not blank, at most 2,000 characters long. */
  public String text(String name) {
    var value = optionalText(name);
    if (value.isEmpty() && json.getValue(name) == null) {
      complain(name, Complaints.missing());
    }
    return value.orElse("");
  }

  /** Empty when absent, null or blank. */
  public Optional<String> optionalText(String name) {
    return switch (value(name)) {
      case null -> Optional.empty();
      case String text when text.length() > LONGEST -> complain(name, Complaints.tooLong(LONGEST));
      case String text when text.indexOf('\0') >= 0 ->
          complain(name, Complaints.mustBe("free of NUL characters", "NUL 문자가 없는 문자열"));
      case String text when text.isBlank() -> {
        complain(name, new Text("must not be empty", "비어 있을 수 없습니다"));
        yield Optional.empty();
      }
      case String text -> Optional.of(text.strip());
      default -> complain(name, Complaints.mustBe("a text", "문자열"));
    };
  }

  /** Whether it is there and null, which may mean another thing than being absent. */
  public boolean isNull(String name) {
    return json.containsKey(name) && value(name) == null;
  }

  /** A text as {@link #text}, that is never told again. */
  public Secret secret(String name) {
    return new Secret(text(name));
  }

  /** As {@link #optionalText}, for a text that is never told again. */
  public Optional<Secret> optionalSecret(String name) {
    return optionalText(name).map(Secret::new);
  }

  /**
   * The members of an object inside this one. Complaints about them name it too, and come with
   * those of this one.
   */
  public Fields object(String name) {
    return optionalObject(name)
        .orElseGet(
            () -> {
              if (json.getValue(name) == null) {
                complain(name, Complaints.missing());
              }
              return new Fields(new JsonObject(), new Complaints(), "");
            });
  }

  /** As {@link #object}; empty when absent or null. */
  public Optional<Fields> optionalObject(String name) {
    return switch (value(name)) {
      case null -> Optional.empty();
      case JsonObject object -> {
        var fields = new Fields(object, complaints, within + name + ".");
        inner.add(fields);
        yield Optional.of(fields);
      }
      default -> complain(name, Complaints.mustBe("an object", "객체"));
    };
  }

  public boolean flag(String name, boolean otherwise) {
    return switch (value(name)) {
      case null -> otherwise;
      case Boolean flag -> flag;
      default -> {
        complain(name, Complaints.mustBe("true or false", "true 또는 false"));
        yield otherwise;
      }
    };
  }

  /** Empty when absent or null. */
  public Optional<Boolean> optionalFlag(String name) {
    return switch (value(name)) {
      case null -> Optional.empty();
      case Boolean flag -> Optional.of(flag);
      default -> complain(name, Complaints.mustBe("true or false", "true 또는 false"));
    };
  }

  /**
   * The members of a list, each read by the reader; empty when absent or after a complaint.
   *
   * @param most how many there may be
   * @param reader notes its complaints on the fields of the one that it reads
   */
  public <T> List<T> list(String name, int most, Function<Fields, T> reader) {
    return switch (value(name)) {
      case JsonArray several when several.size() <= most -> items(name, several, reader);
      default -> {
        complain(
            name,
            Complaints.mustBe(
                "a list of at most " + most + " objects", "최대 " + most + "개의 객체로 된 목록"));
        yield List.of();
      }
    };
  }

  private <T> List<T> items(String name, JsonArray several, Function<Fields, T> reader) {
    var read = new ArrayList<T>();
    for (int n = 0; n < several.size(); n++) {
      if (several.getValue(n) instanceof JsonObject object) {
        var fields = new Fields(object, complaints, within + name + "[" + n + "].");
        inner.add(fields);
        read.add(reader.apply(fields));
      } else {
        complain(name + "[" + n + "]", Complaints.mustBe("an object", "객체"));
      }
    }
    return read;
  }

  /**
   * Texts by names of the caller's own, in their order; empty after a complaint.
   *
   * @param most how many there may be
   */
  public SortedMap<String, String> texts(String name, int most) {
    return switch (value(name)) {
      case JsonObject object
          when object.size() <= most
              && object.stream()
                  .allMatch(each -> isText(each.getValue()) && isText(each.getKey())) -> {
        var texts = new TreeMap<String, String>();
        object.forEach(each -> texts.put(each.getKey(), (String) each.getValue()));
        yield texts;
      }
      case null -> {
        complain(name, Complaints.missing());
        yield Collections.emptySortedMap();
      }
      default -> {
        complain(
            name,
            Complaints.mustBe(
                "an object of at most " + most + " texts", "최대 " + most + "개의 문자열로 된 객체"));
        yield Collections.emptySortedMap();
      }
    };
  }

  private static boolean isText(Object value) {
    return value instanceof String text && text.length() <= LONGEST && text.indexOf('\0') < 0;
  }

  /** Texts of a list; empty when absent or null, or after a complaint. */
  public Optional<List<String>> optionalTexts(String name, int most) {
    return switch (value(name)) {
      case null -> Optional.empty();
      case JsonArray several
          when several.size() <= most && several.stream().allMatch(String.class::isInstance) ->
          Optional.of(several.stream().map(String.class::cast).toList());
      default ->
          complain(
              name,
              Complaints.mustBe(
                  "a list of at most " + most + " texts", "최대 " + most + "개의 문자열로 된 목록"));
    };
  }

  /** A whole number in the closed range. */
  public int number(String name, int smallest, int largest) {
    return switch (value(name)) {
      case null -> {
        complain(name, Complaints.missing());
        yield smallest;
      }
      case Integer number when number >= smallest && number <= largest -> number;
      default -> {
        complain(
            name,
            Complaints.mustBe(
                "a whole number from " + smallest + " to " + largest,
                smallest + "에서 " + largest + " 사이의 정수"));
        yield smallest;
      }
    };
  }

  /** As {@link #number}; empty when absent or null. */
  public Optional<Integer> optionalNumber(String name, int smallest, int largest) {
    return value(name) == null ? Optional.empty() : Optional.of(number(name, smallest, largest));
  }

  /** A text that stands for something; the parser returns empty for what it does not know. */
  public <T> Optional<T> parsed(
      String name, Function<String, Optional<T>> parser, String english, String korean) {
    var text = text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    var value = parser.apply(text);
    if (value.isEmpty()) {
      complain(name, Complaints.mustBe(english, korean));
    }
    return value;
  }

  /** Adds a complaint of the caller's own. */
  public void complainAbout(String name, Text text) {
    complain(name, text);
  }

  /**
   * @throws Refusal.Invalid with every complaint, members that nobody asked for included
   */
  public void throwIfInvalid() {
    complainAboutUnknown();
    complaints.throwIfAny();
  }

  private void complainAboutUnknown() {
    json.fieldNames().stream()
        .filter(name -> !known.contains(name))
        .limit(20)
        .forEach(
            name ->
                complain(
                    name.length() > 100 ? name.substring(0, 100) : name,
                    new Text("is not known", "알 수 없는 항목입니다")));
    inner.forEach(Fields::complainAboutUnknown);
  }

  private Object value(String name) {
    known.add(name);
    return json.getValue(name);
  }

  private <T> Optional<T> complain(String name, Text text) {
    complaints.add(within + name, text);
    return Optional.empty();
  }
}
