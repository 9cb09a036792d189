package io.tunnelscope.app.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tunnelscope.app.commands.Occasion;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.runs.Source;
import io.tunnelscope.app.runs.StartRun;
import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.SlackEmulator;
import io.tunnelscope.app.testing.SlackFaults;
import io.tunnelscope.app.testing.SlackFaults.Fault;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the bot says, on two nodes that share a database, to a Slack that somebody else made, with a
 * proxy before it that lies, stalls and refuses.
 */
@BackendTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class SlackOutIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String FAULTY = "sim/Authentication";

  private final Vertx vertx;
  private final TestDatabase database;
  private final TestTenants tenants;
  private final TestWorkspaces workspaces;
  private SlackEmulator slack;
  private SlackFaults faults;
  private TestApp here;
  private TestApp there;
  private String channel;
  private String otherChannel;
  private String nari;
  private TestTenant tenant;
  private Principal operator;
  private TestWorkspace workspace;
  private SubscriptionId simulated;
  private final List<String> targets = new ArrayList<>();

  SlackOutIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.database = database;
    this.tenants = tenants;
    this.workspaces = new TestWorkspaces(vertx, db, database, tenants);
  }

  @BeforeAll
  void startBoth() {
    slack = SlackEmulator.start("http://localhost/slack/oauth_redirect");
    faults = SlackFaults.before(slack.api());
    var settings =
        Map.of(
            "TUNNELSCOPE_SLACK_SIGNING_SECRET",
            SlackEmulator.SIGNING_SECRET,
            "TUNNELSCOPE_SLACK_API_URL",
            faults.api().toString(),
            "TUNNELSCOPE_EGRESS_ALLOW",
            faults.authority());
    here = TestApp.with(vertx, database, settings);
    there = TestApp.with(vertx, database, settings);
    channel = slack.channel("vpn-ops");
    otherChannel = slack.channel("vpn-more");
    nari = slack.user("nari");
  }

  @AfterAll
  void stopBoth() {
    here.close();
    there.close();
    faults.close();
    slack.close();
  }

  @BeforeEach
  void addTenant() {
    faults.forget();
    tenant = tenants.add("slack");
    operator = tenants.principal(tenant, Role.OPERATOR);
    workspace = workspaces.install(tenant, tenant.id().toString());
    simulated = tenants.subscription(tenant, "sim", "simulated");
    targets.clear();
    var gateway = tenants.gateway(tenant, simulated, "sim");
    targets.add(tenants.connection(tenant, gateway, "Authentication"));
    workspace.bind(channel, Role.OPERATOR);
    workspace.bind(otherChannel, Role.OPERATOR);
    workspace.link(nari, Role.VIEWER);
  }

  private void deactivate() {
    Sql.update(
        database.migrate(),
        "UPDATE membership SET deactivated_at = now() WHERE tenant_id = ?",
        tenant.id().value());
  }

  @Test
  void shouldTellARunInOneMessageFromTheQueueToTheResult() {
    // When
    var run = start(destination(channel));

    // Then
    awaitEnd(run);
    var told = messagesOf(run);
    assertThat(told).hasSize(1);
    var blocks = told.getFirst().path("blocks").toString();
    assertThat(told.getFirst().path("text").asText()).startsWith("Unhealthy: " + FAULTY);
    assertThat(told.getFirst().has("edited")).isTrue();
    assertThat(blocks)
        .contains("root cause", "Proof: ", "What to do", "<https://", "First run of this target.")
        .contains("\"action_id\":\"run\"", "\"action_id\":\"mute\"", "\"action_id\":\"open\"")
        .contains("/t/" + tenant.slug() + "/runs/" + run);
    assertThat(postings(run)).isEqualTo(1);
  }

  @Test
  void shouldShowOperatorsHowSendingGoesAndNoTenants() {
    // When
    awaitEnd(start(destination(channel)));

    // Then
    var shown = here.management("/metrics").text() + there.management("/metrics").text();
    assertThat(shown)
        .contains(
            "tunnelscope_outbox_oldest_seconds ",
            "tunnelscope_outbox_deliveries_total{outcome=\"given_up\"} 0.0")
        .containsPattern("tunnelscope_outbox_deliveries_total\\{outcome=\"done\"} [1-9]")
        .doesNotContain(tenant.slug(), tenant.id().toString(), channel);
  }

  @Test
  void shouldSayWhatChangedAndOfferToCompareFromTheSecondRunOn() {
    // Given
    awaitEnd(start(destination(channel)));

    // When
    var run = start(destination(channel));

    // Then
    awaitEnd(run);
    assertThat(messagesOf(run).getFirst().path("blocks").toString())
        .contains("Nothing changed since the last run.", "\"action_id\":\"diff\"");
  }

  @Test
  void shouldSpeakKorean() {
    // Given
    Sql.update(
        database.migrate(),
        "UPDATE tenant SET language = 'ko' WHERE tenant_id = ?",
        tenant.id().value());

    // When
    var run = start(destination(channel));

    // Then
    awaitEnd(run);
    assertThat(messagesOf(run).getFirst().path("text").asText()).startsWith("비정상: ");
  }

  @Test
  void shouldTellAQuietRunOnceAtItsEnd() {
    // When
    var run =
        start(
            new Destination(
                workspace.id(), channel, nari, Optional.empty(), false, true, Optional.empty()));

    // Then
    awaitEnd(run);
    assertThat(messagesOf(run)).hasSize(1);
    assertThat(messagesOf(run).getFirst().has("edited")).isFalse();
  }

  @Test
  void shouldEditNoMoreThanOnceInThreeSecondsAndOnlyOnChange() {
    // When
    var run = start(destination(channel));

    // Then
    awaitEnd(run);
    var first = faults.calls("chat.postMessage").getLast();
    var times = new ArrayList<>(List.of(first.nanos()));
    faults.calls("chat.update").forEach(call -> times.add(call.nanos()));
    for (int n = 1; n < times.size(); n++) {
      assertThat(Duration.ofNanos(times.get(n) - times.get(n - 1)))
          .isGreaterThan(Duration.ofMillis(2_900));
    }
    assertThat(faults.calls("chat.update"))
        .extracting(call -> call.form().get("blocks"))
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldPostOnceThoughSlackDoesItAndSaysItFailed() {
    // Given
    faults.plan(call -> is(call, "chat.postMessage", 2) ? new Fault.ErrorAfter() : none());

    // When
    var run = start(destination(channel));

    // Then
    awaitEnd(run);
    assertThat(messagesOf(run)).hasSize(1);
    assertThat(messagesOf(run).getFirst().path("text").asText())
        .as("a repeated post shows what the first one said, until it is changed")
        .startsWith("Unhealthy: " + FAULTY);
    assertThat(faults.calls("chat.postMessage"))
        .hasSizeGreaterThan(2)
        .extracting(call -> call.form().get("client_msg_id"))
        .containsOnly(postOf(run).toString());
  }

  @Test
  void shouldLoseNothingWhenSlackFailsBeforeItDoesAnything() {
    // Given
    faults.plan(call -> call.nth() <= 2 ? new Fault.ErrorBefore() : none());

    // When
    var run = start(destination(channel));

    // Then
    awaitEnd(run);
    assertThat(messagesOf(run)).hasSize(1);
  }

  @Test
  void shouldPostOnceThoughTheAnswerNeverComes() {
    // Given
    faults.plan(call -> is(call, "chat.postMessage", 1) ? new Fault.SilenceAfter() : none());

    // When
    var run = start(destination(channel));

    // Then
    awaitEnd(run);
    assertThat(messagesOf(run)).hasSize(1);
    assertThat(faults.calls("chat.postMessage")).hasSizeGreaterThan(1);
  }

  @Test
  void shouldNotLetASilentChannelHoldUpAnother() {
    // Given
    faults.plan(
        call ->
            channel.equals(call.form().get("channel")) && is(call, "chat.postMessage", 1)
                ? new Fault.SilenceBefore()
                : none());
    var stuck = start(destination(channel));
    await().atMost(PATIENCE).until(() -> !faults.calls("chat.postMessage").isEmpty());

    // When
    var asked = System.nanoTime();
    var lively = start(destination(otherChannel));

    // Then
    await().atMost(PATIENCE).until(() -> !slackHas(otherChannel, lively).isEmpty());
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(SlackClient.LONGEST);
    awaitEnd(stuck);
    awaitEnd(lively);
  }

  @Test
  void shouldWaitAsLongAsSlackWantsOnAllNodesAndLoseNothing() {
    // Given
    faults.plan(call -> is(call, "chat.postMessage", 1) ? new Fault.TooMany(4) : none());
    var runs = new ArrayList<RunId>();
    runs.add(start(destination(channel)));
    await().atMost(PATIENCE).until(this::rests);

    // When
    for (int n = 0; n < 4; n++) {
      runs.add(start(destination(n % 2 == 0 ? otherChannel : channel)));
    }

    // Then
    runs.forEach(this::awaitEnd);
    runs.forEach(run -> assertThat(postings(run)).isEqualTo(1));
    var posts = faults.calls("chat.postMessage");
    assertThat(Duration.ofNanos(posts.get(1).nanos() - posts.get(0).nanos()))
        .as("nobody calls while Slack wants its rest")
        .isGreaterThan(Duration.ofMillis(3_900));
  }

  /** Whether all nodes know that Slack wants its rest. */
  private boolean rests() {
    return !Sql.column(
            database.migrate(),
            """
            SELECT bucket FROM slack_bucket
             WHERE tenant_id = ? AND rests_until > clock_timestamp()
            """,
            tenant.id().value())
        .isEmpty();
  }

  @Test
  void shouldTakeTheAddressOfTheCommandWhereTheBotIsNotInTheChannel() {
    // Given
    faults.plan(call -> refuses(call, "chat.postMessage", "not_in_channel"));

    // When
    var run = start(withReply(channel));

    // Then
    awaitEnd(run);
    assertThat(faults.responses()).hasSize(1);
    assertThat(faults.responses().getFirst())
        .contains("\"response_type\":\"in_channel\"", "Unhealthy: " + FAULTY);
    assertThat(why(run)).isEqualTo("channel: not_in_channel");
    assertThat(slackHas(channel, run)).isEmpty();
  }

  @Test
  void shouldShowNothingToTheOthersInAConversationWhereTheBotIsNot() {
    // Given
    faults.plan(call -> refuses(call, "chat.postMessage", "channel_not_found"));

    // When
    var run = start(withReply("D0PEOPLE00"));

    // Then
    awaitEnd(run);
    assertThat(faults.responses())
        .singleElement()
        .asString()
        .contains("\"response_type\":\"ephemeral\"", "Unhealthy: " + FAULTY);
  }

  @Test
  void shouldSendNothingMoreToAWorkspaceThatWasCutOff() {
    // Given
    var store = new WorkspaceStore(here.services().db, here.services().audit);
    Results.of(store.cutOff(operator, new Origin("192.0.2.1", "test", "r"), workspace.id()));

    // When
    var run = start(withReply(channel));

    // Then
    awaitEnd(run);
    assertThat(faults.responses()).isEmpty();
    assertThat(faults.calls("chat.postMessage")).isEmpty();
    assertThat(undelivered()).hasSize(1);
  }

  @Test
  void shouldTellNothingMoreWhereTheChannelIsNotBoundAnyMore() {
    // Given
    Sql.update(
        database.migrate(),
        "DELETE FROM slack_channel WHERE tenant_id = ? AND channel_id = ?",
        tenant.id().value(),
        channel);

    // When
    var run = start(withReply(channel));

    // Then
    awaitEnd(run);
    assertThat(faults.responses()).isEmpty();
    assertThat(slackHas(channel, run)).isEmpty();
    assertThat(why(run)).isEqualTo("channel: channel_not_bound");
  }

  @Test
  void shouldWriteDirectlyWhereTheAddressHasEnded() {
    // Given
    faults.plan(
        call ->
            channel.equals(call.form().get("channel"))
                ? refuses(call, "chat.postMessage", "channel_not_found")
                : none());
    faults.respondWith(404);

    // When
    var run = start(withReply(channel));

    // Then
    awaitEnd(run);
    var told = slackHas(slack.direct(nari), run);
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().toString()).doesNotContain("\"action_id\":\"mute\"");
    assertThat(why(run)).isEqualTo("channel: channel_not_found; response_url: expired_url");
    assertThat(undelivered()).isEmpty();
  }

  @Test
  void shouldPutIntoTheInboxWhatReachesNobody() {
    // Given
    faults.plan(_ -> new Fault.Refused("token_revoked"));

    // When
    var run = start(destination(channel));

    // Then
    awaitEnd(run);
    var inbox = undelivered();
    assertThat(inbox).hasSize(1);
    assertThat(inbox.get(0).path("run").asText()).isEqualTo(run.toString());
    assertThat(inbox.get(0).path("why").asText())
        .isEqualTo("channel: token_revoked; response_url: none; direct: token_revoked");
    assertThat(inbox.get(0).path("text").asText()).startsWith("Unhealthy: " + FAULTY);
  }

  @Test
  void shouldSendNothingToAnAddressThatIsNotSlacks() {
    // Given
    faults.plan(call -> refuses(call, "chat.postMessage", "not_in_channel"));
    var foreign =
        new Destination.Reply(new Secret("https://hooks.slack.com.evil.example/a"), soon(), 0);

    // When
    var run =
        start(
            new Destination(
                workspace.id(),
                channel,
                nari,
                Optional.of(foreign),
                false,
                true,
                Optional.empty()));

    // Then
    awaitEnd(run);
    assertThat(why(run)).startsWith("channel: not_in_channel; response_url: foreign_address");
  }

  /** It may be reached for other reasons, as gateways and storage accounts may. */
  @Test
  void shouldSendNoAnswerToWhateverElseMayBeReached() {
    // Given
    faults.plan(call -> refuses(call, "chat.postMessage", "not_in_channel"));
    var port = faults.authority().replaceFirst(".*:", "");
    var listed =
        new ResponseUrls(vertx, URI.create("https://slack.com/api/"), List.of("127.0.0.1:" + port));

    // When
    var answer =
        Results.of(
            listed.send(
                new Secret(faults.responseUrl().toString()),
                new SlackMessage("x", new Blocks().section("x").done()),
                false));

    // Then
    assertThat(answer).isEqualTo(new SlackAnswer.Refused("foreign_address"));
    assertThat(faults.responses()).isEmpty();
  }

  @Test
  void shouldShowAPrivateRunToNobodyElse() {
    // Given
    var mine =
        new Destination(
            workspace.id(),
            channel,
            nari,
            Optional.of(
                new Destination.Reply(new Secret(faults.responseUrl().toString()), soon(), 0)),
            true,
            false,
            Optional.empty());

    // When
    var run = start(mine);

    // Then
    awaitEnd(run);
    assertThat(slackHas(channel, run)).isEmpty();
    assertThat(faults.calls("chat.postMessage")).isEmpty();
    assertThat(faults.calls("chat.postEphemeral"))
        .extracting(call -> call.form().get("user"))
        .containsOnly(nari);
  }

  @Test
  void shouldTellSubscribedChannelsOfChangesAlone() {
    // Given
    subscribe(otherChannel, false, Occasion.UNHEALTHY);

    // When
    var first = start(destination(channel));
    awaitEnd(first);
    var second = start(destination(channel));
    awaitEnd(second);

    // Then
    assertThat(slackHas(otherChannel, first)).hasSize(1);
    assertThat(slackHas(otherChannel, second)).as("as unhealthy as before").isEmpty();
  }

  @Test
  void shouldTellAChannelThatAskedAndSubscribedOnce() {
    // Given
    subscribe(channel, false, Occasion.ALL);

    // When
    var run = start(destination(channel));

    // Then
    awaitEnd(run);
    assertThat(messagesOf(run)).hasSize(1);
  }

  @Test
  void shouldTellAMutedOrUnboundChannelNothing() {
    // Given
    subscribe(otherChannel, false, Occasion.ALL);
    subscribe(slack.channel("general"), false, Occasion.ALL);
    var mutes = new MuteStore(here.services().db, here.services().audit);
    Results.of(
        mutes.mute(
            operator,
            Optional.empty(),
            new Channel(workspace.id(), otherChannel),
            targets.getFirst(),
            Duration.ofHours(1)));

    // When
    var run = start(destination(channel));

    // Then
    awaitEnd(run);
    assertThat(postsOf(run)).isEqualTo(1);
  }

  /** Letters of which not everybody makes the same small ones. */
  @ParameterizedTest
  @ValueSource(strings = {"İstanbul", "ΟΔΟΣ", "Büro-ÄÖ"})
  void shouldTellOfATargetUntilItIsMutedWhateverLettersItsNameHas(String name) {
    // Given
    targets.set(0, tenants.gateway(tenant, simulated, name));
    var there = new Channel(workspace.id(), otherChannel);
    var subscriptions = new ChannelSubscriptionStore(here.services().db, here.services().audit);
    Results.of(
        subscriptions.put(
            operator,
            Optional.empty(),
            new ChannelSubscription(
                there, targets.getFirst(), name, Set.of(Occasion.ALL), false, "nari", nari)));

    // When
    var told = start(destination(channel));
    awaitEnd(told);
    Results.of(
        new MuteStore(here.services().db, here.services().audit)
            .mute(operator, Optional.empty(), there, targets.getFirst(), Duration.ofHours(1)));
    var muted = start(destination(channel));
    awaitEnd(muted);

    // Then
    assertThat(slackHas(otherChannel, told)).hasSize(1);
    assertThat(slackHas(otherChannel, muted)).isEmpty();
  }

  @Test
  void shouldCollectADigest() {
    // Given
    subscribe(otherChannel, true, Occasion.ALL);
    var first = start(destination(channel));
    awaitEnd(first);
    var second = start(destination(channel));
    awaitEnd(second);
    assertThat(slackHas(otherChannel, first)).isEmpty();

    // When
    sendDigests();

    // Then
    await().atMost(PATIENCE).until(() -> !slackHas(otherChannel, second).isEmpty());
    var digest = slackHas(otherChannel, second);
    assertThat(digest).isNotEmpty();
    assertThat(digest.getFirst().path("blocks").toString())
        .contains(first.toString(), second.toString());
  }

  @Test
  void shouldTellAConversationOfWhatItsPersonSubscribedTo() {
    // Given
    var direct = slack.direct(nari);
    subscribe(direct, false, Occasion.ALL);

    // When
    var run = start(destination(channel));

    // Then
    awaitEnd(run);
    assertThat(slackHas(direct, run)).hasSize(1);
  }

  /** The subscription is there, the run has ended, the message waits: then the member goes. */
  @Test
  void shouldTellNothingToSomebodyWhoIsNoMemberAnyMoreWhenItGoes() {
    // Given
    var direct = slack.direct(nari);
    subscribe(direct, false, Occasion.ALL);
    faults.plan(call -> direct.equals(call.form().get("channel")) ? new Fault.TooMany(1) : none());
    var run = start(quietly());
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                faults.calls("chat.postMessage").stream()
                    .anyMatch(call -> direct.equals(call.form().get("channel"))));

    // When
    deactivate();
    faults.plan(_ -> none());

    // Then
    awaitEnd(run);
    assertThat(slackHas(direct, run)).isEmpty();
    assertThat(whys(run)).contains("channel: no_member");
  }

  @Test
  void shouldWriteNoPrivateResultToSomebodyWhoIsNoMemberAnyMore() {
    // Given
    var run =
        start(
            new Destination(
                workspace.id(), channel, nari, Optional.empty(), true, true, Optional.empty()));

    // When
    deactivate();

    // Then
    awaitEnd(run);
    assertThat(faults.calls("chat.postEphemeral")).isEmpty();
    assertThat(whys(run)).containsExactly("channel: no_member");
  }

  @Test
  void shouldCollectNoDigestForSomebodyWhoIsNoMemberAnyMore() {
    // Given
    var direct = slack.direct(nari);
    subscribe(direct, true, Occasion.ALL);
    var run = start(destination(channel));
    awaitEnd(run);

    // When
    deactivate();
    sendDigests();

    // Then
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Sql.column(
                        database.migrate(),
                        "SELECT key FROM outbox_message WHERE tenant_id = ?",
                        tenant.id().value())
                    .isEmpty());
    assertThat(slackHas(direct, run)).isEmpty();
  }

  @Test
  void shouldKeepAnEndThatIsCancelledBeforeItBegan() {
    // Given
    var slow = start(destination(channel));

    // When
    var waiting = start(destination(channel));
    here.as(tenant, Role.OPERATOR).post("/runs/" + waiting + "/cancel", "{}");

    // Then
    awaitEnd(slow);
    awaitEnd(waiting);
    assertThat(messagesOf(waiting)).hasSize(1);
    assertThat(messagesOf(waiting).getFirst().path("text").asText()).startsWith("Cancelled");
  }

  @Test
  void shouldTellEachOfManyRunsOnceThroughAStormOfFaults() {
    // Given
    var bad =
        List.of(
            new Fault.ErrorAfter(), new Fault.TooMany(1), new Fault.ErrorBefore(), none(), none());
    faults.plan(call -> bad.get(call.nth() % bad.size()));
    var runs = new ArrayList<RunId>();

    // When
    for (int n = 0; n < 8; n++) {
      runs.add(start(destination(n % 2 == 0 ? channel : otherChannel)));
    }

    // Then
    runs.forEach(this::awaitEnd);
    for (var run : runs) {
      var all = new ArrayList<>(slackHas(channel, run));
      all.addAll(slackHas(otherChannel, run));
      assertThat(all).as("messages of a run").hasSize(1);
      assertThat(all.getFirst().path("text").asText()).startsWith("Unhealthy: " + FAULTY);
    }
    assertThat(undelivered()).isEmpty();
  }

  /** As if the hour were over. */
  private void sendDigests() {
    Sql.update(
        database.migrate(),
        "UPDATE outbox_message SET not_before = now() WHERE tenant_id = ? AND key LIKE 'digest/%'",
        tenant.id().value());
    Sql.update(
        database.migrate(),
        "UPDATE outbox_lane SET due_at = now() WHERE tenant_id = ? AND due_at IS NOT NULL",
        tenant.id().value());
  }

  /** Told once in the other channel, at its end. */
  private Destination quietly() {
    return new Destination(
        workspace.id(), otherChannel, nari, Optional.empty(), false, true, Optional.empty());
  }

  private List<String> whys(RunId run) {
    return Sql.column(
        database.migrate(),
        "SELECT why FROM slack_post WHERE run_id = ? AND why <> ''",
        run.value());
  }

  private static Fault none() {
    return new Fault.None();
  }

  /** Whether it is one of the first calls of that method. */
  private static boolean is(SlackFaults.Call call, String method, int upTo) {
    return call.method().equals(method) && call.nth() <= upTo;
  }

  private static Fault refuses(SlackFaults.Call call, String method, String error) {
    return call.method().equals(method) ? new Fault.Refused(error) : none();
  }

  private Destination destination(String to) {
    return new Destination(
        workspace.id(), to, nari, Optional.empty(), false, false, Optional.empty());
  }

  private Destination withReply(String to) {
    var reply = new Destination.Reply(new Secret(faults.responseUrl().toString()), soon(), 0);
    return new Destination(
        workspace.id(), to, nari, Optional.of(reply), false, false, Optional.empty());
  }

  private static Instant soon() {
    return Instant.now().plus(SlackLimits.RESPONSE_URL_LIFE);
  }

  private RunId start(Destination to) {
    var services = here.services();
    var messages =
        new RunMessages(
            new PostStore(services.db, services.outbox), services.envelope, services.ids);
    var asked =
        new StartRun(
            operator, Optional.empty(), targets.getFirst(), false, Source.SLACK, Optional.empty());
    return Results.of(
            messages.open(tenant.id(), to).compose(besides -> services.runs.start(asked, besides)))
        .id();
  }

  private void subscribe(String to, boolean digest, Occasion on) {
    var store = new ChannelSubscriptionStore(here.services().db, here.services().audit);
    Results.of(
        store.put(
            operator,
            Optional.empty(),
            new ChannelSubscription(
                new Channel(workspace.id(), to),
                ChannelSubscription.ALL_TARGETS,
                "*",
                Set.of(on),
                digest,
                "nari",
                nari)));
  }

  /** Until everybody was told how the run ended, or somebody that they cannot be. */
  private void awaitEnd(RunId run) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Sql.column(
                            database.migrate(),
                            """
                        SELECT 1::text FROM run r
                         WHERE r.run_id = ? AND r.finished_at IS NOT NULL
                           AND NOT EXISTS (SELECT FROM slack_post p
                                            WHERE p.run_id = r.run_id AND p.closed_at IS NULL)
                        """,
                            run.value())
                        .size()
                    == 1);
  }

  private List<JsonNode> messagesOf(RunId run) {
    return slackHas(channel, run);
  }

  /** The messages in a channel that link to the run. */
  private List<JsonNode> slackHas(String where, RunId run) {
    return slack.history(where).stream()
        .filter(message -> message.toString().contains("/runs/" + run))
        .toList();
  }

  private UUID postOf(RunId run) {
    return UUID.fromString(
        Sql.column(
                database.migrate(),
                "SELECT post_id::text FROM slack_post WHERE run_id = ?",
                run.value())
            .getFirst());
  }

  /** How many messages Slack has with the id of the run's. */
  private long postings(RunId run) {
    var id = postOf(run).toString();
    var all = new ArrayList<>(slack.history(channel));
    all.addAll(slack.history(otherChannel));
    return all.stream().filter(each -> id.equals(each.path("client_msg_id").asText())).count();
  }

  private int postsOf(RunId run) {
    return Integer.parseInt(
        Sql.column(
                database.migrate(),
                "SELECT count(*)::text FROM slack_post WHERE run_id = ?",
                run.value())
            .getFirst());
  }

  private String why(RunId run) {
    return Sql.column(
            database.migrate(), "SELECT why FROM slack_post WHERE run_id = ?", run.value())
        .getFirst();
  }

  private List<JsonNode> undelivered() {
    var items = new ArrayList<JsonNode>();
    there
        .as(tenant, Role.VIEWER)
        .get("/slack/undelivered")
        .json()
        .path("items")
        .forEach(items::add);
    return items;
  }
}
