package io.tunnelscope.app.providers.azure;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.tunnelscope.app.testing.FakeAzure.accepted;
import static io.tunnelscope.app.testing.FakeAzure.refusal;
import static io.tunnelscope.app.testing.FakeAzure.result;
import static io.tunnelscope.app.testing.FakeAzure.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.github.tomakehurst.wiremock.http.Fault;
import io.tunnelscope.app.providers.CollectFailed;
import io.tunnelscope.app.providers.CollectFailure;
import io.tunnelscope.app.testing.FakeAzure;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.core.bundle.BundleFile;
import io.tunnelscope.core.diagnosis.ActionCatalog;
import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.NoticeKind;
import io.tunnelscope.core.evidence.Missing;
import io.tunnelscope.core.evidence.SaState;
import io.tunnelscope.core.language.Language;
import io.tunnelscope.core.network.Target;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The provider against an Azure that answers as documented and recorded, and one that does not. */
@Timeout(60)
class AzureEvidenceIT {
  private FakeAzure azure;
  private AzureCase node;

  @BeforeEach
  void open() {
    azure = new FakeAzure();
    node = new AzureCase(azure.account(), azure.hostAndPort());
    azure.connection("branch", azure.gateway("hub"), "NotConnected");
    azure.lastResult(refusal(404, "ResourceNotFound"));
    // nobody gives the keys of the storage account
    azure.stub(post(urlPathMatching(".*/listKeys")), refusal(403, "AuthorizationFailed"));
  }

  @AfterEach
  void close() {
    node.close();
    azure.close();
  }

  private static final Target HUB = AzureCase.gateway("hub");
  private static final Target BRANCH = AzureCase.connection("branch");

  private CollectFailure failureOf(Target target) {
    var failure = Results.failureOf(node.collect(target, Duration.ofMinutes(2)));
    assertThat(failure).isInstanceOf(CollectFailed.class);
    return ((CollectFailed) failure).failure();
  }

  // --- both forms of the protocol

  @Test
  void shouldFollowTheFormThatWasRecordedIn2023() {
    // Given
    azure.runsAsIn2023(2, FakeAzure.recorded());

    // When
    var collected = node.collected(HUB);

    // Then
    var worst = AzureCase.diagnose(collected).worst();
    assertThat(worst.cause()).isEqualTo(Cause.NO_CONNECTIONS);
    assertThat(worst.proof())
        .allMatch(ref -> ref.file().equals("NetworkWatcher.txt"))
        .extracting(ref -> ref.text())
        .contains("id : NoConnectionsFoundForGateway");
    assertThat(azure.starts()).isEqualTo(1);
    assertThat(collected.logs())
        .extracting(BundleFile::name)
        .containsExactly("NetworkWatcher.txt", "AzureResource.txt");
    var sent = new JsonObject(azure.startRequests().getFirst().getBodyAsString());
    assertThat(sent.getString("targetResourceId"))
        .isEqualTo(FakeAzure.id("virtualNetworkGateways", "hub"));
    assertThat(sent.getJsonObject("properties").getString("storagePath"))
        .isEqualTo("https://st1.blob.core.windows.net/cn1");
  }

  @Test
  void shouldFollowTheFormOf2017() {
    // Given
    azure.runsAsIn2017(FakeAzure.recorded());

    // When
    var worst = node.diagnosis(HUB).worst();

    // Then
    assertThat(worst.cause()).isEqualTo(Cause.NO_CONNECTIONS);
  }

  @Test
  void shouldReadTheOfficialExampleAtOnce() {
    // Given: its id is "000000", and the fault stands in reasonType
    azure.start(okJson(FakeAzure.example().encode()));

    // When
    var worst = node.diagnosis(HUB).worst();

    // Then
    assertThat(worst.cause()).isEqualTo(Cause.VIP_UNRESPONSIVE);
    assertThat(worst.certainty()).isEqualTo(Certainty.CERTAIN);
  }

  @Test
  void shouldGiveAzuresPagesBesideOurOwnAdviceButNoneWithoutTls() {
    // Given
    azure.start(okJson(FakeAzure.recorded().encode()));

    // When
    var worst = node.diagnosis(HUB).worst();

    // Then
    assertThat(ActionCatalog.explain(worst, Language.EN).actions())
        .extracting(action -> action.uri())
        .contains(
            URI.create(
                "https://learn.microsoft.com/en-us/azure/vpn-gateway/vpn-gateway-howto-vnet-vnet-resource-manager-portal"))
        .allMatch(uri -> uri.getScheme().equals("https"));
  }

