package io.tunnelscope.core.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineTest {

  private static final String PAGE = "one\n  \npassword=hunter2-hunter2\nlast";

  @Test
  void shouldLeaveItsPageWhenItIsKept() {
    // Given
    var line = new Line("charon.log", 1, PAGE, 0, 3, Redaction.unkeyed());

    // When
    var kept = line.kept();

    // Then: a page of which one line is kept does not stay in memory
    assertThat(kept.page()).isEqualTo("one");
    assertThat(kept.from()).isZero();
    assertThat(kept.end()).isEqualTo(3);
  }

  @Test
  void shouldBeBlankByItselfAlone() {
    assertThat(new Line("f", 2, PAGE, 4, 6, Redaction.unkeyed()).isBlank()).isTrue();
    assertThat(new Line("f", 1, PAGE, 0, 3, Redaction.unkeyed()).isBlank()).isFalse();
  }

  @Test
  void shouldBeProofWithoutItsSecrets() {
    // Given
    var line = new Line("f", 3, PAGE, 7, 31, Redaction.unkeyed());

    // When
    var ref = line.ref();

    // Then
    assertThat(ref.text()).startsWith("password=[redacted:key:").doesNotContain("hunter2");
    assertThat(ref.line()).isEqualTo(3);
  }
}
