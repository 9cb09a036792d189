package io.tunnelscope.app.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.EavesdroppedLog;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.SlackDriver;
import io.tunnelscope.app.testing.SlackDriver.Place;
import io.tunnelscope.app.testing.SlackEmulator;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All that it takes from an empty workspace to a diagnosis in a channel, with nothing left out. */
@BackendTest
@Timeout(180)
class SlackStoryIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String TARGET = "sim/Authentication";

  private final Set<String> secrets =
      new HashSet<>(
          Set.of(
              SlackEmulator.BOT_TOKEN, SlackEmulator.SIGNING_SECRET, SlackEmulator.CLIENT_SECRET));

  private final Vertx vertx;
  private final TestDatabase database;
  private final TestTenant tenant;

  SlackStoryIT(Vertx vertx, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.database = database;
    this.tenant = tenants.add("story");
    var gateway = tenants.gateway(tenant, tenants.subscription(tenant, "sim", "simulated"), "sim");
    tenants.connection(tenant, gateway, "Authentication");
  }

  @Test
  void shouldGoFromAnInstallationToAComparedDiagnosis() throws Exception {
    int port = freePort();
    try (var log = new EavesdroppedLog();
        var slack = SlackEmulator.start("http://127.0.0.1:" + port + "/slack/oauth_redirect");
        var driver = new SlackDriver(SlackEmulator.SIGNING_SECRET);
        var app = TestApp.with(vertx, database, settings(slack, driver, port))) {
      log.open();
      var channel = slack.channel("vpn-ops");
      var nari = new Place(SlackEmulator.APP_ID, slack.team(), channel, slack.user("nari"));

      // An admin lets the bot into the workspace, by Slack's own page, and binds a channel
      var admin = app.signedIn(tenant, Role.ADMIN);
      var left = navigate(app, admin, "/slack/install?tenant=" + tenant.slug());
      var back = slack.consent(URI.create(left.header("location").orElseThrow()));
      assertThat(navigate(app, admin, back).status()).isEqualTo(303);
      know(left.header("location").orElseThrow().replaceAll(".*[?&]state=([^&]+).*", "$1"));
      know(back.replaceAll(".*[?&]code=([^&]+).*", "$1"));
      know(token(app));
      bind(app, workspace(app), channel);

      // Somebody whom nobody knows is told the way, and takes it
      assertThat(said(app, driver, nari, "run " + TARGET, "Link your account"))
          .doesNotContain("Queued");
      var link = said(app, driver, nari.in("D1"), "link", "/slack-link/");
      var code = link.replaceAll("(?s).*/slack-link/([A-Za-z0-9_-]{43}).*", "$1");
      know(code);
      var browser = app.signedIn(tenant, Role.OPERATOR);
      assertThat(browser.post("/slack/links/" + code, "{}").status()).isEqualTo(200);

      // A run is one message, changed in place until it shows what is wrong and what to do
      said(app, driver, nari, "run " + TARGET, "Queued: " + TARGET);
      var first = toldInTheEnd(slack, channel, 1);
      assertThat(first.path("text").asText()).startsWith("Unhealthy: " + TARGET);
      assertThat(first.has("edited")).as("changed in place").isTrue();
      assertThat(first.path("blocks").toString())
          .contains("root cause", "Proof: ", "What to do", "<https://")
          .contains("/t/" + tenant.slug() + "/runs/")
          .doesNotContain("\"action_id\":\"diff\"");

      // The second one can be compared with it
      said(app, driver, nari, "run " + TARGET, "Queued: " + TARGET);
      var second = toldInTheEnd(slack, channel, 2);
      var compare = button(second, "diff");
      assertThat(compare.path("text").path("text").asText()).isEqualTo("Compare with last");
      var click = driver.click(nari, "diff", compare.path("value").asText());
      assertThat(driver.send(app, "/slack/interactivity", click).status()).isEqualTo(200);
      assertThat(driver.answer(click, TARGET).path("response_type").asText())
          .isEqualTo("ephemeral");
      assertThat(messages(slack, channel)).as("nothing else was said").hasSize(2);

      // Whatever was logged, and written down for good, betrays nothing
      know(click.get("trigger_id"));
      var told =
          log.text()
              + Sql.column(
                  database.migrate(),
                  "SELECT a::text FROM audit a WHERE tenant_id = ?",
                  tenant.id().value());
      assertThat(log.text()).contains("\"level\":");
      assertThat(secrets).hasSizeGreaterThan(10);
      for (var secret : secrets) {
        assertThat(told.contains(secret)).as(secret).isFalse();
      }
    }
  }

  private void know(String secret) {
    assertThat(secret).hasSizeGreaterThan(7);
    secrets.add(secret);
  }

  /** That of the bot, as Slack gave it. */
  private String token(TestApp app) {
    var services = app.services();
    var tokens =
        new BotTokens(
            vertx,
            new WorkspaceStore(services.db, services.audit),
            services.envelope,
            Optional.empty(),
            Clock.systemUTC());
    return Results.of(tokens.token(tenant.id(), UUID.fromString(workspace(app))))
        .orElseThrow()
        .text()
        .reveal();
  }

  private static Map<String, String> settings(SlackEmulator slack, SlackDriver driver, int port) {
    return Map.of(
        "TUNNELSCOPE_HTTP_PORT",
        Integer.toString(port),
        "TUNNELSCOPE_SLACK_SIGNING_SECRET",
        SlackEmulator.SIGNING_SECRET,
        "TUNNELSCOPE_SLACK_CLIENT_ID",
        SlackEmulator.CLIENT_ID,
        "TUNNELSCOPE_SLACK_CLIENT_SECRET",
        SlackEmulator.CLIENT_SECRET,
        "TUNNELSCOPE_SLACK_API_URL",
        slack.api().toString(),
        "TUNNELSCOPE_SLACK_AUTHORIZE_URL",
        slack.origin() + "/oauth/v2/authorize",
        "TUNNELSCOPE_EGRESS_ALLOW",
        slack.api().getAuthority() + "," + driver.authority());
  }

  /** The emulator must know our address before we know its own. */
  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static TestApp.Reply navigate(TestApp app, TestApp.Caller who, String path) {
    return app.send(path, who.signed(HttpRequest.newBuilder().GET()));
  }

  private String workspace(TestApp app) {
    var all = app.as(tenant, Role.ADMIN).get("/slack/workspaces").json().path("items");
    assertThat(all).hasSize(1);
    return all.get(0).path("id").asText();
  }

  private void bind(TestApp app, String workspace, String channel) {
    var bound =
        app.as(tenant, Role.ADMIN)
            .call(
                "/slack/channels/" + workspace + "/" + channel,
                HttpRequest.newBuilder()
                    .header("Content-Type", "application/json")
                    .PUT(
                        BodyPublishers.ofString(
                            "{\"name\":\"vpn-ops\",\"ceiling\":\"operator\"}")));
    assertThat(bound.status()).as(bound.text()).isBetween(200, 204);
  }

  /** The answer in which that stands, wherever it comes. */
  private String said(TestApp app, SlackDriver driver, Place place, String text, String part) {
    var form = driver.command(place, text);
    know(form.get("trigger_id"));
    know(form.get("response_url"));
    var ack = driver.send(app, "/slack/commands", form);
    assertThat(ack.status()).isEqualTo(200);
    var answer = ack.text().isEmpty() ? driver.answer(form, part).toString() : ack.text();
    assertThat(answer).contains(part);
    return answer;
  }

  /** The newest message, once that many runs are told to their end. */
  private JsonNode toldInTheEnd(SlackEmulator slack, String channel, int runs) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Sql.column(
                            database.migrate(),
                            """
                            SELECT run_id FROM slack_post WHERE tenant_id = ? AND closed_at IS NOT NULL
                            """,
                            tenant.id().value())
                        .size()
                    == runs);
    assertThat(messages(slack, channel)).hasSize(runs);
    return messages(slack, channel).getFirst();
  }

  /** What the channel shows, newest first. */
  private static List<JsonNode> messages(SlackEmulator slack, String channel) {
    return slack.history(channel).stream().filter(each -> each.has("blocks")).toList();
  }

  private static JsonNode button(JsonNode message, String action) {
    return StreamSupport.stream(
            message.path("blocks").findParents("action_id").spliterator(), false)
        .filter(each -> action.equals(each.path("action_id").asText()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + action + " in " + message));
  }
}