  @Test
  void shouldWaitForTheLastResultWhenAzureNamesNoAddressAtAll() {
    // Given
    azure.start(accepted(1));
    azure.lastResult(
        okJson(result(Instant.now().toString(), "UnHealthy", "ServiceNotRunning").encode()));

    // When
    var worst = node.diagnosis(HUB).worst();

    // Then
    assertThat(worst.cause()).isEqualTo(Cause.SERVICE_NOT_RUNNING);
  }

  // --- what is read

  @Test
  void shouldReadSettingsAndCountersOfAConnection() {
    // Given
    azure.start(okJson(result("2026-11-26T10:00:00Z", "UnHealthy", "PeerReachability").encode()));

    // When
    var evidence = node.collected(BRANCH).evidence();

    // Then
    assertThat(evidence.tunnels())
        .singleElement()
        .satisfies(
            tunnel -> {
              assertThat(tunnel.state()).isEqualTo(SaState.NOT_CONNECTED);
              assertThat(tunnel.ingressBytes()).hasValue(90210);
              assertThat(tunnel.refs().getFirst().file()).isEqualTo("AzureResource.txt");
            });
    assertThat(evidence.config("dpdTimeoutSeconds").findFirst().orElseThrow().value())
        .isEqualTo("45");
    assertThat(evidence.missing())
        .extracting(Missing::probe, Missing::why)
        .contains(tuple("azure-logs", Missing.Why.NOT_ALLOWED));
  }

  @Test
  void shouldSayThatVerdictAndStateContradictEachOther() {
    // Given
    azure.connection("branch", FakeAzure.id("virtualNetworkGateways", "hub"), "Connected");
    azure.start(okJson(result("2026-11-26T10:00:00Z", "UnHealthy", "peerreachability").encode()));

    // When
    var diagnosis = node.diagnosis(BRANCH);

    // Then
    var notice = diagnosis.notices().getFirst();
    assertThat(notice.kind()).isEqualTo(NoticeKind.STATUS_DISAGREES);
    assertThat(ActionCatalog.explain(notice, Language.EN).detail())
        .contains("PeerReachability")
        .contains("Connected");
  }

  @Test
  void shouldBelieveAHealthyVerdict() {
    // Given
    azure.connection("branch", FakeAzure.id("virtualNetworkGateways", "hub"), "Connected");
    azure.start(okJson(result("2026-11-26T10:00:00Z", "Healthy", "NoFault").encode()));

    // When
    var diagnosis = node.diagnosis(BRANCH);

    // Then
    assertThat(diagnosis.code()).isEqualTo(Code.HEALTHY);
    assertThat(diagnosis.notices()).isEmpty();
  }

  @Test
  void shouldSayThatATargetIsGone() {
    // Given
    azure.stub(
        get(urlPathEqualTo(FakeAzure.id("connections", "branch"))),
        refusal(404, "ResourceNotFound"));

    // When
    var worst = node.diagnosis(BRANCH).worst();

    // Then
    assertThat(worst.cause()).isEqualTo(Cause.CONNECTION_NOT_FOUND);
    assertThat(azure.starts()).isZero();
  }

  // --- what stands in the way

  private void assertObstacle(Diagnosis diagnosis, String kind, String needed) {
    Finding worst = diagnosis.worst();
    assertThat(diagnosis.code()).isEqualTo(Code.UNDETERMINED);
    assertThat(worst.fact(Fact.OBSTACLE)).contains(kind);
    assertThat(worst.fact(Fact.NEEDED)).isEqualTo(Optional.of(needed).filter(n -> !n.isEmpty()));
    assertThat(worst.certainty()).isEqualTo(Certainty.CERTAIN);
    for (var language : Language.values()) {
      var words = ActionCatalog.explain(worst, language);
      assertThat(words.summary()).contains(needed).doesNotContain("?");
      assertThat(words.actions()).isNotEmpty();
    }
  }

  @Test
  void shouldSayThatNoWatcherIsInTheRegion() {
    azure.watchers("westeurope");
    assertObstacle(node.diagnosis(HUB), "NO_WATCHER", "koreacentral");
    assertThat(azure.starts()).isZero();
  }

  @Test
  void shouldSayWhichRightIsMissing() {
    azure.start(refusal(403, "AuthorizationFailed"));
    assertObstacle(
        node.diagnosis(HUB), "RIGHT", "Microsoft.Network/networkWatchers/troubleshoot/action");
  }

  @Test
  void shouldSayThatTheTargetMayNotBeRead() {
    azure.stub(
        get(urlPathEqualTo(FakeAzure.id("connections", "branch"))),
        refusal(403, "AuthorizationFailed"));
    assertObstacle(node.diagnosis(BRANCH), "RIGHT", "Microsoft.Network/connections/read");
  }

