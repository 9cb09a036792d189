package io.tunnelscope.app.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.egress.Egress;
import io.tunnelscope.app.egress.EgressRules;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.app.settings.SlackSettings;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.EavesdroppedLog;
import io.tunnelscope.app.testing.MovableClock;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.SlackGrants;
import io.tunnelscope.app.testing.SlackGrants.Fault;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that end after half a day, and a Slack that gives each next one once. */
@BackendTest
@Timeout(60)
class BotTokensIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration LASTS = Duration.ofHours(12);
  private static final Duration DUE = Duration.ofHours(10).plusSeconds(1);

  private final Vertx vertx;
  private final TestDatabase database;
  private final TestApp app;
  private final TestTenants tenants;
  private final MovableClock clock = new MovableClock();
  private final SlackGrants slack = SlackGrants.start();
  private TestTenant tenant;
  private WorkspaceStore store;
  private UUID workspace;

  /** Two nodes that share a database. */
  private BotTokens tokens;

  private BotTokens other;

  BotTokensIT(Vertx vertx, TestDatabase database, TestApp app, TestTenants tenants) {
    this.vertx = vertx;
    this.database = database;
    this.app = app;
    this.tenants = tenants;
  }

  @BeforeEach
  void install() {
    Sql.update(database.migrate(), "DELETE FROM slack_workspace");
    tenant = tenants.add("tokens");
    store = new WorkspaceStore(app.services().db, app.services().audit);
    tokens = node();
    other = node();
    workspace = installed();
  }

  @AfterEach
  void stop() {
    slack.close();
  }

  private BotTokens node() {
    return new BotTokens(vertx, store, app.services().envelope, Optional.of(oauth()), clock);
  }

  private SlackOauth oauth() {
    var settings =
        new SlackSettings(
            Optional.empty(),
            Optional.empty(),
            Optional.of("1.2"),
            Optional.of(new Secret("client secret")),
            slack.api(),
            URI.create("https://slack.com/oauth/v2/authorize"));
    return new SlackOauth(settings, egress());
  }

  private Egress egress() {
    return new Egress(vertx, EgressRules.ofAnyHost(List.of(slack.authority())));
  }

  /** As if an admin had come back from Slack just now. */
  private UUID installed() {
    var home = new Home("A1", "E1", "");
    var id = Results.of(store.reserve(tenant.id(), home, app.services().ids.next()));
    var pair = slack.grant();
    var given = new Tokens(new Secret(pair.bot()), Optional.of(new Secret(pair.refresh())));
    var granted = new Granted(home, "Contoso", "U0", "chat:write", given, Optional.of(LASTS));
    Results.of(
        store.activate(
            tenants.principal(tenant, Role.ADMIN),
            new Origin("192.0.2.1", "t", "r"),
            id,
            granted,
            Results.of(tokens.seal(tenant.id(), id, given)),
            clock.instant()));
    return id;
  }

  private Future<String> asked(BotTokens node) {
    return node.token(tenant.id(), workspace)
        .map(found -> found.map(token -> token.text().reveal()).orElse("none"));
  }

  private String token() {
    return Results.of(asked(tokens));
  }

  private int askedForTokens() {
    return slack.calls("oauth.v2.access").size();
  }

  private Workspace seen() {
    return Results.of(store.get(tenant.id(), workspace));
  }

  private List<String> audited(String action) {
    return Sql.column(
        database.migrate(),
        "SELECT details->>'reason' FROM audit WHERE tenant_id = ? AND action = ?",
        tenant.id().value(),
        action);
  }

  @Test
  void shouldRenewTwoHoursBeforeTheEndAndNotEarlier() {
    // When
    clock.forward(LASTS.minus(Duration.ofHours(2)).minusSeconds(1));
    var early = token();
    clock.forward(Duration.ofSeconds(2));
    var due = token();
    var again = token();

    // Then
    assertThat(List.of(early, due, again))
        .containsExactly("xoxe.xoxb-1", "xoxe.xoxb-2", "xoxe.xoxb-2");
    assertThat(askedForTokens()).isOne();
    assertThat(seen().endsAt().orElseThrow()).isAfter(clock.instant().plus(LASTS).minusSeconds(60));
  }

  @Test
  void shouldAskOnceWhateverNodesNeedAtOnce() {
    // Given
    slack.fault(new Fault.Slow());
    clock.forward(DUE);

    // When
    var all =
        IntStream.range(0, 20)
            .mapToObj(n -> asked(n % 2 == 0 ? tokens : other))
            .map(Future::toCompletionStage)
            .map(stage -> stage.toCompletableFuture())
            .toList();

    // Then: who does not renew goes on with the one that is still good, and waits for nobody
    await().atMost(PATIENCE).until(() -> all.stream().filter(each -> each.isDone()).count() == 19);
    assertThat(all.stream().filter(each -> each.isDone()).map(each -> each.join()))
        .containsOnly("xoxe.xoxb-1");
    slack.release();
    await().atMost(PATIENCE).until(() -> all.stream().allMatch(each -> each.isDone()));
    assertThat(Results.of(asked(other))).isEqualTo("xoxe.xoxb-2");
    assertThat(askedForTokens()).isOne();
  }

  @Test
  void shouldGoOnWithTheOldTokenWhileSlackDoesNotAnswer() {
    // Given
    slack.fault(new Fault.Broken());
    clock.forward(DUE);

    // When
    var broken = token();
    var soon = Results.of(asked(other));

    // Then: nobody else asks within the minute
    assertThat(List.of(broken, soon)).containsOnly("xoxe.xoxb-1");
    assertThat(askedForTokens()).isOne();
    assertThat(seen().refused()).isEmpty();

    // When
    slack.fault(new Fault.None());
    clock.forward(Duration.ofSeconds(61));

    // Then
    assertThat(Results.of(asked(other))).isEqualTo("xoxe.xoxb-2");
  }

  @Test
  void shouldKeepTheOldTokenToItsEndAndTellAnAdminThatThereIsNoOther() {
    // Given
    slack.fault(new Fault.Refused("token_revoked"));
    clock.forward(DUE);

    // When
    var old = token();
    clock.forward(Duration.ofMinutes(11));
    var still = Results.of(asked(other));

    // Then
    assertThat(List.of(old, still)).containsOnly("xoxe.xoxb-1");
    assertThat(askedForTokens()).isEqualTo(2);
    assertThat(audited("slack-workspace.unrenewed")).containsExactly("token_revoked");
    var shown = app.as(tenant, Role.ADMIN).get("/slack/workspaces").json().path("items").get(0);
    assertThat(shown.path("renewalRefused").asText()).isEqualTo("token_revoked");
    assertThat(shown.path("endsAt").asText()).isNotEmpty();
    assertThat(shown.path("state").asText()).isEqualTo("active");

    // When
    clock.forward(Duration.ofHours(2));

    // Then: what is sent by itself need not try again
    assertThat(Results.failureOf(asked(tokens)))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("must add the app again");
    assertThat(Results.of(other.means(tenant.id(), workspace)))
        .isEqualTo(new BotTokens.Means.None("token_not_renewed"));

    // When
    slack.fault(new Fault.None());
    assertThat(installed()).isEqualTo(workspace);

    // Then
    assertThat(token()).isEqualTo("xoxe.xoxb-2");
    assertThat(seen().refused()).isEmpty();
  }

  @Test
  void shouldSayThatSlackDoesNotAnswerWhenTheTokenEndedMeanwhile() {
    // Given
    slack.fault(new Fault.Broken());

    // When
    clock.forward(LASTS.plusSeconds(1));

    // Then: it may come back
    assertThat(Results.failureOf(asked(tokens))).isInstanceOf(Refusal.Unavailable.class);
    assertThat(Results.failureOf(tokens.means(tenant.id(), workspace)))
        .isInstanceOf(Refusal.Unavailable.class);
  }

  /** The refresh token is spent when the database goes away. */
  @Test
  void shouldKeepTheNextTokensThroughAnOutageOfTheDatabase() {
    // Given: three tries fail
    Sql.run(
        database.migrate(),
        "CREATE SEQUENCE keeping",
        """
        CREATE FUNCTION away() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN
          IF nextval('keeping') <= 3 THEN
            RAISE EXCEPTION 'away';
          END IF;
          RETURN NEW;
        END $$
        """,
        """
        CREATE TRIGGER away BEFORE UPDATE OF tokens_sealed ON slack_workspace
        FOR EACH ROW EXECUTE FUNCTION away()
        """);
    try {
      clock.forward(DUE);

      // When
      var renewed = token();

      // Then
      assertThat(renewed).isEqualTo("xoxe.xoxb-2");
      assertThat(askedForTokens()).isOne();
    } finally {
      Sql.run(
          database.migrate(),
          "DROP TRIGGER away ON slack_workspace",
          "DROP FUNCTION away",
          "DROP SEQUENCE keeping");
    }
  }

  /** Slow to answer, Slack refuses what another node has spent meanwhile. */
  @Test
  void shouldNotHoldARefusalOfTheOldTokenAgainstTheNewOne() {
    // Given
    var old = seen();
    clock.forward(DUE);
    token();

    // When
    Results.of(store.refused(old, "invalid_refresh_token", clock.instant().plusSeconds(600)));

    // Then
    assertThat(seen().refused()).isEmpty();
    assertThat(audited("slack-workspace.unrenewed")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bad_client_secret", "invalid_client_id"})
  void shouldTellTheOperatorAndNoAdminWhenSlackDoesNotKnowTheServer(String word) {
    // Given
    slack.fault(new Fault.Refused(word));
    clock.forward(DUE);
    try (var log = new EavesdroppedLog()) {
      log.open();

      // When
      var old = token();
      clock.forward(Duration.ofMinutes(9));
      var still = Results.of(asked(other));

      // Then
      assertThat(List.of(old, still)).containsOnly("xoxe.xoxb-1");
      assertThat(askedForTokens()).isOne();
      assertThat(log.text().lines().filter(line -> line.contains("ERROR")))
          .singleElement()
          .matches(line -> line.contains(word) && line.contains("TUNNELSCOPE_SLACK_CLIENT_SECRET"));
    }
    assertThat(seen().refused()).isEmpty();
    assertThat(audited("slack-workspace.unrenewed")).isEmpty();
    assertThat(Results.failureOf(oauth().exchange("a code", "https://vpn.contoso.example/back")))
        .isInstanceOf(Refusal.Unavailable.class)
        .hasMessageContaining("operator");

    // When
    slack.fault(new Fault.None());
    clock.forward(Duration.ofMinutes(2));

    // Then
    assertThat(token()).isEqualTo("xoxe.xoxb-2");
  }

  /** The node that asked is gone with the answer; what is left here was spent. */
  @Test
  void shouldSayThatOnlyInstallingHelpsWhenTheNextTokenWasLostOnItsWay() {
    // Given
    slack.fault(new Fault.Lost());
    clock.forward(DUE);
    var lost = token();
    slack.fault(new Fault.None());

    // When
    clock.forward(Duration.ofSeconds(61));
    var after = Results.of(asked(other));

    // Then
    assertThat(List.of(lost, after)).containsOnly("xoxe.xoxb-1");
    assertThat(seen().refused()).contains("invalid_refresh_token");
    assertThat(audited("slack-workspace.unrenewed")).containsExactly("invalid_refresh_token");
  }

  @Test
  void shouldForgetThatSlackRefusedOnceWhatWasWrongIsMended() {
    // Given
    slack.fault(new Fault.Refused("invalid_refresh_token"));
    clock.forward(DUE);
    token();
    slack.fault(new Fault.None());

    // When
    clock.forward(Duration.ofMinutes(11));

    // Then
    assertThat(token()).isEqualTo("xoxe.xoxb-2");
    assertThat(seen().refused()).isEmpty();
  }

  @Test
  void shouldNotPutTheNextTokenOfAnOldInstallationOverANewOne() {
    // Given
    slack.fault(new Fault.Slow());
    clock.forward(DUE);
    var renewing = asked(tokens);
    await().atMost(PATIENCE).until(() -> askedForTokens() == 1);

    // When
    installed();
    slack.release();

    // Then
    assertThat(Results.of(renewing)).isEqualTo("xoxe.xoxb-3");
    assertThat(Results.of(asked(other))).isEqualTo("xoxe.xoxb-3");
  }

  @Test
  void shouldGiveNoTokenOfAWorkspaceThatWasCutOffWhileItWasRenewed() {
    // Given
    slack.fault(new Fault.Slow());
    clock.forward(DUE);
    var renewing = asked(tokens);
    await().atMost(PATIENCE).until(() -> askedForTokens() == 1);

    // When
    Results.of(
        store.cutOff(
            tenants.principal(tenant, Role.ADMIN), new Origin("192.0.2.1", "t", "r"), workspace));
    slack.release();

    // Then
    assertThat(Results.of(renewing)).isEqualTo("none");
    assertThat(seen().state()).isEqualTo(Workspace.State.CUT_OFF);
  }

  /** Slack names no team then, and every request comes from one. */
  @Test
  void shouldKnowTheWorkspacesOfAWholeOrganisation() {
    // When
    var granted = Results.of(oauth().exchange("a code", "https://vpn.contoso.example/back"));

    // Then
    assertThat(granted.home()).isEqualTo(new Home("A1", "E1", ""));
    assertThat(granted.name()).isEqualTo("Contoso Group");
    assertThat(Results.of(store.known(new Home("A1", "E1", "T7"))).orElseThrow().id())
        .isEqualTo(workspace);
    assertThat(Results.of(store.known(new Home("A1", "E2", "T7")))).isEmpty();
    assertThat(Results.of(store.known(new Home("A1", "", "T7")))).isEmpty();

    // When
    var person =
        Results.of(
            new SlackPeople(egress(), slack.api(), new BucketStore(app.services().db))
                .person(new BotToken(seen(), new Secret("xoxb")), "T7", "U1"));

    // Then: it says which of them it asks about
    assertThat(person).isEqualTo(new SlackPeople.Person("nari", true));
    assertThat(slack.calls("users.info").getFirst().form()).containsEntry("team_id", "T7");
  }
}
