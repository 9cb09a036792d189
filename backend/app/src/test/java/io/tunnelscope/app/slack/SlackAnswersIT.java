package io.tunnelscope.app.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.EavesdroppedLog;
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
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people are told while Slack limits calls, fails and hangs. */
@BackendTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class SlackAnswersIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TARGET = "sim-Authentication";
  private static final String EVENTS = "/slack/events";

  private final Vertx vertx;
  private final TestDatabase database;
  private final TestTenants tenants;
  private final TestWorkspaces workspaces;
  private final AtomicInteger numbers = new AtomicInteger();

  /** Calls that show an answer, of those that Slack got. */
  private final List<SlackFaults.Call> shown = new CopyOnWriteArrayList<>();

  private final EavesdroppedLog log = new EavesdroppedLog();
  private final Set<String> secrets =
      new HashSet<>(Set.of(SlackEmulator.BOT_TOKEN, SlackEmulator.SIGNING_SECRET));

  private SlackEmulator slack;
  private SlackFaults faults;
  private SlackDriver driver;
  private TestApp app;
  private String channel;
  private String nari;
  private TestTenant tenant;
  private TestWorkspace workspace;
  private Place place;

  SlackAnswersIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.database = database;
    this.tenants = tenants;
    this.workspaces = new TestWorkspaces(vertx, db, database, tenants);
  }

  @BeforeAll
  void start() {
    log.open();
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
    assertThat(log.text()).as("the log").contains("\"level\":");
    log.close();
  }

  @BeforeEach
  void addTenant() {
    faults.forget();
    shown.clear();
    tenant = tenants.add("slack");
    var team = "T" + numbers.incrementAndGet();
    workspace = workspaces.install(tenant, team);
    place = new Place(SlackEmulator.APP_ID, team, channel, nari);
    workspace.link(nari, Role.OPERATOR);
    workspace.bind(channel, Role.OPERATOR);
    tenants.gateway(tenant, tenants.subscription(tenant, "sim", "simulated"), TARGET);
  }

  static Stream<Fault> faults() {
    return Stream.of(
        new Fault.TooMany(1),
        new Fault.ErrorBefore(),
        new Fault.ErrorAfter(),
        new Fault.SilenceBefore(),
        new Fault.SilenceAfter());
  }

  /** The first of those calls meets that. */
  private void first(Predicate<SlackFaults.Call> which, Fault fault) {
    var met = new AtomicInteger();
    faults.plan(
        call -> {
          var meets = which.test(call) && met.getAndIncrement() == 0 ? fault : new Fault.None();
          boolean sees =
              switch (meets) {
                case Fault.None _, Fault.ErrorAfter _, Fault.SilenceAfter _ -> true;
                default -> false;
              };
          if (sees && call.form().getOrDefault("text", "").contains(TARGET)) {
            shown.add(call);
          }
          return meets;
        });
  }

  private static Predicate<SlackFaults.Call> method(SlackMethod method) {
    return call -> call.method().equals(method.wire());
  }

  /** Slack shows those that carry the same id once. */
  private long answers() {
    return shown.stream()
        .map(call -> call.form().getOrDefault("client_msg_id", "ephemeral " + call.nth()))
        .distinct()
        .count();
  }

  private void awaitNoErrand() {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(errands("true")).isEmpty());
  }

  private List<String> errands(String which) {
    return Sql.column(
        database.superuser(),
        "SELECT errand_id FROM slack_errand WHERE tenant_id = ? AND " + which,
        tenant.id().value());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void shouldAnswerAMentionWhateverBecomesOfTheFirstTry(Fault fault) {
    // Given
    first(method(SlackMethod.POST_EPHEMERAL), fault);

    // When
    send(mention("list", ""));

    // Then: twice at most, where Slack did not say that it was shown
    awaitNoErrand();
    if (fault instanceof Fault.TooMany) {
      assertThat(answers()).isEqualTo(1);
    } else {
      assertThat(answers()).isBetween(1L, 2L);
    }
  }

  @ParameterizedTest
  @MethodSource("faults")
  void shouldAnswerADirectMessageOnceWhateverBecomesOfTheFirstTry(Fault fault) {
    // Given
    first(method(SlackMethod.POST_MESSAGE), fault);

    // When
    send(direct("list"));

    // Then
    awaitNoErrand();
    assertThat(answers()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {307, 404, 429, 500})
  void shouldAnswerACommandThoughItsAddressDoesNot(int status) throws Exception {
    // Given
    first(method(SlackMethod.POST_EPHEMERAL), new Fault.TooMany(1));

    // When
    late("list", () -> faults.respondWith(status));

    // Then: nor does it lead anywhere else
    awaitNoErrand();
    assertThat(answers()).isEqualTo(1);
    assertThat(faults.redirectsFollowed()).isZero();
  }

  @Test
  void shouldAnswerACommandThoughItsAddressHangs() throws Exception {
    // Given
    first(_ -> false, new Fault.None());

    // When
    late("list", faults::respondWithSilence);

    // Then
    awaitNoErrand();
    assertThat(answers()).isEqualTo(1);
  }

  /** It comes after the acknowledgement: who asks cannot be found out before. */
  private void late(String text, Runnable then) throws SQLException {
    var form = new HashMap<>(driver.command(place, text));
    form.put("response_url", faults.responseUrl().toString());
    try (var lock = Sql.open(database.superuser());
        var statement = lock.createStatement()) {
      lock.setAutoCommit(false);
      statement.execute("LOCK TABLE slack_account IN ACCESS EXCLUSIVE MODE");
      assertThat(driver.send(app, "/slack/commands", known(form)).text()).isEmpty();
      then.run();
    }
  }

  @Test
  void shouldNotCallAMethodAgainBeforeSlackWantsIt() {
    // Given
    first(method(SlackMethod.POST_EPHEMERAL), new Fault.TooMany(2));
    send(mention("list", ""));
    await().atMost(PATIENCE).until(() -> !calls(SlackMethod.POST_EPHEMERAL).isEmpty());
    awaitRest(SlackMethod.POST_EPHEMERAL);

    // When: another answer is there at once
    send(mention("last " + TARGET, ""));

    // Then
    awaitNoErrand();
    assertThat(answers()).isEqualTo(2);
    var calls = calls(SlackMethod.POST_EPHEMERAL);
    assertThat(calls).hasSize(3);
    assertThat(Duration.ofNanos(calls.get(1).nanos() - calls.get(0).nanos()))
        .isGreaterThanOrEqualTo(Duration.ofMillis(1_900));
  }

  private void awaitRest(SlackMethod method) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                !Sql.column(
                        database.superuser(),
                        "SELECT bucket FROM slack_bucket WHERE workspace_id = ? AND bucket = ? AND rests_until > now()",
                        workspace.id(),
                        method.wire())
                    .isEmpty());
  }

  private List<SlackFaults.Call> calls(SlackMethod method) {
    return faults.calls(method.wire());
  }

  @Test
  void shouldLetNoOtherNodeTakeUpWhatWaitsForSlack() {
    // Given
    first(method(SlackMethod.POST_EPHEMERAL), new Fault.TooMany(40));

    // When
    send(mention("list", ""));

    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(errands("lease_until > now() + interval '80 s'")).hasSize(1));
    app.as(tenant, Role.ADMIN)
        .delete("/slack/workspaces/" + workspace.id()); // nobody shall wait for it
  }

  @Test
  void shouldNotTellAfterAWaitWhatMayNotBeToldAnyMore() {
    // Given: an answer that waits
    first(method(SlackMethod.POST_EPHEMERAL), new Fault.TooMany(2));
    send(mention("list", ""));
    await().atMost(PATIENCE).until(() -> !calls(SlackMethod.POST_EPHEMERAL).isEmpty());

    // When: the channel may not see the tenant any more
    Sql.update(
        database.migrate(), "DELETE FROM slack_channel WHERE workspace_id = ?", workspace.id());

    // Then
    awaitNoErrand();
    assertThat(answers()).isZero();
  }

  @Test
  void shouldShowTheHomeAndALinkThoughSlackLimitsThem() {
    // Given
    first(method(SlackMethod.PUBLISH_HOME), new Fault.TooMany(1));

    // When
    send(event("{\"type\":\"app_home_opened\",\"tab\":\"home\",\"user\":\"%s\"}".formatted(nari)));

    // Then
    awaitNoErrand();
    assertThat(calls(SlackMethod.PUBLISH_HOME)).hasSize(2);
    assertThat(slack.views()).contains(tenant.slug());
  }

  @Test
  void shouldShowALinkThoughSlackLimitsIt() {
    // Given: a run, and a Slack that would show links
    send(direct("run " + TARGET));
    await().atMost(PATIENCE).until(() -> !runs("SUCCEEDED").isEmpty());
    var run = app.origin() + "/t/" + tenant.slug() + "/runs/" + runs("SUCCEEDED").getFirst();
    awaitNoErrand();
    faults.plan(
        call ->
            !call.method().equals(SlackMethod.UNFURL.wire())
                ? new Fault.None()
                : call.nth() == 1 ? new Fault.TooMany(1) : new Fault.Refused("no_links_here"));

    // When
    send(
        event(
            "{\"type\":\"link_shared\",\"user\":\"%s\",\"channel\":\"%s\",\"message_ts\":\"1.2\",\"links\":[{\"url\":\"%s\"}]}"
                .formatted(nari, channel, run)));

    // Then
    awaitNoErrand();
    assertThat(calls(SlackMethod.UNFURL)).hasSize(2);
    assertThat(calls(SlackMethod.UNFURL).getLast().form().get("unfurls")).contains(run);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void shouldSayThatAFormDidNotOpen(Fault fault) {
    // Given
    first(method(SlackMethod.OPEN_VIEW), fault);
    var form = driver.click(place, HomeView.FORM, HomeView.FORM);

    // When
    driver.send(app, "/slack/interactivity", known(form));

    // Then: it is not tried again, its trigger is dead by then
    assertThat(driver.answer(form, "did not open the form").toString()).contains("run TARGET");
    assertThat(calls(SlackMethod.OPEN_VIEW)).hasSize(1);
  }

  @Test
  void shouldLeaveSlackAloneWhenItDoesNotSayWhoSomebodyIs() {
    // Given
    first(method(SlackMethod.USER), new Fault.TooMany(30));

    // When
    var told = say("link");
    var again = say("link");

    // Then
    assertThat(List.of(told, again)).allMatch(text -> text.contains("Slack does not answer"));
    assertThat(calls(SlackMethod.USER)).hasSize(1);
  }

  private String say(String text) {
    var form = driver.command(place, text);
    var ack = driver.send(app, "/slack/commands", known(form));
    return ack.text().isEmpty() ? driver.answer(form, "").toString() : ack.text();
  }

  /** And nothing is forced into one that was not. */
  @Test
  void shouldAnswerInTheThreadInWhichItWasAsked() {
    // Given
    first(_ -> false, new Fault.None());

    // When
    send(mention("list", ",\"thread_ts\":\"1700000000.000100\""));
    awaitNoErrand();
    send(mention("list", ""));
    awaitNoErrand();

    // Then
    assertThat(calls(SlackMethod.POST_EPHEMERAL))
        .extracting(call -> call.form().getOrDefault("thread_ts", "none"))
        .containsExactly("1700000000.000100", "none");
  }

  private List<String> runs(String state) {
    return Sql.column(
        database.migrate(),
        "SELECT run_id FROM run WHERE tenant_id = ? AND state = ?",
        tenant.id().value(),
        state);
  }

  private void send(String event) {
    assertThat(driver.send(app, EVENTS, event, Instant.now()).status()).isEqualTo(200);
  }

  private String mention(String text, String besides) {
    return event(
        "{\"type\":\"app_mention\",\"user\":\"%s\",\"channel\":\"%s\",\"text\":\"<@U0> %s\"%s}"
            .formatted(nari, channel, text, besides));
  }

  /** Whoever has one of these can speak for the bot, or as somebody. */
  @AfterEach
  void shouldHaveLoggedAndAuditedNoSecret() {
    var told =
        log.text()
            + Sql.column(
                database.migrate(),
                "SELECT a::text FROM audit a WHERE tenant_id = ?",
                tenant.id().value());
    for (var secret : secrets) {
      assertThat(told.contains(secret)).as(secret).isFalse();
    }
  }

  private Map<String, String> known(Map<String, String> form) {
    for (var name : List.of("trigger_id", "response_url")) {
      Optional.ofNullable(form.get(name)).ifPresent(secrets::add);
    }
    return form;
  }

  private String direct(String text) {
    return event(
        new JsonObject()
            .put("type", "message")
            .put("channel_type", "im")
            .put("user", nari)
            .put("channel", slack.direct(nari))
            .put("text", text)
            .encode());
  }

  private String event(String event) {
    return driver.event(place, "Ev" + numbers.incrementAndGet() + tenant.slug(), event);
  }
}
