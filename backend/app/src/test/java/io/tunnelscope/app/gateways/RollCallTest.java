package io.tunnelscope.app.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.Gateway;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RollCallTest {
  private static final Gateway HUB =
      Gateway.routeBased(
          StrongswanId.ofGateway(
              new SubscriptionId(UUID.fromString("01900000-0000-7000-8000-000000000001")), "hub"));

  @Test
  void shouldAddWhatIsNewAndKeepWhatIsGone() {
    // Given
    var known = RollCall.of(HUB, List.of(), List.of("branch", "old")).added();

    // When
    var call = RollCall.of(HUB, known, List.of("partner", "branch"));

    // Then
    assertThat(call.present()).containsExactly("partner", "branch");
    assertThat(call.added()).extracting(Connection::name).containsExactly("hub/partner");
    assertThat(call.notLoaded()).containsExactly("old");
    assertThat(call.ignored()).isZero();
  }

  @Test
  void shouldGiveNamesThatDifferInCaseAloneAnIdEach() {
    // Given
    var first = RollCall.of(HUB, List.of(), List.of("Branch")).added();

    // When
    var call = RollCall.of(HUB, first, List.of("branch", "BRANCH", "Branch"));

    // Then
    assertThat(call.added()).extracting(Connection::ownName).containsExactly("branch", "BRANCH");
    assertThat(call.added())
        .extracting(Connection::id)
        .doesNotHaveDuplicates()
        .doesNotContain(first.getFirst().id());
  }

  @Test
  void shouldIgnoreWhatNoTargetCanBe() {
    // When
    var call = RollCall.of(HUB, List.of(), List.of("", "a\0b", "x".repeat(201), "/".repeat(150)));

    // Then
    assertThat(call.added()).isEmpty();
    assertThat(call.ignored()).isEqualTo(4);
  }

  @Test
  void shouldKeepAThousandAtMost() {
    // Given
    var names = IntStream.range(0, 1_002).mapToObj(n -> "c" + n).toList();

    // When
    var call = RollCall.of(HUB, List.of(), names);

    // Then
    assertThat(call.added()).hasSize(1_000);
    assertThat(call.ignored()).isEqualTo(2);
    assertThat(call.added())
        .extracting(Connection::id)
        .extracting(ArmId::key)
        .doesNotHaveDuplicates();
  }
}
