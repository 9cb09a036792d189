package io.tunnelscope.app.arm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.testing.ArmClient;
import io.tunnelscope.app.testing.ArmClient.ServicePrincipal;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Azure's clients are told, request by request. */
@BackendTest
class ArmIT {
  private static final String VERSION = ArmClient.VERSION;

  private final TestApp app;
  private final TestTenants tenants;
  private final TestDatabase database;
  private TestTenant tenant;
  private SubscriptionId subscription;
  private ArmClient operator;

  ArmIT(TestApp app, TestTenants tenants, TestDatabase database) {
    this.app = app;
    this.tenants = tenants;
    this.database = database;
  }

  @BeforeEach
  void newTenant() {
    tenant = tenants.add("arm");
    subscription = tenants.subscription(tenant, "Simulated", "simulated");
    operator = ArmClient.signedIn(app, tenant, Role.OPERATOR);
  }

  private String gateway(String name) {
    return tenants.gateway(tenant, subscription, name);
  }

  private static String code(TestApp.Reply reply) {
    assertThat(reply.header("content-type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
    assertThat(reply.json().at("/error/message").asText()).isNotBlank();
    return reply.json().at("/error/code").asText();
  }

  private static Set<String> members(JsonNode object) {
    var names = new HashSet<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  // Sign-in

  @Test
  void shouldSayWhereToSignInOnTheHostThatWasAsked() {
    // When
    var adfs =
        app.send("/adfs/.well-known/openid-configuration", HttpRequest.newBuilder().GET()).json();
    var entra =
        app.send(
                "/" + tenant.id() + "/v2.0/.well-known/openid-configuration",
                HttpRequest.newBuilder().GET())
            .json();

    // Then
    assertThat(adfs.path("issuer").asText()).isEqualTo(app.origin() + "/adfs");
    assertThat(adfs.path("token_endpoint").asText()).isEqualTo(app.origin() + "/adfs/oauth2/token");
    assertThat(entra.path("token_endpoint").asText())
        .isEqualTo(app.origin() + "/" + tenant.id() + "/oauth2/v2.0/token");
    for (var name :
        List.of("authorization_endpoint", "device_authorization_endpoint", "jwks_uri")) {
      assertThat(adfs.path(name).asText()).startsWith(app.origin() + "/adfs/");
    }
    var keys = ArmClient.pathOf(adfs.path("jwks_uri").asText() + "?x");
    assertThat(app.send(keys, HttpRequest.newBuilder().GET()).text()).isEqualTo("{\"keys\":[]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/adfs/oauth2/token", "/{tenant}/oauth2/v2.0/token"})
  void shouldTakeTheIdAndTheTextOfAnApiTokenAsServicePrincipal(String endpoint) {
    // Given
    var principal = ServicePrincipal.of(app, tenant, Role.VIEWER);

    // When
    var reply = token(endpoint, principal.form());

    // Then
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("token_type").asText()).isEqualTo("Bearer");
    assertThat(reply.json().path("expires_in").asInt()).isBetween(1, 3_600);
    assertThat(reply.json().path("access_token").asText()).isNotBlank();
    assertThat(reply.header("cache-control")).hasValue("no-store");
  }

  private TestApp.Reply token(String endpoint, Map<String, String> form) {
    return ArmClient.token(app, endpoint.replace("{tenant}", tenant.id().toString()), form);
  }

  @Test
  void shouldRefuseAWrongAnExpiredAndAForeignSecretInTheSameWords() {
    // Given
    var principal = ServicePrincipal.of(app, tenant, Role.OPERATOR);
    var other = ServicePrincipal.of(app, tenant, Role.OPERATOR);
    var foreign = ServicePrincipal.of(app, tenants.add("foreign"), Role.OPERATOR);
    var expired = ServicePrincipal.of(app, tenant, Role.OPERATOR);
    Sql.update(
        database.superuser(),
        "UPDATE api_token SET created_at = now() - interval '2 days', expires_at = now() - interval"
            + " '1 second' WHERE token_id = ?",
        UUID.fromString(expired.id()));

    // When
    var refused =
        Stream.of(
                with(principal, "client_secret", other.secret()),
                with(principal, "client_secret", "wrong"),
                with(principal, "client_id", "wrong"),
                expired.form(),
                foreign.form())
            .map(form -> token("/{tenant}/oauth2/v2.0/token", form))
            .toList();

    // Then
    assertThat(refused).extracting(TestApp.Reply::status).containsOnly(401);
    assertThat(refused).extracting(TestApp.Reply::text).containsOnly(refused.getFirst().text());
    assertThat(refused.getFirst().json().path("error").asText()).isEqualTo("invalid_client");
    assertThat(refused.getFirst().header("www-authenticate")).isPresent();
  }

  @Test
  void shouldRefuseWhatIsNoRequestForAToken() {
    // Given
    var principal = ServicePrincipal.of(app, tenant, Role.OPERATOR);
    var lacking = new HashMap<>(principal.form());
    lacking.remove("client_secret");

    // When
    var otherGrant = token("/adfs/oauth2/token", with(principal, "grant_type", "password"));
    var noSecret = token("/adfs/oauth2/token", lacking);
    var nothingThere = token("/adfs/oauth2/never-was", principal.form());

    // Then
    assertThat(otherGrant.status()).isEqualTo(400);
    assertThat(otherGrant.json().path("error").asText()).isEqualTo("unsupported_grant_type");
    assertThat(noSecret.status()).isEqualTo(400);
    assertThat(noSecret.json().path("error").asText()).isEqualTo("invalid_request");
    assertThat(nothingThere.status()).isEqualTo(404);
    assertThat(nothingThere.json().path("error").asText()).isEqualTo("invalid_request");
  }

  private static Map<String, String> with(ServicePrincipal principal, String name, String value) {
    var form = new HashMap<>(principal.form());
    form.put(name, value);
    return form;
  }

  // Neighbours

  @Test
  void shouldListTheSubscriptionsOfTheTenant() {
    // When
    var list = operator.get("/subscriptions?" + VERSION).json();

    // Then
    assertThat(list.path("value")).hasSize(1);
    var only = list.at("/value/0");
    assertThat(only.path("id").asText()).isEqualTo("/subscriptions/" + subscription);
    assertThat(only.path("subscriptionId").asText()).isEqualTo(subscription.toString());
    assertThat(only.path("tenantId").asText()).isEqualTo(tenant.id().toString());
    assertThat(only.path("displayName").asText()).isEqualTo("Simulated");
    assertThat(only.path("state").asText()).isEqualTo("Enabled");
    assertThat(operator.get("/subscriptions/" + subscription + "?" + VERSION).json())
        .isEqualTo(only);
  }

  @Test
  void shouldOfferTheResourceTypesThatClientsLookUp() {
    // When
    var provider =
        operator
            .get(
                "/subscriptions/%s/providers/Microsoft.Network?%s".formatted(subscription, VERSION))
            .json();

    // Then
    assertThat(provider.path("namespace").asText()).isEqualTo("Microsoft.Network");
    assertThat(provider.path("registrationState").asText()).isEqualTo("Registered");
    assertThat(provider.path("resourceTypes"))
        .extracting(type -> type.path("resourceType").asText())
        .containsExactlyInAnyOrder("virtualNetworkGateways", "connections", "networkWatchers");
    assertThat(provider.path("resourceTypes"))
        .allSatisfy(type -> assertThat(type.path("apiVersions")).isNotEmpty());
  }

  @Test
  void shouldDescribeATargetWhateverTheCaseOfItsId() {
    // Given
    var hub = gateway("sim");
    var branch = tenants.connection(tenant, hub, "NoFault");

    // When
    var plain = operator.get(hub + "?" + VERSION);
    var shouted = operator.get(hub.toUpperCase(Locale.ROOT) + "?" + VERSION);
    var connection = operator.get(branch + "?" + VERSION).json();

    // Then
    assertThat(plain.status()).isEqualTo(200);
    assertThat(shouted.json()).isEqualTo(plain.json());
    assertThat(plain.json().path("id").asText()).isEqualTo(hub);
    assertThat(plain.json().path("name").asText()).isEqualTo("sim");
    assertThat(plain.json().path("type").asText())
        .isEqualTo("Microsoft.Network/virtualNetworkGateways");
    assertThat(plain.json().path("location").asText()).isEqualTo("koreacentral");
    assertThat(plain.json().at("/properties/vpnType").asText()).isEqualTo("RouteBased");
    assertThat(connection.at("/properties/connectionType").asText()).isEqualTo("IPsec");
    assertThat(connection.at("/properties/virtualNetworkGateway1/id").asText()).isEqualTo(hub);
  }

  @Test
  void shouldHaveOneNetworkWatcherForEachRegionInUse() {
    // Given
    gateway("one");
    gateway("two");
    var nowhere = gateway("outside of Azure");
    Sql.update(database.superuser(), "UPDATE gateway SET location = '' WHERE arm_id = ?", nowhere);

    // When
    var watchers =
        operator
            .get(
                "/subscriptions/%s/providers/Microsoft.Network/networkWatchers?%s"
                    .formatted(subscription, VERSION))
            .json()
            .path("value");

    // Then
    assertThat(watchers)
        .extracting(watcher -> watcher.path("location").asText())
        .containsExactly("global", "koreacentral");
    assertThat(watchers)
        .allSatisfy(
            watcher ->
                assertThat(operator.get(watcher.path("id").asText() + "?" + VERSION).json())
                    .isEqualTo(watcher));
  }

  // Troubleshooting

  @Test
  void shouldTellHowFarARunIsAndGiveItsResultAfterwards() {
    // Given
    var target = gateway("sim-ConnectionsNotConnected");

    // When
    var accepted = operator.troubleshoot(subscription, target);

    // Then
    assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
    assertThat(accepted.text()).isEqualTo("null");
    assertThat(accepted.header("retry-after")).hasValue("1");
    var operations =
        app.origin()
            + "/subscriptions/"
            + subscription
            + "/providers/Microsoft.Network/locations/koreacentral/";
    var status = accepted.header("azure-asyncoperation").orElseThrow();
    var result = accepted.header("location").orElseThrow();
    assertThat(status).startsWith(operations + "operations/").endsWith("?" + VERSION);
    assertThat(result).startsWith(operations + "operationResults/").endsWith("?" + VERSION);
    var first = operator.get(ArmClient.pathOf(status)).json().path("status").asText();
    assertThat(first).isIn("InProgress", "Succeeded");
    var found = operator.whileStatus(202, result);
    assertThat(found.status()).isEqualTo(200);
    assertThat(operator.get(ArmClient.pathOf(status)).text())
        .isEqualTo("{\"status\":\"Succeeded\"}");
    assertExactMembers(found.json());
    assertThat(found.json().path("code").asText()).isEqualTo("UnHealthy");
    assertThat(found.json().at("/results/0/id").asText()).isEqualTo("ConnectionsNotConnected");
    assertThat(found.json().at("/tunnelscope/logs").asText()).endsWith("/logs.zip");
    assertThat(found.json().at("/tunnelscope/storage").asText())
        .isEqualTo(
            "The log bundle is kept in Tunnelscope; nothing was written to a storage account,"
                + " as none is set for this subscription.");
    assertThat(operator.lastResult(subscription, target).json()).isEqualTo(found.json());
  }

  private static void assertExactMembers(JsonNode result) {
    assertThat(members(result))
        .containsExactlyInAnyOrder("startTime", "endTime", "code", "results", "tunnelscope");
    assertThat(result.path("results")).isNotEmpty();
    for (var each : result.path("results")) {
      assertThat(members(each))
          .containsExactlyInAnyOrder("id", "summary", "detail", "recommendedActions");
      for (var action : each.path("recommendedActions")) {
        assertThat(members(action))
            .containsExactlyInAnyOrder("actionText", "actionUri", "actionUriText");
      }
    }
  }

  @Test
  void shouldAnswerWhoeverAsksForTheResultAlone() {
    // Given
    var slow = tenants.connection(tenant, gateway("sim"), "Slow");
    var result = operator.troubleshoot(subscription, slow).header("location").orElseThrow();

    // When
    var early = operator.get(ArmClient.pathOf(result));

    // Then
    assertThat(early.status()).isEqualTo(202);
    assertThat(early.text()).isEqualTo("null");
    assertThat(early.header("location")).hasValue(result);
    assertThat(early.header("retry-after")).isPresent();
    var open = operator.lastResult(subscription, slow);
    assertThat(open.status()).isEqualTo(202);
    assertThat(open.header("location")).hasValue(result);
  }

  @ParameterizedTest
  @CsvSource({"NoFault,Healthy,NoFault", "WfpParseError,UnHealthy,WfpParse Error"})
  void shouldSpellCodesAndFaultsAsAzureDoes(String connection, String code, String id) {
    // Given
    var target = tenants.connection(tenant, gateway("sim"), connection);

    // When
    var found = toItsEnd(target).json();

    // Then
    assertThat(found.path("code").asText()).isEqualTo(code);
    assertThat(found.path("results"))
        .extracting(each -> each.path("id").asText())
        .containsExactly(id);
  }

  private TestApp.Reply toItsEnd(String target) {
    var accepted = operator.troubleshoot(subscription, target);
    assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
    return operator.whileStatus(202, accepted.header("location").orElseThrow());
  }

  @Test
  void shouldNeverSayUndetermined() {
    // Given: the evidence did not decide
    var target = gateway("sim-NoFault");
    var run = toItsEnd(target).json().at("/tunnelscope/run").asText();
    Sql.update(
        database.superuser(),
        "UPDATE run SET code = 'Undetermined' WHERE run_id = ?",
        UUID.fromString(run));

    // Then
    assertThat(operator.lastResult(subscription, target).json().path("code").asText())
        .isEqualTo("UnHealthy");
  }

  @Test
  void shouldTakeMembersPathsAndIdsInAnyCase() {
    // Given
    var target = gateway("sim-NoFault");
    var body =
        "{\"TargetResourceId\":\"%s\",\"Properties\":{\"StorageId\":\"s\",\"StoragePath\":\"p\"}}"
            .formatted(target.toUpperCase(Locale.ROOT));
    var path =
        "/SUBSCRIPTIONS/%s/resourcegroups/any/providers/microsoft.network/networkwatchers/any/TROUBLESHOOT?%s"
            .formatted(subscription.toString().toUpperCase(Locale.ROOT), VERSION);

    // Then
    assertThat(operator.post(path, body).status()).isEqualTo(202);
  }

  @Test
  void shouldBeBusyWhileARunOfTheSubscriptionIsOpen() {
    // Given
    var slow = tenants.connection(tenant, gateway("sim"), "Slow");
    var other = gateway("sim-NoFault");
    operator.troubleshoot(subscription, slow);

    // When
    var refused = operator.troubleshoot(subscription, other);

    // Then
    assertThat(refused.status()).isEqualTo(409);
    assertThat(code(refused)).isEqualTo("AnotherOperationInProgress");
    assertThat(refused.header("retry-after")).isEmpty();
  }

  @Test
  void shouldStartOneOfManyThatComeAtOnce() {
    // Given
    var target = tenants.connection(tenant, gateway("sim"), "Slow");

    // When
    var replies =
        IntStream.range(0, 8)
            .mapToObj(
                _ ->
                    CompletableFuture.supplyAsync(
                        () -> operator.troubleshoot(subscription, target)))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .map(TestApp.Reply::status)
            .toList();

    // Then
    assertThat(replies).containsOnlyOnce(202).filteredOn(status -> status != 202).containsOnly(409);
  }

  @Test
  void shouldSayThatACancelledRunHasNoResult() {
    // Given
    var slow = tenants.connection(tenant, gateway("sim"), "Slow");
    var accepted = operator.troubleshoot(subscription, slow);
    var result = accepted.header("location").orElseThrow();
    var run = result.replaceFirst(".*/operationResults/", "").replaceFirst("\\?.*", "");

    // When
    var cancelled = app.as(tenant, Role.OPERATOR).post("/runs/" + run + "/cancel", "{}");

    // Then
    assertThat(cancelled.status()).as(cancelled.text()).isEqualTo(202);
    var end = operator.whileStatus(202, result);
    assertThat(end.status()).isEqualTo(409);
    assertThat(code(end)).isEqualTo("OperationCanceled");
    var status =
        operator.get(ArmClient.pathOf(accepted.header("azure-asyncoperation").orElseThrow()));
    assertThat(status.status()).isEqualTo(200);
    assertThat(status.json().path("status").asText()).isEqualTo("Canceled");
    assertThat(code(status)).isEqualTo("OperationCanceled");
  }

  @Test
  void shouldWriteARunOfAzuresClientsIntoTheHistoryAsTheirs() {
    // Given
    var target = gateway("sim-NoFault");

    // When
    var run = toItsEnd(target).json().at("/tunnelscope/run").asText();

    // Then
    var known = app.as(tenant, Role.VIEWER).get("/runs/" + run).json();
    assertThat(known.path("source").asText()).isEqualTo("arm");
    assertThat(
            Sql.column(
                database.superuser(),
                "SELECT action FROM audit WHERE tenant_id = ? AND object = ? ORDER BY seq",
                tenant.id().value(),
                run))
        .contains("run.start");
  }

  // Refusals

  @Test
  void shouldRefuseKindsThatCannotBeTroubleshot() {
    // Given
    var target = gateway("policy");
    Sql.update(
        database.superuser(),
        "UPDATE gateway SET vpn_type = 'PolicyBased' WHERE arm_id = ?",
        target);

    // When
    var refused = operator.troubleshoot(subscription, target);

    // Then
    assertThat(refused.status()).isEqualTo(400);
    assertThat(code(refused)).isEqualTo("BadRequest");
    assertThat(refused.text()).contains("PolicyBased");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}",
        "{\"targetResourceId\":7}",
        "{\"targetResourceId\":\"hq\"}",
        "{\"targetResourceId\":\"{target}\",\"properties\":7}",
        "{\"targetResourceId\":\"{target}\",\"properties\":{\"storagePath\":7}}",
      })
  void shouldRefuseABodyThatIsNone(String body) {
    // Given
    var target = gateway("sim-NoFault");

    // When
    var refused =
        operator.post(
            ArmClient.watcher(subscription, "troubleshoot"), body.replace("{target}", target));

    // Then
    assertThat(refused.status()).isEqualTo(400);
    assertThat(code(refused)).isEqualTo("InvalidRequestContent");
  }

