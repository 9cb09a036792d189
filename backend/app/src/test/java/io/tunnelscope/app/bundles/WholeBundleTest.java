package io.tunnelscope.app.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeBundleTest {
  private static final byte[] CONTENT = new byte[64];

  private static WholeBundle read(byte[] found) {
    var sha256 = HexFormat.of().formatHex(Sha256.digest().digest(CONTENT));
    var bundle = new StoredBundle(StoredBundle.WRITTEN, "key", CONTENT.length, sha256);
    return new WholeBundle(new ByteArrayInputStream(found), bundle);
  }

  @Test
  void shouldGiveWhatWasStored() throws IOException {
    assertThat(read(CONTENT).readAllBytes()).isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 63, 65})
  void shouldNotTakeAnotherLength(int length) {
    assertThatThrownBy(() -> read(new byte[length]).readAllBytes()).isInstanceOf(IOException.class);
  }

  /** A reader that knows the length might be content with so many bytes and never ask for more. */
  @ParameterizedTest
  @ValueSource(ints = {1, 16, 64})
  void shouldKeepTheLastPieceBackWhenABitIsWrong(int piece) throws IOException {
    // Given
    var wrong = CONTENT.clone();
    wrong[0] = 1;
    var in = read(wrong);
    in.readNBytes(CONTENT.length - piece);

    // Then
    assertThatThrownBy(() -> in.readNBytes(piece)).isInstanceOf(IOException.class);
  }

  @Test
  void shouldCountSingleBytesToo() throws IOException {
    var in = read(Arrays.copyOf(CONTENT, 64));
    for (int i = 0; i < 64; i++) {
      assertThat(in.read()).isZero();
    }
    assertThat(in.read()).isEqualTo(-1);
  }
}
