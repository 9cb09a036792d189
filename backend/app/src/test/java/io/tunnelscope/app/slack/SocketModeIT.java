package io.tunnelscope.app.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.egress.Egress;
import io.tunnelscope.app.egress.EgressRules;
import io.tunnelscope.app.egress.EgressSockets;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.app.testing.EavesdroppedLog;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.SlackSockets;
import io.tunnelscope.app.testing.SlackSockets.Opening;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection to a Slack that ends, stalls, lies and repeats itself. */
@Timeout(60)
class SocketModeIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Fast, but a machine that is busy for a second breaks nothing that is not meant to break. */
  private static final SocketPace PACE =
      new SocketPace(
          Duration.ofSeconds(2),
          Duration.ofMillis(300),
          Duration.ofMillis(1_500),
          Duration.ofSeconds(30),
          Duration.ofMillis(50),
          Duration.ofMillis(400),
          Duration.ofMillis(300));

  private final Vertx vertx = Vertx.vertx();
  private final SlackSockets slack = SlackSockets.start();
  private final Requests requests = new Requests();
  private SocketMode mode;

  /** Does what a test says, else acknowledges. */
  private static final class Requests implements SocketRequests {
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final List<String> unsaid = new CopyOnWriteArrayList<>();
    private final Map<String, Future<SlackDoor.Ack>> answers = new ConcurrentHashMap<>();

    @Override
    public Future<SlackDoor.Ack> take(SocketFrame.Envelope envelope, Origin origin) {
      taken.add(envelope.id());
      return answers.getOrDefault(envelope.id(), Future.succeededFuture(SlackDoor.Ack.TAKEN));
    }

    @Override
    public void unsaid(SocketFrame.Envelope envelope, SlackDoor.Ack ack) {
      unsaid.add(envelope.id());
    }
  }

  @BeforeEach
  void prepare() {
    mode = mode();
  }

  private SocketMode mode() {
    var egress = new Egress(vertx, EgressRules.ofAnyHost(List.of(slack.authority())));
    return new SocketMode(
        new SocketMode.Parts(
            new SocketTickets(egress, slack.api(), new Secret("xapp-1-test")),
            new EgressSockets(vertx, egress, SocketMode.MOST_BYTES),
            requests,
            PACE,
            new Random(7),
            UUID::randomUUID));
  }

  @AfterEach
  void stop() {
    Results.of(vertx.close());
    slack.close();
  }

  private SlackSockets.Line connected() {
    Results.of(vertx.deployVerticle(mode));
    return slack.next();
  }

  private static void event(SlackSockets.Line line, String id) {
    line.send(id, "events_api", "{}", false);
  }

  @Test
  void shouldAcknowledgeWithTheAnswerWhereOneIsTaken() {
    // Given
    requests.answers.put(
        "e1", Future.succeededFuture(SlackDoor.Ack.of(new JsonObject().put("text", "hello"))));
    var line = connected();

    // When
    line.send("e1", "slash_commands", "{}", true);
    event(line, "e2");

    // Then
    assertThat(line.ack("e1").path("payload").path("text").asText()).isEqualTo("hello");
    assertThat(line.ack("e2").has("payload")).isFalse();
    assertThat(slack.calls("apps.connections.open"))
        .singleElement()
        .matches(call -> call.token().equals("xapp-1-test"));
  }

  @Test
  void shouldLeaveUnacknowledgedWhatWasNotDone() {
    // Given
    requests.answers.put("e1", Future.failedFuture(new IllegalStateException("no database")));
    requests.answers.put("e2", Future.succeededFuture(SlackDoor.Ack.FULL));
    var line = connected();

    // When
    event(line, "e1");
    event(line, "e2");
    event(line, "e3");

    // Then
    line.ack("e3");
    assertThat(line.isAcknowledged("e1") || line.isAcknowledged("e2")).isFalse();
  }

  @Test
  void shouldAcknowledgeWithNothingWhatIsNotUnderstoodAndTellTheOperator() {
    // Given
    requests.answers.put("e1", Future.succeededFuture(SlackDoor.Ack.NOT_UNDERSTOOD));
    var line = connected();
    try (var log = new EavesdroppedLog()) {
      log.open();

      // When
      line.send("e1", "slash_commands", "{}", true);

      // Then
      assertThat(line.ack("e1").has("payload")).isFalse();
      assertThat(warnings(log, "not understood"))
          .singleElement()
          .matches(entry -> entry.contains("slash_commands"));
    }
  }

  private static List<String> warnings(EavesdroppedLog log, String words) {
    return log.text()
        .lines()
        .filter(entry -> entry.contains(words) && entry.contains("WARN"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"warning", "refresh_requested", "link_disabled"})
  void shouldOpenTheNextConnectionBeforeItLeavesTheOld(String reason) {
    // Given
    var old = connected();

    // When
    old.disconnect(reason);
    var fresh = slack.next();
    boolean served = old.isOpen();
    event(old, "late");
    event(fresh, "next");

    // Then
    assertThat(served).isTrue();
    old.ack("late");
    fresh.ack("next");
    old.awaitEnd();
    event(fresh, "still");
    fresh.ack("still");
    assertThat(slack.hasNoOther()).isTrue();
  }

  @Test
  void shouldTakeAgainOnAnotherConnectionWhatWasNotAcknowledged() {
    // Given
    var forever = Promise.<SlackDoor.Ack>promise();
    requests.answers.put("e1", forever.future());
    var line = connected();
    event(line, "e1");
    await().atMost(PATIENCE).until(() -> requests.taken.contains("e1"));

    // When
    line.hangUp();
    requests.answers.remove("e1");
    var next = slack.next();
    event(next, "e1");

    // Then
    next.ack("e1");
    assertThat(requests.taken).containsExactly("e1", "e1");
  }

  @Test
  void shouldSayElsewhereWhatAConnectionThatEndedCouldNot() {
    // Given
    var working = Promise.<SlackDoor.Ack>promise();
    requests.answers.put("e1", working.future());
    var line = connected();
    line.send("e1", "slash_commands", "{}", true);
    await().atMost(PATIENCE).until(() -> requests.taken.contains("e1"));

    // When
    line.hangUp();
    slack.next();
    working.complete(SlackDoor.Ack.of(new JsonObject().put("text", "late")));

    // Then
    await().atMost(PATIENCE).until(() -> requests.unsaid.equals(List.of("e1")));
  }

  @Test
  void shouldReplaceAConnectionThatFallsSilent() {
    // Given
    var line = connected();

    // When
    line.fallSilent();
    var next = slack.next();

    // Then
    event(next, "e1");
    next.ack("e1");
  }

  @Test
  void shouldKeepAConnectionOnWhichNothingHappens() {
    // Given
    var line = connected();
    long began = System.nanoTime();

    // When: longer than silence is borne
    await()
        .atMost(PATIENCE)
        .until(() -> System.nanoTime() - began > PACE.silent().multipliedBy(2).toNanos());

    // Then
    assertThat(line.isOpen()).isTrue();
    assertThat(slack.hasNoOther()).isTrue();
  }

  @Test
  void shouldPassOverWhatItDoesNotUnderstand() {
    // Given
    var line = connected();

    // When
    for (var noise : List.of("[1", "null", "{}", "{\"type\":7,\"envelope_id\":{}}")) {
      line.send(noise);
    }
    line.send("e1", "something_new", "[]", true);

    // Then: Slack is told that it came, or it would come again
    line.ack("e1");
    assertThat(slack.hasNoOther()).isTrue();
  }

  @Test
  void shouldReplaceAConnectionThatSaysNoFrames() {
    // Given
    var line = connected();

    // When
    line.garbage();

    // Then
    slack.next();
    line.awaitEnd();
  }

  @Test
  void shouldTakeNoMessageThatIsTooLong() {
    // Given
    var line = connected();

    // When
    line.send("x".repeat(SocketMode.MOST_BYTES + 1));

    // Then
    slack.next();
    line.awaitEnd();
    assertThat(requests.taken).isEmpty();
  }

  @Test
  void shouldTryMoreAndMoreSlowly() {
    // Given: each connection ends as soon as it is there
    slack.plan(nth -> nth <= 6 ? new Opening.HangUp() : new Opening.Fine());

    // When
    Results.of(vertx.deployVerticle(mode));
    var last = IntStream.rangeClosed(1, 7).mapToObj(_ -> slack.next()).toList().getLast();

    // Then
    event(last, "e1");
    last.ack("e1");
    var gaps = gapsMs();
    assertThat(gaps).hasSize(6).allMatch(ms -> ms >= 25);
    assertThat(gaps.subList(3, 6)).allMatch(ms -> ms >= 200);
  }

  @Test
  void shouldTellTheOperatorOnceOfConnectionsThatDoNotLast() {
    // Given
    slack.plan(nth -> nth <= 4 ? new Opening.HangUp() : new Opening.Fine());
    try (var log = new EavesdroppedLog()) {
      log.open();

      // When: Slack says hello each time
      Results.of(vertx.deployVerticle(mode));
      IntStream.rangeClosed(1, 5).forEach(_ -> slack.next());

      // Then
      assertThat(warnings(log, "no connection to Slack")).hasSize(1);
    }
  }

  @Test
  void shouldNotAlarmTheOperatorWhenOneConnectionEnds() {
    // Given
    var line = connected();
    try (var log = new EavesdroppedLog()) {
      log.open();

      // When
      line.hangUp();
      slack.next();

      // Then
      assertThat(warnings(log, "no connection to Slack")).isEmpty();
    }
  }

  private List<Long> gapsMs() {
    var calls = slack.calls("apps.connections.open");
    return IntStream.range(1, calls.size())
        .mapToObj(n -> (calls.get(n).nanos() - calls.get(n - 1).nanos()) / 1_000_000)
        .toList();
  }

  @Test
  void shouldWaitAsLongAsSlackSays() {
    // Given
    slack.plan(nth -> nth == 1 ? new Opening.TooMany(1) : new Opening.Fine());

    // When
    connected();

    // Then
    assertThat(gapsMs()).singleElement().matches(ms -> ms >= 1_000);
  }

  @Test
  void shouldNotWaitForeverForAnAddressOrAHello() {
    // Given
    slack.plan(
        nth ->
            switch (nth) {
              case 1 -> new Opening.Hang();
              case 2 -> new Opening.Mute();
              case 3 -> new Opening.Instead("too_many_websockets");
              default -> new Opening.Fine();
            });

    // When
    var line = connected();

    // Then
    event(line, "e1");
    line.ack("e1");
    assertThat(gapsMs()).hasSize(3);
  }

  @Test
  void shouldConnectToNobodyButSlack() {
    // Given
    try (var other = SlackSockets.start()) {
      slack.plan(
          nth ->
              switch (nth) {
                case 1 -> new Opening.Elsewhere("ws://" + other.authority() + "/link/?ticket=1");
                case 2 -> new Opening.Elsewhere("ws://203.0.113.9/link/?ticket=1");
                case 3 -> new Opening.Elsewhere("http://" + slack.authority() + "/link/?ticket=1");
                case 4 -> new Opening.Elsewhere("not an address");
                default -> new Opening.Fine();
              });

      // When
      connected();

      // Then: the port is not among those that may be reached
      assertThat(gapsMs()).hasSize(4);
      assertThat(other.hasNoOther()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_auth, App-Level Tokens",
    "not_allowed_token_type, xapp-",
    "missing_scope, connections:write"
  })
  void shouldTellTheOperatorWhatToDo(String error, String todo) {
    // Given
    slack.plan(nth -> nth <= 3 ? new Opening.Refused(error) : new Opening.Fine());
    try (var log = new EavesdroppedLog()) {
      log.open();

      // When
      connected();

      // Then: once, not at each try; and never the token
      assertThat(log.text().lines().filter(line -> line.contains("no connection to Slack")))
          .singleElement()
          .matches(line -> line.contains(error) && line.contains(todo));
      assertThat(log.text()).doesNotContain("xapp-1-", "ticket=");
    }
  }

  @Test
  void shouldDoNoMoreAtOnceThanItCan() {
    // Given: nothing that comes is ever done
    var never = Promise.<SlackDoor.Ack>promise();
    IntStream.range(0, 200).forEach(n -> requests.answers.put("e" + n, never.future()));
    var line = connected();
    IntStream.range(0, 200).forEach(n -> event(line, "e" + n));
    await().atMost(PATIENCE).until(() -> requests.taken.size() == 200);

    // When
    event(line, "more");
    line.disconnect("warning");
    var next = slack.next();
    event(next, "more");

    // Then: Slack sends it again elsewhere
    next.ack("more");
    assertThat(line.isAcknowledged("more")).isFalse();
    assertThat(requests.taken).filteredOn("more"::equals).hasSize(1);
  }

  @Test
  void shouldLetWhatItTookEndAndTakeNoMoreWhenItStops() {
    // Given
    var working = Promise.<SlackDoor.Ack>promise();
    requests.answers.put("e1", working.future());
    var line = connected();
    event(line, "e1");
    await().atMost(PATIENCE).until(() -> requests.taken.contains("e1"));

    // When
    var drained = mode.drain(Duration.ofSeconds(10));
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              event(line, "e2");
              return drained.isComplete() || working.tryComplete(SlackDoor.Ack.TAKEN);
            });
    Results.of(drained);

    // Then
    line.ack("e1");
    line.awaitEnd();
    assertThat(line.isAcknowledged("e2")).isFalse();
    assertThat(slack.calls("apps.connections.open")).hasSize(1);
  }

  @Test
  void shouldStopThoughSomethingIsNeverDone() {
    // Given
    requests.answers.put("e1", Promise.<SlackDoor.Ack>promise().future());
    var line = connected();
    event(line, "e1");
    await().atMost(PATIENCE).until(() -> requests.taken.contains("e1"));

    // When
    Results.of(mode.drain(Duration.ofMillis(200)));

    // Then
    line.awaitEnd();
  }

  @Test
  void shouldStopThoughItNeverStarted() {
    Results.of(mode.drain(Duration.ofSeconds(1)));

    assertThat(slack.hasNoOther()).isTrue();
  }
}
