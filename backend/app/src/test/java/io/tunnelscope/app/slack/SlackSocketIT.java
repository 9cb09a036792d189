package io.tunnelscope.app.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.SlackDriver;
import io.tunnelscope.app.testing.SlackDriver.Place;
import io.tunnelscope.app.testing.SlackSockets;
import io.tunnelscope.app.testing.SlackSockets.Opening;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An installation that Slack cannot reach: no signing secret, no public address. */
@BackendTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class SlackSocketIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String APP_ID = "A000000001";
  private static final String TARGET = "sim-Authentication";

  private final Vertx vertx;
  private final TestDatabase database;
  private final TestTenants tenants;
  private final TestWorkspaces workspaces;
  private final AtomicInteger numbers = new AtomicInteger();
  private final SlackSockets slack = SlackSockets.start();
  private final SlackDriver driver = new SlackDriver("no secret that anybody knows");
  private TestApp app;
  private SlackSockets.Line line;
  private TestTenant tenant;
  private TestWorkspace workspace;
  private Place place;

  SlackSocketIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.database = database;
    this.tenants = tenants;
    this.workspaces = new TestWorkspaces(vertx, db, database, tenants);
  }

  @BeforeAll
  void start() {
    app = node();
    line = slack.next();
  }

  private TestApp node() {
    return TestApp.with(
        vertx,
        database,
        Map.of(
            "TUNNELSCOPE_SLACK_APP_TOKEN",
            "xapp-1-A000000001-1-test",
            "TUNNELSCOPE_SLACK_API_URL",
            slack.api().toString(),
            "TUNNELSCOPE_EGRESS_ALLOW",
            slack.authority() + "," + driver.authority()));
  }

  @AfterAll
  void stop() {
    app.close();
    driver.close();
    slack.close();
  }

  @BeforeEach
  void addTenant() {
    tenant = tenants.add("socket");
    var team = "T" + numbers.incrementAndGet();
    workspace = workspaces.install(tenant, team);
    place = new Place(APP_ID, team, "C1", "U1");
    workspace.link("U1", Role.OPERATOR);
    workspace.bind("C1", Role.OPERATOR);
    tenants.gateway(tenant, tenants.subscription(tenant, "sim", "simulated"), TARGET);
  }

  private String fresh() {
    return "env-" + numbers.incrementAndGet();
  }

  /** What somebody is told who says that, wherever the answer comes. */
  private String say(Place where, String text) {
    var form = driver.command(where, text);
    var id = fresh();
    line.command(id, form);
    var payload = line.ack(id).path("payload");
    return payload.isMissingNode() ? driver.answer(form, "").toString() : payload.toString();
  }

  private List<String> runs() {
    return Sql.column(
        database.migrate(), "SELECT run_id FROM run WHERE tenant_id = ?", tenant.id().value());
  }

  @Test
  void shouldStartARunAndSayWhereItIsAndWriteDownWhoAsked() {
    // When
    var told = say(place, "run " + TARGET);

    // Then
    assertThat(runs()).hasSize(1);
    assertThat(told).contains("Queued: " + TARGET, "/runs/" + runs().getFirst());
    assertThat(
            Sql.column(
                database.migrate(),
                """
                SELECT action || ' ' || (details->>'decision') || ' ' || ip || ' ' || agent
                FROM audit WHERE tenant_id = ? AND details->>'decision' IS NOT NULL
                """,
                tenant.id().value()))
        .containsExactly("slack.command allowed 127.0.0.1 Slack Socket Mode");
  }

  @Test
  void shouldTakeNothingOverHttpWithoutASecret() {
    var knock =
        app.send(
            "/slack/commands",
            HttpRequest.newBuilder()
                .POST(BodyPublishers.ofString(SlackDriver.body(driver.command(place, "list")))));

    assertThat(knock.status()).isEqualTo(404);
  }

  @Test
  void shouldRunAgainWhenSomebodyClicks() {
    // Given
    say(place, "run " + TARGET);
    var click = driver.click(place, "run", runs().getFirst());
    var id = fresh();

    // When
    line.send(id, "interactive", click.get("payload"), true);

    // Then
    assertThat(line.ack(id).has("payload")).isFalse();
    driver.answer(click, "Queued: " + TARGET);
    assertThat(runs()).hasSize(2);
  }

  @Test
  void shouldAnswerAMessageToTheBot() {
    // Given
    var message =
        "{\"type\":\"message\",\"channel_type\":\"im\",\"user\":\"U1\",\"channel\":\"D1\",\"text\":\"list\"}";
    var id = fresh();

    // When
    line.send(id, "events_api", driver.event(place, "Ev-" + tenant.slug(), message), false);

    // Then
    line.ack(id);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                slack.calls("chat.postMessage").stream()
                    .anyMatch(
                        call ->
                            "D1".equals(call.form().get("channel"))
                                && call.form().get("text").contains(TARGET)));
  }

  /** Shows what is to be seen there, and waits until all was done that there is to do. */
  private void sight(String event) {
    var id = fresh();
    line.send(id, "events_api", driver.event(place, "Ev-" + id, event), false);
    line.ack(id);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Sql.column(
                        database.migrate(),
                        "SELECT errand_id FROM slack_errand WHERE tenant_id = ?",
                        tenant.id().value())
                    .isEmpty());
  }

  private static String shared(Stream<String> urls) {
    var links = new JsonArray(urls.map(url -> new JsonObject().put("url", url)).toList());
    return new JsonObject()
        .put("type", "link_shared")
        .put("user", "U1")
        .put("channel", "C1")
        .put("message_ts", "1.2")
        .put("links", links)
        .encode();
  }

  private String runPage() {
    say(place, "run " + TARGET);
    return app.origin() + "/t/" + tenant.slug() + "/runs/" + runs().getFirst();
  }

  private static Stream<String> unknown(int count, String like) {
    return Stream.generate(() -> like.replaceFirst("[^/]+$", UUID.randomUUID().toString()))
        .limit(count);
  }

  @Test
  void shouldLookBehindFiveLinksOfAMessageAndNoMore() {
    // Given
    var page = runPage();
    int before = slack.calls("chat.unfurl").size();

    // When
    sight(shared(Stream.concat(unknown(5, page), Stream.of(page))));
    int beyond = slack.calls("chat.unfurl").size();
    sight(shared(Stream.concat(unknown(4, page), Stream.of(page))));

    // Then
    assertThat(beyond).isEqualTo(before);
    assertThat(slack.calls("chat.unfurl")).hasSize(before + 1);
    var shown = new JsonObject(slack.calls("chat.unfurl").getLast().form().get("unfurls"));
    assertThat(shown.fieldNames()).containsExactly(page);
  }

  private List<Integer> shown() {
    return Stream.of("views.publish", "chat.unfurl")
        .map(method -> slack.calls(method).size())
        .toList();
  }

  @Test
  void shouldShowNeitherTheHomeNorALinkToWhomAsksTooMuch() {
    // Given
    var home = "{\"type\":\"app_home_opened\",\"tab\":\"home\",\"user\":\"U1\"}";
    var link = shared(Stream.of(runPage()));
    int homes = slack.calls("views.publish").size();
    int links = slack.calls("chat.unfurl").size();
    sight(home);
    sight(link);
    assertThat(slack.calls("views.publish")).hasSize(homes + 1);
    assertThat(slack.calls("chat.unfurl")).hasSize(links + 1);

    // When, Then: one more may be taken a second later, so a slow machine tries it again
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              await().atMost(PATIENCE).until(() -> say(place, "help").contains("too fast"));
              var before = shown();
              sight(home);
              sight(link);
              assertThat(shown()).isEqualTo(before);
            });
  }

  @Test
  void shouldAskBackBeforeAButtonCancelsARun() {
    // Given
    say(place, "run " + TARGET);
    say(place, "run " + TARGET);

    // When
    var told = say(place, "cancel");

    // Then
    assertThat(told).contains("Which run?", "\"confirm\":{", "Cancel the run?");
    assertThat(runs()).hasSize(2);
  }

  @Test
  void shouldTellNothingInAWorkspaceThatIsNotTheTenantsOrToAnotherApp() {
    assertThat(say(place.of("T0ELSEWHERE"), "list"))
        .contains("not connected")
        .doesNotContain(TARGET);
    assertThat(say(new Place("A999", place.team(), "C1", "U1"), "list"))
        .contains("not connected")
        .doesNotContain(TARGET);
  }

  /** The same envelope, another envelope for the same trigger, and one on another node. */
  @Test
  void shouldStartOneRunOfARequestThatComesAgain() {
    // Given
    var form = driver.command(place, "run " + TARGET);
    var mention =
        "{\"type\":\"app_mention\",\"user\":\"U1\",\"channel\":\"C1\",\"text\":\"<@U0> run %s\"}"
            .formatted(TARGET);
    var event = driver.event(place, "Ev2-" + tenant.slug(), mention);
    var first = fresh();
    SlackSockets.Line elsewhere;
    try (var _ = node()) {
      elsewhere = slack.next();
      var again = fresh();

      // When
      line.command(first, form);
      line.ack(first);
      line.command(first, form);
      line.command(again, form);
      elsewhere.command(first, form);
      elsewhere.command(again, form);
      for (var each : List.of(line, elsewhere)) {
        each.send("event" + again, "events_api", event, false);
      }

      // Then
      assertThat(line.ack(first).has("payload")).isFalse();
      assertThat(line.ack(again).has("payload")).isFalse();
      elsewhere.ack(first);
      elsewhere.ack(again);
      line.ack("event" + again);
      elsewhere.ack("event" + again);
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(runs()).hasSize(2));
    }

    // Then: a node that stops leaves, and the others stay
    elsewhere.awaitEnd();
    assertThat(line.isOpen()).isTrue();
  }

  @Test
  void shouldLoseNothingThatSlackSendsAgainOnTheNextConnection() {
    // Given
    var form = driver.command(place, "run " + TARGET);
    var mention =
        "{\"type\":\"app_mention\",\"user\":\"U1\",\"channel\":\"C1\",\"text\":\"<@U0> run %s\"}"
            .formatted(TARGET);
    var event = driver.event(place, "Ev3-" + tenant.slug(), mention);

    // When: what was sent may have been heard, or not
    line.command("once", form);
    line.send("once-event", "events_api", event, false);
    line.hangUp();
    line = slack.next();
    line.command("again", form);
    line.send("again-event", "events_api", event, false);

    // Then
    line.ack("again");
    line.ack("again-event");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(runs()).hasSize(2));
    assertThat(say(place, "whoami")).contains("operator");
  }

  @Test
  void shouldWipeWhatItKnowsBeforeItAcknowledgesThatTheAppIsGone() {
    // Given
    var id = fresh();

    // When
    line.send(
        id,
        "events_api",
        driver.event(place, "Ev4-" + tenant.slug(), "{\"type\":\"app_uninstalled\"}"),
        false);
    line.ack(id);

    // Then
    assertThat(
            Sql.column(
                database.migrate(),
                "SELECT state || (tokens_sealed IS NULL) FROM slack_workspace WHERE workspace_id = ?",
                workspace.id()))
        .containsExactly("gonetrue");
  }

  @Test
  void shouldHearThatTheAppIsGoneThoughSlackNamesItAsSomethingBefore() {
    // Given: an end of somebody who is not known here
    var id = fresh();
    var left = "{\"type\":\"user_change\",\"user\":{\"id\":\"U9\",\"deleted\":true}}";
    line.send(id, "events_api", driver.event(place, "Ev-" + id, left), false);
    line.ack(id);
    var next = fresh();

    // When
    line.send(
        id, "events_api", driver.event(place, "Ev-" + id, "{\"type\":\"app_uninstalled\"}"), false);
    line.send(next, "events_api", driver.event(place, "Ev-" + next, left), false);
    line.ack(next);

    // Then
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(state()).isEqualTo("gone"));
  }

  /** Slack tries for minutes to tell that an app was removed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"app_uninstalled\"}",
        "{\"type\":\"tokens_revoked\",\"tokens\":{\"bot\":[\"U0\"]}}"
      })
  void shouldNotTakeTheEndOfAnOldInstallationForThatOfTheNewOne(String event) {
    // Given: installed anew after it was removed
    var removed = Instant.now();
    Sql.update(
        database.migrate(),
        "UPDATE slack_workspace SET installed_at = now() + interval '3 seconds' WHERE workspace_id = ?",
        workspace.id());

    // When
    endAsOf(removed, event);
    var kept = state();
    endAsOf(removed.plusSeconds(60), event);

    // Then
    assertThat(kept).isEqualTo("active");
    assertThat(state()).isEqualTo("gone");
  }

  private void endAsOf(Instant at, String event) {
    var id = fresh();
    var envelope =
        new JsonObject(driver.event(place, "Ev-" + id, event))
            .put("event_time", at.getEpochSecond());
    line.send(id, "events_api", envelope.encode(), false);
    line.ack(id);
  }

  private String state() {
    return Sql.column(
            database.migrate(),
            "SELECT state FROM slack_workspace WHERE workspace_id = ?",
            workspace.id())
        .getFirst();
  }

  @Test
  void shouldTellSlackThatATokenIsWorthNothingOnceItIsForgottenHere() {
    // Given
    var before = slack.calls("auth.revoke").size();

    // When
    var cut = app.as(tenant, Role.ADMIN).delete("/slack/workspaces/" + workspace.id());

    // Then
    assertThat(cut.status()).isEqualTo(204);
    assertThat(state()).isEqualTo("cut_off");
    await().atMost(PATIENCE).until(() -> slack.calls("auth.revoke").size() == before + 1);
    assertThat(slack.calls("auth.revoke").getLast().token()).isEqualTo("xoxb-test-bot");

    // When: Slack tells what we did, and what came of it
    endAsOf(Instant.now(), "{\"type\":\"tokens_revoked\",\"tokens\":{\"bot\":[\"U0\"]}}");
    endAsOf(Instant.now(), "{\"type\":\"app_uninstalled\"}");

    // Then: who was who is still known when the app is installed again
    assertThat(state()).isEqualTo("cut_off");
    assertThat(
            Sql.column(
                database.migrate(),
                "SELECT slack_user FROM slack_account WHERE workspace_id = ?",
                workspace.id()))
        .containsExactly("U1");
  }

  @Test
  void shouldCutOffThoughSlackHangs() {
    // Given
    slack.hang("auth.revoke");
    var began = System.nanoTime();

    // When
    var cut = app.as(tenant, Role.ADMIN).delete("/slack/workspaces/" + workspace.id());

    // Then
    assertThat(cut.status()).isEqualTo(204);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
    assertThat(state()).isEqualTo("cut_off");
    assertThat(app.as(tenant, Role.ADMIN).delete("/slack/workspaces/" + UUID.randomUUID()).status())
        .isEqualTo(404);
    slack.hang("");
  }

  @Test
  void shouldBeReadyThoughSlackRefuses() {
    // Given
    slack.plan(_ -> new Opening.Refused("invalid_auth"));
    try (var other = node()) {
      await().atMost(PATIENCE).until(() -> !slack.calls("apps.connections.open").isEmpty());

      // Then
      assertThat(other.management("/health/ready").status()).isEqualTo(200);
    } finally {
      slack.plan(_ -> new Opening.Fine());
    }
  }

  @Test
  void shouldDescribeTheAppWithoutAddresses() {
    // When
    var manifest = app.as(tenant, Role.ADMIN).get("/slack/manifest").text();

    // Then
    assertThat(new JsonObject(manifest)).isEqualTo(Manifest.of(app.origin(), true));
    assertThat(manifest)
        .contains("\"socket_mode_enabled\":true")
        .doesNotContain("/slack/commands", "/slack/events");
  }
}
