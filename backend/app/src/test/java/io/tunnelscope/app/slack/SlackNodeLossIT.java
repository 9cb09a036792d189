package io.tunnelscope.app.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.ServeProcess;
import io.tunnelscope.app.testing.SlackDriver;
import io.tunnelscope.app.testing.SlackDriver.Place;
import io.tunnelscope.app.testing.SlackEmulator;
import io.tunnelscope.app.testing.SlackFaults;
import io.tunnelscope.app.testing.SlackFaults.Fault;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestKeys;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that loses its power after it told Slack that it took something, or while it posts; and
 * another one that comes after it. Leases are ended by hand rather than waited for.
 */
@BackendTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
@SuppressWarnings("try") // closing a server waits for its end
class SlackNodeLossIT {
  private static final Duration PATIENCE = Duration.ofSeconds(100);
  private static final String TARGET = "sim-Authentication";
  private static final String ANOTHER = "sim-Healthy";
  private static final Origin ORIGIN = new Origin("192.0.2.1", "t", "r");

  @TempDir private Path folder;
  private final Vertx vertx;
  private final Db db;
  private final TestDatabase database;
  private final TestTenants tenants;
  private final TestWorkspaces workspaces;
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicInteger numbers = new AtomicInteger();
  private SlackEmulator slack;
  private SlackFaults faults;
  private SlackDriver driver;
  private String channel;
  private String nari;
  private TestTenant tenant;
  private TestWorkspace workspace;
  private SubscriptionId subscription;
  private Place place;

  SlackNodeLossIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.db = db;
    this.database = database;
    this.tenants = tenants;
    this.workspaces = new TestWorkspaces(vertx, db, database, tenants);
  }

  @BeforeAll
  void start() {
    slack = SlackEmulator.start("http://localhost/slack/oauth_redirect");
    faults = SlackFaults.before(slack.api());
    driver = new SlackDriver(SlackEmulator.SIGNING_SECRET);
    channel = slack.channel("vpn-ops");
    nari = slack.user("nari");
  }

  @AfterAll
  void stop() {
    driver.close();
    faults.close();
    slack.close();
    http.close();
  }

  @BeforeEach
  void addTenant() {
    faults.forget();
    tenant = tenants.add("slack");
    var team = "T" + numbers.incrementAndGet();
    workspace = workspaces.install(tenant, team);
    place = new Place(SlackEmulator.APP_ID, team, channel, nari);
    workspace.link(nari, Role.OPERATOR);
    workspace.bind(channel, Role.OPERATOR);
    subscription = tenants.subscription(tenant, "sim", "simulated");
    tenants.gateway(tenant, subscription, TARGET);
    tenants.gateway(tenant, subscription, ANOTHER);
  }

  @Test
  void shouldDoWhatAKilledNodeTookAndHadNotBegun() throws Exception {
    // Given: a node that cannot find out who asks, and has told Slack that it took it
    try (var doomed = serve();
        var lock = Sql.open(database.superuser());
        var statement = lock.createStatement()) {
      var origin = doomed.origin();
      lock.setAutoCommit(false);
      statement.execute("LOCK TABLE slack_account IN ACCESS EXCLUSIVE MODE");
      assertThat(send(origin, "/slack/events", mention("<@U0> run " + TARGET))).isEqualTo(200);
      var form = SlackDriver.body(driver.submission(place, ANOTHER));
      assertThat(send(origin, "/slack/interactivity", form)).isEqualTo(200);
      doomed.kill();
    }
    assertThat(runs()).isEmpty();

    // When
    endLeases();
    try (var _ = next()) {

      // Then
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(runs()).hasSize(2));
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(errands()).isEmpty());
      assertThat(runs()).containsExactlyInAnyOrder(TARGET, ANOTHER);
    }
  }

  @Test
  void shouldTakeUpTheRestWhileOneWaitsForSlack() throws Exception {
    // Given: two errands of a killed node, of which one will have to wait
    var direct = slack.direct(nari);
    faults.plan(
        call ->
            call.method().equals(SlackMethod.POST_EPHEMERAL.wire())
                ? new Fault.TooMany(600)
                : new Fault.None());
    try (var doomed = serve();
        var lock = Sql.open(database.superuser());
        var statement = lock.createStatement()) {
      lock.setAutoCommit(false);
      statement.execute("LOCK TABLE slack_account IN ACCESS EXCLUSIVE MODE");
      send(doomed.origin(), "/slack/events", mention("<@U0> list"));
      send(doomed.origin(), "/slack/events", message(direct, "run " + TARGET));
      doomed.kill();
    }
    Sql.update(
        database.superuser(),
        "UPDATE slack_errand SET lease_until = now() WHERE errand_id = (SELECT min(errand_id::text)::uuid FROM slack_errand)");
    try (var _ = next()) {
      await()
          .atMost(PATIENCE)
          .until(() -> !faults.calls(SlackMethod.POST_EPHEMERAL.wire()).isEmpty());
      assertThat(runs()).isEmpty();

      // When
      endLeases();

      // Then
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(runs()).containsExactly(TARGET));
    }
  }

  @Test
  void shouldDoOnceWhatAKilledNodeHadDoneAndWasSaying() throws Exception {
    // Given: the run is queued, and Slack has the answer and does not say so
    var direct = slack.direct(nari);
    faults.plan(call -> isAnswer(call) ? new Fault.SilenceAfter() : new Fault.None());
    try (var doomed = serve()) {
      send(doomed.origin(), "/slack/events", message(direct, "run " + TARGET));
      await().atMost(PATIENCE).until(() -> !told(direct, "Queued: " + TARGET).isEmpty());
      doomed.kill();
    }
    assertThat(errands()).hasSize(1);

    // When
    faults.plan(_ -> new Fault.None());
    endLeases();
    try (var _ = next()) {

      // Then
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(errands()).isEmpty());
      awaitEnd();
      assertThat(runs()).containsExactly(TARGET);
      assertThat(told(direct, "Queued: " + TARGET)).hasSize(1);
      assertThat(told(direct, runId())).as("the answer and the message of the run").hasSize(2);
    }
  }

  private static boolean isAnswer(SlackFaults.Call call) {
    return call.form().getOrDefault("text", "").startsWith("Queued: " + TARGET);
  }

  @Test
  void shouldTellARunInOneMessageThoughItsNodeIsKilledWhilePosting() throws Exception {
    // Given: Slack has the message and does not say so
    faults.plan(
        call ->
            call.method().equals("chat.postMessage") ? new Fault.SilenceAfter() : new Fault.None());
    try (var doomed = serve()) {
      send(doomed.origin(), "/slack/commands", SlackDriver.body(command()));
      await().atMost(PATIENCE).until(() -> !told(channel, "/runs/").isEmpty());
      doomed.kill();
    }
    assertThat(posts("ts IS NULL")).hasSize(1);

    // When
    faults.plan(_ -> new Fault.None());
    endLeases();
    try (var _ = next()) {

      // Then
      awaitEnd();
      assertThat(told(channel, runId()))
          .singleElement()
          .satisfies(one -> assertThat(one.path("text").asText()).startsWith("Healthy: " + TARGET));
    }
  }

  @Test
  void shouldBringTheFileThatAKilledNodeWasSending() throws Exception {
    // Given: a run, and a Slack that does not say whether the bytes came
    try (var app = next()) {
      app.as(tenant, Role.OPERATOR).runToItsEnd(TARGET);
    }
    faults.plan(
        call ->
            call.method().equals(SlackFaults.UPLOAD) ? new Fault.SilenceAfter() : new Fault.None());
    var direct = slack.direct(nari);
    try (var doomed = serve()) {
      send(doomed.origin(), "/slack/events", message(direct, "report " + TARGET));
      await().atMost(PATIENCE).until(() -> !faults.calls(SlackFaults.UPLOAD).isEmpty());
      doomed.kill();
    }
    assertThat(errands()).hasSize(1);

    // When
    faults.plan(_ -> new Fault.None());
    endLeases();
    try (var _ = next()) {

      // Then
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(errands()).isEmpty());
      assertThat(faults.files())
          .singleElement()
          .satisfies(
              file -> {
                assertThat(file.channel()).isEqualTo(direct);
                assertThat(file.text()).contains("Target: " + TARGET);
              });
    }
  }

  @Test
  void shouldNotRepeatAnAnswerThatAKilledNodeMayHaveGiven() throws Exception {
    // Given: the bot is not in the channel; the address for answers takes one and does not say so
    faults.plan(
        call ->
            channel.equals(call.form().get("channel"))
                ? new Fault.Refused("not_in_channel")
                : new Fault.None());
    faults.respondWithSilence();
    try (var doomed = serve()) {
      var form = new HashMap<>(command());
      form.put("response_url", faults.responseUrl().toString());
      send(doomed.origin(), "/slack/commands", SlackDriver.body(form));
      await().atMost(PATIENCE).until(() -> results() > 0);
      doomed.kill();
    }

    // When
    endLeases();
    try (var _ = next()) {

      // Then: it goes on where it was, with the next way
      awaitEnd();
      assertThat(results()).isEqualTo(1);
      assertThat(told(slack.direct(nari), runId())).hasSize(1);
      assertThat(posts("why = 'channel: not_in_channel; response_url: tried'")).hasSize(1);
    }
  }

  @Test
  void shouldSayThatItIsTooLateThoughTheAddressForAnswersIsDead() {
    // Given
    faults.respondWith(404);
    leave(commandWith("run " + TARGET), "came_at = now() - interval '40 minutes'");

    // When
    try (var _ = next()) {

      // Then
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(errands()).isEmpty());
      assertThat(faults.calls("chat.postEphemeral"))
          .filteredOn(call -> call.form().get("text").contains("interrupted for so long"))
          .singleElement()
          .satisfies(call -> assertThat(call.form()).containsEntry("user", nari));
      assertThat(runs()).isEmpty();
    }
  }

  @Test
  void shouldStrikeOffWhatCannotBeAnsweredOrRead() {
    // Given: one that nobody waits for any more, one whose place is gone, one of another format
    leave(commandWith("run " + TARGET), "came_at = now() - interval '3 days'");
    leave(message("D0GONE", "run " + TARGET), "attempt = 5");
    leave(commandWith("list"), "attempt = 5, said_sealed = decode(repeat('00', 40), 'hex')");
    faults.plan(_ -> new Fault.Refused("channel_not_found"));

    // When
    try (var _ = next()) {

      // Then
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(errands()).isEmpty());
      assertThat(answers("interrupted")).isEmpty();
      assertThat(faults.calls("chat.postMessage"))
          .filteredOn(call -> call.form().get("text").contains("interrupted for so long"))
          .singleElement()
          .satisfies(call -> assertThat(call.form()).containsEntry("channel", "D0GONE"));
      assertThat(runs()).isEmpty();
    }
  }

  @Test
  void shouldAskBackRatherThanChangeSomethingASecondTime() {
    // Given
    leave(commandWith("unlink"), "attempt = 1");

    // When
    try (var _ = next()) {

      // Then
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(errands()).isEmpty());
      assertThat(answers("do not know whether that was done"))
          .singleElement()
          .asString()
          .contains("whoami");
      assertThat(
              Sql.column(
                  database.migrate(),
                  "SELECT slack_user FROM slack_account WHERE tenant_id = ?",
                  tenant.id().value()))
          .containsExactly(nari);
    }
  }

  @Test
  void shouldStartNoRunTwiceThoughAnotherTargetFitsByThen() {
    // Given
    var form = commandWith("run sim-*");
    try (var app = next()) {
      driver.send(app, "/slack/commands", form);
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(runs()).hasSize(2));
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(errands()).isEmpty());
      tenants.gateway(tenant, subscription, "sim-Absent");

      // When
      leave(form, "attempt = 1");

      // Then
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(errands()).isEmpty());
      assertThat(runs()).containsExactlyInAnyOrder("sim-Absent", TARGET, ANOTHER);
    }
  }

  @Test
  void shouldDoLaterAndOnceWhatTheDatabaseDidNotAnswer() throws Exception {
    try (var app = next()) {
      // Given
      try (var lock = Sql.open(database.superuser());
          var statement = lock.createStatement()) {
        lock.setAutoCommit(false);
        statement.execute("LOCK TABLE slack_account IN ACCESS EXCLUSIVE MODE");
        driver.send(app, "/slack/commands", commandWith("run " + TARGET));
        await().atMost(PATIENCE).until(() -> !answers("Working on it").isEmpty());
        awaitNoStatementWaits();
      }

      // When
      endLeases();

      // Then
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(errands()).isEmpty());
      assertThat(runs()).containsExactly(TARGET);
      assertThat(answers("Queued: " + TARGET)).hasSize(1);
      assertThat(answers("ry again")).isEmpty();
    }
  }

  @Test
  void shouldEndWhatIsInHandBeforeTheServerStops() throws Exception {
    // Given: a command whose asker cannot be found out yet
    var app = next();
    var origin = URI.create(app.origin());
    CompletableFuture<Void> closing;
    try (var lock = Sql.open(database.superuser());
        var statement = lock.createStatement()) {
      lock.setAutoCommit(false);
      statement.execute("LOCK TABLE slack_account IN ACCESS EXCLUSIVE MODE");
      driver.send(app, "/slack/commands", commandWith("run " + TARGET));

      // When
      closing = CompletableFuture.runAsync(app::close);
      await().atMost(PATIENCE).until(() -> isClosed(origin));
    }
    closing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

    // Then
    assertThat(runs()).containsExactly(TARGET);
    assertThat(answers("Queued: " + TARGET)).hasSize(1);
    assertThat(errands()).isEmpty();
  }

  private static boolean isClosed(URI origin) {
    try (var _ = new Socket(origin.getHost(), origin.getPort())) {
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  /** What was sent to the address for answers in which that stands. */
  private List<String> answers(String part) {
    return faults.responses().stream().filter(response -> response.contains(part)).toList();
  }

  /** Then what waited for a lock has failed. */
  private void awaitNoStatementWaits() {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Sql.column(
                        database.superuser(),
                        "SELECT pid FROM pg_locks WHERE NOT granted AND relation = 'slack_account'::regclass")
                    .isEmpty());
  }

  private Map<String, String> commandWith(String text) {
    var form = new HashMap<>(driver.command(place, text));
    form.put("response_url", faults.responseUrl().toString());
    return form;
  }

  private void leave(Map<String, String> command, String as) {
    leave(Errand.command(command, ORIGIN), as);
  }

  private void leave(String event, String as) {
    leave(new Errand(Errand.Kind.MESSAGE, new JsonObject(event), ORIGIN), as);
  }

  /** As a node does that dies at once. */
  private void leave(Errand errand, String as) {
    var id = UUID.randomUUID();
    var said =
        Results.of(
            TestKeys.envelope(db, TestKeys.kms(vertx))
                .seal(tenant.id(), ErrandStore.placeOf(id), errand.written()));
    var kept = new ErrandStore.Kept(tenant.id(), id, workspace.id(), said);
    Results.of(
        new SeenStore(db, Clock.systemUTC())
            .first(List.of("left " + id), Optional.of(kept), Errands.LEASE));
    Sql.update(
        database.superuser(),
        "UPDATE slack_errand SET lease_until = now(), " + as + " WHERE errand_id = ?",
        id);
  }

  /** How often the end of a run was sent to the address for answers. */
  private long results() {
    return faults.responses().stream()
        .filter(response -> response.contains("\"response_type\":\"in_channel\""))
        .count();
  }

  private Map<String, String> settings() {
    return Map.of(
        "TUNNELSCOPE_SLACK_SIGNING_SECRET",
        SlackEmulator.SIGNING_SECRET,
        "TUNNELSCOPE_SLACK_API_URL",
        faults.api().toString(),
        "TUNNELSCOPE_EGRESS_ALLOW",
        faults.authority() + "," + driver.authority());
  }

  private ServeProcess serve() throws IOException {
    var own = Files.createDirectory(folder.resolve("node" + numbers.incrementAndGet()));
    var all = new HashMap<>(settings());
    all.put("TUNNELSCOPE_LOG_STORE", "folder:" + own.resolve("logs"));
    return ServeProcess.start(own, database, "192m", all);
  }

  /** Another node on the same database. */
  private TestApp next() {
    return TestApp.with(vertx, database, settings());
  }

  private int send(String origin, String path, String body)
      throws IOException, InterruptedException {
    var request = driver.request(body, Instant.now()).uri(URI.create(origin + path));
    return http.send(request.timeout(PATIENCE).build(), BodyHandlers.discarding()).statusCode();
  }

  private String mention(String text) {
    return event(
        "{\"type\":\"app_mention\",\"user\":\"%s\",\"channel\":\"%s\",\"text\":\"%s\"}"
            .formatted(nari, channel, text));
  }

  private String message(String direct, String text) {
    return event(
        "{\"type\":\"message\",\"channel_type\":\"im\",\"user\":\"%s\",\"channel\":\"%s\",\"text\":\"%s\"}"
            .formatted(nari, direct, text));
  }

  private String event(String event) {
    return driver.event(place, "Ev" + numbers.incrementAndGet() + tenant.slug(), event);
  }

  private Map<String, String> command() {
    return driver.command(place, "run " + TARGET);
  }

  /** As if the time that dead nodes may be at something had passed. */
  private void endLeases() {
    Sql.run(
        database.superuser(),
        "UPDATE slack_errand SET lease_until = now()",
        "UPDATE outbox_lane SET lease_until = now() WHERE lease_until IS NOT NULL",
        "UPDATE lane SET lease_until = now() WHERE lease_until IS NOT NULL");
  }

  private void awaitEnd() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(posts("closed_at IS NOT NULL")).hasSize(1));
  }

  private List<String> posts(String which) {
    return Sql.column(
        database.migrate(),
        "SELECT post_id FROM slack_post WHERE tenant_id = ? AND " + which,
        tenant.id().value());
  }

  private List<String> runs() {
    return Sql.column(
        database.migrate(), "SELECT target_name FROM run WHERE tenant_id = ?", tenant.id().value());
  }

  private String runId() {
    return Sql.column(
            database.migrate(), "SELECT run_id FROM run WHERE tenant_id = ?", tenant.id().value())
        .getFirst();
  }

  private List<String> errands() {
    return Sql.column(
        database.migrate(),
        "SELECT errand_id FROM slack_errand WHERE tenant_id = ?",
        tenant.id().value());
  }

  /** The messages there in which that stands. */
  private List<JsonNode> told(String where, String part) {
    return slack.history(where).stream()
        .filter(message -> message.toString().contains(part))
        .filter(message -> message.toString().contains(tenant.slug()))
        .toList();
  }
}