  @Test
  void shouldSayThatAzureRefusedToStart() {
    azure.start(refusal(412, "TargetResourceDoesNotMatch"));
    assertObstacle(node.diagnosis(HUB), "START_REFUSED", "TargetResourceDoesNotMatch");
  }

  @Test
  void shouldSayThatTheTargetIsOfAnotherKindNow() {
    azure.resource(
        "virtualNetworkGateways",
        "hub",
        new JsonObject().put("gatewayType", "Vpn").put("vpnType", "PolicyBased"));
    assertObstacle(node.diagnosis(HUB), "NOT_SUPPORTED", "PolicyBased");
  }

  @Test
  void shouldSayThatNoStorageIsNamed() {
    try (var bare = new AzureCase(azure.account(Optional.empty()), azure.hostAndPort())) {
      assertObstacle(bare.diagnosis(HUB), "NO_STORAGE", "");
    }
  }

  @Test
  void shouldSayThatTheOperationFailed() {
    azure.runsAsIn2023(0, FakeAzure.recorded());
    azure.operationResult(refusal(409, "OperationCanceled"));
    assertObstacle(node.diagnosis(HUB), "NO_RESULT", "OperationCanceled");
  }

  // --- busy

  @Test
  void shouldComeBackLaterWhenAzureIsBusy() {
    // Given
    azure.start(refusal(409, "AnotherOperationInProgress").withHeader("Retry-After", "45"));

    // When
    var failure = failureOf(HUB);

    // Then
    assertThat(failure)
        .isEqualTo(new CollectFailure.Throttled(Optional.of(Duration.ofSeconds(45))));
    assertThat(Bookmark.parse(node.saved.getLast())).as("nothing of ours goes on").isEmpty();
    assertThat(azure.starts()).isEqualTo(1);
  }

  @Test
  void shouldComeBackLaterWhenAzureLimitsUs() {
    azure.start(refusal(429, "TooManyRequests").withHeader("Retry-After", "90"));
    assertThat(failureOf(HUB))
        .isEqualTo(new CollectFailure.Throttled(Optional.of(Duration.ofSeconds(90))));
  }

  @Test
  void shouldEndInAStormOfRefusals() {
    // Given
    azure.always(refusal(429, "TooManyRequests").withHeader("Retry-After", "0"));
    azure.stub(post(urlPathMatching(".*/token")), token(FakeAzure.TOKEN));

    // When
    var failure = failureOf(HUB);

    // Then
    assertThat(failure).isInstanceOf(CollectFailure.Throttled.class);
    assertThat(azure.requests()).hasSizeLessThan(8);
  }

  // --- tokens

  @Test
  void shouldFetchAFreshTokenWhenOneIsRevokedInTheMiddle() {
    // Given: the first token is good for the first question only
    azure.start(okJson(FakeAzure.recorded().encode()));
    azure.firstOnly(post(urlPathMatching(".*/token")), token("first"));
    azure.stub(
        get(urlPathMatching(".*/networkWatchers"))
            .withHeader("Authorization", equalTo("Bearer first")),
        refusal(401, "ExpiredAuthenticationToken"));

    // When
    var worst = node.diagnosis(HUB).worst();

    // Then
    assertThat(worst.cause()).isEqualTo(Cause.NO_CONNECTIONS);
    assertThat(azure.tokens()).isEqualTo(2);
  }

  @Test
  void shouldGiveUpWhenEveryTokenIsRefused() {
    azure.always(refusal(401, "InvalidAuthenticationToken"));
    azure.stub(post(urlPathMatching(".*/token")), token(FakeAzure.TOKEN));
    assertThat(failureOf(HUB)).isEqualTo(new CollectFailure.Unauthorized());
    assertThat(azure.requests()).hasSize(4);
  }

  @Test
  void shouldSayThatTheSecretIsWrong() {
    azure.stub(
        post(urlPathMatching(".*/token")),
        okJson("{\"error\":\"invalid_client\"}").withStatus(401));
    assertThat(failureOf(HUB)).isEqualTo(new CollectFailure.Unauthorized());
  }

  // --- an Azure that does not behave

  @Test
  void shouldNeverSendTheTokenElsewhere() {
    try (var thief = new FakeAzure()) {
      // Given: even an address that this node may reach
      azure.start(accepted(1).withHeader("Location", thief.location()));
      try (var open = new AzureCase(azure.account(), azure.hostAndPort(), thief.hostAndPort())) {
        // When
        var failure = Results.failureOf(open.collect(HUB, Duration.ofMinutes(2)));

        // Then
        assertThat(((CollectFailed) failure).failure()).isEqualTo(new CollectFailure.Malformed());
        assertThat(thief.requests()).isEmpty();
      }
    }
  }

