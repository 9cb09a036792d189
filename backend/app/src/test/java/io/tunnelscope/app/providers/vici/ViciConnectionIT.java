package io.tunnelscope.app.providers.vici;

import static io.tunnelscope.app.testing.FaultyServer.thenHangUp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.providers.vici.ViciFailure.Absent;
import io.tunnelscope.app.providers.vici.ViciFailure.Closed;
import io.tunnelscope.app.providers.vici.ViciFailure.Malformed;
import io.tunnelscope.app.providers.vici.ViciFailure.NotAllowed;
import io.tunnelscope.app.providers.vici.ViciFailure.NotOffered;
import io.tunnelscope.app.providers.vici.ViciFailure.Refused;
import io.tunnelscope.app.providers.vici.ViciFailure.Silent;
import io.tunnelscope.app.testing.FakeVici;
import io.tunnelscope.app.testing.FaultyServer;
import io.tunnelscope.app.testing.FaultyServer.Behaviour;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.ViciRecording;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ViciConnectionIT {
  private static final Vertx VERTX = Vertx.vertx();

  private static final ViciMessage NOTHING = ViciMessage.empty();
  private static final ViciMessage VERSION =
      ViciMessage.builder().text("daemon", "charon").text("version", "5.9.8").build();

  private static final ViciRecording GATEWAY =
      ViciRecording.builder()
          .answer("version", VERSION)
          .answer("stats", ViciMessage.builder().text("scheduled", "8").build())
          .stream("list-sas", "list-sa", List.of(tunnel(1), tunnel(2), tunnel(3)))
          .offer("log")
          .build();

  @TempDir private Path folder;

  @AfterAll
  static void close() {
    Results.of(VERTX.close());
  }

  @Test
  void shouldHearAnswersAndStreams() {
    try (var daemon = new FakeVici()) {
      // Given
      var connection = open(daemon.listen(socket(), GATEWAY));
      List<ViciMessage> tunnels = new ArrayList<>();

      // When
      var version = connection.request("version", NOTHING, soon());
      var end = connection.stream("list-sas", "list-sa", NOTHING, tunnels::add, soon());
      var stats = connection.request("stats", NOTHING, soon());

      // Then
      assertThat(Results.of(version)).isEqualTo(VERSION);
      assertThat(Results.of(end).isEmpty()).isTrue();
      assertThat(tunnels).containsExactly(tunnel(1), tunnel(2), tunnel(3));
      assertThat(Results.of(stats).number("scheduled")).hasValue(8);
      assertThat(daemon.asked()).containsExactly("version", "list-sas", "stats");
    }
  }

  @Test
  void shouldSpeakOverAPort() {
    try (var daemon = new FakeVici()) {
      var connection = open(daemon.listen(GATEWAY));

      assertThat(Results.of(connection.request("version", NOTHING, soon()))).isEqualTo(VERSION);
    }
  }

  @Test
  void shouldGoOnAfterWhatADaemonDoesNotOffer() {
    try (var daemon = new FakeVici()) {
      // Given
      var connection = open(daemon.listen(socket(), GATEWAY));
      Consumer<ViciMessage> nobody = _ -> {};

      // When
      var command = connection.request("get-counters", NOTHING, soon());
      var event = connection.stream("list-sas", "list-policy", NOTHING, nobody, soon());
      var stream = connection.stream("list-policies", "list-sa", NOTHING, nobody, soon());
      var listening = connection.listen("alert", nobody);
      var again = connection.stream("list-sas", "list-sa", NOTHING, nobody, soon());

      // Then
      for (Future<?> each : List.of(command, event, stream, listening)) {
        assertThat(failureOf(each)).isEqualTo(new NotOffered());
      }
      assertThat(Results.of(again).isEmpty()).isTrue();
    }
  }

  @Test
  void shouldHearEventsUntilItIsClosed() {
    try (var daemon = new FakeVici()) {
      // Given
      var connection = open(daemon.listen(socket(), GATEWAY));
      var heard = new ConcurrentLinkedQueue<ViciMessage>();
      Results.of(connection.listen("log", heard::add));

      // When
      daemon.tell("log", tunnel(7));
      await().until(() -> heard.size() == 1);
      Results.of(connection.close());
      daemon.tell("log", tunnel(8));

      // Then
      assertThat(heard).containsExactly(tunnel(7));
      assertThat(Results.of(connection.ended().map("ended"))).isEqualTo("ended");
      assertThat(failureOf(connection.request("version", NOTHING, soon()))).isEqualTo(new Closed());
      await().until(() -> daemon.connections() == 0);
    }
  }

  @Test
  void shouldListenToAnEventOnce() {
    try (var daemon = new FakeVici()) {
      // Given
      var connection = open(daemon.listen(socket(), GATEWAY));
      Results.of(connection.listen("list-sa", _ -> {}));

      // When
      var stream = connection.stream("list-sas", "list-sa", NOTHING, _ -> {}, soon());

      // Then
      assertThat(Results.failureOf(stream)).isInstanceOf(IllegalStateException.class);
      assertThat(Results.of(connection.request("version", NOTHING, soon()))).isEqualTo(VERSION);
    }
  }

  @Test
  void shouldTellThatTheDaemonWentAway() {
    var daemon = new FakeVici();
    var connection = open(daemon.listen(socket(), GATEWAY));
    Results.of(connection.listen("log", _ -> {}));

    daemon.close();

    assertThat(failureOf(connection.ended())).isEqualTo(new Closed());
    assertThat(failureOf(connection.request("version", NOTHING, soon()))).isEqualTo(new Closed());
  }

  @Test
  void shouldAskManyGatewaysAtOnce() {
    try (var daemons = new FakeVici()) {
      // Given
      List<ViciAddress> gateways =
          IntStream.range(0, 200)
              .<ViciAddress>mapToObj(
                  number -> daemons.listen(folder.resolve(number + ".vici"), GATEWAY))
              .toList();

      // When
      List<Future<Integer>> counts = gateways.stream().map(ViciConnectionIT::countTunnels).toList();
      Results.of(Future.join(counts));

      // Then
      assertThat(counts).extracting(Future::result).containsOnly(3);
      await().until(() -> daemons.connections() == 0);
    }
  }

  @Test
  void shouldServeOneThatWaitsOnAVirtualThread() {
    try (var daemon = new FakeVici()) {
      // Given
      var gateway = daemon.listen(socket(), GATEWAY);
      Promise<Integer> count = Promise.promise();
      var story =
          new VerticleBase() {
            @Override
            public Future<?> start() {
              count.complete(countTunnels(gateway).await());
              return Future.succeededFuture();
            }
          };

      // When
      Results.of(
          VERTX.deployVerticle(
              story, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));

      // Then
      assertThat(Results.of(count.future())).isEqualTo(3);
    }
  }

  @Test
  void shouldEndWithWhatItsListenerThrows() {
    try (var daemon = new FakeVici()) {
      // Given
      var connection = open(daemon.listen(socket(), GATEWAY));
      var mistake = new IllegalStateException("a mistake");

      // When
      var stream =
          connection.stream(
              "list-sas",
              "list-sa",
              NOTHING,
              _ -> {
                throw mistake;
              },
              soon());

      // Then
      assertThat(Results.failureOf(stream)).isSameAs(mistake);
      await().until(() -> daemon.connections() == 0);
    }
  }

  static Stream<Arguments> liars() {
    byte[] half = {0, 0, 0, 9, 1, 3, 7};
    return Stream.of(
        Arguments.of("half a frame, then nothing", says(half), Silent.class),
        Arguments.of("half a frame, then a hang-up", thenHangUp(says(half)), Closed.class),
        Arguments.of("a hang-up at once", thenHangUp((_, _) -> {}), Closed.class),
        Arguments.of("a hang-up after the question", thenHangUp(says()), Closed.class),
        Arguments.of("no word at all", (Behaviour) (_, _) -> {}, Silent.class),
        Arguments.of("a frame of 2 GB", says(0x7f, 0xff, 0xff, 0xff), Malformed.class),
        Arguments.of("an empty frame", says(0, 0, 0, 0), Malformed.class),
        Arguments.of("a page of the web", says('H', 'T', 'T', 'P', '/', '1'), Malformed.class),
        Arguments.of("no type of a packet", says(0, 0, 0, 1, 9), Malformed.class),
        Arguments.of("no type of an element", says(0, 0, 0, 2, 1, 9), Malformed.class),
        Arguments.of("bytes after the response", says(0, 0, 0, 2, 1, 2), Malformed.class),
        Arguments.of("a request", says(0, 0, 0, 4, 0, 2, 'h', 'i'), Malformed.class),
        Arguments.of("another answer", says(0, 0, 0, 1, 5), Malformed.class),
        Arguments.of("an event unasked", says(0, 0, 0, 5, 7, 3, 'l', 'o', 'g'), Malformed.class));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("liars")
  void shouldTellWhatIsWrongWithADaemon(
      String what, Behaviour behaviour, Class<? extends ViciFailure> expected) {
    try (var server = FaultyServer.on(socket(), behaviour)) {
      // Given
      var connection = open(new ViciAddress.Socket(socket()));
      var deadline = expected == Silent.class ? inMillis(300) : soon();

      // When
      var answer = connection.request("version", NOTHING, deadline);
      var behind = connection.request("stats", NOTHING, soon());

      // Then
      assertThat(failureOf(answer)).as(what).isInstanceOf(expected);
      assertThat(failureOf(behind)).isEqualTo(failureOf(answer));
      assertThat(failureOf(connection.request("stats", NOTHING, soon())))
          .isEqualTo(failureOf(answer));
      await().until(() -> server.connections() == 0);
    }
  }

  @Test
  void shouldTakeNoAnswerToNothing() {
    Behaviour unasked = (_, out) -> out.write(new byte[] {0, 0, 0, 1, 1});
    try (var server = FaultyServer.on(socket(), unasked)) {
      var connection = open(new ViciAddress.Socket(socket()));

      assertThat(failureOf(connection.ended())).isInstanceOf(Malformed.class);
      await().until(() -> server.connections() == 0);
    }
  }

  @Test
  void shouldNotFollowAStreamWithoutAnEnd() {
    try (var server = FaultyServer.onPort(ViciConnectionIT::tellWithoutEnd)) {
      // Given
      var connection = open(new ViciAddress.Tcp("127.0.0.1", server.port()));
      List<ViciMessage> heard = new ArrayList<>();

      // When
      var answer = connection.stream("list-sas", "log", NOTHING, heard::add, soon());

      // Then
      assertThat(failureOf(answer)).isInstanceOf(Malformed.class);
      assertThat(heard).hasSize(ViciConnection.MAX_EVENTS);
      await().until(() -> server.connections() == 0);
    }
  }

  @Test
  void shouldGiveUpOneThatWaitsWithoutHarmToTheOthers() {
    try (var server = FaultyServer.on(socket(), (_, _) -> {})) {
      // Given
      var connection = open(new ViciAddress.Socket(socket()));
      var first = connection.request("version", NOTHING, soon());

      // When
      var second = connection.request("stats", NOTHING, inMillis(100));

      // Then
      assertThat(failureOf(second)).isEqualTo(new Silent());
      assertThat(first.isComplete()).isFalse();
      assertThat(server.connections()).isEqualTo(1);
      Results.of(connection.close());
      assertThat(failureOf(first)).isEqualTo(new Closed());
    }
  }

  @Test
  void shouldNotLetAnyNumberWait() {
    try (var _ = FaultyServer.on(socket(), (_, _) -> {})) {
      // Given
      var connection = open(new ViciAddress.Socket(socket()));
      for (int number = 0; number < ViciConnection.MAX_REQUESTS; number++) {
        connection.request("version", NOTHING, soon());
      }

      // When
      var oneMore = connection.request("version", NOTHING, soon());

      // Then
      assertThat(Results.failureOf(oneMore)).isInstanceOf(IllegalStateException.class);
      Results.of(connection.close());
    }
  }

  @Test
  void shouldTellAnAbsentDaemonFromAStoppedOne() throws IOException {
    // Given: a stopped daemon leaves its file behind
    Path left = folder.resolve("left.vici");
    FaultyServer.on(left, (_, _) -> {}).close();
    Path never = folder.resolve("never.vici");
    int freed;
    try (var server = FaultyServer.onPort((_, _) -> {})) {
      freed = server.port();
    }

    // When, Then
    assertThat(failureToOpen(new ViciAddress.Socket(never))).isEqualTo(new Absent());
    assertThat(failureToOpen(new ViciAddress.Socket(left))).isEqualTo(new Refused());
    assertThat(failureToOpen(new ViciAddress.Socket(Files.createFile(never))))
        .isEqualTo(new Refused());
    assertThat(failureToOpen(new ViciAddress.Tcp("127.0.0.1", freed))).isEqualTo(new Refused());
    assertThat(failureToOpen(new ViciAddress.Tcp("gateway.invalid", 4502))).isEqualTo(new Absent());
  }

  @Test
  void shouldTellThatTheSocketIsNotOurs() throws IOException {
    try (var _ = FaultyServer.on(socket(), (_, _) -> {})) {
      Files.setPosixFilePermissions(socket(), PosixFilePermissions.fromString("---------"));
      assumeThat(Files.isWritable(socket())).as("root may open everything").isFalse();

      assertThat(failureToOpen(new ViciAddress.Socket(socket()))).isEqualTo(new NotAllowed());
    }
  }

  @Test
  void shouldReadAFullBacklogAsSilence() throws IOException {
    try (var hung = hung()) {
      assertThat(failureOf(open(new ViciAddress.Socket(socket()), inMillis(300))))
          .isEqualTo(new Silent());
      assertThat(hung.isOpen()).isTrue();
    }
  }

  @Test
  void shouldGetThroughABacklogThatIsFullForAMoment() throws IOException {
    try (var busy = hung()) {
      // Given
      var connection = open(new ViciAddress.Socket(socket()), soon());

      // When
      Thread.ofVirtual().start(() -> acceptAll(busy));

      // Then
      Results.of(Results.of(connection).close());
    }
  }

  @Test
  void shouldOpenNothingAfterTheDeadline() {
    try (var daemon = new FakeVici()) {
      var gateway = daemon.listen(socket(), GATEWAY);

      assertThat(failureOf(open(gateway, inMillis(0)))).isEqualTo(new Silent());

      await().until(() -> daemon.connections() == 0);
    }
  }

  @Test
  void shouldReplayWhatWasRecorded() throws IOException {
    // Given
    Path file = folder.resolve("gateway.vici");
    GATEWAY.write(file);

    // When
    var read = ViciRecording.read(file);

    // Then
    for (String command : List.of("version", "stats", "list-sas", "nothing")) {
      assertThat(read.reply(command)).isEqualTo(GATEWAY.reply(command));
    }
    assertThat(read.offers("list-sa")).isTrue();
  }

  /** Listens, accepts nobody, and has as many waiting already as there is room for. */
  private ServerSocketChannel hung() throws IOException {
    var address = UnixDomainSocketAddress.of(socket());
    var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address, 1);
    for (int waiting = 0; waiting < 2; waiting++) {
      Results.of(open(new ViciAddress.Socket(socket()), soon()));
    }
    return listener;
  }

  private static void acceptAll(ServerSocketChannel listener) {
    try {
      while (true) {
        listener.accept().close();
      }
    } catch (IOException _) {
      // The test is over.
    }
  }

  private static Future<Integer> countTunnels(ViciAddress gateway) {
    List<ViciMessage> tunnels = new ArrayList<>();
    return open(gateway, soon())
        .compose(
            connection ->
                connection.stream("list-sas", "list-sa", NOTHING, tunnels::add, soon())
                    .compose(_ -> connection.close()))
        .map(_ -> tunnels.size());
  }

  /** Reads the question and says these bytes. */
  private static Behaviour says(int... bytes) {
    byte[] answer = new byte[bytes.length];
    for (int at = 0; at < bytes.length; at++) {
      answer[at] = (byte) bytes[at];
    }
    return says(answer);
  }

  private static Behaviour says(byte[] answer) {
    return (in, out) -> {
      readPacket(in);
      out.write(answer);
    };
  }

  private static void tellWithoutEnd(InputStream in, OutputStream out) throws IOException {
    readPacket(in);
    out.write(new byte[] {0, 0, 0, 1, 5});
    readPacket(in);
    byte[] events = new byte[9 * 1_000];
    for (int at = 0; at < events.length; at += 9) {
      System.arraycopy(new byte[] {0, 0, 0, 5, 7, 3, 'l', 'o', 'g'}, 0, events, at, 9);
    }
    while (true) {
      out.write(events);
    }
  }

  private static void readPacket(InputStream in) throws IOException {
    byte[] length = in.readNBytes(4);
    in.readNBytes(length[2] << 8 | length[3]);
  }

  private static ViciMessage tunnel(int number) {
    return ViciMessage.builder()
        .section("hub", ViciMessage.builder().text("uniqueid", "" + number).build())
        .build();
  }

  private Path socket() {
    return folder.resolve("charon.vici");
  }

  private static ViciConnection open(ViciAddress address) {
    return Results.of(open(address, soon()));
  }

  private static Future<ViciConnection> open(ViciAddress address, Deadline deadline) {
    return ViciConnection.open(VERTX, address, deadline);
  }

  private static ViciFailure failureToOpen(ViciAddress address) {
    return failureOf(open(address, soon()));
  }

  private static ViciFailure failureOf(Future<?> future) {
    return ((ViciFailed) Results.failureOf(future)).failure();
  }

  private static Deadline soon() {
    return inMillis(10_000);
  }

  private static Deadline inMillis(long millis) {
    return Deadline.after(Duration.ofMillis(millis));
  }
}
