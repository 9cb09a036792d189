package io.tunnelscope.app.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.SlackDriver;
import io.tunnelscope.app.testing.SlackDriver.Place;
import io.tunnelscope.app.testing.SlackEmulator;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What a member is told who says each verb, and what of it is left out and where that stands. */
@BackendTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class ChatVerbsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TARGET = "sim/Authentication";
  private static final String SLOW = "sim/Slow";
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private final Vertx vertx;
  private final TestDatabase database;
  private final TestTenants tenants;
  private final TestWorkspaces workspaces;
  private SlackEmulator slack;
  private SlackDriver driver;
  private TestApp app;
  private TestTenant tenant;
  private TestWorkspace workspace;
  private SubscriptionId subscription;
  private String gateway;
  private UUID me;
  private Place place;

  ChatVerbsIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.database = database;
    this.tenants = tenants;
    this.workspaces = new TestWorkspaces(vertx, db, database, tenants);
  }

  @BeforeAll
  void start() {
    slack = SlackEmulator.start("http://localhost/slack/oauth_redirect");
    driver = new SlackDriver(SlackEmulator.SIGNING_SECRET);
    app =
        TestApp.with(
            vertx,
            database,
            Map.of(
                "TUNNELSCOPE_SLACK_SIGNING_SECRET",
                SlackEmulator.SIGNING_SECRET,
                "TUNNELSCOPE_SLACK_API_URL",
                slack.api().toString(),
                "TUNNELSCOPE_EGRESS_ALLOW",
                slack.api().getAuthority() + "," + driver.authority()));
  }

  @AfterAll
  void stop() {
    app.close();
    driver.close();
    slack.close();
  }

  @BeforeEach
  void addTenant() {
    // A workspace is of one tenant; each test has a tenant of its own.
    Sql.update(database.migrate(), "DELETE FROM slack_workspace WHERE team_id = ?", slack.team());
    tenant = tenants.add("slack");
    workspace = workspaces.install(tenant, slack.team());
    place = new Place(SlackEmulator.APP_ID, slack.team(), "C1", slack.user("nari"));
    me = workspace.link(place.user(), Role.OPERATOR).value();
    workspace.bind("C1", Role.OPERATOR);
    subscription = tenants.subscription(tenant, "sim", "simulated");
    gateway = tenants.gateway(tenant, subscription, "sim");
    tenants.connection(tenant, gateway, "Authentication");
  }

  private void speakKorean() {
    Sql.update(
        database.migrate(),
        "UPDATE slack_account SET language = 'ko' WHERE tenant_id = ?",
        tenant.id().value());
  }

  /** What somebody is told who says that, wherever the answer comes. */
  private JsonNode hear(Place where, String text) {
    var form = driver.command(where, text);
    var ack = driver.send(app, "/slack/commands", form);
    assertThat(ack.status()).isEqualTo(200);
    return ack.text().isEmpty() ? driver.answer(form, "ephemeral") : ack.json();
  }

  private String say(String text) {
    return say(place, text);
  }

  private String say(Place where, String text) {
    return hear(where, text).toString();
  }

  /** The answer to a click in which that stands. */
  private String click(Place who, String action, String value, String part) {
    var form = driver.click(who, action, value);
    assertThat(driver.send(app, "/slack/interactivity", form).status()).isEqualTo(200);
    return driver.answer(form, part).toString();
  }

  private static JsonNode buttons(JsonNode message) {
    return message.path("blocks").findPath("elements");
  }

  private static List<String> labels(JsonNode message) {
    return buttons(message).findParents("action_id").stream()
        .map(button -> button.path("text").path("text").asText())
        .toList();
  }

  private String one(String sql, Object... values) {
    var all = Sql.column(database.migrate(), sql, values);
    assertThat(all).as(sql).hasSize(1);
    return all.getFirst();
  }

  private List<String> runs() {
    return Sql.column(
        database.migrate(),
        "SELECT run_id FROM run WHERE tenant_id = ? ORDER BY run_id",
        tenant.id().value());
  }

  private String runToItsEnd() {
    say("run " + TARGET);
    var run = runs().getLast();
    await()
        .atMost(PATIENCE)
        .until(() -> one("SELECT state FROM run WHERE run_id = ?::uuid", run).equals("SUCCEEDED"));
    return run;
  }

  private static String idIn(String text) {
    var found = ID.matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found.group();
  }

  @Test
  void shouldTellOfRunsWhatWasFound() {
    // Given
    var first = runToItsEnd();
    var second = runToItsEnd();

    // Then
    assertThat(say("status")).contains("No run is open.");
    assertThat(say("status " + second)).contains("Unhealthy", TARGET, "/runs/" + second);
    assertThat(say("last " + TARGET))
        .contains("Unhealthy (Authentication)", "UTC", "/runs/" + second);
    assertThat(say("why " + TARGET)).contains("Unhealthy (Authentication)", ".txt:", second);
    assertThat(say("why " + first)).contains("Unhealthy (Authentication)", ".txt:", first);
    assertThat(say("history " + TARGET + " --limit 1"))
        .contains(second, "First bad run: ")
        .doesNotContain("· " + first);
    assertThat(say("list")).contains(TARGET, "Unhealthy (Authentication)");
    assertThat(say("list nothing-like-it")).contains("No target fits.").doesNotContain(TARGET);
    assertThat(say("diff " + TARGET)).contains("Nothing changed.", "From ", "To ", second);
    assertThat(say("diff " + first + " " + second)).contains("Nothing changed.");
    assertThat(say("diff " + TARGET + " --baseline")).contains("no baseline");
    pin(first);
    assertThat(say("diff " + TARGET + " --baseline")).contains("Nothing changed.", second);
  }

  private void pin(String run) {
    Sql.update(
        database.migrate(),
        """
        INSERT INTO target_baseline (tenant_id, target_key, run_id, pinned_by)
        SELECT tenant_id, target_key, run_id, 'A' FROM run WHERE run_id = ?::uuid
        """,
        run);
  }

  @Test
  void shouldTellInKoreanWhatWasFound() {
    // Given
    var run = runToItsEnd();
    speakKorean();

    // Then
    assertThat(say("status")).contains("진행 중인 점검이 없습니다.");
    assertThat(say("last " + TARGET)).contains("비정상 (Authentication)", "/runs/" + run);
    assertThat(say("list")).contains("점검 대상", "비정상 (Authentication)");
    assertThat(say("history " + TARGET)).contains("첫 비정상 점검: ");
    assertThat(say("whoami")).contains("역할 운영자", "최대 운영자 역할");
    assertThat(say("run " + TARGET + " --explain")).contains("A operator(운영자)의 권한");
    assertThat(say("help mute")).contains("mute TARGET", "알림을 잠시 끕니다");
    assertThat(say("cancel")).contains("진행 중인 점검이 없습니다.");
    assertThat(say("subscribe " + TARGET)).contains("이 채널에 알립니다: " + TARGET);
  }

  @Test
  void shouldSayWhatAChannelIsToldAndStopThat() {
    // Given
    tenants.connection(tenant, gateway, "Slow");
    tenants.gateway(tenant, subscription, "other");

    // When, Then: a pattern stands for those that fit, each ended by itself
    assertThat(say("subscribe sim/* on:unhealthy,recovered"))
        .contains("told about " + TARGET + ".", "told about " + SLOW + ".")
        .doesNotContain("about other");
    assertThat(told())
        .containsExactly(TARGET + " on:unhealthy,recovered", SLOW + " on:unhealthy,recovered");

    assertThat(say("unsubscribe " + TARGET + " on:unhealthy"))
        .contains("still told about " + TARGET + " on:recovered.");
    assertThat(told()).containsExactly(TARGET + " on:recovered", SLOW + " on:unhealthy,recovered");

    assertThat(say("unsubscribe " + TARGET + " on:recovered,changed"))
        .contains("not told about " + TARGET + " any more.");
    assertThat(say("unsubscribe " + TARGET)).contains("was not told about " + TARGET + ".");
    assertThat(say("unsubscribe sim/*")).contains("not told about " + SLOW + " any more.");
    assertThat(told()).isEmpty();

    assertThat(say("subscribe * on:all --digest")).contains("told about *.");
    assertThat(say("unsubscribe * on:changed")).contains("still told about * on:all.");
    assertThat(say("unsubscribe *")).contains("not told about * any more.");

    assertThat(say("mute sim/* 2h"))
        .contains(
            "Nothing about " + TARGET + " here until", "Nothing about " + SLOW + " here until");
    assertThat(say("mute other")).contains("Nothing about other here until");
    assertThat(say(place.in("D1"), "mute other")).contains("That goes in a channel");
  }

  /** Letters of which not everybody makes the same small ones. */
  @Test
  void shouldStopWhatAChannelIsToldWhateverLettersItsNameHas() {
    // Given
    var istanbul = tenants.gateway(tenant, subscription, "İstanbul");
    tenants.gateway(tenant, subscription, "ΟΔΟΣ");
    tenants.gateway(tenant, subscription, "ΟΔΟΣΑ");
    tenants.gateway(tenant, subscription, "Büro-ÄÖ");
    for (var name : List.of("İstanbul", "οδοσ*", "BÜRO-*")) {
      say("subscribe " + name);
    }
    assertThat(told()).hasSize(4);

    // When, Then
    assertThat(say("unsubscribe " + istanbul)).contains("not told about İstanbul any more.");
    assertThat(say("unsubscribe ΟΔΟΣ*"))
        .contains("not told about ΟΔΟΣ any more.", "not told about ΟΔΟΣΑ any more.");
    assertThat(say("unsubscribe büro-äö")).contains("not told about Büro-ÄÖ any more.");
    assertThat(told()).isEmpty();
  }

  @Test
  void shouldTakeWhatLooksLikeAPatternOfTheDatabaseForItself() {
    // Given
    tenants.gateway(tenant, subscription, "a_b");
    tenants.gateway(tenant, subscription, "axb");
    say("subscribe a*");
    say("subscribe *");

    // When, Then
    assertThat(say("unsubscribe a_b")).contains("not told about a_b any more.");
    assertThat(say("unsubscribe a_*")).contains("was not told about a_b.");
    assertThat(say("unsubscribe **")).contains("not told about axb any more.");
    assertThat(say("unsubscribe *")).contains("not told about * any more.");
  }

  private List<String> told() {
    return Sql.column(
        database.migrate(),
        """
        SELECT target_name || ' on:' || concat_ws(',', CASE WHEN on_unhealthy THEN 'unhealthy' END,
               CASE WHEN on_changed THEN 'changed' END, CASE WHEN on_recovered THEN 'recovered' END)
          FROM slack_subscription WHERE tenant_id = ? AND target_key <> '*' ORDER BY target_name
        """,
        tenant.id().value());
  }

  @Test
  void shouldKeepSchedules() {
    // When
    var added = say("schedule add " + TARGET + " 0 8 * * 1 --time-zone Asia/Seoul");

    // Then
    assertThat(added).contains(TARGET, "Asia/Seoul", "Next: ");
    var id = idIn(added);
    assertThat(say("schedule list")).contains(TARGET, "0 8 * * 1", id);
    assertThat(say("schedule pause " + id)).contains("paused");
    assertThat(say("schedule resume " + id)).contains("on", "Next: ");
    assertThat(say("schedule remove " + id)).contains("The schedule is deleted.");
    assertThat(say("schedule list")).contains("No schedules yet.");
  }

  @Test
  void shouldSayWhoSomebodyIs() {
    assertThat(say("whoami")).contains("A operator", "operator of " + tenant.slug());
    assertThat(say("link")).contains("/slack-link/", "sign in");
    assertThat(say("help")).contains("run TARGET", "schedule list", "help VERB");
    assertThat(say("help run")).contains("run TARGET", "--active: try to bring the tunnel up");
    assertThat(say("unlink")).contains("Your account is unlinked.");
    assertThat(say("unlink")).contains("Your account was not linked.");
    assertThat(say("list")).contains("Link your account").doesNotContain(TARGET);
  }

  @Test
  void shouldExplainAVerbOnlyToThoseWhoMayUseIt() {
    // Given
    workspace.link("U2", Role.VIEWER);
    workspace.bind("C3", Role.VIEWER);

    // Then
    assertThat(say("help run")).contains("--active");
    assertThat(say(place.by("U2"), "help run"))
        .contains("Your role (viewer) may not use run", "Ask an admin")
        .doesNotContain("--active");
    assertThat(say(place.in("C3"), "help run"))
        .contains("This channel does not let you use run")
        .doesNotContain("--active");
    assertThat(say(place.by("U9"), "help last")).contains("Link your account");
    assertThat(say(place.by("U9"), "help link")).contains("who you are");
  }

  @Test
  void shouldGuessTheTargetAndRunItByAButton() {
    // When
    var asked = hear(place, "run sim/Authenticaton");

    // Then
    assertThat(asked.toString()).contains("Did you mean");
    assertThat(labels(asked)).contains(TARGET);
    var button = buttons(asked).get(0);
    click(
        place,
        button.path("action_id").asText(),
        button.path("value").asText(),
        "Queued: " + TARGET);
    assertThat(runs()).hasSize(1);
  }

  @Test
  void shouldAskWhichOfThoseThatFitAPatternIsMeant() {
    // Given
    tenants.connection(tenant, gateway, "Slow");

    // Then
    assertThat(labels(hear(place, "last sim/*"))).anyMatch(label -> label.startsWith(SLOW));
    assertThat(say("history *auth*")).contains("No runs of " + TARGET + " yet.");
    assertThat(say("last nothing-*")).contains("No target that can be troubleshot fits.");
  }

  @Test
  void shouldMissNoTargetOfAPatternHoweverManyLookLikeIt() {
    // Given: names in which the longest part stands too, and in which _ stands for itself
    gateways(2_300, "branch-");
    tenants.gateway(tenant, subscription, "branch-zz_50-end");

    // Then
    assertThat(say("run branch-*_50-END --explain")).contains("branch-zz_50-end");
    assertThat(say("run branch-*0_1 --explain"))
        .contains("No target that can be troubleshot fits.");
    assertThat(say("run branch-* --explain"))
        .contains("More than 20 targets fit.", "/t/" + tenant.slug() + "/targets|");
    assertThat(say("subscribe branch-*")).contains("More than 20 targets fit.");
    assertThat(say("list branch")).contains("2281 more", "/t/" + tenant.slug() + "/targets|");
    assertThat(told()).isEmpty();
  }

  private void gateways(int count, String prefix) {
    Sql.update(
        database.migrate(),
        """
        INSERT INTO gateway (tenant_id, gateway_id, subscription_id, arm_id, name, kind, vpn_type, location)
        SELECT ?, gen_random_uuid(), ?, '/subscriptions/' || ?::text
                 || '/resourceGroups/test/providers/Microsoft.Network/virtualNetworkGateways/' || name,
               name, 'Vpn', 'RouteBased', 'koreacentral'
          FROM (SELECT ? || to_char(n, 'FM00000') AS name FROM generate_series(1, ?) n) named
        """,
        tenant.id().value(),
        subscription.value(),
        subscription.toString(),
        prefix,
        count);
  }

  @Test
  void shouldSayHowManyMoreHaveAName() {
    // Given
    for (int n = 0; n < 23; n++) {
      tenants.gateway(tenant, tenants.subscription(tenant, "S" + n, "simulated"), "same");
    }

    // When
    var asked = hear(place, "last same");

    // Then
    assertThat(buttons(asked)).hasSize(20);
    assertThat(asked.toString()).contains("3 more", "/t/" + tenant.slug() + "/targets|");
  }

  @Test
  void shouldFindMyOpenRunsAmongThoseOfOthers() {
    // Given: mine, then many of others, newer
    tenants.connection(tenant, gateway, "Slow");
    say("run " + SLOW);
    waiting(30, UUID.randomUUID());

    // When, Then
    assertThat(say("status")).contains(SLOW, "11 more", "/t/" + tenant.slug() + "/runs|");
    assertThat(say("cancel")).containsAnyOf("is cancelled", "is being cancelled");

    // When there are several of mine
    waiting(25, me);

    // Then
    var asked = hear(place, "cancel");
    assertThat(asked.toString()).contains("Which run?", "more", "/t/" + tenant.slug() + "/runs|");
    assertThat(buttons(asked)).hasSize(20);
    speakKorean();
    assertThat(say("cancel")).contains("어느 점검입니까?", "개 더 보기");
  }

  private void waiting(int count, UUID by) {
    for (int n = 0; n < count; n++) {
      Sql.update(
          database.migrate(),
          """
          INSERT INTO run (tenant_id, run_id, subscription_id, target, target_name, kind, provider,
                           source, requested_by, requester, active, state, queued_at)
          VALUES (?, ?, ?, '/subscriptions/s/resourceGroups/g/providers/p/virtualNetworkGateways/w',
                  'w', 'gateway', 'simulated', 'user', ?, 'Somebody', false, 'QUEUED', now())
          """,
          tenant.id().value(),
          app.services().ids.next(),
          subscription.value(),
          by);
    }
  }

  @Test
  void shouldRunBothHalves() {
    // Given
    var other = tenants.gateway(tenant, subscription, "mis");
    tenants.connection(tenant, gateway, "east");
    tenants.connection(tenant, other, "west");
    Sql.update(
        database.migrate(),
        "UPDATE connection SET kind = 'Vnet2Vnet' WHERE tenant_id = ?",
        tenant.id().value());
    assertThat(say("run sim/east --twin")).contains("has no twin");
    var east =
        one(
            "SELECT connection_id FROM connection WHERE tenant_id = ? AND name = 'east'",
            tenant.id().value());
    var west =
        one(
            "SELECT connection_id FROM connection WHERE tenant_id = ? AND name = 'west'",
            tenant.id().value());
    pair(east, west);
    pair(west, east);

    // When
    var told = say("run sim/east --twin");

    // Then
    assertThat(told).contains("Queued: sim/east", "Queued: mis/west", "compares them", "/targets/");
    assertThat(runs()).hasSize(2);
  }

  private void pair(String one, String other) {
    Sql.update(
        database.migrate(),
        "UPDATE connection SET twin_id = ?::uuid WHERE connection_id = ?::uuid",
        other,
        one);
  }

  /** What only one person saw of an active run stays so when it is run again. */
  @Test
  void shouldRunAgainAsItRan() {
    // Given: the bot is in no such channel, so the result comes to the address of the command
    var form = driver.command(place, "run " + TARGET + " --active --private");
    driver.send(app, "/slack/commands", form);
    var told = driver.answer(form, "\"mute\"");
    var again = button(told, "run");
    assertThat(again.has("confirm")).isTrue();

    // When
    click(place, "run", again.path("value").asText(), "Queued: " + TARGET);

    // Then
    assertThat(
            Sql.column(
                database.migrate(),
                """
                SELECT r.active || ' ' || p.only_for FROM run r JOIN slack_post p USING (tenant_id, run_id)
                 WHERE r.tenant_id = ?
                """,
                tenant.id().value()))
        .containsExactly("true " + place.user(), "true " + place.user());
  }

  @Test
  void shouldOfferNoMuteToOnePersonAlone() {
    // When
    var form = driver.command(place.in("D1"), "run " + TARGET);
    driver.send(app, "/slack/commands", form);

    // Then
    var told = driver.answer(form, "Run again");
    assertThat(told.toString()).contains("\"run\"").doesNotContain("\"mute\"");
  }

  private static JsonNode button(JsonNode message, String action) {
    for (var block : message.path("blocks")) {
      for (var element : block.path("elements")) {
        if (element.path("action_id").asText().equals(action)) {
          return element;
        }
      }
    }
    throw new AssertionError("no button " + action + ": " + message);
  }
}
