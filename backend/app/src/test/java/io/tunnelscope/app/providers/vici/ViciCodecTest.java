package io.tunnelscope.app.providers.vici;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tunnelscope.app.providers.vici.ViciFailure.Malformed;
import io.tunnelscope.app.providers.vici.ViciPacket.CommandRequest;
import io.tunnelscope.app.providers.vici.ViciPacket.CommandResponse;
import io.tunnelscope.app.providers.vici.ViciPacket.CommandUnknown;
import io.tunnelscope.app.providers.vici.ViciPacket.Event;
import io.tunnelscope.app.providers.vici.ViciPacket.EventConfirm;
import io.tunnelscope.app.providers.vici.ViciPacket.EventRegister;
import io.tunnelscope.app.providers.vici.ViciPacket.EventUnknown;
import io.tunnelscope.app.providers.vici.ViciPacket.EventUnregister;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ViciCodecTest {
  private static final long SEED = 20261126;

  private static final ViciMessage TUNNEL =
      ViciMessage.builder()
          .text("up", "yes")
          .section(
              "hub",
              ViciMessage.builder()
                  .list("ts", List.of("198.19.1.0/24", "198.19.2.0/24"))
                  .list("none", List.of())
                  .section("net", ViciMessage.builder().text("spi", "").build())
                  .build())
          .build();

  private static final byte[] TUNNEL_BYTES =
      bytes(
          3,
          2,
          "up",
          0,
          3,
          "yes", //
          1,
          3,
          "hub", //
          4,
          2,
          "ts",
          5,
          0,
          13,
          "198.19.1.0/24",
          5,
          0,
          13,
          "198.19.2.0/24",
          6, //
          4,
          4,
          "none",
          6, //
          1,
          3,
          "net",
          3,
          3,
          "spi",
          0,
          0,
          2, //
          2);

  static Stream<Arguments> packets() {
    return Stream.of(
        Arguments.of(new CommandRequest("list-sas", TUNNEL), 0, bytes(8, "list-sas"), TUNNEL_BYTES),
        Arguments.of(new CommandResponse(TUNNEL), 1, bytes(), TUNNEL_BYTES),
        Arguments.of(new CommandUnknown(), 2, bytes(), bytes()),
        Arguments.of(new EventRegister("log"), 3, bytes(3, "log"), bytes()),
        Arguments.of(new EventUnregister("log"), 4, bytes(3, "log"), bytes()),
        Arguments.of(new EventConfirm(), 5, bytes(), bytes()),
        Arguments.of(new EventUnknown(), 6, bytes(), bytes()),
        Arguments.of(new Event("list-sa", TUNNEL), 7, bytes(7, "list-sa"), TUNNEL_BYTES));
  }

  @ParameterizedTest
  @MethodSource("packets")
  void shouldKnowEveryPacketByItsBytes(ViciPacket packet, int type, byte[] name, byte[] message) {
    byte[] bytes = bytes(type, name, message);

    assertThat(ViciCodec.encode(packet)).isEqualTo(bytes);
    assertThat(ViciCodec.decode(bytes)).isEqualTo(packet);
  }

  @Test
  void shouldKeepTheOrderOfTheDaemon() {
    ViciMessage message = message(bytes(3, 1, "z", 0, 0, 4, 1, "a", 6, 1, 1, "m", 2, 3, 0, 0, 0));

    assertThat(message.keys()).containsExactly("z", "a", "m", "");
  }

  @Test
  void shouldTakeTheFirstOfTwoOfOneName() {
    ViciMessage message = message(bytes(3, 1, "a", 0, 1, "1", 3, 1, "a", 0, 1, "2", 1, 1, "a", 2));

    assertThat(message.text("a")).contains("1");
    assertThat(message.sections()).isEmpty();
  }

  static Stream<Arguments> nonsense() {
    return Stream.of(
        Arguments.of("nothing at all", bytes()),
        Arguments.of("a type that there is not", bytes(8)),
        Arguments.of("a command without a name", bytes(0)),
        Arguments.of("a command of an empty name", bytes(0, 0)),
        Arguments.of("an event of half a name", bytes(7, 9, "list")),
        Arguments.of("a name with a line break", bytes(7, 4, "list\n")),
        Arguments.of("a confirmation and more", bytes(5, 0)),
        Arguments.of("a refusal and a message", bytes(2, 3, 1, "a", 0, 0)),
        Arguments.of("a registration and more", bytes(3, 3, "log", 2)),
        Arguments.of("an element of type 0", bytes(1, 0)),
        Arguments.of("an element of type 7", bytes(1, 7)),
        Arguments.of("an end without a section", bytes(1, 2)),
        Arguments.of("an item without a list", bytes(1, 5, 0, 1, "a")),
        Arguments.of("an end without a list", bytes(1, 6)),
        Arguments.of("a section without an end", bytes(1, 1, 1, "a")),
        Arguments.of("a section that ends twice", bytes(1, 1, 1, "a", 2, 2)),
        Arguments.of("a list without an end", bytes(1, 4, 1, "a", 5, 0, 0)),
        Arguments.of("a list in a list", bytes(1, 4, 1, "a", 4, 1, "b", 6, 6)),
        Arguments.of("a section in a list", bytes(1, 4, 1, "a", 1, 1, "b", 2, 6)),
        Arguments.of("a list that ends as a section", bytes(1, 1, 1, "a", 4, 1, "b", 2, 2)),
        Arguments.of("a key without a value", bytes(1, 3, 1, "a")),
        Arguments.of("half the length of a value", bytes(1, 3, 1, "a", 0)),
        Arguments.of("a value longer than the packet", bytes(1, 3, 1, "a", 255, 255, "short")),
        Arguments.of("sections without an end", bytes(1, "\1\1a".repeat(100_000))),
        Arguments.of("17 sections in one another", bytes(1, "\1\1a".repeat(17), "\2".repeat(17))),
        Arguments.of("65,536 items", bytes(1, 4, 1, "a", "\5\0\0".repeat(65_536), 6)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nonsense")
  void shouldRefuse(String what, byte[] bytes) {
    assertThat(catchThrowable(() -> ViciCodec.decode(bytes))).as(what).satisfies(this::isMalformed);
  }

  @Test
  void shouldTakeWhatIsJustWithinTheLimits() {
    assertThat(message(bytes("\1\1a".repeat(16), "\2".repeat(16))).sections()).hasSize(1);
    assertThat(message(bytes(4, 1, "a", "\5\0\0".repeat(65_534), 6)).list("a")).hasSize(65_534);
  }

  @Test
  void shouldRefuseWhatEndsTooEarlyWhereverItEnds() {
    byte[] whole = bytes(1, Arrays.copyOfRange(TUNNEL_BYTES, 9, TUNNEL_BYTES.length));

    for (int length = 2; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThat(catchThrowable(() -> ViciCodec.decode(cut)))
          .as("%d bytes", length)
          .satisfies(this::isMalformed);
    }
  }

  @Test
  void shouldReadWhatItWrote() {
    var messages = new RandomMessages(SEED);

    for (int round = 0; round < 2_000; round++) {
      var packet = new Event("any", messages.next());
      byte[] bytes = ViciCodec.encode(packet);

      ViciPacket read = ViciCodec.decode(bytes);

      assertThat(read).as("round %d", round).isEqualTo(packet);
      assertThat(ViciCodec.encode(read)).as("round %d", round).isEqualTo(bytes);
    }
  }

  @Test
  void shouldOnlyEverRefuseJunk() {
    fuzz(100_000, SEED);
  }

  @Tag("long")
  @Test
  void shouldOnlyEverRefuseALotOfJunk() {
    fuzz(10_000_000, System.nanoTime());
  }

  @Test
  void shouldNotWriteWhatADaemonWouldNotRead() {
    var large = ViciMessage.builder();
    for (int number = 0; number < 9; number++) {
      large.text("key" + number, "x".repeat(60_000));
    }
    ViciMessage deep = ViciMessage.empty();
    for (int depth = 0; depth < 17; depth++) {
      deep = ViciMessage.builder().section("a", deep).build();
    }
    var tooLarge = new CommandRequest("load-conn", large.build());
    var tooDeep = new CommandRequest("load-conn", deep);

    assertThatIllegalArgumentException().isThrownBy(() -> ViciCodec.encode(tooLarge));
    assertThatIllegalArgumentException().isThrownBy(() -> ViciCodec.encode(tooDeep));
  }

  private void fuzz(int rounds, long seed) {
    var random = new Random(seed);
    var messages = new RandomMessages(seed);
    byte[] bytes = new byte[0];
    for (int round = 0; round < rounds; round++) {
      if (round % 50 == 0) {
        bytes = ViciCodec.encode(new Event("any", messages.next()));
      }
      byte[] junk = mutated(bytes, random);
      Throwable thrown = catchThrowable(() -> readAndWrite(junk));
      if (thrown != null) {
        assertThat(thrown).as("seed %d, round %d", seed, round).satisfies(this::isMalformed);
      }
    }
  }

  /** What is understood is said again in the same words, but for names that came twice. */
  private static void readAndWrite(byte[] junk) {
    ViciPacket read = ViciCodec.decode(junk);
    assertThat(ViciCodec.decode(ViciCodec.encode(read))).isEqualTo(read);
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    byte[] junk = bytes.clone();
    for (int changes = random.nextInt(4); changes >= 0; changes--) {
      int at = random.nextInt(junk.length);
      switch (random.nextInt(4)) {
        case 0 -> junk[at] = (byte) random.nextInt(8);
        case 1 -> junk[at] = (byte) random.nextInt(256);
        case 2 -> junk = Arrays.copyOf(junk, at + 1);
        default -> {
          byte[] tail = Arrays.copyOfRange(junk, at, junk.length);
          junk = bytes(Arrays.copyOf(junk, at), random.nextInt(8), tail);
        }
      }
    }
    return junk;
  }

  private void isMalformed(Throwable thrown) {
    assertThat(thrown).isInstanceOf(ViciFailed.class);
    assertThat(((ViciFailed) thrown).failure()).isInstanceOf(Malformed.class);
  }

  private static ViciMessage message(byte[] elements) {
    return ((CommandResponse) ViciCodec.decode(bytes(1, elements))).message();
  }

  /** Numbers are bytes, texts are theirs. */
  private static byte[] bytes(Object... parts) {
    var bytes = new ByteArrayOutputStream();
    for (Object part : parts) {
      switch (part) {
        case Integer number -> bytes.write(number);
        case String text -> bytes.writeBytes(text.getBytes(ISO_8859_1));
        case byte[] more -> bytes.writeBytes(more);
        default -> throw new IllegalArgumentException(part.toString());
      }
    }
    return bytes.toByteArray();
  }
}
