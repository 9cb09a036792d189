package io.tunnelscope.app.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.core.network.ArmId;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrongswanIdTest {
  private static final SubscriptionId SUBSCRIPTION =
      new SubscriptionId(UUID.fromString("01900000-0000-7000-8000-000000000001"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "hub | branch | hub-branch",
        "hub | to-branch.v2_(b) | hub-to-branch.v2_(b)",
        "seoul-hq | busan | seoul~2Dhq-busan",
        "hub | a/b | hub-a~2Fb",
        "hub | 100% | hub-100~25",
        "hub | a~2Fb | hub-a~7E2Fb",
        "hub | two words | hub-two~20words",
        "서울 | 부산 | 서울-부산",
        "hub | Zürich | hub-Z~C3~BCrich",
      })
  void shouldWriteAnyNameIntoAnId(String gateway, String connection, String last) {
    assertThat(connection(gateway, connection).name()).isEqualTo(last);
  }

  @Test
  void shouldGiveNoTwoConnectionsOneId() {
    // Given: pairs that read the same when they are put together carelessly
    var pairs =
        List.of(
            List.of("hub", "branch"),
            List.of("branch", "hub"),
            List.of("partner", "hub"),
            List.of("a", "b-c"),
            List.of("a-b", "c"),
            List.of("a~2Db", "c"),
            List.of("a", "b~2Dc"),
            List.of("a", "b/c"),
            List.of("a", "b c"),
            List.of("a", "bc"));

    // When
    var ids = new HashMap<ArmId, List<String>>();
    pairs.forEach(pair -> ids.put(connection(pair.getFirst(), pair.getLast()), pair));

    // Then
    assertThat(ids).hasSize(pairs.size());
  }

  @Test
  void shouldTellCaseApartInDigits() {
    var hub = StrongswanId.ofGateway(SUBSCRIPTION, "hub");

    assertThat(StrongswanId.ofConnection(hub, "Branch"))
        .isEqualTo(StrongswanId.ofConnection(hub, "branch"));
    assertThat(StrongswanId.inDigits(hub, "Ab1"))
        .hasValueSatisfying(id -> assertThat(id.name()).isEqualTo("hub-~41~621"))
        .isNotEqualTo(StrongswanId.inDigits(hub, "ab1"));
  }

  @Test
  void shouldHaveNoIdForANameThatIsTooLong() {
    var hub = StrongswanId.ofGateway(SUBSCRIPTION, "hub");

    assertThat(StrongswanId.ofConnection(hub, "x".repeat(200))).isPresent();
    assertThat(StrongswanId.ofConnection(hub, "/".repeat(200))).isEmpty();
  }

  private static ArmId connection(String gateway, String name) {
    return StrongswanId.ofConnection(StrongswanId.ofGateway(SUBSCRIPTION, gateway), name)
        .orElseThrow();
  }
}
