package io.tunnelscope.app.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DidYouMeanTest {
  private static final DidYouMean NAMES =
      new DidYouMean(
          List.of("seoul-hub", "seoul-hub/busan", "seoul-hub/daejeon", "tokyo", "tokyo/osaka"));

  @Test
  void shouldMendATypingError() {
    assertThat(NAMES.nearest("seuol-hub")).first().isEqualTo("seoul-hub");
    assertThat(NAMES.nearest("SEOUL-HUB/bussan")).first().isEqualTo("seoul-hub/busan");
  }

  @Test
  void shouldKnowAConnectionWithoutItsGateway() {
    assertThat(NAMES.nearest("osaka")).containsExactly("tokyo/osaka");
  }

  @Test
  void shouldMakeNoGuessWhenNothingIsNear() {
    assertThat(NAMES.nearest("frankfurt")).isEmpty();
    assertThat(NAMES.nearest("")).isEmpty();
    assertThat(NAMES.nearest("tokyo".repeat(100))).isEmpty();
  }

  @Test
  void shouldNameAFewOnly() {
    var many = new DidYouMean(List.of("branch-1", "branch-2", "branch-3", "branch-4", "branch-5"));

    assertThat(many.nearest("branch-9")).hasSize(3);
  }
}
