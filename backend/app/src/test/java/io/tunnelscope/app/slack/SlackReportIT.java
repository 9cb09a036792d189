package io.tunnelscope.app.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.SlackDriver;
import io.tunnelscope.app.testing.SlackDriver.Place;
import io.tunnelscope.app.testing.SlackEmulator;
import io.tunnelscope.app.testing.SlackFaults;
import io.tunnelscope.app.testing.SlackFaults.Fault;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file that somebody gets who asks for a report, where it goes, and whatever Slack does. */
@BackendTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class SlackReportIT {
  private static final String THREAD = "1700000000.000100";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TARGET = "sim/Authentication";

  private final Vertx vertx;
  private final TestDatabase database;
  private final TestTenants tenants;
  private final TestWorkspaces workspaces;
  private final AtomicInteger numbers = new AtomicInteger();

  private SlackEmulator slack;
  private SlackFaults faults;
  private SlackDriver driver;
  private TestApp app;
  private String channel;
  private String nari;
  private TestTenant tenant;
  private TestWorkspace workspace;
  private Place place;

  SlackReportIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
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
    app =
        TestApp.with(
            vertx,
            database,
            Map.of(
                "TUNNELSCOPE_SLACK_SIGNING_SECRET",
                SlackEmulator.SIGNING_SECRET,
                "TUNNELSCOPE_SLACK_API_URL",
                faults.api().toString(),
                "TUNNELSCOPE_EGRESS_ALLOW",
                faults.authority() + "," + driver.authority()));
  }

  @AfterAll
  void stop() {
    app.close();
    driver.close();
    faults.close();
    slack.close();
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
    var gateway = tenants.gateway(tenant, tenants.subscription(tenant, "sim", "simulated"), "sim");
    tenants.connection(tenant, gateway, "Authentication");
  }

  @Test
  void shouldHoldAllThatWasFoundAndWhatChanged() {
    // Given
    var first = runToItsEnd();
    var run = runToItsEnd();

    // When
    send(direct("report " + TARGET, THREAD));

    // Then
    var file = awaitFile();
    assertThat(file.channel()).isEqualTo(slack.direct(nari));
    assertThat(file.thread()).isEqualTo(THREAD);
    assertThat(file.name()).matches("tunnelscope-sim-Authentication-\\d{4}-\\d\\d-\\d\\d\\.txt");
    assertThat(file.comment()).contains("Unhealthy (Authentication): " + TARGET, "/runs/" + run);
    assertThat(file.text())
        .contains(
            "Target: " + TARGET,
            "Run: " + run,
            "Result: Unhealthy (Authentication)",
            "Page: " + app.origin() + "/t/" + tenant.slug() + "/runs/" + run,
            "  Proof\n    ",
            "  What to do\n    - ",
            ": https://",
            "Changed since the run before",
            "Nothing changed.")
        .doesNotContain(first);
    assertThat(faults.calls(SlackMethod.POST_MESSAGE.wire())).isEmpty();
  }

  @Test
  void shouldSpeakTheLanguageOfWhoeverAsks() {
    // Given
    var run = runToItsEnd();
    Sql.update(
        database.migrate(),
        "UPDATE slack_account SET language = 'ko' WHERE tenant_id = ?",
        tenant.id().value());

    // When
    send(direct("report " + run, ""));

    // Then
    var file = awaitFile();
    assertThat(file.thread()).isEmpty();
    assertThat(file.comment()).contains("비정상 (Authentication)");
    assertThat(file.text())
        .contains("대상: " + TARGET, "점검: " + run, "근거", "조치 방법", "비교할 이전 점검이 없습니다.");
  }

  @Test
  void shouldGoFromAChannelToThePersonAlone() {
    // Given
    var run = runToItsEnd();

    // When
    var told = say("report " + TARGET);

    // Then
    assertThat(told).contains("direct messages", "ephemeral").doesNotContain(run);
    assertThat(awaitFile().channel()).isEqualTo(slack.direct(nari));
  }

  @Test
  void shouldSayInTheThreadThatItWentToThePerson() {
    // Given
    runToItsEnd();

    // When
    send(mention("report " + TARGET, THREAD));

    // Then
    var file = awaitFile();
    assertThat(file.channel()).isEqualTo(slack.direct(nari));
    assertThat(file.thread()).isEmpty();
    var said = faults.calls(SlackMethod.POST_EPHEMERAL.wire()).getLast().form();
    assertThat(said.get("text")).contains("direct messages");
    assertThat(said).containsEntry("thread_ts", THREAD).containsEntry("user", nari);
  }

  @Test
  void shouldGoToEverybodyWhereThatIsWished() {
    // Given
    runToItsEnd();

    // When
    send(mention("report " + TARGET + " --here", THREAD));

    // Then
    var file = awaitFile();
    assertThat(file.channel()).isEqualTo(channel);
    assertThat(file.thread()).isEqualTo(THREAD);
    assertThat(faults.calls(SlackMethod.POST_EPHEMERAL.wire())).isEmpty();
  }

  @Test
  void shouldGoToNobodyElseWhereRunsMayNotBeStarted() {
    // Given
    runToItsEnd();
    workspace.bind(channel, Role.VIEWER);

    // When
    var refused = say("report " + TARGET + " --here");

    // Then
    assertThat(refused).contains("does not let you use report --here");
    assertThat(faults.files()).isEmpty();
    assertThat(say("report " + TARGET)).contains("direct messages");
    assertThat(awaitFile().channel()).isEqualTo(slack.direct(nari));
  }

  @Test
  void shouldSayThatTheAppMustBeAddedAgain() {
    // Given
    var run = runToItsEnd();
    faults.plan(
        call ->
            call.method().equals(SlackMethod.BEGIN_UPLOAD.wire())
                ? new Fault.Refused("missing_scope")
                : new Fault.None());

    // When
    var told = say("report " + TARGET);

    // Then
    assertThat(told).contains("An admin must add the app", "/runs/" + run);
    assertThat(faults.files()).isEmpty();
    awaitNoErrand();
  }

  @Test
  void shouldSayThatTheBotIsNotInTheChannel() {
    // Given
    runToItsEnd();
    faults.plan(
        call ->
            call.method().equals(SlackMethod.COMPLETE_UPLOAD.wire())
                ? new Fault.Refused("not_in_channel")
                : new Fault.None());

    // Then
    assertThat(say("report " + TARGET + " --here")).contains("invite me, or leave --here out");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "files.getUploadURLExternal",
        SlackFaults.UPLOAD,
        "files.completeUploadExternal",
        "conversations.open"
      })
  void shouldWaitAsLongAsSlackWants(String limited) {
    // Given
    runToItsEnd();
    first(limited, new Fault.TooMany(1));

    // When
    var told = say("report " + TARGET);

    // Then
    assertThat(told).contains("direct messages");
    awaitFile();
    var calls = faults.calls(limited);
    assertThat(calls).hasSize(2);
    assertThat(Duration.ofNanos(calls.get(1).nanos() - calls.get(0).nanos()))
        .isGreaterThanOrEqualTo(Duration.ofMillis(900));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldSendTheBytesAgainWhereNobodySaysThatTheyCame(boolean came) {
    // Given
    runToItsEnd();
    first(SlackFaults.UPLOAD, came ? new Fault.SilenceAfter() : new Fault.SilenceBefore());

    // When
    send(direct("report " + TARGET, ""));

    // Then: to another address, as one serves once
    awaitFile();
    assertThat(faults.calls(SlackMethod.BEGIN_UPLOAD.wire())).hasSize(2);
  }

  @Test
  void shouldFollowNoAddressElsewhere() {
    // Given
    var run = runToItsEnd();
    first(SlackFaults.UPLOAD, new Fault.Redirected());

    // When
    var told = say("report " + TARGET);

    // Then
    assertThat(told).contains("did not take the report (http_307)", "/runs/" + run);
    assertThat(faults.redirectsFollowed()).isZero();
    assertThat(faults.files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldBeThereTwiceRatherThanNotAtAll(boolean shown) {
    // Given
    runToItsEnd();
    first(
        SlackMethod.COMPLETE_UPLOAD.wire(),
        shown ? new Fault.ErrorAfter() : new Fault.ErrorBefore());

    // When
    send(direct("report " + TARGET, ""));

    // Then
    awaitNoErrand();
    assertThat(faults.files()).hasSize(shown ? 2 : 1);
  }

  @Test
  void shouldKnowNoRunOfAnotherTenant() {
    // Given
    var run = runToItsEnd();
    addTenant();

    // When
    var told = say("report " + run);

    // Then
    assertThat(told).contains("There is no such run").doesNotContain(run, TARGET);
    assertThat(faults.calls(SlackMethod.BEGIN_UPLOAD.wire())).isEmpty();
  }

  private void first(String method, Fault fault) {
    var met = new AtomicInteger();
    faults.plan(
        call ->
            call.method().equals(method) && met.getAndIncrement() == 0 ? fault : new Fault.None());
  }

  private String runToItsEnd() {
    return app.as(tenant, Role.OPERATOR).runToItsEnd(TARGET).path("id").asText();
  }

  /** The only one, once all is done. */
  private SlackFaults.Shown awaitFile() {
    awaitNoErrand();
    assertThat(faults.files()).hasSize(1);
    return faults.files().getFirst();
  }

  private void awaitNoErrand() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        Sql.column(
                            database.superuser(),
                            "SELECT errand_id FROM slack_errand WHERE tenant_id = ?",
                            tenant.id().value()))
                    .isEmpty());
  }

  /** What only who asked is told, in whichever way. */
  private String say(String text) {
    var form = driver.command(place, text);
    var ack = driver.send(app, "/slack/commands", form);
    return ack.text().isEmpty() ? driver.answer(form, "").toString() : ack.text();
  }

  private void send(String event) {
    assertThat(driver.send(app, "/slack/events", event, Instant.now()).status()).isEqualTo(200);
  }

  private String mention(String text, String thread) {
    return event(
        new JsonObject()
            .put("type", "app_mention")
            .put("user", nari)
            .put("channel", channel)
            .put("text", "<@U0> " + text)
            .put("thread_ts", thread));
  }

  private String direct(String text, String thread) {
    var said =
        new JsonObject()
            .put("type", "message")
            .put("channel_type", "im")
            .put("user", nari)
            .put("channel", slack.direct(nari))
            .put("text", text);
    return event(thread.isEmpty() ? said : said.put("thread_ts", thread));
  }

  private String event(JsonObject event) {
    return driver.event(place, "Ev" + numbers.incrementAndGet() + tenant.slug(), event.encode());
  }
}