  @Test
  void shouldRefuseATargetOfAnotherSubscription() {
    // Given
    var elsewhere =
        tenants.gateway(tenant, tenants.subscription(tenant, "Other", "simulated"), "hq");

    // When
    var refused = operator.troubleshoot(subscription, elsewhere);

    // Then
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/error/target").asText()).isEqualTo("targetResourceId");
  }

  @Test
  void shouldNotFindWhatIsNotThereNorWhatIsAnothers() {
    // Given
    var other = tenants.add("other");
    var theirs = tenants.subscription(other, "Theirs", "simulated");
    var foreign = tenants.gateway(other, theirs, "hq");
    var missing = foreign.replace(theirs.toString(), UUID.randomUUID().toString());

    // When
    var replies =
        List.of(
            operator.troubleshoot(subscription, foreign),
            operator.troubleshoot(subscription, missing),
            operator.lastResult(subscription, foreign),
            operator.lastResult(subscription, missing),
            operator.get(foreign + "?" + VERSION),
            operator.get(missing + "?" + VERSION));

    // Then
    assertThat(replies).extracting(TestApp.Reply::status).containsOnly(404);
    assertThat(replies).extracting(ArmIT::code).containsOnly("ResourceNotFound");
    assertThat(replies).extracting(TestApp.Reply::text).containsOnly(replies.getFirst().text());
  }

