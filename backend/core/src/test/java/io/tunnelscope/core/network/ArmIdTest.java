package io.tunnelscope.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArmIdTest {

  private static final String GATEWAY =
      "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg/providers/Microsoft.Network/virtualNetworkGateways/Edge";

  @Test
  void shouldTellItsParts() {
    // When
    var id = new ArmId(GATEWAY);

    // Then
    assertThat(id.name()).isEqualTo("Edge");
    assertThat(id.type()).isEqualTo("virtualNetworkGateways");
    assertThat(id.subscription()).isEqualTo("11111111-2222-3333-4444-555555555555");
    assertThat(id.resourceGroup()).isEqualTo("rg");
    assertThat(id.isGateway()).isTrue();
    assertThat(id.isConnection()).isFalse();
  }

  @Test
  void shouldBeTheSameInEverySpelling() {
    var other = new ArmId(GATEWAY.toUpperCase(Locale.ROOT));
    assertThat(other).isEqualTo(new ArmId(GATEWAY)).hasSameHashCodeAs(new ArmId(GATEWAY));
    assertThat(other.key()).isEqualTo(new ArmId(GATEWAY).key());
  }

  @ParameterizedTest
  @CsvSource({"İstanbul, istanbul", "ΟΔΟΣ, οδοσ", "Büro-ÄÖ, BÜRO-äö", "𐐀, 𐐨"})
  void shouldBeTheSameInEverySpellingOfForeignLetters(String one, String other) {
    // What stands behind the name decides which small letter a sigma at its end is in a text
    var prefix = GATEWAY.replace("/rg/", "/%s/");
    assertThat(new ArmId(prefix.formatted(one))).isEqualTo(new ArmId(prefix.formatted(other)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "edge",
        "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/connections",
        "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/connections/a/",
        "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/connections/a?x=1",
        "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/connections/a\nb",
        "/subscriptions//resourceGroups/rg/providers/Microsoft.Network/connections/a",
        "x/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/connections/a"
      })
  void shouldRefuseWhatIsNoId(String text) {
    assertThat(ArmId.parse(text)).isEmpty();
    assertThatThrownBy(() -> new ArmId(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldRefuseWhatIsTooLong() {
    assertThat(ArmId.parse(GATEWAY + "x".repeat(ArmId.MAX_LENGTH))).isEmpty();
  }
}
