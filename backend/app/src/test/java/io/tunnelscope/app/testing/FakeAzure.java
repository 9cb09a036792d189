package io.tunnelscope.app.testing;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.tunnelscope.app.providers.azure.AzureAccount;
import io.tunnelscope.app.providers.azure.AzureEndpoints;
import io.tunnelscope.app.providers.azure.LogStorage;
import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Azure's sign-in and resource manager as far as they are asked here: answers made from the
 * official examples and from a recorded exchange. It has a network watcher in Korea Central; a stub
 * of a test stands before what is answered otherwise.
 */
public final class FakeAzure implements AutoCloseable {
  public static final String SUBSCRIPTION = "11111111-2222-4333-8444-555555555555";
  public static final String DIRECTORY = "99999999-8888-4777-8666-555555555555";
  public static final String TOKEN = "token-of-the-test";
  public static final String REGION = "koreacentral";

  public static final String STORAGE_ACCOUNT =
      "/subscriptions/"
          + SUBSCRIPTION
          + "/resourceGroups/rg1/providers/Microsoft.Storage/storageAccounts/st1";

  private static final String OPERATIONS =
      "/subscriptions/" + SUBSCRIPTION + "/providers/Microsoft.Network/locations/" + REGION;
  private static final JsonObject PUBLISHED = published();

