package io.tunnelscope.app.providers.vici;

import static io.tunnelscope.app.providers.vici.GatewayInTest.BRANCH;
import static io.tunnelscope.app.providers.vici.GatewayInTest.PARTNER;
import static io.tunnelscope.app.providers.vici.GatewayInTest.child;
import static io.tunnelscope.app.providers.vici.GatewayInTest.healthy;
import static io.tunnelscope.app.providers.vici.GatewayInTest.outcome;
import static io.tunnelscope.app.providers.vici.GatewayInTest.tunnel;
import static io.tunnelscope.app.providers.vici.GatewayInTest.withTunnels;
import static io.tunnelscope.app.testing.FaultyServer.thenHangUp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.providers.Checkpoint;
import io.tunnelscope.app.providers.CollectFailed;
import io.tunnelscope.app.providers.CollectFailure;
import io.tunnelscope.app.providers.Collected;
import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.providers.EvidenceProvider.Progress;
import io.tunnelscope.app.providers.EvidenceProvider.Request;
import io.tunnelscope.app.providers.vici.ViciPacket.CommandRequest;
import io.tunnelscope.app.providers.vici.ViciPacket.CommandResponse;
import io.tunnelscope.app.providers.vici.ViciPacket.EventConfirm;
import io.tunnelscope.app.providers.vici.ViciPacket.EventRegister;
import io.tunnelscope.app.testing.FakeVici;
import io.tunnelscope.app.testing.FaultyServer;
import io.tunnelscope.app.testing.FaultyServer.Behaviour;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.ViciRecording;
import io.tunnelscope.core.bundle.BundleFile;
import io.tunnelscope.core.evidence.ConfigPart;
import io.tunnelscope.core.evidence.Missing;
import io.tunnelscope.core.evidence.Missing.Why;
import io.tunnelscope.core.evidence.PlatformFact;
import io.tunnelscope.core.evidence.SaState;
import io.tunnelscope.core.logs.Redaction;
import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.ConnectionKind;
import io.tunnelscope.core.network.Gateway;
import io.tunnelscope.core.network.Target;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ViciEvidenceIT {
  private static final Vertx VERTX = Vertx.vertx();
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-11-26T10:00:00Z"), ZoneOffset.UTC);
  private static final Gateway HUB = Gateway.routeBased(armId("virtualNetworkGateways", "hub"));
  private static final Target TO_BRANCH =
      new Connection(armId("connections", "hub-branch"), HUB, "branch", ConnectionKind.IPSEC);

  /** What may be asked of a gateway that is to stay as it is. */
  private static final List<String> QUESTIONS =
      List.of(
          "version",
          "stats",
          "list-conns",
          "list-sas",
          "list-policies",
          "list-certs",
          "get-counters",
          "get-shared");

  @TempDir private Path folder;

  private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean cancelled = new AtomicBoolean();

  @AfterAll
  static void close() {
    Results.of(VERTX.close());
  }

  // --- a gateway that answers

  @Test
  void shouldSeeAHealthyGateway() throws IOException {
    try (var daemon = new FakeVici()) {
      // Given
      var address = daemon.listen(socket(), healthy().build());
      var log = log("2026-11-26T09:30:00.100 01[NET] received packet: from 198.18.2.2[500]");

      // When
      var collected = Results.of(ask(address, Optional.of(log), HUB, true, inSeconds(20)));

      // Then
      assertThat(missing(collected)).isEmpty();
      assertThat(state(collected, PlatformFact.SERVICE_RUNNING)).hasValue("true");
      assertThat(state(collected, PlatformFact.CONNECTIONS)).hasValue("2");
      assertThat(state(collected, PlatformFact.CONNECTIONS_UP)).hasValue("2");
      assertThat(configs(collected, "software")).containsExactly("strongSwan 5.9.8");
      assertThat(collected.evidence().cpuSamples()).hasSize(1);
      assertThat(collected.logs())
          .extracting(BundleFile::name)
          .containsExactly("ConnectionStats.txt", "CPUStats.txt", "IKELogs.txt");
      assertThat(seen).containsExactly("branch", "partner");
      assertThat(daemon.asked()).isSubsetOf(QUESTIONS);
      await().until(() -> daemon.connections() == 0);
    }
  }

  @Test
  void shouldSeeTrafficOfAConnectionAndHearWhatIsSaidMeanwhile() {
    var busier = withTunnels(tunnel("branch", 1, BRANCH, child("branch-net", 1, 90, 94))).build();
    try (var daemon = new FakeVici()) {
      // Given
      var address = daemon.listen(socket(), healthy().after("get-shared", busier).build());

      // When
      var collecting = ask(address, Optional.empty(), TO_BRANCH, false, inSeconds(20));
      await().until(() -> daemon.asked().contains("get-shared"));
      daemon.tell("log", said("branch", "1", "sending keep alive to 198.18.2.2[4500]"));
      daemon.tell("log", said("partner", "2", "sending keep alive to 198.18.3.2[4500]"));
      var collected = Results.of(collecting);

      // Then
      assertThat(collected.evidence().tunnels())
          .singleElement()
          .satisfies(
              status -> {
                assertThat(status.state()).isEqualTo(SaState.CONNECTED);
                assertThat(status.remoteEndpoint()).isEqualTo(BRANCH);
                assertThat(status.egressBytes()).hasValue(9_400);
              });
      assertThat(collected.evidence().traffic())
          .singleElement()
          .satisfies(
              traffic -> {
                assertThat(traffic.packetsIn()).isEqualTo(6);
                assertThat(traffic.packetsOut()).isEqualTo(10);
              });
      assertThat(text(collected, "IKELogs.txt"))
          .isEqualTo(
              "2026-11-26T10:00:00Z 07[IKE] <branch|1> sending keep alive to 198.18.2.2[4500]\n");
      assertThat(missing(collected)).containsExactly(new Missing("gateway-log", Why.NOT_OFFERED));
      assertThat(daemon.asked()).isSubsetOf(QUESTIONS);
      await().until(() -> daemon.connections() == 0);
    }
  }

  @Test
  void shouldAskOverAPortAndNotKnowTheLoadThere() {
    try (var daemon = new FakeVici()) {
      // When
      var collected =
          Results.of(
              ask(daemon.listen(healthy().build()), Optional.empty(), HUB, false, inSeconds(20)));

      // Then
      assertThat(missing(collected))
          .containsExactlyInAnyOrder(
              new Missing("cpu", Why.NOT_OFFERED), new Missing("gateway-log", Why.NOT_OFFERED));
      assertThat(state(collected, PlatformFact.CONNECTIONS_UP)).hasValue("2");
      await().until(() -> daemon.connections() == 0);
    }
  }

  @Test
  void shouldSayWhatAnOlderDaemonDoesNotOffer() {
    try (var daemon = new FakeVici()) {
      // Given
      var older =
          ViciRecording.builder()
              .answer("version", ViciMessage.builder().text("version", "5.2.0").build())
              .stream("list-conns", "list-conn", List.of(GatewayInTest.branch()))
              .build();

      // When: active, but whether the tunnel is down cannot be known
      var collected =
          Results.of(
              ask(
                  daemon.listen(socket(), older),
                  Optional.empty(),
                  TO_BRANCH,
                  true,
                  inSeconds(20)));

      // Then
      assertThat(missing(collected))
          .extracting(Missing::probe)
          .containsExactlyInAnyOrder(
              "gateway-events",
              "stats",
              "list-sas",
              "list-policies",
              "list-certs",
              "get-counters",
              "get-shared",
              "gateway-log");
      assertThat(missing(collected)).extracting(Missing::why).containsOnly(Why.NOT_OFFERED);
      assertThat(state(collected, PlatformFact.CONNECTION_ON_GATEWAY)).hasValue("true");
      assertThat(collected.evidence().tunnels()).isEmpty();
      assertThat(daemon.asked()).isSubsetOf(QUESTIONS);
    }
  }

  @Test
  void shouldNotCallATunnelDownThatCouldNotBeLookedAtAgain() {
    try (var daemon = new FakeVici()) {
      // Given
      var address =
          daemon.listen(
              socket(),
              healthy().after("get-shared", healthy().silence("list-sas").build()).build());

      // When
      var collected = Results.of(ask(address, Optional.empty(), TO_BRANCH, false, inSeconds(5)));

      // Then
      assertThat(collected.evidence().tunnels())
          .singleElement()
          .satisfies(status -> assertThat(status.state()).isEqualTo(SaState.CONNECTED));
      assertThat(missing(collected)).contains(new Missing("traffic", Why.TIMED_OUT));
      await().until(() -> daemon.connections() == 0);
    }
  }

  // --- one that does not

  static Stream<Arguments> closedDoors() {
    Behaviour nothing = (_, _) -> {};
    return Stream.of(
        Arguments.of("hung", nothing, PlatformFact.PLATFORM_ACTIVE),
        Arguments.of("stopped", null, PlatformFact.SERVICE_RUNNING));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("closedDoors")
  void shouldTellWhatAClosedDoorShows(String what, Behaviour behaviour, PlatformFact fact)
      throws IOException {
    // Given
    var server = FaultyServer.on(socket(), behaviour == null ? (_, _) -> {} : behaviour);
    if (behaviour == null) {
      server.close();
    }
    var log = log("2026-11-26T09:30:00.100 00[DMN] SIGTERM received, shutting down");
    try (server) {
      // When
      var collected =
          Results.of(
              ask(new ViciAddress.Socket(socket()), Optional.of(log), HUB, false, inSeconds(20)));

      // Then
      assertThat(state(collected, fact)).as(what).hasValue("false");
      assertThat(state(collected, PlatformFact.GATEWAY_EXISTS)).hasValue("true");
      assertThat(configs(collected, "software")).containsExactly("strongSwan");
      assertThat(collected.logs()).extracting(BundleFile::name).containsExactly("IKELogs.txt");
      await().until(() -> server.connections() == 0);
    }
  }

  @Test
  void shouldTellThatNoDaemonIsThere() {
    var collected =
        Results.of(
            ask(new ViciAddress.Socket(socket()), Optional.empty(), HUB, false, inSeconds(20)));

    assertThat(state(collected, PlatformFact.GATEWAY_EXISTS)).hasValue("false");
    assertThat(configs(collected, "software")).containsExactly("strongSwan");
  }

  @Test
  void shouldTellNothingOfAGatewayBehindAPortThatIsShut() {
    int freed;
    try (var server = FaultyServer.onPort((_, _) -> {})) {
      freed = server.port();
    }

    var asked =
        ask(new ViciAddress.Tcp("127.0.0.1", freed), Optional.empty(), HUB, false, inSeconds(20));

    assertThat(failureOf(asked)).isEqualTo(new CollectFailure.Unreachable());
  }

  @Test
  void shouldNotAskAGatewayThatIsNotOnTheList() {
    var nothing =
        new ViciEvidence(
            VERTX, NOW, ZoneOffset.UTC, gateways(Future.succeededFuture(Optional.empty())));

    var asked = nothing.collect(request(HUB, false), inSeconds(5), progress());

    assertThat(failureOf(asked)).isEqualTo(new CollectFailure.Unauthorized());
  }

  @Test
  void shouldNotWaitForItsOwnDatabaseBeyondTheDeadline() {
    var stuck = new ViciEvidence(VERTX, NOW, ZoneOffset.UTC, gateways(Future.future(_ -> {})));

    var asked =
        stuck.collect(request(HUB, false), Deadline.after(Duration.ofMillis(200)), progress());

    assertThat(failureOf(asked)).isEqualTo(new CollectFailure.TimedOut());
  }

  // --- one that lies

  /**
   * @param why what follows from it
   */
  private record Lie(String what, Behaviour behaviour, Why why) {}

  private static final byte[] HALF = {0, 0, 0, 9, 1, 3, 7};
  private static final List<Lie> LIES =
      List.of(
          new Lie("half a frame, then nothing", says(HALF), Why.TIMED_OUT),
          new Lie("half a frame, then a hang-up", thenHangUp(says(HALF)), Why.UNREACHABLE),
          new Lie("a hang-up", thenHangUp(says()), Why.UNREACHABLE),
          new Lie("nothing", says(), Why.TIMED_OUT),
          new Lie("a frame of 2 GB", says(0x7f, 0xff, 0xff, 0xff), Why.MALFORMED),
          new Lie("no type of a packet", says(0, 0, 0, 1, 9), Why.MALFORMED),
          new Lie("bytes after the response", says(0, 0, 0, 2, 1, 2), Why.MALFORMED),
          new Lie("another answer", says(0, 0, 0, 1, 5), Why.MALFORMED),
          new Lie("an event unasked", says(0, 0, 0, 5, 7, 3, 'l', 'o', 'g'), Why.MALFORMED));

  @Test
  void shouldSurviveLiesAtTheDoor() {
    // When
    var asked = askAll(LIES, Lie::behaviour, HUB, inSeconds(4));

    // Then
    for (var lie : LIES) {
      var outcome = asked.get(lie);
      switch (lie.why()) {
        case MALFORMED ->
            assertThat(missing(Results.of(outcome)))
                .as(lie.what())
                .contains(new Missing("gateway", Why.MALFORMED));
        case UNREACHABLE ->
            assertThat(failureOf(outcome))
                .as(lie.what())
                .isEqualTo(new CollectFailure.Unreachable());
        default ->
            assertThat(state(Results.of(outcome), PlatformFact.PLATFORM_ACTIVE))
                .as(lie.what())
                .hasValue("false");
      }
    }
  }

  @Test
  void shouldSurviveLiesOfOneThatAnswersAtTheDoor() {
    // Given
    var lies = new ArrayList<>(LIES);
    lies.add(new Lie("an endless stream", ViciEvidenceIT::streamWithoutEnd, Why.MALFORMED));

    // When
    var asked = askAll(lies, lie -> afterItsVersion(lie.behaviour()), TO_BRANCH, inSeconds(5));

    // Then
    for (var lie : lies) {
      var collected = Results.of(asked.get(lie));
      assertThat(missing(collected)).as(lie.what()).contains(new Missing("list-sas", lie.why()));
      assertThat(state(collected, PlatformFact.SERVICE_RUNNING)).hasValue("true");
      assertThat(collected.evidence().tunnels()).isEmpty();
    }
  }

  /** Each lie from a daemon of its own, all at once; none keeps a connection. */
  private Map<Lie, Future<Collected>> askAll(
      List<Lie> lies, Function<Lie, Behaviour> behaviour, Target target, Deadline deadline) {
    var servers = new ArrayList<FaultyServer>();
    Map<Lie, Future<Collected>> asked = new LinkedHashMap<>();
    for (var lie : lies) {
      var place = folder.resolve(asked.size() + ".vici");
      servers.add(FaultyServer.on(place, behaviour.apply(lie)));
      asked.put(lie, ask(new ViciAddress.Socket(place), Optional.empty(), target, true, deadline));
    }
    await()
        .atMost(Duration.ofSeconds(8))
        .until(() -> asked.values().stream().allMatch(Future::isComplete));
    for (var server : servers) {
      await().until(() -> server.connections() == 0);
      server.close();
    }
    return asked;
  }

  @Test
  void shouldEndByTheDeadlineWhenNothingAnswers() {
    try (var server = FaultyServer.onPort((_, _) -> {})) {
      // Given
      var began = System.nanoTime();

      // When
      var asked =
          ask(
              new ViciAddress.Tcp("127.0.0.1", server.port()),
              Optional.empty(),
              HUB,
              false,
              Deadline.after(Duration.ofMillis(1_500)));

      // Then
      assertThat(failureOf(asked)).isEqualTo(new CollectFailure.TimedOut());
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
      await().until(() -> server.connections() == 0);
    }
  }

  // --- its log

  @Test
  void shouldReadNothingThatOnlyLooksLikeALog() throws Exception {
    try (var daemon = new FakeVici()) {
      // Given: to open a pipe would wait for somebody who writes
      var pipe = folder.resolve("pipe.log");
      assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
      var address = daemon.listen(socket(), healthy().build());
      var logs = List.of(folder.resolve("absent.log"), folder, Path.of("/dev/zero"), pipe);

      // When
      var asked =
          logs.stream()
              .map(log -> ask(address, Optional.of(log), HUB, false, inSeconds(20)))
              .toList();

      // Then
      assertThat(asked)
          .map(each -> missing(Results.of(each)))
          .containsExactly(
              List.of(new Missing("gateway-log", Why.EMPTY)),
              List.of(new Missing("gateway-log", Why.MALFORMED)),
              List.of(new Missing("gateway-log", Why.MALFORMED)),
              List.of(new Missing("gateway-log", Why.MALFORMED)));
    }
  }

  @Test
  void shouldSayThatTheLogIsNotOurs() throws IOException {
    try (var daemon = new FakeVici()) {
      // Given
      var log = log("2026-11-26T09:30:00.100 00[DMN] secret");
      Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("---------"));
      assumeThat(Files.isReadable(log)).as("root may read everything").isFalse();

      // When
      var collected =
          Results.of(
              ask(
                  daemon.listen(socket(), healthy().build()),
                  Optional.of(log),
                  HUB,
                  false,
                  inSeconds(20)));

      // Then
      assertThat(missing(collected)).containsExactly(new Missing("gateway-log", Why.NOT_ALLOWED));
    }
  }

  // --- dialling

  @Test
  void shouldTakeDownWhatCameUpWhenDialled() {
    try (var daemon = new FakeVici()) {
      // Given: the IKE_SA of the partner is none of the run's
      var partner = tunnel("partner", 2, PARTNER, child("partner-net", 2, 84, 84));
      var down = withTunnels(partner).answer("terminate", outcome(true)).build();
      var up =
          withTunnels(partner, tunnel("branch", 3, BRANCH, child("branch-net", 3, 0, 0)))
              .answer("terminate", outcome(true))
              .after("terminate", down)
              .build();
      var address =
          daemon.listen(
              socket(),
              withTunnels(partner).answer("initiate", outcome(true)).after("initiate", up).build());

      // When
      var collected = Results.of(ask(address, Optional.empty(), TO_BRANCH, true, inSeconds(20)));

      // Then
      assertThat(state(collected, PlatformFact.CAME_UP_WHEN_TRIED)).hasValue("true");
      assertThat(collected.evidence().tunnels())
          .singleElement()
          .satisfies(status -> assertThat(status.state()).isEqualTo(SaState.NOT_CONNECTED));
      assertThat(daemon.arguments("initiate"))
          .singleElement()
          .satisfies(
              dialled -> {
                assertThat(dialled.text("ike")).hasValue("branch");
                assertThat(dialled.text("child")).hasValue("branch-net");
              });
      assertThat(terminated(daemon)).containsExactly("ike-id 3");
      await().until(() -> daemon.connections() == 0);
    }
  }

  @Test
  void shouldTakeDownTheNewChildOfATunnelThatWasThere() {
    try (var daemon = new FakeVici()) {
      // Given
      var bare = tunnel("branch", 1, BRANCH);
      var up =
          withTunnels(tunnel("branch", 1, BRANCH, child("branch-net", 7, 0, 0)))
              .answer("terminate", outcome(true))
              .after("terminate", withTunnels(bare).build())
              .build();
      var address =
          daemon.listen(
              socket(),
              withTunnels(bare).answer("initiate", outcome(true)).after("initiate", up).build());

      // When
      var collected = Results.of(ask(address, Optional.empty(), TO_BRANCH, true, inSeconds(20)));

      // Then
      assertThat(state(collected, PlatformFact.CAME_UP_WHEN_TRIED)).hasValue("true");
      assertThat(terminated(daemon)).containsExactly("child-id 7");
    }
  }

  @Test
  void shouldLeaveAloneWhatItDidNotMake() {
    try (var daemon = new FakeVici()) {
      // Given: a peer that dials meanwhile, and is faster
      var after =
          withTunnels(
                  tunnel("branch", 5, BRANCH, "ESTABLISHED", false, child("branch-net", 9, 0, 0)))
              .build();
      var address =
          daemon.listen(
              socket(),
              withTunnels().answer("initiate", outcome(true)).after("initiate", after).build());

      // When
      Results.of(ask(address, Optional.empty(), TO_BRANCH, true, inSeconds(20)));

      // Then
      assertThat(daemon.asked()).contains("initiate").doesNotContain("terminate");
    }
  }

  @Test
  void shouldOnlyWatchAnAttemptThatIsUnderWay() {
    try (var daemon = new FakeVici()) {
      // Given
      var up = withTunnels(tunnel("branch", 4, BRANCH, child("branch-net", 8, 0, 0))).build();
      var attempt =
          withTunnels(tunnel("branch", 4, BRANCH, "CONNECTING", true)).after("list-sas", up);

      // When
      var collected =
          Results.of(
              ask(
                  daemon.listen(socket(), attempt.build()),
                  Optional.empty(),
                  TO_BRANCH,
                  true,
                  inSeconds(20)));

      // Then
      assertThat(daemon.asked()).doesNotContain("initiate", "terminate");
      assertThat(collected.evidence().tunnels())
          .extracting(tunnel -> tunnel.state())
          .containsExactly(SaState.CONNECTED);
    }
  }

  @Test
  void shouldTakeDownAnAttemptThatFailed() {
    try (var daemon = new FakeVici()) {
      // Given: it goes slowly
      var gone = withTunnels().answer("terminate", outcome(true)).build();
      var going =
          withTunnels(tunnel("branch", 6, BRANCH, "DELETING", true))
              .answer("terminate", outcome(true))
              .after("list-sas", gone)
              .build();
      var trying =
          withTunnels(tunnel("branch", 6, BRANCH, "CONNECTING", true))
              .answer("terminate", outcome(true))
              .after("terminate", going)
              .build();
      var address =
          daemon.listen(
              socket(),
              withTunnels().answer("initiate", outcome(false)).after("initiate", trying).build());

      // When
      var collected = Results.of(ask(address, Optional.empty(), TO_BRANCH, true, inSeconds(20)));

      // Then: it is looked at until it is gone
      assertThat(state(collected, PlatformFact.CAME_UP_WHEN_TRIED)).hasValue("false");
      assertThat(terminated(daemon)).containsExactly("ike-id 6");
      assertThat(daemon.asked()).endsWith("terminate", "list-sas", "list-sas");
    }
  }

  @Test
  void shouldCleanUpAfterADialThatNobodyAnswered() {
    try (var daemon = new FakeVici()) {
      // Given
      var gone = withTunnels().build();
      var trying =
          withTunnels(tunnel("branch", 6, BRANCH, "CONNECTING", true))
              .answer("terminate", outcome(true))
              .after("terminate", gone)
              .build();
      var address =
          daemon.listen(
              socket(), withTunnels().silence("initiate").after("initiate", trying).build());

      // When: one second of patience, three for the answer
      var collected = Results.of(ask(address, Optional.empty(), TO_BRANCH, true, inSeconds(9)));

      // Then
      assertThat(missing(collected)).contains(new Missing("dialling", Why.TIMED_OUT));
      assertThat(state(collected, PlatformFact.CAME_UP_WHEN_TRIED)).isEmpty();
      assertThat(terminated(daemon)).containsExactly("ike-id 6");
      await().until(() -> daemon.connections() == 0);
    }
  }

  @Test
  void shouldCleanUpAfterARunThatWasCancelledWhileItDialled() {
    try (var daemon = new FakeVici()) {
      // Given
      var gone = withTunnels().build();
      var trying =
          withTunnels(tunnel("branch", 6, BRANCH, "CONNECTING", true))
              .answer("terminate", outcome(true))
              .after("terminate", gone)
              .build();
      var address =
          daemon.listen(
              socket(), withTunnels().silence("initiate").after("initiate", trying).build());

      // When
      var asked = ask(address, Optional.empty(), TO_BRANCH, true, inSeconds(60));
      await().until(() -> daemon.asked().contains("initiate"));
      cancelled.set(true);

      // Then
      assertThat(failureOf(asked)).isEqualTo(new CollectFailure.TimedOut());
      assertThat(terminated(daemon)).containsExactly("ike-id 6");
      await().until(() -> daemon.connections() == 0);
    }
  }

  @Test
  void shouldNotDialWithoutTheTimeToCleanUp() {
    try (var daemon = new FakeVici()) {
      var address =
          daemon.listen(socket(), withTunnels().answer("initiate", outcome(true)).build());

      var collected = Results.of(ask(address, Optional.empty(), TO_BRANCH, true, inSeconds(5)));

      assertThat(missing(collected)).contains(new Missing("dialling", Why.TIMED_OUT));
      assertThat(daemon.asked()).isSubsetOf(QUESTIONS);
    }
  }

  @Test
  void shouldNotDialInAPassiveRun() {
    try (var daemon = new FakeVici()) {
      var address =
          daemon.listen(socket(), withTunnels().answer("initiate", outcome(true)).build());

      var collected = Results.of(ask(address, Optional.empty(), TO_BRANCH, false, inSeconds(20)));

      assertThat(state(collected, PlatformFact.CAME_UP_WHEN_TRIED)).isEmpty();
      assertThat(daemon.asked()).isSubsetOf(QUESTIONS);
    }
  }

  private Future<Collected> ask(
      ViciAddress address, Optional<Path> log, Target target, boolean active, Deadline deadline) {
    var gateway = new ViciGateways.ViciGateway(HUB.id(), address, log);
    return new ViciEvidence(
            VERTX, NOW, ZoneOffset.UTC, gateways(Future.succeededFuture(Optional.of(gateway))))
        .collect(request(target, active), deadline, progress());
  }

  private ViciGateways gateways(Future<Optional<ViciGateways.ViciGateway>> found) {
    return new ViciGateways() {
      @Override
      public Future<Optional<ViciGateway>> find(UUID tenant, ArmId gateway) {
        return found;
      }

      @Override
      public Future<Void> seen(UUID tenant, ArmId gateway, List<String> connections) {
        seen.addAll(connections);
        return Future.failedFuture("nothing to end a run for");
      }
    };
  }

  private static Request request(Target target, boolean active) {
    var checkpoint =
        new Checkpoint() {
          @Override
          public Optional<String> read() {
            return Optional.empty();
          }

          @Override
          public Future<Void> save(String text) {
            return Future.succeededFuture();
          }
        };
    return new Request(
        UUID.randomUUID(), UUID.randomUUID(), target, active, checkpoint, Redaction.unkeyed());
  }

  private Progress progress() {
    return new Progress() {
      @Override
      public void probe(String probe, int percent) {
        // Nobody looks.
      }

      @Override
      public boolean isCancelled() {
        return cancelled.get();
      }
    };
  }

  private static List<Missing> missing(Collected collected) {
    return collected.evidence().missing();
  }

  private static Optional<String> state(Collected collected, PlatformFact fact) {
    return collected.evidence().platform(fact).map(state -> state.value());
  }

  private static List<String> configs(Collected collected, String key) {
    return collected.evidence().config(key).map(ConfigPart::value).toList();
  }

  private static String text(Collected collected, String file) {
    return collected.logs().stream()
        .filter(each -> each.name().equals(file))
        .map(BundleFile::text)
        .findFirst()
        .orElse("");
  }

  private static CollectFailure failureOf(Future<?> asked) {
    return ((CollectFailed) Results.failureOf(asked)).failure();
  }

  private static List<String> terminated(FakeVici daemon) {
    return daemon.arguments("terminate").stream()
        .map(
            each ->
                each.text("ike-id")
                    .map(id -> "ike-id " + id)
                    .orElseGet(() -> "child-id " + each.text("child-id").orElse("")))
        .toList();
  }

  private static ViciMessage said(String connection, String sa, String message) {
    return ViciMessage.builder()
        .text("group", "IKE")
        .text("thread", "7")
        .text("ikesa-name", connection)
        .text("ikesa-uniqueid", sa)
        .text("msg", message)
        .build();
  }

  private static Behaviour says(int... bytes) {
    byte[] answer = new byte[bytes.length];
    for (int at = 0; at < bytes.length; at++) {
      answer[at] = (byte) bytes[at];
    }
    return says(answer);
  }

  private static Behaviour says(byte[] answer) {
    return (in, out) -> {
      packet(new DataInputStream(in));
      out.write(answer);
    };
  }

  /** On the first connection; on others it confirms the registration before. */
  private static Behaviour afterItsVersion(Behaviour lie) {
    return (in, out) -> {
      var first = packet(new DataInputStream(in));
      out.write(
          frame(
              first instanceof EventRegister
                  ? new EventConfirm()
                  : new CommandResponse(ViciMessage.builder().text("version", "5.9.8").build())));
      if (first instanceof CommandRequest) {
        packet(new DataInputStream(in));
        out.write(
            frame(new CommandResponse(ViciMessage.builder().text("version", "5.9.8").build())));
        lie.meet(in, out);
      }
    };
  }

  /** Answers whatever is asked with events for ever. */
  private static void streamWithoutEnd(InputStream in, OutputStream out) throws IOException {
    var data = new DataInputStream(in);
    var asked = packet(data);
    while (!(asked instanceof EventRegister(String event))) {
      out.write(frame(new CommandResponse(ViciMessage.empty())));
      asked = packet(data);
    }
    out.write(frame(new EventConfirm()));
    packet(data);
    byte[] one = frame(new ViciPacket.Event(event, ViciMessage.empty()));
    while (true) {
      out.write(one);
    }
  }

  private static ViciPacket packet(DataInputStream in) throws IOException {
    return ViciCodec.decode(in.readNBytes(in.readInt()));
  }

  private static byte[] frame(ViciPacket packet) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    byte[] encoded = ViciCodec.encode(packet);
    out.writeInt(encoded.length);
    out.write(encoded);
    return bytes.toByteArray();
  }

  private Path socket() {
    return folder.resolve("charon.vici");
  }

  private Path log(String... lines) throws IOException {
    return Files.write(folder.resolve("charon.log"), List.of(lines));
  }

  private static ArmId armId(String type, String name) {
    return new ArmId(
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/%s/%s"
            .formatted(type, name));
  }

  private static Deadline inSeconds(int seconds) {
    return Deadline.after(Duration.ofSeconds(seconds));
  }
}
