package io.tunnelscope.app.providers.vici;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViciFramesTest {

  @Test
  void shouldFindThePacketsHoweverTheBytesArrive() {
    Buffer stream = Buffer.buffer();
    for (String each : List.of("a", "packet", "of bytes")) {
      stream.appendBuffer(ViciFrames.frame(each.getBytes(US_ASCII)));
    }

    for (int step = 1; step <= stream.length(); step++) {
      assertThat(inSteps(stream, step))
          .as("%d bytes at a time", step)
          .containsExactly("a", "packet", "of bytes");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, ViciCodec.MAX_PACKET + 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1})
  void shouldRefuseALengthBeforeItsBytesCome(int length) {
    var frames = new ViciFrames();
    frames.add(Buffer.buffer().appendInt(length));

    assertThatThrownBy(frames::next)
        .isInstanceOf(ViciFailed.class)
        .hasMessage("MALFORMED: a length that no packet has");
  }

  @Test
  void shouldTakeTheLongestPacket() {
    var frames = new ViciFrames();
    frames.add(ViciFrames.frame(new byte[ViciCodec.MAX_PACKET]));

    assertThat(frames.next()).hasValueSatisfying(each -> assertThat(each).hasSize(524_288));
  }

  private static List<String> inSteps(Buffer stream, int step) {
    var frames = new ViciFrames();
    List<String> found = new ArrayList<>();
    for (int from = 0; from < stream.length(); from += step) {
      frames.add(stream.getBuffer(from, Math.min(from + step, stream.length())));
      for (var next = frames.next(); next.isPresent(); next = frames.next()) {
        found.add(new String(next.get(), US_ASCII));
      }
    }
    return found;
  }
}
