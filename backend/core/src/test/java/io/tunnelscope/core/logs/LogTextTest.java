package io.tunnelscope.core.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTextTest {

  private static final String PLAIN = "parsed IKE_AUTH response 1 [ IDr AUTH SA TSi TSr ] ";

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void shouldReadEveryEncodingWithAndWithoutAMark(String name) throws IOException {
    // Given
    var charset = Charset.forName(name);
    var text = "Connectivity State : Connected\r\nRemote Tunnel Endpoint : 192.0.2.1\r\n";

    // When
    var plain = lines(text.getBytes(charset));
    var marked = lines(("\uFEFF" + text).getBytes(charset));

    // Then
    assertThat(plain)
        .containsExactly("Connectivity State : Connected", "Remote Tunnel Endpoint : 192.0.2.1");
    assertThat(marked).isEqualTo(plain);
  }

  @Test
  void shouldCountLinesWhateverEndsThem() throws IOException {
    assertThat(lines("a\nb\r\nc\rd\n\ne".getBytes(StandardCharsets.UTF_8)))
        .containsExactly("a", "b", "c", "d", "", "e");
  }

  @Test
  void shouldCutALineThatNeverEndsAndGoOn() throws IOException {
    // Given
    var text = "x".repeat(LogText.MAX_LINE * 3) + "\nnext";

    // When
    var lines = lines(text.getBytes(StandardCharsets.UTF_8));

    // Then
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).hasSize(LogText.MAX_LINE);
    assertThat(lines.getLast()).isEqualTo("next");
  }

  @Test
  void shouldReplaceBytesThatAreNoText() throws IOException {
    assertThat(lines(new byte[] {'a', (byte) 0xff, 'b'})).containsExactly("a\uFFFDb");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gateway", "gateway Köln", "게이트웨이", "💡"})
  void shouldReadWordsOfAnyScriptAcrossPages(String word) throws IOException {
    // Given: plain pages, and words that stand on the edge of two pages in any place
    var written = new ArrayList<String>();
    for (var number = 0; number < 20_000; number++) {
      written.add(number % 5_000 < 500 ? number + " " + word.repeat(number % 7) : PLAIN + number);
    }

    // When
    var read = lines(String.join("\n", written).getBytes(StandardCharsets.UTF_8));

    // Then
    assertThat(read).isEqualTo(written);
  }

  @Test
  void shouldReadWhatComesInByDribbles() throws IOException {
    // Given
    var bytes = "one\r\ntwo\nthree".getBytes(StandardCharsets.UTF_8);
    var dribbling =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] into, int from, int most) {
            return super.read(into, from, Math.min(1, most));
          }
        };

    // When
    var lines = lines(dribbling);

    // Then
    assertThat(lines).containsExactly("one", "two", "three");
  }

  @Test
  void shouldCallAMarkAloneEmpty() throws IOException {
    assertThat(LogText.of(new ByteArrayInputStream(new byte[0])).hasContent()).isFalse();
    var mark = new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    assertThat(LogText.of(new ByteArrayInputStream(mark)).hasContent()).isFalse();
  }

  @Test
  void shouldSurviveEveryBeginning() {
    for (var first = 0; first < 256; first++) {
      for (var second = 0; second < 256; second++) {
        var bytes = new byte[] {(byte) first, (byte) second, 0, 'x', 0};
        assertThatCode(() -> lines(bytes)).doesNotThrowAnyException();
      }
    }
  }

  private static List<String> lines(byte[] bytes) throws IOException {
    return lines(new ByteArrayInputStream(bytes));
  }

  private static List<String> lines(InputStream in) throws IOException {
    var text = LogText.of(in);
    var lines = new ArrayList<String>();
    while (text.next()) {
      lines.add(text.line());
      assertThat(text.number()).isEqualTo(lines.size());
    }
    return lines;
  }
}