  private final WireMockServer server =
      new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));

  public FakeAzure() {
    server.start();
    stub(post(urlPathEqualTo("/" + DIRECTORY + "/oauth2/v2.0/token")), token(TOKEN));
    watchers(REGION);
  }

  private static JsonObject published() {
    try (var in = FakeAzure.class.getResourceAsStream("/azure/troubleshoot.swagger.json")) {
      return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // --- what is asked

  public AzureEndpoints endpoints() {
    return new AzureEndpoints(URI.create(origin()), URI.create(origin()));
  }

  private String origin() {
    return "http://" + hostAndPort();
  }

  /** For the list of what outgoing HTTP may reach. */
  public String hostAndPort() {
    return "127.0.0.1:" + server.port();
  }

  public AzureAccount account() {
    return account(Optional.of(storage(URI.create("https://st1.blob.core.windows.net/cn1"))));
  }

  public AzureAccount account(Optional<LogStorage> storage) {
    return new AzureAccount(
        endpoints(), DIRECTORY, "app-1", new Secret("s3cret-of-app-1"), SUBSCRIPTION, storage);
  }

  public static LogStorage storage(URI container) {
    return new LogStorage(new ArmId(STORAGE_ACCOUNT), container, Optional.empty());
  }

  public static String id(String type, String name) {
    return "/subscriptions/%s/resourceGroups/rg1/providers/Microsoft.Network/%s/%s"
        .formatted(SUBSCRIPTION, type, name);
  }

  // --- what is answered

  public void stub(MappingBuilder request, ResponseDefinitionBuilder answer) {
    server.stubFor(request.willReturn(answer));
  }

  /** The first such request is answered with that, the others as before. */
  public void firstOnly(MappingBuilder request, ResponseDefinitionBuilder answer) {
    var scenario = "first " + server.getStubMappings().size();
    server.stubFor(
        request
            .inScenario(scenario)
            .whenScenarioStateIs(STARTED)
            .willReturn(answer)
            .willSetStateTo("over"));
  }

  public static ResponseDefinitionBuilder token(String text) {
    return okJson(
        new JsonObject()
            .put("token_type", "Bearer")
            .put("expires_in", 3599)
            .put("access_token", text)
            .encode());
  }

  public static ResponseDefinitionBuilder refusal(int status, String code) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json")
        .withBody(
            new JsonObject()
                .put("error", new JsonObject().put("code", code).put("message", "No."))
                .encode());
  }

  public void watchers(String... regions) {
    var list = new JsonArray();
    for (var region : regions) {
      list.add(
          new JsonObject()
              .put(
                  "id",
                  "/subscriptions/%s/resourceGroups/NetworkWatcherRG/providers/Microsoft.Network/networkWatchers/NetworkWatcher_%s"
                      .formatted(SUBSCRIPTION, region))
              .put("location", region)
              .put("properties", new JsonObject().put("runningOperationIds", new JsonArray())));
    }
    stub(
        get(
            urlPathEqualTo(
                "/subscriptions/" + SUBSCRIPTION + "/providers/Microsoft.Network/networkWatchers")),
        okJson(new JsonObject().put("value", list).encode()));
  }

  /** A route-based VPN gateway. */
  public String gateway(String name) {
    return resource(
        "virtualNetworkGateways",
        name,
        new JsonObject()
            .put("provisioningState", "Succeeded")
            .put("gatewayType", "Vpn")
            .put("vpnType", "RouteBased")
            .put("sku", new JsonObject().put("name", "VpnGw1AZ")));
  }

  /** The same in a resource group of that name. */
  public void gatewayIn(String group, String name) {
    gateway(name);
    var here = id("virtualNetworkGateways", name);
    server
        .getStubMappings()
        .forEach(
            stub -> {
              if (here.equals(stub.getRequest().getUrlPath())) {
                stub(
                    get(urlPathEqualTo(here.replace("/rg1/", "/" + group + "/"))),
                    ResponseDefinitionBuilder.like(stub.getResponse()));
              }
            });
  }

  /** An IPsec connection of a gateway, in that state. */
  public String connection(String name, String gateway, String status) {
    return resource(
        "connections",
        name,
        new JsonObject()
            .put("provisioningState", "Succeeded")
            .put("connectionType", "IPsec")
            .put("virtualNetworkGateway1", new JsonObject().put("id", gateway))
            .put("connectionStatus", status)
            .put("ingressBytesTransferred", 90210)
            .put("egressBytesTransferred", 1234)
            .put("dpdTimeoutSeconds", 45)
            .put("connectionMode", "Default"));
  }

  public String resource(String type, String name, JsonObject properties) {
    var id = id(type, name);
    stub(
        get(urlPathEqualTo(id)),
        okJson(
            new JsonObject()
                .put("id", id)
                .put("name", name)
                .put("type", "Microsoft.Network/" + type)
                .put("location", REGION)
                .put("properties", properties)
                .encode()));
    return id;
  }

  /** A start is answered with that. */
  public void start(ResponseDefinitionBuilder answer) {
    stub(post(urlPathMatching(".*/troubleshoot")), answer);
  }

  public void lastResult(ResponseDefinitionBuilder answer) {
    stub(post(urlPathMatching(".*/queryTroubleshootResult")), answer);
  }

  /** The first of them for who asks first, the second from then on. */
  public void lastResultsInTurn(JsonObject first, JsonObject second) {
    lastResult(okJson(second.encode()));
    firstOnly(post(urlPathMatching(".*/queryTroubleshootResult")), okJson(first.encode()));
  }

  /** As it was recorded in 2023: {@code Location} alone, and 202 there as often. */
  public void runsAsIn2023(int polls, JsonObject result) {
    start(accepted(1).withHeader("Location", location()));
    pollsAtLocation(polls, result);
  }

  /** As in 2017: the state has an address of its own. */
  public void runsAsIn2017(JsonObject result) {
    start(
        accepted(1)
            .withHeader("Azure-AsyncOperation", origin() + statusPath())
            .withHeader("Location", location()));
    server.stubFor(
        get(urlPathEqualTo(OPERATIONS + "/operations/op1"))
            .inScenario("status")
            .whenScenarioStateIs(STARTED)
            .willReturn(status("InProgress"))
            .willSetStateTo("done"));
    server.stubFor(
        get(urlPathEqualTo(OPERATIONS + "/operations/op1"))
            .inScenario("status")
            .whenScenarioStateIs("done")
            .willReturn(status("Succeeded")));
    pollsAtLocation(0, result);
  }

  private static String statusPath() {
    return OPERATIONS + "/operations/op1?api-version=2024-05-01";
  }

  private static ResponseDefinitionBuilder status(String status) {
    return okJson(new JsonObject().put("status", status).encode()).withHeader("Retry-After", "1");
  }

  /** Where the result of the operation is fetched. */
  public String location() {
    return origin() + OPERATIONS + "/operationResults/op1?api-version=2024-05-01";
  }

  public static ResponseDefinitionBuilder accepted(int retryAfter) {
    return aResponse()
        .withStatus(202)
        .withHeader("Retry-After", Integer.toString(retryAfter))
        .withHeader("azure-asyncnotification", "Enabled")
        .withHeader("Content-Type", "application/json")
        .withBody("null");
  }

  private void pollsAtLocation(int polls, JsonObject result) {
    for (int n = 0; n <= polls; n++) {
      server.stubFor(
          get(urlPathEqualTo(OPERATIONS + "/operationResults/op1"))
              .inScenario("location")
              .whenScenarioStateIs(n == 0 ? STARTED : "poll " + n)
              .willReturn(
                  n == polls
                      ? okJson(result.encode())
                      : accepted(1).withHeader("Location", location()))
              .willSetStateTo(n == polls ? "poll " + n : "poll " + (n + 1)));
    }
  }

  /** Whatever is asked there is answered with that. */
  public void operationResult(ResponseDefinitionBuilder answer) {
    stub(get(urlPathEqualTo(OPERATIONS + "/operationResults/op1")), answer);
  }

  /** The result of the recorded exchange: a gateway without connections. */
  public static JsonObject recorded() {
    var exchange = PUBLISHED.getJsonObject("x-recorded-exchange").getJsonArray("exchange");
    return exchange.stream()
        .map(JsonObject.class::cast)
        .filter(answer -> answer.getInteger("status") == 200)
        .findFirst()
        .orElseThrow()
        .getJsonObject("body");
  }

  /** The result of the official example: the fault stands in {@code reasonType}. */
  public static JsonObject example() {
    return PUBLISHED
        .getJsonObject("x-examples")
        .getJsonObject("NetworkWatcherTroubleshootGet")
        .getJsonObject("responses")
        .getJsonObject("200")
        .getJsonObject("body");
  }

  /** A result with one fault. */
  public static JsonObject result(String startTime, String code, String fault) {
    return new JsonObject()
        .put("startTime", startTime)
        .put("code", code)
        .put(
            "results",
            new JsonArray()
                .add(new JsonObject().put("id", fault).put("summary", "Azure's own words.")));
  }

  // --- what was seen

  /** How often a troubleshooting was started, or was to be. */
  public int starts() {
    return server.findAll(postRequestedFor(urlPathMatching(".*/troubleshoot"))).size();
  }

  /** How often the result was asked for where it was promised. */
  public int polls() {
    return server.findAll(getRequestedFor(urlPathMatching(".*/operationResults/.*"))).size();
  }

  public List<LoggedRequest> startRequests() {
    return server.findAll(postRequestedFor(urlPathMatching(".*/troubleshoot")));
  }

  public int tokens() {
    return server.findAll(postRequestedFor(urlPathMatching(".*/token"))).size();
  }

  public List<LoggedRequest> requests() {
    return server.findAll(anyRequestedFor(urlMatching(".*")));
  }

  /** Everything is answered with that from now on. */
  public void always(ResponseDefinitionBuilder answer) {
    stub(any(urlMatching(".*")), answer);
  }

  public int port() {
    return server.port();
  }

  public WireMockServer server() {
    return server;
  }

  @Override
  public void close() {
    server.stop();
  }
}