  @Test
  void shouldHaveNoResultOfATargetThatWasNeverAskedAbout() {
    // When
    var reply = operator.lastResult(subscription, gateway("quiet"));

    // Then
    assertThat(reply.status()).isEqualTo(404);
    assertThat(code(reply)).isEqualTo("ResourceNotFound");
  }

  @Test
  void shouldLetAViewerReadAndNotStart() {
    // Given
    var viewer = ArmClient.signedIn(app, tenant, Role.VIEWER);
    var target = gateway("sim-NoFault");
    toItsEnd(target);

    // When
    var started = viewer.troubleshoot(subscription, target);

    // Then
    assertThat(started.status()).isEqualTo(403);
    assertThat(code(started)).isEqualTo("AuthorizationFailed");
    assertThat(viewer.lastResult(subscription, target).status()).isEqualTo(200);
    assertThat(viewer.get(target + "?" + VERSION).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "/subscriptions,MissingApiVersionParameter",
    "/subscriptions?api-version=,MissingApiVersionParameter",
    "/subscriptions?api-version=1,InvalidApiVersionParameter",
    "/subscriptions?api-version=2016-03-29,InvalidApiVersionParameter",
    "/subscriptions?api-version=2024-13-01,InvalidApiVersionParameter"
  })
  void shouldWantAVersionOfTheApi(String path, String code) {
    // When
    var refused = operator.get(path);

    // Then
    assertThat(refused.status()).isEqualTo(400);
    assertThat(code(refused)).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2016-03-30", "2022-07-01", "2031-01-01", "2020-05-01-preview"})
  void shouldTakeAnyVersionOfTheApiThatThereMayBe(String version) {
    assertThat(operator.get("/subscriptions?api-version=" + version).status()).isEqualTo(200);
  }

  @Test
  void shouldFailInAzuresShapeWhateverIsWrong() {
    // When
    var stranger = app.send("/subscriptions?" + VERSION, HttpRequest.newBuilder().GET());
    var unknown = operator.get("/subscriptions/" + subscription + "/never-was?" + VERSION);
    var unknownSignIn = app.send("/adfs/never-was", HttpRequest.newBuilder().GET());
    var wrongMethod = operator.post("/subscriptions?" + VERSION, "{}");
    var tooLarge =
        operator.post(ArmClient.watcher(subscription, "troubleshoot"), "x".repeat(1_100_000));
    var session = app.signedIn(tenant, Role.ADMIN); // a browser's session is none here
    var byCookie =
        app.send("/subscriptions?" + VERSION, session.signed(HttpRequest.newBuilder().GET()));

    // Then
    assertThat(stranger.status()).isEqualTo(401);
    assertThat(code(stranger)).isEqualTo("AuthenticationFailed");
    assertThat(stranger.header("www-authenticate")).isPresent();
    assertThat(byCookie.status()).isEqualTo(401);
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(code(unknown)).isEqualTo("ResourceNotFound");
    assertThat(unknownSignIn.status()).isEqualTo(404);
    assertThat(unknownSignIn.json().path("error").asText()).isEqualTo("invalid_request");
    assertThat(wrongMethod.status()).isEqualTo(404);
    assertThat(code(wrongMethod)).isEqualTo("ResourceNotFound");
    assertThat(tooLarge.status()).isEqualTo(413);
    assertThat(code(tooLarge)).isEqualTo("RequestContentTooLarge");
  }

  @Test
  void shouldStartOnceWhenANamedStartComesTwice() {
    // Given
    var slow = tenants.connection(tenant, gateway("sim"), "Slow");

    // When
    var first = named(slow);
    var second = named(slow);

    // Then
    assertThat(first.status()).isEqualTo(202);
    assertThat(second.status()).isEqualTo(202);
    assertThat(second.header("location")).isEqualTo(first.header("location"));
  }

  private TestApp.Reply named(String target) {
    var token = ServicePrincipal.of(app, tenant, Role.OPERATOR).secret();
    return app.send(
        ArmClient.watcher(subscription, "troubleshoot"),
        HttpRequest.newBuilder()
            .header("Authorization", "Bearer " + token)
            .header("Idempotency-Key", "nightly")
            .POST(BodyPublishers.ofString(ArmClient.body(target))));
  }
}