  @Test
  void shouldFollowNoRedirect() {
    try (var thief = new FakeAzure()) {
      azure.stub(
          get(urlPathEqualTo(FakeAzure.id("virtualNetworkGateways", "hub"))),
          aResponse().withStatus(307).withHeader("Location", thief.location()));
      assertThat(failureOf(HUB)).isEqualTo(new CollectFailure.Malformed());
      assertThat(thief.requests()).isEmpty();
    }
  }

  @Test
  void shouldNotMakeSenseOfHalfAnAnswer() {
    azure.start(okJson("{\"code\":\"UnHealthy\",\"results\":[{\"id\":"));
    assertThat(failureOf(HUB)).isEqualTo(new CollectFailure.Malformed());
  }

  @Test
  void shouldTryLaterWhenAzureFails() {
    azure.start(aResponse().withStatus(500));
    assertThat(failureOf(HUB)).isEqualTo(new CollectFailure.Unreachable());
    assertThat(azure.starts()).as("a start is not repeated").isEqualTo(1);
    assertThat(Bookmark.parse(node.saved.getLast())).as("it may have arrived").isPresent();
  }

  @Test
  void shouldTryAgainWhenTheLineBreaksInTheMiddle() {
    // Given
    azure.runsAsIn2023(1, FakeAzure.recorded());
    azure.firstOnly(
        get(urlPathEqualTo(FakeAzure.id("virtualNetworkGateways", "hub"))),
        aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

    // When, Then
    assertThat(node.diagnosis(HUB).worst().cause()).isEqualTo(Cause.NO_CONNECTIONS);
  }

  @Test
  void shouldNotReachWhatTheNodeDoesNotAllow() {
    try (var closed = new AzureCase(azure.account())) {
      var failure = Results.failureOf(closed.collect(HUB, Duration.ofMinutes(2)));
      assertThat(((CollectFailed) failure).failure()).isEqualTo(new CollectFailure.Unauthorized());
      assertThat(azure.requests()).isEmpty();
    }
  }

  // --- after a crash

  @Test
  void shouldAskOnWhereAnEarlierTryLeftOff() {
    // Given
    azure.runsAsIn2023(1, FakeAzure.recorded());
    node.save(
        Bookmark.starting(Instant.now())
            .at(new Operation(Optional.empty(), Optional.of(azure.location())))
            .text());

    // When
    var worst = node.diagnosis(HUB).worst();

    // Then
    assertThat(worst.cause()).isEqualTo(Cause.NO_CONNECTIONS);
    assertThat(azure.starts()).isZero();
  }

  @Test
  void shouldTakeTheResultOfAStartWhoseAnswerWasLost() {
    // Given
    var since = Instant.now().minusSeconds(60);
    node.save(Bookmark.starting(since).text());
    azure.lastResult(
        okJson(result(since.plusSeconds(5).toString(), "UnHealthy", "VipUnResponsive").encode()));

    // When
    var worst = node.diagnosis(HUB).worst();

    // Then
    assertThat(worst.cause()).isEqualTo(Cause.VIP_UNRESPONSIVE);
    assertThat(azure.starts()).isZero();
  }

  @Test
  void shouldStartWhenTheEarlierStartNeverArrived() {
    // Given: the last result is of yesterday
    node.save(Bookmark.starting(Instant.now()).text());
    azure.lastResult(
        okJson(
            result(Instant.now().minusSeconds(86_400).toString(), "Healthy", "NoFault").encode()));
    azure.runsAsIn2023(0, FakeAzure.recorded());

    // When
    var worst = node.diagnosis(HUB).worst();

    // Then
    assertThat(worst.cause()).isEqualTo(Cause.NO_CONNECTIONS);
    assertThat(azure.starts()).isEqualTo(1);
  }

  @Test
  void shouldWaitForTheLostOperationWhileAzureIsBusyWithIt() {
    // Given: the start had arrived, and goes on
    var since = Instant.now();
    node.save(Bookmark.starting(since).text());
    azure.start(refusal(409, "AnotherOperationInProgress").withHeader("Retry-After", "1"));
    azure.lastResultsInTurn(
        result("2026-01-01T00:00:00Z", "Healthy", "NoFault"),
        result(since.plusSeconds(1).toString(), "UnHealthy", "ServiceNotRunning"));

    // When
    var worst = node.diagnosis(HUB).worst();

    // Then
    assertThat(worst.cause()).isEqualTo(Cause.SERVICE_NOT_RUNNING);
  }
}
