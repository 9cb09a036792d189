package io.tunnelscope.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tunnelscope.app.http.WireJson;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.slf4j.event.KeyValuePair;

class SecretTest {
  private static final String TEXT = "canary-in-a-coal-mine";
  private static final Secret SECRET = new Secret(TEXT);

  private record Holder(String name, Secret secret, Optional<Secret> other) {}

  private static final Holder HOLDER = new Holder("holder", SECRET, Optional.of(SECRET));

  /** Every way in which something is written out here; one that fails shows nothing either. */
  @TestFactory
  Stream<DynamicTest> shouldNotShowWhatItHolds() {
    Map<String, Callable<String>> ways =
        Map.of(
            "concatenation", () -> "secret: " + SECRET + HOLDER + List.of(SECRET),
            "format", () -> "%s %s".formatted(SECRET, HOLDER),
            "our JSON", () -> WireJson.text(HOLDER),
            "plain Jackson", () -> new ObjectMapper().writeValueAsString(SECRET),
            "Vert.x JSON", () -> Json.encode(SECRET),
            "a JSON object", () -> new JsonObject().put("secret", SECRET).encode(),
            "a JSON array", () -> new JsonArray().add(HOLDER).encodePrettily(),
            "a JSON object as text", () -> new JsonObject().put("secret", SECRET).toString(),
            "a log line", SecretTest::logged);

    return ways.entrySet().stream()
        .map(
            way ->
                DynamicTest.dynamicTest(
                    way.getKey(), () -> assertThat(written(way.getValue())).doesNotContain(TEXT)));
  }

  @Test
  void shouldNotBeSerialised() {
    assertThatThrownBy(
            () -> new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(SECRET))
        .isInstanceOf(NotSerializableException.class);
  }

  @Test
  void shouldGiveItsTextToWhoAsksForIt() {
    assertThat(SECRET.reveal()).isEqualTo(TEXT);
    assertThat(SECRET).isEqualTo(new Secret(TEXT)).isNotEqualTo(new Secret("another"));
  }

  private static String written(Callable<String> way) {
    var shown = new ArrayList<String>();
    try {
      shown.add(way.call());
    } catch (Exception e) {
      for (Throwable each = e; each != null; each = each.getCause()) {
        shown.add(each.toString());
      }
    }
    return String.join("\n", shown);
  }

  private static String logged() throws IOException {
    var context = new LoggerContext();
    var event =
        new LoggingEvent(
            SecretTest.class.getName(),
            context.getLogger("test"),
            Level.ERROR,
            "opened {} of {}",
            new IllegalStateException("with " + SECRET),
            new Object[] {SECRET, HOLDER});
    event.addKeyValuePair(new KeyValuePair("secret", SECRET));
    event.addKeyValuePair(new KeyValuePair("holder", HOLDER));
    var encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.start();
    return new String(encoder.encode(event), StandardCharsets.UTF_8);
  }
}
